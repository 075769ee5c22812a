"""A key in the wrong case, in the form of pulsar-admin's options, or under another name that people use."""

from collections import Counter
from collections.abc import Callable
from functools import lru_cache

from pulsarfn.diagnostics.problem import Fix
from pulsarfn.models.fixes.base import Refusal


def fix(refusal: Refusal) -> Fix | None:
    """Return the fix for an unknown key: its right name, unless another key of the mapping means the same."""
    meant = refusal.meaning(str(refusal.path[-1]))
    if meant is None:
        return None
    meanings = _meanings(tuple(refusal.siblings), refusal.meaning)
    return Fix(meant, key=meant) if meanings[meant] == 1 else None


@lru_cache(maxsize=8)  # all refused keys of a mapping have the same siblings
def _meanings(keys: tuple[str, ...], meaning: Callable[[str], str | None]) -> Counter[str]:
    """Return how many of the keys are, or mean, each known key."""
    return Counter(meant for key in keys for meant in {key, meaning(key)} if meant is not None)
