"""The name of an enum in the wrong case, or with other separators."""

import json

from pulsarfn.diagnostics.problem import Fix
from pulsarfn.models.fixes.base import Refusal


def fix(refusal: Refusal) -> Fix | None:
    """Return the fix for an unknown word that differs from one of the known names only in its spelling."""
    meant = refusal.meaning(refusal.value) if isinstance(refusal.value, str) else None
    return None if meant is None else Fix(meant, value=json.dumps(meant))
