"""What is never shown of generated objects: by kind of object, by the names under which secrets stand, by their looks."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, TypeAlias

from pulsarfn.values import Value

Steps: TypeAlias = tuple[str, ...]
"""A path into an object, list indices as texts; inside of a command the option, inside of its JSON the keys."""

MASK = "***"
"""What kubectl diff shows in the place of a Secret's values."""

_SECRET_NAME: Final = re.compile(
    r"pass(?![a-z])|passw|passphrase|passcode|pwd|secret|token|credential|jaas|bearer|cookie|authorization|auth[-_.]?param"
    r"|cryptoKeyReaderConfig|connection[-_.]?string"
    r"|(?:api|private|access|shared|signing|encryption|account)[-_.]?key",
    re.IGNORECASE,
)
_ASSIGNED: Final = re.compile(
    rf"((?:{_SECRET_NAME.pattern})[\w.-]{{0,100}}[\"']?\s{{0,9}}[=:]\s{{0,9}}(?!//))[^\s,;&]+", re.IGNORECASE
)
_PARAMETERS: Final = frozenset({"--client_auth_params", "--auth-params", "clientAuthenticationParameters"})
_A_FILE: Final = re.compile(r"(?:token:)?file:/[^,;\s]*")
_HARMLESS: Final = frozenset({"--secrets_provider", "secretName", "serviceAccountToken"})
_USERINFO: Final = re.compile(r"(://)[^/\s@]+(?=@)")
_QUERY: Final = re.compile(r"\?[^\s#]*")
_SIGNED: Final = re.compile("sig|token|key|secret|passw|credential", re.IGNORECASE)
_LOOKS_SECRET: Final = re.compile(r"\beyJ[\w-]{8,2000}\.[\w-]+|-----BEGIN [A-Z ]*PRIVATE KEY|\btoken:(?!//)\S")


def is_secret(path: Steps, kind: str, values: Sequence[object], *, references: bool) -> bool:
    """Whether the values that stand at `path` of an object of that kind, at one time or another, may not be shown.

    `references`: the component's ``secretsMap`` names Secrets and holds none.
    """
    if kind == "Secret" and path[:1] == ("data",):
        return True
    if any(map(_LOOKS_SECRET.search, _texts(values))):
        return True
    if not _PARAMETERS.isdisjoint(path):
        return not all(isinstance(each, str) and _A_FILE.fullmatch(each) for each in values)
    names = _free_names(path)
    if "secretsMap" in names:
        return not references
    return any(_SECRET_NAME.search(name) for name in names if name not in _HARMLESS)


def without_passwords(value: Value) -> Value:
    """A text without the passwords in its URLs, and in flags and lines such as ``-Dpassword=x``; lists likewise."""
    if isinstance(value, str):
        text = _QUERY.sub(lambda query: f"?{MASK}" if _SIGNED.search(query[0]) else query[0], value)
        text = _USERINFO.sub(rf"\1{MASK}", text)
        return _ASSIGNED.sub(rf"\1{MASK}", text)
    if isinstance(value, list):
        return [without_passwords(each) for each in value]
    if isinstance(value, dict):
        return {key: MASK if _SECRET_NAME.search(key) else without_passwords(each) for key, each in value.items()}
    return value


def _texts(values: Iterable[object]) -> Iterator[str]:
    for each in values:
        if isinstance(each, str):
            yield each
        elif isinstance(each, list):
            yield from _texts(each)


def _free_names(path: Steps) -> Steps:
    """The steps of a path whose names people choose: of variables, keys of data, options, configs; not Kubernetes' own."""
    for part in ("command", "args"):
        if part in path:
            return path[path.index(part) + 1 :]
    if path[-1:] == ("value",) and "env" in path:
        return path[-2:-1]
    for part in ("annotations", "data"):
        if part in path:
            return path[path.index(part) + 1 :]
    return ()
