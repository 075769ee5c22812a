"""Carriers of imported components, as documents."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from pulsarfn.annotations import (
    AUTH_SECRET,
    CA_SECRET,
    CONSUMED,
    EXPAND,
    FUNCTION_ID,
    FUNCTION_VERSION,
    PROVIDE,
    REPLICAS,
    TRANSFORM_FUNCTION_ID,
    WHOLE,
    Component,
)
from pulsarfn.component.runtimes.go import OF_WORKER
from pulsarfn.diagnostics.secrecy import hidden
from pulsarfn.kubernetes.names import Fqfn, short_hash
from pulsarfn.migration.running import RunningComponent, value_of
from pulsarfn.named_tuples import NamedTuple
from pulsarfn.patterns import pattern
from pulsarfn.stream.emit import emit
from pulsarfn.values import Manifest, mapping, sequence
from pulsarfn.worker.secrets_providers import kubernetes

_UUID: Final = pattern(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_NOT_OF_KEYS: Final = re.compile(r"[^-._a-zA-Z0-9]")
_VOLUMES: Final = ("function-auth", "service-account-token")
_TOKEN: Final = "token"  # noqa: S105 - a file name
_WORKER_CA: Final = "ca.pem"
_CLUSTER_CA: Final = "ca.crt"


class ImportedComponent(NamedTuple):
    """A component that is imported.

    Attributes:
        component: function, source or sink.
        config: the config, as pulsar-admin takes it.
        name: the name of its carrier.
        kube_namespace: the Kubernetes namespace of its objects, empty if not known.
        annotations: the annotations of its carrier, except the one that makes it a carrier.
        in_clear_text: whether the config holds secrets in clear text: then a Secret carries it.
    """

    component: Component
    config: Mapping[str, Any]
    name: str
    kube_namespace: str = ""
    annotations: Mapping[str, str] = {}
    in_clear_text: bool = False

    def __repr__(self) -> str:
        return hidden(self)

    @property
    def fqfn(self) -> Fqfn:
        """The fully qualified name."""
        return Fqfn(*(str(self.config.get(key, "")) for key in ("tenant", "namespace", "name")))

    @property
    def file(self) -> str:
        """The file of its carrier, below the folder of all."""
        return "/".join(map(_file_name, self.fqfn)) + ".yaml"

    def document(self) -> str:
        """Return the carrier as YAML."""
        key = f"{_NOT_OF_KEYS.sub('-', self.fqfn.name)}.yaml"
        return _document(
            "Secret" if self.in_clear_text else "ConfigMap",
            {"name": self.name, **({"namespace": self.kube_namespace} if self.kube_namespace else {})},
            {EXPAND: self.component, **self.annotations},
            {key: emit(self.config)},
        )


def _file_name(text: str) -> str:
    """Return a name as a file can have it; a hash keeps two names apart that would have the same file."""
    plain = _NOT_OF_KEYS.sub("_", text)
    plain = f"_{plain}" if plain.startswith(".") else plain
    return plain if plain == text else f"{plain}-{short_hash(text)}"


def worker_config_document(config: Mapping[str, Any]) -> str:
    """Return the worker config as YAML, in a ConfigMap that only pulsarfn reads."""
    return _document(
        "ConfigMap", {"name": "functions-worker"}, {PROVIDE: CONSUMED}, {"functions_worker.yml": emit(config)}
    )


def holds_clear_text(running: RunningComponent) -> bool:
    """Whether the details hold secrets themselves and not only the names of Kubernetes Secrets."""
    if not running.details.get("secretsMap"):
        return False
    if running.conf:
        return not any(
            "secretKeyRef" in mapping(mapping(each).get("valueFrom")) for each in sequence(running.container.get("env"))
        )
    return value_of(running.arguments, "--secrets_provider") not in kubernetes.CLASS_NAMES.values()


def annotations_of(running: RunningComponent, *, pinned: bool) -> dict[str, str]:
    """Return the annotations that keep a running component as it is; without pins, only those that it needs to work."""
    found = {}
    if pinned:
        found = {key: value for key, value in _ids(running).items() if _UUID.fullmatch(value)}
    found |= _of_secrets(running)
    replicas = mapping(running.stateful_set.get("spec")).get("replicas")
    if pinned and replicas is not None and replicas != running.details.get("parallelism", 1):
        found[REPLICAS] = str(replicas)
    return found


def _ids(running: RunningComponent) -> dict[str, str]:
    """Return the ids. A Go instance with the id 0 is pulsarfn's own, which derives its ids."""
    words, conf = running.arguments, running.conf
    if conf and conf.get("instanceID") != OF_WORKER:
        return {}
    given = {
        FUNCTION_ID: conf.get("funcID") or value_of(words, "--function_id"),
        FUNCTION_VERSION: conf.get("funcVersion") or value_of(words, "--function_version"),
        TRANSFORM_FUNCTION_ID: value_of(words, "--transform_function_id"),
    }
    return {key: value for key, value in given.items() if value}


def _of_secrets(running: RunningComponent) -> dict[str, str]:
    """Return the annotations for the Secrets of the auth provider's volume.

    A worker mounts a Secret as a whole. That is kept without pins, too: server-side apply cannot turn the volume, of which
    the worker's client owns a part, into one of another type.
    """
    found: dict[str, str] = {}
    for name, items in _mounted(running):
        paths = {str(each.get("path")): str(each.get("key")) for each in items}
        if not items:
            found[AUTH_SECRET] = f"{name}/{WHOLE}"
            if _trust_path(running) == f"/etc/auth/{_WORKER_CA}":
                found.setdefault(CA_SECRET, f"{name}/{_WORKER_CA}")
        if _TOKEN in paths:
            found[AUTH_SECRET] = f"{name}/{paths[_TOKEN]}"
        for ca in (_WORKER_CA, _CLUSTER_CA):
            if ca in paths:
                found[CA_SECRET] = f"{name}/{paths[ca]}"
    return found


def _mounted(running: RunningComponent) -> Iterator[tuple[str, list[Manifest]]]:
    """Return the names of the Secrets in the auth provider's volume, each with the items that are mounted."""
    for volume in map(mapping, sequence(running.pod.get("volumes"))):
        if volume.get("name") in _VOLUMES:
            projected = map(mapping, sequence(mapping(volume.get("projected")).get("sources")))
            for secret in (mapping(volume.get("secret")), *(mapping(each.get("secret")) for each in projected)):
                name = str(secret.get("secretName") or secret.get("name") or "")
                if name:
                    yield name, [mapping(each) for each in sequence(secret.get("items"))]


def _trust_path(running: RunningComponent) -> str:
    return str(running.conf.get("tlsTrustCertsFilePath") or value_of(running.arguments, "--tls_trust_cert_path") or "")


def _document(kind: str, metadata: Manifest, annotations: Mapping[str, str], data: Mapping[str, str]) -> str:
    part = "stringData" if kind == "Secret" else "data"
    manifest = {
        "apiVersion": "v1",
        "kind": kind,
        "metadata": {**metadata, "annotations": dict(annotations)},
        part: dict(data),
    }
    return f"---\n{emit(manifest)}"
