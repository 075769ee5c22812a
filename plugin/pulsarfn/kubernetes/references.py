"""What a pod refers to: Secrets, ConfigMaps and a ServiceAccount."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from pulsarfn.values import Manifest, Value, mapping, sequence


class SecretKeyRef(NamedTuple):
    """An entry of a Secret."""

    name: str
    key: str


_Found = Iterator[tuple[str, str, str, str]]


def _of_pod(pod: Manifest) -> _Found:
    account = pod.get("serviceAccountName")
    if isinstance(account, str) and account not in ("", "default"):  # Kubernetes makes that one in every namespace
        yield "ServiceAccount", account, "", "their identity"
    for secret in sequence(pod.get("imagePullSecrets")):
        yield from _whole("Secret", mapping(secret).get("name"), "pulling their image")
    for container in (*sequence(pod.get("initContainers")), *sequence(pod.get("containers"))):
        yield from _of_container(mapping(container))
    for volume in sequence(pod.get("volumes")):
        yield from _of_volume(mapping(volume))


def _of_container(container: Manifest) -> _Found:
    for variable in sequence(container.get("env")):
        source = mapping(mapping(variable).get("valueFrom"))
        use = f"the environment variable {mapping(variable).get('name')}"
        for kind, part in (("Secret", "secretKeyRef"), ("ConfigMap", "configMapKeyRef")):
            reference = mapping(source.get(part))
            if isinstance(reference.get("name"), str) and not reference.get("optional"):
                yield kind, str(reference["name"]), str(reference.get("key") or ""), use
    for each in sequence(container.get("envFrom")):
        for kind, part in (("Secret", "secretRef"), ("ConfigMap", "configMapRef")):
            reference = mapping(mapping(each).get(part))
            if not reference.get("optional"):
                yield from _whole(kind, reference.get("name"), "their environment")


def _of_volume(volume: Manifest) -> _Found:
    use = f"the volume {volume.get('name')}"
    parts = [volume, *map(mapping, sequence(mapping(volume.get("projected")).get("sources")))]
    for part in parts:
        for kind, member in (("Secret", "secret"), ("ConfigMap", "configMap")):
            source = mapping(part.get(member))
            name = source.get("secretName") or source.get("name")
            if source.get("optional"):
                continue
            keys = [str(mapping(item).get("key")) for item in sequence(source.get("items"))]
            if not keys:
                yield from _whole(kind, name, use)
            elif isinstance(name, str):
                yield from ((kind, name, key, use) for key in keys)


def _whole(kind: str, name: Value, use: str) -> _Found:
    if isinstance(name, str) and name:
        yield kind, name, "", use


_REFERENCES: Final = {"Secret": ("secretKeyRef", "secretRef"), "ConfigMap": ("configMapKeyRef", "configMapRef")}


_NAMES: Final = {"Secret": "secretName", "ConfigMap": "name"}


_VOLUMES: Final = {"Secret": "secret", "ConfigMap": "configMap"}


def secret_names(pod: Manifest, volume_name: str) -> Iterator[str]:
    """The Secrets behind a volume of a pod."""
    for volume in map(mapping, sequence(pod.get("volumes"))):
        if volume.get("name") == volume_name:
            yield str(mapping(volume.get("secret")).get("secretName") or "")
            for source in map(mapping, sequence(mapping(volume.get("projected")).get("sources"))):
                yield str(mapping(source.get("secret")).get("name") or "")


def _containers(pod: Manifest) -> Iterator[Manifest]:
    for kind in ("initContainers", "containers"):
        yield from map(mapping, sequence(pod.get(kind)))


def _variables(kind: str, name: str, pod: Manifest) -> Iterator[str]:
    of_key, of_all = _REFERENCES[kind]
    for container in _containers(pod):
        for variable in map(mapping, sequence(container.get("env"))):
            if mapping(mapping(variable.get("valueFrom")).get(of_key)).get("name") == name:
                yield str(variable.get("name"))
        for source in map(mapping, sequence(container.get("envFrom"))):
            if mapping(source.get(of_all)).get("name") == name:
                yield "variables of all its keys"


def _mounts(kind: str, name: str, volume: Manifest) -> bool:
    sources: list[Value] = [volume.get(_VOLUMES[kind])]
    projected = [
        mapping(each).get(_VOLUMES[kind]) for each in sequence(mapping(volume.get("projected")).get("sources"))
    ]
    return any(mapping(each).get(_NAMES[kind]) == name for each in sources) or any(
        mapping(each).get("name") == name for each in projected
    )


def _paths(pod: Manifest, volumes: set[str]) -> Iterator[tuple[str, bool]]:
    """Where the volumes are mounted, and whether only a part of each."""
    for container in _containers(pod):
        for mount in map(mapping, sequence(container.get("volumeMounts"))):
            if str(mount.get("name")) in volumes:
                yield str(mount.get("mountPath")), bool(mount.get("subPath") or mount.get("subPathExpr"))
