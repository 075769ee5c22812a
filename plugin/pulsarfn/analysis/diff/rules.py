"""What the API server and the controllers make of a changed object, by its kind.

Source: k8s.io/kubernetes pkg/apis/{apps,core}/validation (the Validate…Update functions), release 1.36, and what the
StatefulSet controller was seen to do: a new revision for any change of the stored pod template.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Final, TypeAlias

from pulsarfn.analysis.diff.changes import Change, fields
from pulsarfn.analysis.diff.effects import Effect
from pulsarfn.kubernetes.identity import Key
from pulsarfn.kubernetes.refusals import refusals
from pulsarfn.values import Manifest, Value, mapping

Verdict: TypeAlias = tuple[Effect, tuple[str, ...]]
"""The effect and its reasons."""

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


def settled(key: Key, old: Manifest, new: Manifest) -> Manifest:
    """`new` with what it leaves to the server and the server has chosen already: the addresses of a Service."""
    before, after = mapping(old.get("spec")), mapping(new.get("spec"))
    if key.kind != "Service" or not after or "ExternalName" in (before.get("type"), after.get("type")):
        return new
    spec: Manifest = {key: before[key] for key in _ALLOCATED if key in before}
    return new | {"spec": spec | after}


def verdict(key: Key, old: Manifest, new: Manifest, found: Sequence[Change]) -> Verdict:
    """What the changes `found` between two stored forms of one object do; `found` is not empty."""
    kind = key.kind
    refused = [*_RULES[kind](key, old, new, found)] if kind in _RULES else []
    if refused:
        return Effect.REFUSED, tuple(refused)
    if kind in _WORKLOADS:
        return _workload(kind, old, new, found)
    return Effect.IN_PLACE, ()


def refused_at_all(manifest: Manifest) -> tuple[str, ...]:
    """Why the API server would take the object, in its stored form, neither as a new one nor as a change, as far as that is known here."""
    return tuple(
        f"the API server refuses {each.field}{f' ({each.value})' if each.value else ''}: {each.why}"
        for each in refusals(manifest)
    )


def _stateful_set(key: Key, old: Manifest, new: Manifest, found: Sequence[Change]) -> Iterable[str]:
    fixed = [each for each in found if each.path[0] == "spec" and each.path[1] not in _MUTABLE]
    if fixed:
        pods = _ENDED if any(each.path[1] == "selector" for each in fixed) else f" {_ORPHANED}"
        command = f"kubectl delete statefulset {key.name}{pods}"
        yield f"{_listed(fields(fixed))} of a StatefulSet cannot change: delete it first, {command}"
    before, after = (mapping(mapping(each.get("spec")).get("updateStrategy")) for each in (old, new))
    if after.get("type") == "OnDelete" and "rollingUpdate" in before:
        yield (
            "the API server keeps spec.updateStrategy.rollingUpdate, which OnDelete may not have: take it away first,"
            f" kubectl patch statefulset {key.name} -p '{_ON_DELETE}'"
        )
    yield from refused_at_all(new)


def _selector(key: Key, _old: Manifest, _new: Manifest, found: Sequence[Change]) -> Iterable[str]:
    fixed = [each for each in found if each.path[:2] == ("spec", "selector")]
    if fixed:
        command = f"kubectl delete {key.kind.lower()} {key.name}"
        yield f"{_listed(fields(fixed))} of a {key.kind} cannot change: delete it first, {command}"


def _service(key: Key, old: Manifest, new: Manifest, found: Sequence[Change]) -> Iterable[str]:
    types = (mapping(old.get("spec")).get("type"), mapping(new.get("spec")).get("type"))
    if "ExternalName" not in types and any(each.path[:2] == ("spec", "clusterIP") for each in found):
        command = f"kubectl delete service {key.name}"
        yield f"spec.clusterIP cannot change once it is set: delete the Service first, {command}"


def _secret(key: Key, old: Manifest, new: Manifest, found: Sequence[Change]) -> Iterable[str]:
    if any(each.path == ("type",) for each in found):
        yield "the type of a Secret cannot change: delete it first, or give the new one another name"
    yield from _immutable(key, old, new, found)


def _immutable(key: Key, old: Manifest, _new: Manifest, found: Sequence[Change]) -> Iterable[str]:
    fixed = [each for each in found if each.path[0] in ("data", "binaryData", "immutable")]
    if old.get("immutable") is True and fixed:
        yield f"the {key.kind} is immutable and {_listed(fields(fixed))} would change: give the new one another name"


def _workload(kind: str, old: Manifest, new: Manifest, found: Sequence[Change]) -> Verdict:
    """A changed template rolls the pods, a changed number of replicas scales."""
    spec = mapping(new.get("spec"))
    reasons = []
    effect = Effect.IN_PLACE
    before, after = mapping(old.get("spec")).get("replicas"), spec.get("replicas")
    if before != after:
        reasons.append(f"scales from {_pods(before)} to {_pods(after)}")
    if any(each.path[:2] == ("spec", "template") for each in found):
        effect, reason = _rollout(kind, spec)
        reasons.insert(0, reason)
    return effect, tuple(reasons)


def _rollout(kind: str, spec: Manifest) -> tuple[Effect, str]:
    strategy = mapping(spec.get("updateStrategy"))
    partition = mapping(strategy.get("rollingUpdate")).get("partition")
    if strategy.get("type") == "OnDelete":
        return (
            Effect.IN_PLACE,
            "the pod template changes, and as updateStrategy is OnDelete a pod takes it when it is deleted",
        )
    if spec.get("replicas") == 0:
        return Effect.ROLLS, "the pod template changes; there are 0 replicas, so that no pod is replaced"
    if isinstance(partition, int) and partition > 0:
        return (
            Effect.ROLLS,
            f"the pod template changes: pods from number {partition} on are replaced (partition {partition})",
        )
    one = kind == "StatefulSet" and spec.get("replicas") == 1
    return Effect.ROLLS, f"the pod template changes: {'the pod is' if one else 'the pods are'} replaced"


def _pods(count: Value) -> str:
    return f"{count} pod" if count == 1 else f"{count} pods"


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names)


_RULES: Final[dict[str, Callable[[Key, Manifest, Manifest, Sequence[Change]], Iterable[str]]]] = {
    "StatefulSet": _stateful_set,
    "Deployment": _selector,
    "DaemonSet": _selector,
    "Service": _service,
    "Secret": _secret,
    "ConfigMap": _immutable,
}
_WORKLOADS: Final = frozenset({"StatefulSet", "Deployment", "DaemonSet"})
