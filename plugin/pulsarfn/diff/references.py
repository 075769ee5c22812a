"""Who reads a Secret or ConfigMap, and when its running pods get to see that it changed."""

from collections.abc import Iterable, Iterator
from typing import Final

from pulsarfn.manifest import Manifest, Value, mapping, sequence

_REFERENCES: Final = {"Secret": ("secretKeyRef", "secretRef"), "ConfigMap": ("configMapKeyRef", "configMapRef")}
_NAMES: Final = {"Secret": "secretName", "ConfigMap": "name"}
_VOLUMES: Final = {"Secret": "secret", "ConfigMap": "configMap"}


def consequences(kind: str, name: str, workloads: Iterable[tuple[str, Manifest]]) -> Iterator[str]:
    """What the change of a Secret or ConfigMap means for the running pods of the `workloads` (who each is, and the object).

    The kubelet refreshes mounted files within its sync period and the lifetime of its cache; it sets variables once.
    """
    if kind not in _REFERENCES:
        return
    for owner, manifest in workloads:
        pod = mapping(mapping(mapping(manifest.get("spec")).get("template")).get("spec"))
        variables = [*_variables(kind, name, pod)]
        if variables:
            yield f"running pods of {owner} keep the old {', '.join(variables)}: the environment is set when a pod starts"
        volumes = {
            str(each.get("name")) for each in map(mapping, sequence(pod.get("volumes"))) if _mounts(kind, name, each)
        }
        paths = [*_paths(pod, volumes)]
        fresh = [path for path, is_part in paths if not is_part]
        stale = [path for path, is_part in paths if is_part]
        if fresh:
            yield f"running pods of {owner} find it in {', '.join(fresh)} within a minute or two; none is restarted"
        if stale:
            yield f"running pods of {owner} keep the old {', '.join(stale)}: a subPath is not refreshed"


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
