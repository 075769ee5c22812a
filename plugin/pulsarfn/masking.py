"""What is never shown of generated objects: by kind of object, by the names under which secrets stand, by their looks."""

import re
from collections.abc import Iterable
from typing import Final, TypeAlias

Steps: TypeAlias = tuple[str, ...]
"""A path into an object, list indices as texts; inside of a command the option, inside of its JSON the keys."""

MASK = "***"
"""What kubectl diff shows in the place of a Secret's values."""

_SECRET_NAME: Final = re.compile(
    r"pass(?![a-z])|passw|passphrase|passcode|pwd|secret|token|credential|jaas|bearer|cookie|auth[-_.]?param"
    r"|cryptoKeyReaderConfig|connection[-_.]?string"
    r"|(?:api|private|access|shared|signing|encryption|account)[-_.]?key",
    re.IGNORECASE,
)
_ASSIGNED: Final = re.compile(
    rf"([\w.-]*(?:{_SECRET_NAME.pattern})[\w.-]*[\"']?\s*[=:]\s*(?!//))[^\s,;&]+", re.IGNORECASE
)
_PARAMETERS: Final = frozenset({"--client_auth_params", "--auth-params", "clientAuthenticationParameters"})
_A_FILE: Final = re.compile(r"(?:token:)?file:/[^,;\s]*")
_HARMLESS: Final = frozenset({"--secrets_provider", "secretName", "serviceAccountToken"})
_USERINFO: Final = re.compile(r"(://)[^/\s@]+(?=@)")
_QUERY: Final = re.compile(r"(\?)(?=[^\s#]*(?:sig|token|key|secret|passw|credential))[^\s#]*", re.IGNORECASE)
_LOOKS_SECRET: Final = re.compile(r"\beyJ[\w-]{8,}\.[\w-]+|-----BEGIN [A-Z ]*PRIVATE KEY|\btoken:(?!//)\S")


def is_secret(path: Steps, kind: str, values: Iterable[object], *, references: bool) -> bool:
    """Whether what stands at `path` of an object of that kind may not be shown.

    `references`: the component's ``secretsMap`` names Secrets and holds none.
    """
    texts = [each for each in values if isinstance(each, str)]
    if kind == "Secret" and path[:1] == ("data",):
        return True
    if any(map(_LOOKS_SECRET.search, texts)):
        return True
    if not _PARAMETERS.isdisjoint(path):
        return not all(map(_A_FILE.fullmatch, texts))
    names = _free_names(path)
    if "secretsMap" in names:
        return not references
    return any(_SECRET_NAME.search(name) for name in names if name not in _HARMLESS)


def without_passwords(text: str) -> str:
    """A text without the passwords in its URLs, and in flags and lines such as ``-Dpassword=x``."""
    for pattern in (_USERINFO, _QUERY, _ASSIGNED):
        text = pattern.sub(rf"\1{MASK}", text)
    return text


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
