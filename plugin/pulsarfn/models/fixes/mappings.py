"""JSON text where a mapping belongs."""

import json

from pulsarfn.diagnostics.problem import Fix
from pulsarfn.models.fixes.base import Refusal


def fix(refusal: Refusal) -> Fix | None:
    """Return the fix for a text that is a JSON object: the object itself."""
    value = refusal.value
    if refusal.wanted != "{}" or not isinstance(value, str):
        return None
    try:
        is_object = isinstance(json.loads(value, object_pairs_hook=_unique), dict)
    except (ValueError, RecursionError):
        return None
    return Fix("a mapping", value=value.strip()) if is_object else None


def _unique(members: list[tuple[str, object]]) -> dict[str, object]:
    unique = dict(members)
    if len(unique) < len(members):
        raise ValueError
    return unique
