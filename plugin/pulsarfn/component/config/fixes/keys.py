"""A key in the wrong case, in the form of pulsar-admin's options, or under another name that people use."""

from pulsarfn.component.config.fixes.base import Refusal
from pulsarfn.component.config.unknown_keys import certain_key
from pulsarfn.diagnostics.problem import Fix


def fix(refusal: Refusal) -> Fix | None:
    """Return the fix for an unknown key: its right name, unless another key of the mapping means the same."""
    meant = certain_key(str(refusal.path[-1]), refusal.holder)
    same = [each for each in refusal.siblings if meant in (each, certain_key(each, refusal.holder))]
    return Fix(meant, key=meant) if meant is not None and len(same) == 1 else None
