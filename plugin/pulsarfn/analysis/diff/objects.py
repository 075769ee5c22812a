"""The objects of a stream by identity."""

import json
import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from hashlib import blake2b
from sys import intern
from typing import Final

from pulsarfn.annotations import HOOKS
from pulsarfn.kubernetes.identity import Identity, identity_of
from pulsarfn.kubernetes.lists import objects
from pulsarfn.stream.documents import Content, split
from pulsarfn.stream.reader import read_yaml
from pulsarfn.stream.splice import COMPACT_DOCUMENT
from pulsarfn.stream.texts import ReadError, decode
from pulsarfn.values import Manifest, Value, mapping

_COMPACT: Final = COMPACT_DOCUMENT.encode()

UNREADABLE: Final = "text"
"""The key of the text of a document that cannot be read as an object."""

_MOST_PARTS: Final = 2_000
"""So many parts are compared with the next ones."""

_SHORT: Final = 120
"""The length from which texts rarely repeat."""

_KIND: Final = re.compile(r"^kind:[ \t]*[\"']?([A-Za-z]+)", re.MULTILINE)
_NAME: Final = re.compile(r"^metadata:[ \t]*\n(?:[ \t][^\n]*\n)*?[ \t]+name:[ \t]*[\"']?([^\s\"']+)", re.MULTILINE)
_VERSION: Final = re.compile(r"^apiVersion:[ \t]*[\"']?([^\s\"']+)", re.MULTILINE)


def read_objects(content: Content, default_namespace: str = "") -> dict[Identity, Manifest]:
    """Return the objects of a stream in order, including those in lists; of two with the same identity, the last one wins.

    A document that only other readers understand (one with aliases) is compared as text.
    """
    return _objects(content, default_namespace, _read)


def read_to_compare(contents: Iterable[Content], default_namespace: str = "") -> list[dict[Identity, Manifest]]:
    """Return the objects of streams that are compared; documents with the same bytes are read once, and give the same objects."""
    known: dict[bytes, Iterable[Manifest]] = {}
    parts: dict[object, Value] = {}

    def read_once(raw: bytes) -> Iterable[Manifest]:
        digest = blake2b(raw, digest_size=16).digest()
        if digest not in known:
            known[digest] = [mapping(_shared(each, parts)) for each in _read(raw)]
        if len(parts) > _MOST_PARTS:
            parts.clear()
        return known[digest]

    return [_objects(each, default_namespace, read_once) for each in contents]


def _shared(value: Value, parts: dict[object, Value]) -> Value:
    """Return the value with one object for parts that are equal: the objects of a stream have much in common.

    `parts` are the parts so far, by what they hold: a part that holds the same objects is the same part.
    """
    if isinstance(value, dict):
        members = {intern(key): _shared(each, parts) for key, each in value.items()}
        return parts.setdefault((dict, *members, *map(id, members.values())), members)
    if isinstance(value, list):
        items = [_shared(each, parts) for each in value]
        return parts.setdefault((list, *map(id, items)), items)
    if type(value) is str:
        return intern(value) if len(value) < _SHORT else value
    return parts.setdefault((int, value), value) if type(value) is int else value


def _objects(
    content: Content, default_namespace: str, read: Callable[[bytes], Iterable[Manifest]]
) -> dict[Identity, Manifest]:
    manifests = (manifest for document in split(content) for manifest in read(document.raw))
    return {identity_of(each, default_namespace): each for each in manifests if not _is_of_deletion(each)}


def _is_of_deletion(manifest: Manifest) -> bool:
    """Whether an object is a hook that runs after its release is deleted: it is no part of what applying does."""
    annotations = mapping(mapping(manifest.get("metadata")).get("annotations"))
    return any(annotations.get(key) in ("post-delete", "PostDelete") for key in HOOKS)


def _read(raw: bytes) -> Iterable[Manifest]:
    if raw.startswith(_COMPACT):
        with suppress(ValueError):  # of a document of the user that begins like this
            return [json.loads(raw[len(_COMPACT) :].partition(b"\n")[0])]
    try:
        text = decode(raw)
    except ReadError:
        return [_unread(raw.decode("utf-8", "backslashreplace"))]
    try:
        return [manifest for manifest, _ in objects(read_yaml(text, "kubernetes")) if manifest]
    except ReadError:
        return [_unread(text)]


def _unread(text: str) -> Manifest:
    kind, name, version = (each.search(text) for each in (_KIND, _NAME, _VERSION))
    return {
        "apiVersion": version[1] if version else "",
        "kind": kind[1] if kind else "document",
        "metadata": {"name": name[1] if name else ""},
        UNREADABLE: text,
    }
