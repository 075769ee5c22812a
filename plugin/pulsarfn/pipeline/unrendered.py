"""Actions of Helm templates inside texts: quoted, they are valid YAML, and the template was not rendered."""

from collections.abc import Iterator

from pulsarfn.diagnostics import codes
from pulsarfn.diagnostics.problem import Path, Problem, Text
from pulsarfn.patterns import pattern
from pulsarfn.stream.reader import NOT_RENDERED, RENDER_FIRST
from pulsarfn.values import Value

_ANY = pattern(r"\{\{[^{}]*\}\}")
_OF_HELM = pattern(r"\{\{(?:-?|[^{}]*[\s($|-])\$?\.(?:Values|Release|Chart|Files|Capabilities|Template)\b")
_OWN_TEMPLATES = (
    "userConfig",
    "configs",
    "secrets",
    "customRuntimeOptions",
)  # they may hold templates of other programs


def in_config(value: Value) -> Problem | None:
    """Return the problem of the first action in a component config; None if there is none."""
    for path, text, at_key in _texts(value, ()):
        if "{{" in text and (_OF_HELM if path and path[0] in _OWN_TEMPLATES else _ANY).search(text):
            return _problem(path, Text.CONFIG, at_key=at_key)
    return None


def in_text_of_others(value: Value, text: Text) -> Iterator[Problem]:
    """Return a problem for each action that only Helm can mean: the text may hold templates of other programs."""
    for path, each, at_key in _texts(value, ()):
        if "{{" in each and _OF_HELM.search(each):
            yield _problem(path, text, at_key=at_key)


def _texts(value: Value, path: Path) -> Iterator[tuple[Path, str, bool]]:
    """Return all keys and texts with their paths, and whether each is a key."""
    if isinstance(value, str):
        yield path, value, False
    elif isinstance(value, dict):
        for key, each in value.items():
            yield (*path, key), key, True
            yield from _texts(each, (*path, key))
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from _texts(each, (*path, index))


def _problem(path: Path, text: Text, *, at_key: bool) -> Problem:
    return Problem(codes.BROKEN_YAML, NOT_RENDERED, path, RENDER_FIRST, at_key=at_key, text=text)
