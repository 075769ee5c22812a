"""A single value where a list belongs."""

import json

from pulsarfn.component.config.fixes.base import Refusal
from pulsarfn.component.config.list_items import items_of
from pulsarfn.diagnostics.problem import Fix
from pulsarfn.stream.scalars import BooleanText

_KINDS = ("list_type", "tuple_type")


def fix(refusal: Refusal) -> Fix | None:
    """Return the fix for a text or number instead of a list: a list of it, or of its parts if it has commas as for pulsar-admin."""
    value = refusal.value
    if refusal.kind not in _KINDS or isinstance(value, bool | BooleanText):
        return None
    items: object = items_of(value) if isinstance(value, str) else [value] if isinstance(value, int | float) else None
    return Fix("a list", value=json.dumps(items)) if items else None
