"""Keys whose values are secret because a model declares them so; a misspelt key is judged by the key that was meant."""

from functools import lru_cache
from typing import NamedTuple

from pulsarfn.annotations import PREFIX
from pulsarfn.diagnostics.secrecy.names import is_secret_name
from pulsarfn.patterns import pattern

_NOT_A_LETTER = pattern(r"[^a-z0-9]+")
_OF_ENVIRONMENT = "PF_"
_NEARLY = 0.78
_LONGEST = 100


class SecretKeys(NamedTuple):
    """The keys that models declare (`models.secrets.secret_keys`): those that hold secrets, and the others."""

    secret: frozenset[str]
    others: frozenset[str]

    def hide(self, key: str) -> bool:
        """Whether the value of a key is not to be shown."""
        return _hides(self, key)

    def know(self, key: str) -> bool:
        """Whether a declared key is meant by `key`; what another one holds, nobody knows."""
        return _meant(self, key) is not None


@lru_cache(maxsize=4096)
def _hides(keys: SecretKeys, key: str) -> bool:
    key = key.removeprefix(_OF_ENVIRONMENT)
    if key in keys.secret:
        return True
    if key in keys.others or key.startswith(PREFIX):
        return False
    return is_secret_name(key) or (_is_near(key, keys.secret) and _meant(keys, key) in keys.secret)


@lru_cache(maxsize=4096)
def _meant(keys: SecretKeys, key: str) -> str | None:
    from difflib import get_close_matches  # noqa: PLC0415 - for what is told only

    known = _by_letters(keys)
    letters = _letters(key.removeprefix(_OF_ENVIRONMENT))
    if letters in known or len(letters) > _LONGEST:
        return known.get(letters)
    near = get_close_matches(letters, known, n=1, cutoff=_NEARLY)
    return known[near[0]] if near else None


def _is_near(key: str, some: frozenset[str]) -> bool:
    """Whether a key is nearly one of a few: of many it takes time to find the nearest."""
    from difflib import get_close_matches  # noqa: PLC0415 - for what is told only

    word = _letters(key)
    letters = {*word}
    candidates = [
        each
        for each in _all_letters(some)
        if abs(len(each) - len(word)) <= len(each) // 3 and len({*each} - letters) <= 3  # noqa: PLR2004 - seen fast
    ]
    return bool(candidates) and bool(get_close_matches(word, candidates, n=1, cutoff=_NEARLY))


@lru_cache(maxsize=8)
def _all_letters(keys: frozenset[str]) -> tuple[str, ...]:
    return tuple(map(_letters, keys))


@lru_cache(maxsize=8)
def _by_letters(keys: SecretKeys) -> dict[str, str]:
    """The keys by their letters; one that holds secrets wins over another of the same letters."""
    return {_letters(key): key for key in (*sorted(keys.others), *sorted(keys.secret))}


def _letters(key: str) -> str:
    return _NOT_A_LETTER.sub("", key.lower())
