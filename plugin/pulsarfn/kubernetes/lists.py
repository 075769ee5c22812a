"""Lists of objects: kubectl treats a list as the objects in it."""

from collections.abc import Iterator

from pulsarfn.diagnostics.problem import Path
from pulsarfn.values import Manifest, Value, mapping, sequence, value_at

_ITEMS = ("ConfigMap", "Secret", "Service", "StatefulSet")


_LISTS = {"List": "", "ResourceList": "", **{f"{kind}List": kind for kind in _ITEMS}}


def objects(value: Value) -> Iterator[tuple[Manifest, Path]]:
    """Return the objects of a document with their paths: the document itself, or the items of its lists, nested lists included."""
    yield from ((manifest, path) for manifest, path in _objects(mapping(value), ()) if not _is_list(manifest))


def item_of(value: Value, path: Path, item: Value) -> Manifest:
    """Return the item at `path` of a document. If the kind of its list implies its kind and API version, they are filled in."""
    its_list = mapping(value_at(value, path[:-2]))
    return _completed(mapping(item), _LISTS[str(its_list["kind"])])


def _objects(manifest: Manifest, path: Path, implied_kind: str = "") -> Iterator[tuple[Manifest, Path]]:
    """Return an object and, if it is a list, its items. The kind of the list may imply the kind of the items."""
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
