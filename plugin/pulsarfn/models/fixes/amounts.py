"""An amount with a unit where Pulsar takes a number: of bytes, milliseconds or cores."""

import json

from pulsarfn.diagnostics.problem import Fix
from pulsarfn.models.amounts import certain_amount
from pulsarfn.models.fixes.base import Refusal
from pulsarfn.models.java_types import kind_of


def fix(refusal: Refusal) -> Fix | None:
    """Return the fix for an amount whose unit has only one meaning."""
    if kind_of(refusal.value) != "a text":
        return None
    number = certain_amount(str(refusal.path[-1]), str(refusal.value))
    return None if number is None else Fix(json.dumps(number), value=json.dumps(number))
