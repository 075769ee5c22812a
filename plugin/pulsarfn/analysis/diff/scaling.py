"""Workloads whose number of pods an autoscaler sets."""

from collections.abc import Mapping
from typing import Final

from pulsarfn.kubernetes.identity import Identity
from pulsarfn.values import Manifest, mapping
from pulsarfn.worker.customizers.base import AUTOSCALERS

_DEFAULT_TARGET: Final = "Deployment"
"""The kind that KEDA scales if a ScaledObject names none."""


def scaled_as_before(old: Mapping[Identity, Manifest], new: Mapping[Identity, Manifest]) -> Mapping[Identity, Manifest]:
    """Return the new objects; a workload without `replicas` that an autoscaler of both sides scales keeps the old number."""
    scaled = _targets(old) & _targets(new)
    return {key: _with_replicas(each, old.get(key)) if _target(key) in scaled else each for key, each in new.items()}


def _target(key: Identity) -> tuple[str, str, str]:
    return key.kube_namespace, key.kind, key.name


def _targets(objects: Mapping[Identity, Manifest]) -> set[tuple[str, str, str]]:
    references = (
        (key.kube_namespace, mapping(mapping(each.get("spec")).get("scaleTargetRef")))
        for key, each in objects.items()
        if key.kind in AUTOSCALERS
    )
    return {
        (namespace, str(each.get("kind") or _DEFAULT_TARGET), str(each.get("name"))) for namespace, each in references
    }


def _with_replicas(new: Manifest, old: Manifest | None) -> Manifest:
    spec, before = mapping(new.get("spec")), mapping((old or {}).get("spec"))
    if "replicas" in spec or "replicas" not in before:
        return new
    return new | {"spec": spec | {"replicas": before["replicas"]}}
