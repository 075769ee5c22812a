"""The objects that a pod refers to: Secrets, ConfigMaps and a ServiceAccount."""

from collections.abc import Iterator

from pulsarfn.diagnostics.problem import Path
from pulsarfn.named_tuples import NamedTuple
from pulsarfn.values import Manifest, Value, mapping, sequence

CONTAINER_LISTS = ("initContainers", "containers")
"""The members of a pod that list its containers, in the order in which they start."""

_KEY_OF = {"Secret": "secretKeyRef", "ConfigMap": "configMapKeyRef"}
_ALL_OF = {"Secret": "secretRef", "ConfigMap": "configMapRef"}

KINDS = frozenset(_KEY_OF)
"""The kinds of objects whose data a pod can use."""


class SecretKeyRef(NamedTuple):
    """An entry of a Secret."""

    name: str
    key: str


class PodReference(NamedTuple):
    """An object that a pod cannot start without.

    Attributes:
        kind: the kind of the object.
        name: the name of the object.
        key: the key in the object, empty for the whole object.
        use: what the pod needs the object for.
        path: the path of the name in the pod.
        key_path: the path of the key in the pod, empty if there is no key.
    """

    kind: str
    name: str
    key: str
    use: str
    path: Path
    key_path: Path = ()


def references_of(pod: Manifest) -> Iterator[PodReference]:
    """Return the objects that a pod cannot start without."""
    account = pod.get("serviceAccountName")
    if account != "default":  # Kubernetes creates this one in every namespace
        yield from _whole("ServiceAccount", account, "their identity", ("serviceAccountName",))
    for path, secret in _items(pod, ("imagePullSecrets",)):
        yield from _whole("Secret", secret.get("name"), "pulling their image", (*path, "name"))
    for kind in CONTAINER_LISTS:
        for path, container in _items(pod, (kind,)):
            yield from _of_container(container, path)
    for path, volume in _items(pod, ("volumes",)):
        yield from _of_volume(volume, path)


def _items(value: Manifest, path: Path) -> Iterator[tuple[Path, Manifest]]:
    """Return the items of the list in `value` under the last step of `path`, each with its path."""
    for index, item in enumerate(sequence(value.get(str(path[-1])))):
        yield (*path, index), mapping(item)


def _of_container(container: Manifest, path: Path) -> Iterator[PodReference]:
    for where, variable in _items(container, (*path, "env")):
        source = mapping(variable.get("valueFrom"))
        use = f"the environment variable {variable.get('name')}"
        for kind, part in _KEY_OF.items():
            reference = mapping(source.get(part))
            name, inner = reference.get("name"), (*where, "valueFrom", part)
            if isinstance(name, str) and not reference.get("optional"):
                key = str(reference.get("key") or "")
                yield PodReference(kind, name, key, use, (*inner, "name"), (*inner, "key"))
    for where, each in _items(container, (*path, "envFrom")):
        for kind, part in _ALL_OF.items():
            reference = mapping(each.get(part))
            if not reference.get("optional"):
                yield from _whole(kind, reference.get("name"), "their environment", (*where, part, "name"))


def _of_volume(volume: Manifest, path: Path) -> Iterator[PodReference]:
    use = f"the volume {volume.get('name')}"
    projected = _items(mapping(volume.get("projected")), (*path, "projected", "sources"))
    for where, part in ((path, volume), *projected):
        for kind, member in (("Secret", "secret"), ("ConfigMap", "configMap")):
            source, inner = mapping(part.get(member)), (*where, member)
            of_name = "secretName" if source.get("secretName") else "name"
            name = source.get(of_name)
            if source.get("optional"):
                continue
            keys = [*_items(source, (*inner, "items"))]
            if not keys:
                yield from _whole(kind, name, use, (*inner, of_name))
            elif isinstance(name, str):
                for at, item in keys:
                    yield PodReference(kind, name, str(item.get("key")), use, (*inner, of_name), (*at, "key"))


def _whole(kind: str, name: Value, use: str, path: Path) -> Iterator[PodReference]:
    if isinstance(name, str) and name:
        yield PodReference(kind, name, "", use, path)


def secret_names(pod: Manifest, volume_name: str) -> Iterator[str]:
    """Return the names of the Secrets in a volume of a pod."""
    for volume in map(mapping, sequence(pod.get("volumes"))):
        if volume.get("name") == volume_name:
            yield from (name for kind, name in _sources(volume) if kind == "Secret")


def mounts(kind: str, name: str, volume: Manifest) -> bool:
    """Return whether a volume has files of a Secret or ConfigMap."""
    return (kind, name) in _sources(volume)


def _sources(volume: Manifest) -> Iterator[tuple[str, str]]:
    """Return the kinds and names of the Secrets and ConfigMaps of a volume."""
    projected = map(mapping, sequence(mapping(volume.get("projected")).get("sources")))
    for part, of_secret in ((volume, "secretName"), *((each, "name") for each in projected)):
        for kind, member, of_name in (("Secret", "secret", of_secret), ("ConfigMap", "configMap", "name")):
            name = mapping(part.get(member)).get(of_name)
            if isinstance(name, str) and name:
                yield kind, name


def variables(kind: str, name: str, pod: Manifest) -> Iterator[str]:
    """Return the environment variables of a pod that a Secret or ConfigMap gives."""
    for container in _containers(pod):
        for variable in map(mapping, sequence(container.get("env"))):
            if mapping(mapping(variable.get("valueFrom")).get(_KEY_OF[kind])).get("name") == name:
                yield str(variable.get("name"))
        for source in map(mapping, sequence(container.get("envFrom"))):
            if mapping(source.get(_ALL_OF[kind])).get("name") == name:
                yield "variables of all its keys"


def mount_paths(pod: Manifest, volumes: set[str]) -> Iterator[tuple[str, bool]]:
    """Return the paths at which the volumes are mounted, and for each whether only a part of the volume is mounted."""
    for container in _containers(pod):
        for mount in map(mapping, sequence(container.get("volumeMounts"))):
            if str(mount.get("name")) in volumes:
                yield str(mount.get("mountPath")), bool(mount.get("subPath") or mount.get("subPathExpr"))


def _containers(pod: Manifest) -> Iterator[Manifest]:
    for kind in CONTAINER_LISTS:
        yield from map(mapping, sequence(pod.get(kind)))
