"""The name of an enum in the wrong case, or with other separators."""

import json

from pulsarfn.component.config.fixes.base import Refusal
from pulsarfn.component.config.unknown_keys import one_spelling
from pulsarfn.diagnostics.problem import Fix


def fix(refusal: Refusal) -> Fix | None:
    """Return the fix for an unknown word that differs from one of the known names only in its spelling."""
    meant = one_spelling(refusal.value, refusal.names) if isinstance(refusal.value, str) else None
    return None if meant is None else Fix(meant, value=json.dumps(meant))
