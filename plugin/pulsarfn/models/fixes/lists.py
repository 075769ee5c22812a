"""A single value where a list belongs."""

import json
import re

from pulsarfn.diagnostics.problem import Fix
from pulsarfn.models.fixes.base import Refusal
from pulsarfn.models.list_items import items_of
from pulsarfn.stream.scalars import BooleanText, NumberText

_WORD = re.compile(r"[^\s,]+")


def fix(refusal: Refusal) -> Fix | None:
    """Return the fix for a text or number instead of a list: a list of it, or of its parts if it has commas as for pulsar-admin."""
    value = refusal.value
    if refusal.wanted != "[]string" or isinstance(value, bool | BooleanText):
        return None
    items: object = items_of(value) if isinstance(value, str) else [value] if isinstance(value, int | float) else None
    return Fix("a list", value=json.dumps(items)) if items else None


def of_one_text(refusal: Refusal) -> Fix | None:
    """Return the fix for a text without commas: a list of it."""
    value = refusal.value
    is_text = isinstance(value, str) and not isinstance(value, NumberText) and value.strip() and "," not in value
    return Fix("a list", value=json.dumps([value])) if is_text and refusal.wanted == "[]string" else None


def of_one_word(refusal: Refusal) -> Fix | None:
    """Return the fix for a text without commas and blanks, which can only be one item: a list of it."""
    return of_one_text(refusal) if isinstance(refusal.value, str) and _WORD.fullmatch(refusal.value) else None
