"""The annotation ``pulsarfn.io/roll-on``: the Secrets and ConfigMaps of the stream on whose changes pods are replaced."""

from collections.abc import Iterator

from pulsarfn.diagnostics import codes
from pulsarfn.diagnostics.problem import Path, Problem, Text, suggestion
from pulsarfn.kubernetes.checksums import DataObject
from pulsarfn.patterns import pattern
from pulsarfn.values import Value

_KINDS = {"secret": "Secret", "configmap": "ConfigMap"}
_NAME = pattern(r"[a-z0-9](?:[-a-z0-9.]{0,251}[a-z0-9])?")
_HINT = "write secret/NAME or configmap/NAME, several with commas between them"


def read_roll_on(value: Value) -> tuple[DataObject, ...]:
    """Return the objects that the annotation names, each once; `check_roll_on` reports what is none."""
    if not isinstance(value, str):
        return ()
    named = (DataObject(_KINDS.get(kind.lower(), ""), name) for kind, name in _entries(value))
    return tuple(dict.fromkeys(each for each in named if each.kind and _NAME.fullmatch(each.name)))


def check_roll_on(key: str, value: str, path: Path) -> Iterator[Problem]:
    """Return the faults of the annotation."""
    for kind, name in _entries(value):
        if kind.lower() not in _KINDS and name:
            message, hint = f"{key} names no Secret or ConfigMap: {kind}/{name}", suggestion(kind, _KINDS)
        elif not _NAME.fullmatch(name):
            message, hint = f"{key} names no Secret or ConfigMap", _HINT
        else:
            continue
        yield Problem(codes.ANNOTATION_INVALID, message, path, hint, text=Text.CARRIER)


def _entries(value: str) -> Iterator[tuple[str, str]]:
    for each in value.split(","):
        kind, _, name = each.strip().partition("/")
        yield kind, name
