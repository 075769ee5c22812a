"""The identity of an object in a cluster."""

from collections.abc import Mapping

from pulsarfn.named_tuples import NamedTuple
from pulsarfn.values import Value, mapping


class Identity(NamedTuple):
    """The properties that together identify an object in a cluster. The API version is not one of them."""

    group: str
    kind: str
    kube_namespace: str
    name: str

    def __str__(self) -> str:
        """Return ``Kind namespace/name``, the form in the messages of kubectl."""
        return f"{self.kind} {self.kube_namespace}/{self.name}" if self.kube_namespace else f"{self.kind} {self.name}"


def identity_of(manifest: Mapping[str, Value], default_namespace: str = "") -> Identity:
    """Return the identity of an object. An object without a namespace belongs to `default_namespace`."""
    metadata = mapping(manifest.get("metadata"))
    name = str(metadata.get("name") or metadata.get("generateName") or "")
    namespace = str(metadata.get("namespace") or default_namespace)
    group, kind = id_of(manifest)
    return Identity(group, kind, namespace, name)


def group_of(api_version: str) -> str:
    """Return the group of an API version; empty for the core group."""
    group, slash, _ = api_version.partition("/")
    return group if slash else ""


def id_of(manifest: Mapping[str, Value]) -> tuple[str, str]:
    """Return the API group and the kind of an object."""
    return group_of(str(manifest.get("apiVersion") or "")), str(manifest.get("kind") or "")
