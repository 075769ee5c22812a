"""The faults of a HorizontalPodAutoscaler or ScaledObject for which the API server, or KEDA, would refuse it.

Source: k8s.io/kubernetes pkg/apis/autoscaling/validation, release 1.36.
"""

from collections.abc import Iterator
from typing import Final

from pulsarfn.diagnostics.problem import Path
from pulsarfn.kubernetes.pod_refusals import of_type
from pulsarfn.kubernetes.quantity import parse
from pulsarfn.kubernetes.refusal import Refusal
from pulsarfn.values import Manifest, Value, mapping, sequence

_SOURCES: Final = {
    "ContainerResource": "containerResource",
    "External": "external",
    "Object": "object",
    "Pods": "pods",
    "Resource": "resource",
}
_TARGETS: Final = {
    "containerResource": ("averageUtilization", "averageValue"),
    "external": ("value", "averageValue"),
    "object": ("value", "averageValue"),
    "pods": ("averageValue",),
    "resource": ("averageUtilization", "averageValue"),
}
"""The members of the target of a source of which one is needed."""

_BOTH: Final = ("object",)
_TARGET_TYPES: Final = ("AverageValue", "Utilization", "Value")
_POLICIES: Final = ("Disabled", "Max", "Min")
_POLICY_TYPES: Final = ("Percent", "Pods")
_MOST_PODS = 100  # KEDA's default
_KEDA = "KEDA"
_LONGEST_WINDOW = 3600
_LONGEST_PERIOD = 1800


def of_autoscaler(manifest: Manifest) -> Iterator[Refusal]:
    """Return the faults of a HorizontalPodAutoscaler, except those of its metadata."""
    spec = mapping(manifest.get("spec"))
    yield from of_type(spec, "HorizontalPodAutoscalerSpec", ("spec",))
    least, most = spec.get("minReplicas"), spec.get("maxReplicas")
    if isinstance(most, int) and most < 1:
        yield Refusal(("spec", "maxReplicas"), "must be greater than 0", str(most))
    elif isinstance(most, int) and isinstance(least, int) and most < least:
        why = "must be greater than or equal to `minReplicas`"
        yield Refusal(("spec", "maxReplicas"), why, str(most), against=("spec", "minReplicas"))
    if isinstance(least, int) and least < 1:
        why = "must be greater than or equal to 1; a KEDA ScaledObject scales to 0"
        yield Refusal(("spec", "minReplicas"), why, str(least))
    for index, each in enumerate(map(mapping, sequence(spec.get("metrics")))):
        yield from _metric(each, ("spec", "metrics", index))
    for direction, rules in mapping(spec.get("behavior")).items():
        yield from _rules(mapping(rules), ("spec", "behavior", direction))


def of_scaled_object(manifest: Manifest) -> Iterator[Refusal]:
    """Return the faults of a ScaledObject of KEDA, except those of its metadata.

    Source: github.com/kedacore/keda apis/keda/v1alpha1 (CheckReplicaCountBoundsAreValid, ValidateTriggers).
    """
    yield from of_type(manifest, "ScaledObject", ())
    spec = mapping(manifest.get("spec"))
    least, most, idle = (spec.get(key) for key in ("minReplicaCount", "maxReplicaCount", "idleReplicaCount"))
    for key, number in (("minReplicaCount", least), ("idleReplicaCount", idle)):
        if isinstance(number, int) and number < 0:
            yield Refusal(("spec", key), "must be greater than or equal to 0", str(number), refuser=_KEDA)
    lower, upper = (least if isinstance(least, int) else 0), (most if isinstance(most, int) else _MOST_PODS)
    if lower > upper:
        why = f"must be at least minReplicaCount, {lower}, and is {upper}"
        yield Refusal(("spec", "maxReplicaCount" if most is not None else "minReplicaCount"), why, refuser=_KEDA)
    if isinstance(idle, int) and idle >= max(lower, 1):
        yield Refusal(("spec", "idleReplicaCount"), "must be less than minReplicaCount", str(idle), refuser=_KEDA)
    names = [mapping(each).get("name") for each in sequence(spec.get("triggers"))]
    for index, name in enumerate(names):
        if name and name in names[:index]:
            where: Path = ("spec", "triggers", index, "name")
            yield Refusal(where, "must be unique among the triggers", str(name), refuser=_KEDA)


def _metric(metric: Manifest, path: Path) -> Iterator[Refusal]:
    source = _SOURCES.get(str(metric.get("type")), "")
    for key in metric:
        if source and key in _SOURCES.values() and key != source:
            yield Refusal((*path, key), f"a metric of type {metric['type']} has {source} only", at_key=True)
    if source and metric.get(source) is None:
        yield Refusal(path, f"a metric of type {metric['type']} needs {source}")
    elif source:
        yield from _target(mapping(mapping(metric[source]).get("target")), source, (*path, source, "target"))


def _target(target: Manifest, source: str, path: Path) -> Iterator[Refusal]:
    if "type" in target:
        yield from _one_of(target["type"], _TARGET_TYPES, (*path, "type"))
    given = [key for key in _TARGETS[source] if target.get(key) is not None]
    if not given:
        yield Refusal(path, f"the target of {source} needs {' or '.join(_TARGETS[source])}")
    if len(given) > 1 and source not in _BOTH:
        yield Refusal(path, f"the target of {source} has either {' or '.join(given)}")
    for key in target:
        amount = None if key == "type" else parse(str(target[key]))
        if amount is not None and amount.value <= 0:
            yield Refusal((*path, key), "must be greater than 0", str(target[key]))


def _rules(rules: Manifest, path: Path) -> Iterator[Refusal]:
    window = rules.get("stabilizationWindowSeconds")
    if isinstance(window, int) and not 0 <= window <= _LONGEST_WINDOW:
        yield Refusal((*path, "stabilizationWindowSeconds"), f"must be between 0 and {_LONGEST_WINDOW}", str(window))
    tolerance = None if rules.get("tolerance") is None else parse(str(rules["tolerance"]))
    if tolerance is not None and tolerance.value < 0:
        yield Refusal((*path, "tolerance"), "must be greater than or equal to 0", str(rules["tolerance"]))
    if "selectPolicy" in rules:
        yield from _one_of(rules["selectPolicy"], _POLICIES, (*path, "selectPolicy"))
    if rules.get("policies") == []:
        yield Refusal((*path, "policies"), "must specify at least one policy")
    for index, each in enumerate(map(mapping, sequence(rules.get("policies")))):
        where: Path = (*path, "policies", index)
        if "type" in each:
            yield from _one_of(each["type"], _POLICY_TYPES, (*where, "type"))
        for key, most in (("value", None), ("periodSeconds", _LONGEST_PERIOD)):
            number = each.get(key)
            if isinstance(number, int) and (number < 1 or (most is not None and number > most)):
                why = "must be greater than zero" if most is None else f"must be between 1 and {most}"
                yield Refusal((*where, key), why, str(number))


def _one_of(value: Value, known: tuple[str, ...], path: Path) -> Iterator[Refusal]:
    if value not in known:
        yield Refusal(path, f"must be one of {', '.join(known)}", str(value), known=known)
