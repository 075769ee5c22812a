"""Updates that the API server refuses, and values that it keeps from the old object, by kind.

Source: k8s.io/kubernetes pkg/apis/{apps,core}/validation (the Validate…Update functions), release 1.36.
"""

from collections.abc import Callable, Iterator
from typing import Final

from pulsarfn.kubernetes.fields import Steps, listed
from pulsarfn.kubernetes.kind import Update
from pulsarfn.values import Manifest, mapping

_ORPHANED: Final = "--cascade=orphan; its pods run on and the new one takes them over"
_ENDED: Final = "; its pods end, as the new selector does not find them"
_ON_DELETE: Final = '{"spec": {"updateStrategy": {"type": "OnDelete", "rollingUpdate": null}}}'
_MUTABLE: Final = frozenset(
    {
        "replicas",
        "ordinals",
        "template",
        "updateStrategy",
        "revisionHistoryLimit",
        "persistentVolumeClaimRetentionPolicy",
        "minReadySeconds",
    }
)
_ALLOCATED: Final = ("clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy", "healthCheckNodePort")


def _of_stateful_set(update: Update) -> Iterator[str]:
    """Refuse changes of most of the spec, and the remains of another update strategy."""
    fixed = [path for path in update.paths if path[0] == "spec" and path[1] not in _MUTABLE]
    if fixed:
        pods = _ENDED if any(path[1] == "selector" for path in fixed) else f" {_ORPHANED}"
        command = f"kubectl delete statefulset {update.name}{pods}"
        yield f"{listed(fixed)} of a StatefulSet cannot change: delete it first, {command}"
    before, after = (mapping(mapping(each.get("spec")).get("updateStrategy")) for each in (update.old, update.new))
    if after.get("type") == "OnDelete" and "rollingUpdate" in before:
        yield (
            "the API server keeps spec.updateStrategy.rollingUpdate, which OnDelete may not have: take it away first,"
            f" kubectl patch statefulset {update.name} -p '{_ON_DELETE}'"
        )


def _of_selector(update: Update) -> Iterator[str]:
    """Refuse changes of the selector of a Deployment or DaemonSet."""
    kind = str(update.new["kind"])
    yield from fixed(update, kind, ("spec", "selector"))


def fixed(update: Update, kind: str, *prefixes: Steps) -> Iterator[str]:
    """Return the reason why an update is refused that changes a field below one of the `prefixes`."""
    found = [path for path in update.paths if any(path[: len(each)] == each for each in prefixes)]
    if found:
        command = f"kubectl delete {kind.lower()} {update.name}"
        yield f"{listed(found)} of a {kind} cannot change: delete it first, {command}"


def _of_service(update: Update) -> Iterator[str]:
    """Refuse changes of the address of a Service."""
    if "ExternalName" not in _types(update.old, update.new) and any(
        path[:2] == ("spec", "clusterIP") for path in update.paths
    ):
        command = f"kubectl delete service {update.name}"
        yield f"spec.clusterIP cannot change once it is set: delete the Service first, {command}"


def with_addresses(old: Manifest, new: Manifest) -> Manifest:
    """Return the new Service with the addresses of the old one, if it does not set its own."""
    before, after = mapping(old.get("spec")), mapping(new.get("spec"))
    if not after or "ExternalName" in _types(old, new):
        return new
    spec: Manifest = {key: before[key] for key in _ALLOCATED if key in before}
    return new | {"spec": spec | after}


def _types(*services: Manifest) -> list[object]:
    return [mapping(each.get("spec")).get("type") for each in services]


def _of_secret(update: Update) -> Iterator[str]:
    """Refuse changes of the type of a Secret, and of the data of an immutable one."""
    if ("type",) in update.paths:
        yield "the type of a Secret cannot change: delete it first, or give the new one another name"
    yield from _of_immutable(update)


def _of_immutable(update: Update) -> Iterator[str]:
    """Refuse changes of the data of an immutable Secret or ConfigMap."""
    kind = str(update.new["kind"])
    fixed = [path for path in update.paths if path[0] in ("data", "binaryData", "immutable")]
    if update.old.get("immutable") is True and fixed:
        yield f"the {kind} is immutable and {listed(fixed)} would change: give the new one another name"


FIXED: Final[dict[str, Callable[[Update], Iterator[str]]]] = {
    "StatefulSet": _of_stateful_set,
    "Deployment": _of_selector,
    "DaemonSet": _of_selector,
    "Service": _of_service,
    "Secret": _of_secret,
    "ConfigMap": _of_immutable,
}
"""The functions that return the reasons why an update is refused, by kind."""
