"""The checksum of the data of a Secret or ConfigMap: it depends on what pods would read, and on nothing else."""

import base64
import binascii
from collections.abc import Iterator, Mapping

from pulsarfn.named_tuples import NamedTuple
from pulsarfn.values import Manifest, Value, mapping


class DataObject(NamedTuple):
    """A Secret or ConfigMap, by its kind and name."""

    kind: str
    name: str

    def __str__(self) -> str:
        """``Secret/NAME``."""
        return f"{self.kind}/{self.name}"


def checksum(manifest: Manifest) -> str:
    """Return the checksum of the entries of an object; it is the same for `data` and `stringData`."""
    return checksum_of(dict(_entries(manifest)))


def checksum_of(entries: Mapping[str, bytes]) -> str:
    """Return the SHA-256 of entries, sorted by key. Each part has its length before it: no two sets of entries are read as one."""
    from hashlib import sha256  # noqa: PLC0415 - few pods roll on the change of an object, and it loads OpenSSL

    digest = sha256()
    for key, content in sorted(entries.items()):
        for part in (key.encode(errors="surrogatepass"), content):
            digest.update(len(part).to_bytes(8, "big"))
            digest.update(part)
    return digest.hexdigest()


def _entries(manifest: Manifest) -> Iterator[tuple[str, bytes]]:
    """Return the entries; a later one replaces an earlier one of the same key, as stringData does in Kubernetes."""
    is_secret = manifest.get("kind") == "Secret"
    for part, is_encoded in (("binaryData", True), ("data", is_secret), ("stringData", False)):
        for key, value in mapping(manifest.get(part)).items():
            yield key, _decoded(value) if is_encoded else _text(value)


def _decoded(value: Value) -> bytes:
    """Return the bytes of a base64 text; of any other text, which Kubernetes refuses, its own bytes."""
    text = _text(value)
    try:
        return base64.b64decode(text.replace(b"\r", b"").replace(b"\n", b""), validate=True)
    except binascii.Error:
        return text


def _text(value: Value) -> bytes:
    return ("" if value is None else str(value)).encode(errors="surrogatepass")
