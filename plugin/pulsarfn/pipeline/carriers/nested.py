"""Carriers inside other objects, such as the objects of an OpenShift Template: pulsarfn does not expand them."""

from collections.abc import Iterator

from pulsarfn.annotations import EXPAND, PROVIDE
from pulsarfn.diagnostics import codes
from pulsarfn.diagnostics.problem import Path, Problem, Text, dotted
from pulsarfn.values import Manifest, Value, mapping, value_at


def nested_carriers(manifest: Manifest, path: Path) -> Iterator[Problem]:
    """Return a warning for each object inside `manifest` with the annotation of a carrier or a worker config."""
    for where, key in _annotated(manifest, path):
        kind = manifest.get("kind") or "object"
        inside = where[len(path) : -3]
        named = f"{_name(mapping(value_at(manifest, inside)))} at {dotted(inside)}"
        message = (
            f"{key} of {named} has no effect inside of a {kind}: only objects of the stream and of Lists are expanded"
        )
        hint = "put the object into the stream itself"
        yield Problem(codes.CARRIER_NESTED, message, where, hint, at_key=True, text=Text.CARRIER)


def _name(manifest: Manifest) -> str:
    """Return ``Kind/name`` of an object, as far as it has them."""
    kind, name = manifest.get("kind") or "the object", mapping(manifest.get("metadata")).get("name")
    return f"{kind}/{name}" if name else str(kind)


def holds_nested_carrier(manifest: Manifest) -> bool:
    """Whether an object holds a nested carrier."""
    return any(True for _ in _annotated(manifest, ()))


def _annotated(manifest: Manifest, path: Path) -> Iterator[tuple[Path, str]]:
    """Return the paths of pulsarfn annotations below the object itself."""
    waiting: list[tuple[Value, Path]] = [(manifest, path)]
    while waiting:
        value, where = waiting.pop()
        if isinstance(value, dict):
            annotations = mapping(mapping(value.get("metadata")).get("annotations")) if where != path else {}
            yield from (
                ((*where, "metadata", "annotations", key), key) for key in (EXPAND, PROVIDE) if key in annotations
            )
            members = [(each, (*where, key)) for key, each in value.items() if isinstance(each, (dict, list))]
        else:
            assert isinstance(value, list)
            members = [(each, (*where, index)) for index, each in enumerate(value) if isinstance(each, (dict, list))]
        waiting += reversed(members)
