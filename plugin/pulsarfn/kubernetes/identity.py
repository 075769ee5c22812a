"""What no two objects of a cluster share."""

from collections.abc import Mapping
from typing import NamedTuple

from pulsarfn.values import Manifest, Value, mapping


class Identity(NamedTuple):
    """What no two objects may share."""

    kind: str
    kube_namespace: str
    name: str

    def __str__(self) -> str:
        """``Kind namespace/name``, as kubectl's messages have it."""
        return f"{self.kind} {self.kube_namespace}/{self.name}" if self.kube_namespace else f"{self.kind} {self.name}"


def identity_of(manifest: Mapping[str, Value], default_namespace: str) -> Identity:
    """The identity of an object; one without a namespace is taken to land in the default one."""
    metadata = mapping(manifest.get("metadata"))
    return Identity(
        str(manifest.get("kind")), str(metadata.get("namespace") or default_namespace), str(metadata.get("name"))
    )


class Key(NamedTuple):
    """What no two objects of a cluster share; the version of their API does not count."""

    group: str
    kind: str
    kube_namespace: str
    name: str

    def __str__(self) -> str:
        """``Kind namespace/name``."""
        return f"{self.kind} {self.kube_namespace}/{self.name}" if self.kube_namespace else f"{self.kind} {self.name}"


def key_of(manifest: Manifest, default_namespace: str = "") -> Key:
    """The key of an object; one without a namespace is taken to land in the default one."""
    metadata = mapping(manifest.get("metadata"))
    group, slash, _ = str(manifest.get("apiVersion") or "").partition("/")
    name = str(metadata.get("name") or metadata.get("generateName") or "")
    namespace = str(metadata.get("namespace") or default_namespace)
    return Key(group if slash else "", str(manifest.get("kind") or ""), namespace, name)
