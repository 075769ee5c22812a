"""Keys whose values are secret because a model declares them so. A misspelt key counts as the key that it resembles."""

from functools import lru_cache

from pulsarfn.annotations import PREFIX
from pulsarfn.diagnostics.secrecy.names import is_secret_name
from pulsarfn.named_tuples import NamedTuple
from pulsarfn.patterns import pattern

_NOT_A_LETTER = pattern(r"[^a-z0-9]+")
_OF_ENVIRONMENT = "PF_"
_SETTINGS = ("config", "configs")
"""The ends of keys that people write for userConfig and configs, such as sourceConfig and sink-configs."""
_NOT_OF_USERS = ("functionConfig", "pulsarConfig")
"""Keys that end so and hold no settings of users: a part of a ResourceList, and the name of a ConfigMap in Function Mesh."""
_NEARLY = 0.78
_LONGEST = 100


class SecretKeys(NamedTuple):
    """The keys that models declare (`models.secrets.secret_keys`): keys of secret values, and the others."""

    secret: frozenset[str]
    others: frozenset[str]

    def hide(self, key: str) -> bool:
        """Whether the value of a key must not be shown."""
        return _hides(self, key)

    def know(self, key: str) -> bool:
        """Whether `key` is, or resembles, a declared key that is not secret. The value of any other key may be secret."""
        return _meant(self, key) in self.others


@lru_cache(maxsize=4096)
def _hides(keys: SecretKeys, key: str) -> bool:
    key = key.removeprefix(_OF_ENVIRONMENT)
    if key in keys.secret:
        return True
    if key in keys.others or key in _NOT_OF_USERS or key.startswith(PREFIX):
        return False
    if _letters(key).endswith(_SETTINGS):
        return True
    return is_secret_name(key) or (_is_near(key, keys.secret) and _meant(keys, key) in keys.secret)


@lru_cache(maxsize=4096)
def _meant(keys: SecretKeys, key: str) -> str | None:
    from difflib import get_close_matches  # noqa: PLC0415 - only needed for messages

    known = _by_letters(keys)
    letters = _letters(key.removeprefix(_OF_ENVIRONMENT))
    if letters in known or len(letters) > _LONGEST:
        return known.get(letters)
    near = get_close_matches(letters, known, n=1, cutoff=_NEARLY)
    return known[near[0]] if near else None


def _is_near(key: str, some: frozenset[str]) -> bool:
    """Whether a key resembles one of a few keys: a fast check before the nearest of all keys is searched."""
    from difflib import get_close_matches  # noqa: PLC0415 - only needed for messages

    word = _letters(key)
    letters = {*word}
    candidates = [
        each
        for each in _all_letters(some)
        if abs(len(each) - len(word)) <= len(each) // 3 and len({*each} - letters) <= 3  # noqa: PLR2004 - a fast check first
    ]
    return bool(candidates) and bool(get_close_matches(word, candidates, n=1, cutoff=_NEARLY))


@lru_cache(maxsize=8)
def _all_letters(keys: frozenset[str]) -> tuple[str, ...]:
    return tuple(map(_letters, keys))


@lru_cache(maxsize=8)
def _by_letters(keys: SecretKeys) -> dict[str, str]:
    """Return the keys by their letters; of two keys with the same letters, the secret one wins."""
    return {_letters(key): key for key in (*sorted(keys.others), *sorted(keys.secret))}


def _letters(key: str) -> str:
    return _NOT_A_LETTER.sub("", key.lower())
