"""The objects that components may refer to: Secrets, ConfigMaps and service accounts of the stream or made by an operator.

Objects of some operators name the Secret that they will make: an ExternalSecret (external-secrets.io), a SealedSecret
(bitnami.com), a Certificate (cert-manager.io). A PulsarTopic (resource.streamnative.io) gives the number of partitions.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from pulsarfn.component.config.topics import full_name
from pulsarfn.kubernetes.identity import Identity, identity_of
from pulsarfn.pipeline.review import StreamObject
from pulsarfn.values import Manifest, Value, mapping

_CERTIFICATE_KEYS = frozenset({"tls.crt", "tls.key", "ca.crt"})
_DATA = {"Secret": ("data", "stringData"), "ConfigMap": ("data", "binaryData")}


class Available(NamedTuple):
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


def held_objects(
    given: Iterable[StreamObject], generated: Iterable[Manifest], default_namespace: str
) -> dict[Identity, Available]:
    """Return all objects that a component may refer to, by identity."""
    held: dict[Identity, Available] = {}
    for each in given:
        kind = str(each.manifest.get("kind"))
        identity = identity_of(each.manifest, default_namespace)
        if kind in _MAKERS:
            made = _made(each.manifest, _MAKERS[kind], identity)
            if made is not None:
                held.setdefault(made, Available(each, _MAKERS[kind].keys))
        elif kind != _TOPIC:
            held[identity] = Available(each, _keys(each.manifest) if each.is_read else None)
    for manifest in generated:
        if manifest["kind"] in _DATA:
            held[identity_of(manifest, default_namespace)] = Available(None, _keys(manifest))
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
