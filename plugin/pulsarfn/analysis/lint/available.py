"""The objects that components refer to: Secrets, ConfigMaps and service accounts, in the stream or made by an operator.

Objects of some operators name the Secret that they will make: an ExternalSecret (external-secrets.io), a SealedSecret
(bitnami.com), a Certificate (cert-manager.io). A PulsarTopic (resource.streamnative.io) gives the number of partitions.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Final

from pulsarfn.component.config.topics import full_name
from pulsarfn.diagnostics.problem import Path
from pulsarfn.kubernetes.identity import Identity, identity_of
from pulsarfn.kubernetes.references import PodReference, references_of
from pulsarfn.named_tuples import NamedTuple
from pulsarfn.pipeline.expanded import ExpandedComponent
from pulsarfn.pipeline.review import StreamObject
from pulsarfn.values import Manifest, Value, mapping, value_at

POD: Final[Path] = ("spec", "template", "spec")
"""The path of the pod in a StatefulSet."""

_CERTIFICATE_KEYS = frozenset({"tls.crt", "tls.key", "ca.crt"})
_DATA = {"Secret": ("data", "stringData"), "ConfigMap": ("data", "binaryData")}


class Reference(NamedTuple):
    """An object that a pod refers to, with its identity in the cluster."""

    identity: Identity
    made: PodReference


class AvailableObject(NamedTuple):
    """An object in the stream, or one that an operator will make from the stream.

    Attributes:
        source: the object itself, or the one that makes it; None for one that pulsarfn generates.
        keys: the keys of a Secret or ConfigMap, None if they are unknown.
    """

    source: StreamObject | None
    keys: frozenset[str] | None


class _Maker(NamedTuple):
    """A kind whose objects make Secrets: its API group, and functions that read the name and the keys of the Secret."""

    group: str
    name: Callable[[Manifest], Value]
    keys: frozenset[str] | None = None


_MAKERS = {
    "Certificate": _Maker("cert-manager.io/", lambda spec: spec.get("secretName"), _CERTIFICATE_KEYS),
    "ExternalSecret": _Maker("external-secrets.io/", lambda spec: mapping(spec.get("target")).get("name")),
    "SealedSecret": _Maker(
        "bitnami.com/", lambda spec: mapping(mapping(spec.get("template")).get("metadata")).get("name")
    ),
}
_TOPIC = "PulsarTopic"
_TOPIC_GROUP = "resource.streamnative.io/"

KINDS = frozenset({"Secret", "ConfigMap", "ServiceAccount", "Service", _TOPIC, *_MAKERS})
"""The kinds of objects that the checks read."""


def references(manifest: Manifest, default_namespace: str) -> Iterator[Reference]:
    """Return the objects that the pods of a StatefulSet or a Job refer to and need to start."""
    where = identity_of(manifest, default_namespace)
    for each in references_of(mapping(value_at(manifest, POD))):
        yield _once(Reference(where._replace(group="", kind=each.kind, name=each.name), each))


@lru_cache(maxsize=256)
def _once(reference: Reference) -> Reference:
    """Return the same object for equal references: the pods of a stream often refer to the same objects."""
    return reference


def generated(component: ExpandedComponent) -> Iterator[tuple[Identity, AvailableObject]]:
    """Return the Secrets and ConfigMaps that are generated for a component."""
    for manifest in component.objects.manifests:
        if manifest["kind"] in _DATA:
            identity = identity_of(manifest, component.surroundings.kube_namespace)
            yield identity, AvailableObject(None, _keys(manifest))


def held_objects(given: Iterable[StreamObject], default_namespace: str) -> dict[Identity, AvailableObject]:
    """Return the objects of the stream that a component may refer to, by identity."""
    held: dict[Identity, AvailableObject] = {}
    for each in given:
        kind = str(each.manifest.get("kind"))
        identity = identity_of(each.manifest, default_namespace)
        if kind in _MAKERS:
            made = _made(each.manifest, _MAKERS[kind], identity)
            if made is not None:
                held.setdefault(made, AvailableObject(each, _MAKERS[kind].keys))
        elif kind != _TOPIC:
            held[identity] = AvailableObject(each, _keys(each.manifest) if each.is_read else None)
    return held


def partitions(given: Iterable[StreamObject]) -> dict[str, int]:
    """Return the number of partitions of topics by full name; it is one for a topic without partitions."""
    found: dict[str, int] = {}
    for each in given:
        spec = mapping(each.manifest.get("spec"))
        name, number = spec.get("name"), spec.get("partitions")
        if _is_topic(each.manifest) and isinstance(name, str) and isinstance(number, int | None):
            found[full_name(name)] = max(number or 1, 1)
    return found


def _is_topic(manifest: Mapping[str, Value]) -> bool:
    return manifest.get("kind") == _TOPIC and str(manifest.get("apiVersion")).startswith(_TOPIC_GROUP)


def _made(manifest: Manifest, maker: _Maker, identity: Identity) -> Identity | None:
    """Return the Secret that an object makes in its own namespace; the name of the object is the default name."""
    if not str(manifest.get("apiVersion")).startswith(maker.group):
        return None
    return identity._replace(
        group="", kind="Secret", name=str(maker.name(mapping(manifest.get("spec"))) or identity.name)
    )


def _keys(manifest: Manifest) -> frozenset[str]:
    parts = _DATA.get(str(manifest.get("kind")), ())
    return frozenset(key for part in parts for key in mapping(manifest.get(part)))
