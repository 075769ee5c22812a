"""What tells the objects of a cluster apart."""

from collections.abc import Mapping
from typing import NamedTuple

from pulsarfn.values import Value, mapping


class Identity(NamedTuple):
    """What no two objects of a cluster share; the version of their API does not count."""

    group: str
    kind: str
    kube_namespace: str
    name: str

    def __str__(self) -> str:
        """``Kind namespace/name``, as kubectl's messages have it."""
        return f"{self.kind} {self.kube_namespace}/{self.name}" if self.kube_namespace else f"{self.kind} {self.name}"


def identity_of(manifest: Mapping[str, Value], default_namespace: str = "") -> Identity:
    """The identity of an object; one without a namespace is taken to land in the default one."""
    metadata = mapping(manifest.get("metadata"))
    name = str(metadata.get("name") or metadata.get("generateName") or "")
    namespace = str(metadata.get("namespace") or default_namespace)
    group, kind = id_of(manifest)
    return Identity(group, kind, namespace, name)


def group_of(api_version: str) -> str:
    """The group of an API, empty for the core group."""
    group, slash, _ = api_version.partition("/")
    return group if slash else ""


def id_of(manifest: Mapping[str, Value]) -> tuple[str, str]:
    """The group and the name of an object's kind."""
    return group_of(str(manifest.get("apiVersion") or "")), str(manifest.get("kind") or "")
