"""A quantity of Kubernetes with blanks in it."""

import json

from pulsarfn.diagnostics.problem import Fix
from pulsarfn.models.amounts import certain_quantity
from pulsarfn.models.fixes.base import Refusal


def fix(refusal: Refusal) -> Fix | None:
    """Return the fix for a text that is a quantity without its blanks."""
    if refusal.wanted != "Quantity" or not isinstance(refusal.value, str):
        return None
    quantity = certain_quantity(refusal.value)
    return None if quantity is None else Fix(quantity, value=json.dumps(quantity))
