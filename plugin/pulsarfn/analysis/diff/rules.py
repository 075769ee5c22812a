"""The effect of a changed object on the API server and the controllers.

Source: the observed behaviour of the StatefulSet controller: any change of the stored pod template makes a new revision.
"""

from collections.abc import Sequence
from typing import TypeAlias

from pulsarfn.analysis.diff.changes import Change
from pulsarfn.analysis.diff.effects import Effect
from pulsarfn.diagnostics.secrecy.credentials import masked_text
from pulsarfn.kubernetes.kind import Kind, Update, refusals
from pulsarfn.values import Manifest, Value, mapping

Verdict: TypeAlias = tuple[Effect, tuple[str, ...]]
"""The effect and its reasons."""


def verdict(kind: Kind | None, update: Update, found: Sequence[Change]) -> Verdict:
    """Return the effect of the changes `found` between two stored forms of one object; `found` is not empty."""
    if kind is None:
        return Effect.IN_PLACE, ()
    refused = (*kind.fixed(update), *refused_at_all(update.new, kind))
    if refused:
        return Effect.REFUSED, refused
    return _workload(kind.name, update.old, update.new, found) if kind.runs_pods else (Effect.IN_PLACE, ())


def refused_at_all(manifest: Manifest, kind: Kind | None) -> tuple[str, ...]:
    """Return the known reasons why the API server refuses an object, in its stored form, both as a new one and as an update."""
    return tuple(
        masked_text(f"the API server refuses {each.field}{f' ({each.value})' if each.value else ''}: {each.why}")
        for each in refusals(manifest, kind)
    )


def _workload(kind: str, old: Manifest, new: Manifest, found: Sequence[Change]) -> Verdict:
    """Return the verdict for a workload: a changed template rolls the pods, a changed number of replicas scales."""
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
