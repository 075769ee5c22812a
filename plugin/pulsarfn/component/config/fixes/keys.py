"""A key in the wrong case, in the form of pulsar-admin's options, or under another name that people use."""

from collections import Counter
from functools import lru_cache

from pulsarfn.component.config.fixes.base import Refusal
from pulsarfn.component.config.unknown_keys import certain_key
from pulsarfn.diagnostics.problem import Fix
from pulsarfn.models.fields import Model


def fix(refusal: Refusal) -> Fix | None:
    """Return the fix for an unknown key: its right name, unless another key of the mapping means the same."""
    meant = certain_key(str(refusal.path[-1]), refusal.holder)
    if meant is None:
        return None
    meanings = _meanings(tuple(refusal.siblings), refusal.holder)  # type: ignore[arg-type]  # a class can be hashed
    return Fix(meant, key=meant) if meanings[meant] == 1 else None


@lru_cache(maxsize=8)  # all refused keys of a mapping have the same siblings
def _meanings(keys: tuple[str, ...], holder: type[Model] | None) -> Counter[str]:
    """Return how many of the keys are, or mean, each key of `holder`."""
    return Counter(meant for key in keys for meant in {key, certain_key(key, holder)} if meant is not None)
