"""Annotations with a misspelt pulsarfn prefix: the author meant pulsarfn, which leaves the object unchanged."""

from collections.abc import Iterator

from pulsarfn.annotations import KINDS, MEANINGS, PREFIX, SUPPRESS
from pulsarfn.diagnostics import codes
from pulsarfn.diagnostics.problem import Path, Problem, Text, nearest
from pulsarfn.values import Manifest, mapping

_NAMES = tuple(each.removeprefix(PREFIX) for each in MEANINGS if not each.startswith(SUPPRESS))
_DOMAIN = PREFIX.removesuffix("/")
_PROJECT = _DOMAIN.partition(".")[0]
_SEPARATORS = "/.:_-"
_NEARLY = 0.7


def annotations_nearly_ours(manifest: Manifest, path: Path) -> Iterator[Problem]:
    """Return a warning for each such annotation of a ConfigMap or Secret at `path`."""
    for key in mapping(mapping(manifest.get("metadata")).get("annotations")) if manifest.get("kind") in KINDS else ():
        meant = meant_by(key)
        if meant:
            message = f"{key} is not an annotation of pulsarfn: the object is left as it is"
            where = (*path, "metadata", "annotations", key)
            hint = f"did you mean '{meant}'?"
            yield Problem(codes.ANNOTATION_NEARLY_OURS, message, where, hint, at_key=True, text=Text.CARRIER)


def meant_by(key: str) -> str:
    """Return the pulsarfn annotation that a key resembles, empty if the key is one of them or resembles none."""
    if key.isalnum() or key.startswith(PREFIX):  # the first is quick: most keys have no separator
        return ""
    folded = key.casefold()
    for name in _NAMES:
        prefix = folded.removesuffix(name)
        if prefix != folded and prefix.endswith(tuple(_SEPARATORS)) and _is_nearly_ours(prefix.rstrip(_SEPARATORS)):
            return PREFIX + name
    prefix, slash, name = folded.partition("/")
    near = nearest(name, _NAMES) if slash and prefix.startswith(_PROJECT) else None
    return PREFIX + near if near else ""


def _is_nearly_ours(prefix: str) -> bool:
    from difflib import SequenceMatcher  # noqa: PLC0415 - few streams get here

    if prefix.startswith(_PROJECT):
        return True
    return len(prefix) <= 2 * len(_DOMAIN) and SequenceMatcher(None, prefix, _DOMAIN).ratio() >= _NEARLY
