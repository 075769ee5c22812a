"""A number or boolean in quotes where Kubernetes takes none, and without them where it takes a text."""

import json
import re

from pulsarfn.diagnostics.problem import Fix
from pulsarfn.models.fixes.base import Refusal
from pulsarfn.stream.scalars import NumberText

_WHOLE = re.compile(r"0|-?[1-9][0-9]{0,17}")
_DECIMAL = re.compile(rf"(?:{_WHOLE.pattern})(?:\.[0-9]+)?")
_BOOLEANS = ("true", "false")


def fix(refusal: Refusal) -> Fix | None:
    """Return the fix for a scalar that is another one only by its quotes."""
    value = refusal.value
    text = _text(value)
    is_text = isinstance(value, str) and not isinstance(value, NumberText)
    if is_text and (
        (refusal.wanted == "boolean" and text in _BOOLEANS)
        or (refusal.wanted in ("int32", "int64", "integer") and _WHOLE.fullmatch(text))
    ):
        return Fix(f"{text} without quotes", value=text)
    if not is_text and refusal.wanted == "string" and (text in _BOOLEANS or _DECIMAL.fullmatch(text)):
        return Fix("a text in quotes", value=json.dumps(text))
    return None


def _text(value: object) -> str:
    """Return a scalar as it is written; empty for what may mean something else in another version of YAML."""
    if isinstance(value, bool):
        return json.dumps(value)
    return str(getattr(value, "text", value)) if isinstance(value, str | int | float) else ""
