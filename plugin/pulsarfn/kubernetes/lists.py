"""Lists of objects, which kubectl takes for the objects in them."""

from collections.abc import Iterator

from pulsarfn.diagnostics.problem import Path
from pulsarfn.values import Manifest, Value, mapping, sequence, value_at

_ITEMS = ("ConfigMap", "Secret", "Service", "StatefulSet")


_LISTS = {"List": "", "ResourceList": "", **{f"{kind}List": kind for kind in _ITEMS}}


def objects(value: Value) -> Iterator[tuple[Manifest, Path]]:
    """The objects of a document with their paths: itself, or the items of a list, lists of lists included."""
    yield from ((manifest, path) for manifest, path in _objects(mapping(value), ()) if not _is_list(manifest))


def item_of(value: Value, path: Path, item: Value) -> Manifest:
    """The item that stands at `path` in a document of lists, with what it leaves out because its list's kind says it."""
    its_list = mapping(value_at(value, path[:-2]))
    return _completed(mapping(item), _LISTS[str(its_list["kind"])])


def _objects(manifest: Manifest, path: Path, implied_kind: str = "") -> Iterator[tuple[Manifest, Path]]:
    """An object and, where it is a list, its items, which may leave out what the list's kind says."""
    manifest = _completed(manifest, implied_kind)
    yield manifest, path
    if _is_list(manifest):
        for index, item in enumerate(sequence(manifest["items"])):
            yield from _objects(mapping(item), (*path, "items", index), _LISTS[str(manifest["kind"])])


def _completed(manifest: Manifest, implied_kind: str) -> Manifest:
    return (
        {"apiVersion": "v1", "kind": implied_kind, **manifest} if implied_kind and "kind" not in manifest else manifest
    )


def _is_list(manifest: Manifest) -> bool:
    return str(manifest.get("kind")) in _LISTS and "items" in manifest
