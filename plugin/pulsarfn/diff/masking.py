"""Secrets are never shown, but whether they changed is: by kind of object, by the names under which secrets stand, by their looks."""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from pulsarfn.diff.changes import ABSENT, Change, Side, Steps

BEFORE, AFTER, MASK = "*** (before)", "*** (after)", "***"
"""What kubectl diff shows in the place of a Secret's values: changed ones, and those that are on one side only."""

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
_OF_ENVIRONMENT: Final = re.compile("Environment")
_USERINFO: Final = re.compile(r"(://)[^/\s@]+(?=@)")
_QUERY: Final = re.compile(r"(\?)(?=[^\s#]*(?:sig|token|key|secret|passw|credential))[^\s#]*", re.IGNORECASE)
_LOOKS_SECRET: Final = re.compile(r"\beyJ[\w-]{8,}\.[\w-]+|-----BEGIN [A-Z ]*PRIVATE KEY|\btoken:(?!//)\S")


def masked(change: Change, kind: str, *, references: bool) -> Change:
    """The change as it may be shown. `references`: the component's ``secretsMap`` names Secrets and holds none."""
    if _is_secret(change.path, kind, (change.old, change.new), references=references):
        both = change.old is not ABSENT and change.new is not ABSENT
        return replace(
            change,
            old=change.old if change.old is ABSENT else BEFORE if both else MASK,
            new=change.new if change.new is ABSENT else AFTER if both else MASK,
            masked=True,
        )
    old, new = _shown(change.old), _shown(change.new)
    if old == new != change.new:  # only what is masked differs
        old, new = BEFORE, AFTER
    return replace(change, old=old, new=new, masked=(old, new) != (change.old, change.new))


def holds_references(found: Iterable[Change], provider: str) -> bool:
    """Whether a secretsMap holds names of Secrets: its secrets provider reads the environment, before and after."""
    providers = [provider]
    for change in found:
        if change.path[-1:] == ("--secrets_provider",):
            providers += [str(change.old), str(change.new)]
    return all(_OF_ENVIRONMENT.search(each) for each in providers)


def _is_secret(path: Steps, kind: str, sides: tuple[Side, Side], *, references: bool) -> bool:
    if kind == "Secret" and path[:1] == ("data",):
        return True
    if any(isinstance(side, str) and _LOOKS_SECRET.search(side) for side in sides):
        return True
    if not _PARAMETERS.isdisjoint(path):
        return not all(side is ABSENT or (isinstance(side, str) and _A_FILE.fullmatch(side)) for side in sides)
    names = _free_names(path)
    if "secretsMap" in names:
        return not references
    return any(_SECRET_NAME.search(name) for name in names if name not in _HARMLESS)


def _free_names(path: Steps) -> Steps:
    """The steps of a path whose names people choose: of variables, keys of data, options, configs; not Kubernetes' own."""
    if "command" in path:
        return path[path.index("command") + 1 :]
    if "args" in path:
        return path[path.index("args") + 1 :]
    if path[-1:] == ("value",) and "env" in path:
        return path[-2:-1]
    for part in ("annotations", "data"):
        if part in path:
            return path[path.index(part) + 1 :]
    return ()


def _shown(side: Side) -> Side:
    """A value without the passwords in its URLs, and in flags and lines such as ``-Dpassword=x``."""
    if isinstance(side, str):
        for pattern in (_USERINFO, _QUERY, _ASSIGNED):
            side = pattern.sub(rf"\1{MASK}", side)
        return side
    if isinstance(side, list):
        return [each if (shown := _shown(each)) is ABSENT else shown for each in side]
    return side
