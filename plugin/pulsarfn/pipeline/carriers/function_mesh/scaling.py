"""The autoscaler that the operator makes of the replicas and the rules of a pod: an option of the customizer is its spec."""

from collections.abc import Iterator

from pulsarfn.diagnostics.problem import Path, suggestion
from pulsarfn.pipeline.carriers.function_mesh.rules import OPTIONS, Effect, Fault, Loss, Part
from pulsarfn.values import Manifest, Value, mapping

_SPEC: Path = (OPTIONS, "horizontalPodAutoscaler")
_RULES, _METRICS, _BEHAVIOR = "builtinAutoscaler", "autoScalingMetrics", "autoScalingBehavior"
_BUILT_IN = {
    f"AverageUtilization{resource}Percent{percent}": (resource.lower(), percent)
    for resource in ("CPU", "Memory")
    for percent in (80, 50, 20)
}


def scaling(spec: Manifest) -> Iterator[Effect]:
    """Return the number of replicas, and an autoscaler for a range of them; a range of one number is that number."""
    least, most, count = (spec.get(key) for key in ("minReplicas", "maxReplicas", "replicas"))
    if count is None and isinstance(least, int):
        yield Part(("parallelism",), least, ("minReplicas",))
    lower = least if isinstance(least, int) else count if isinstance(count, int) else 1
    pod = mapping(spec.get("pod"))
    if not isinstance(most, int) or most <= lower:
        hint = "remove it, or give a maxReplicas above the replicas"
        for key in (_RULES, _METRICS, _BEHAVIOR):
            if pod.get(key):
                yield Loss(("pod", key), "has no effect: the range of replicas is one number", hint)
        return
    given = next((key for key in ("minReplicas", "replicas") if isinstance(spec.get(key), int)), "maxReplicas")
    yield Part((*_SPEC, "minReplicas"), lower, (given,))
    yield Part((*_SPEC, "maxReplicas"), most, ("maxReplicas",))
    yield from _rules(pod)


def _rules(pod: Manifest) -> Iterator[Effect]:
    """Return the metrics and the behavior: the built-in rules, else those of the pod, else 80 % of the CPU."""
    built_in = pod.get(_RULES)
    if built_in:
        yield from _built_in(built_in)
        for key in (_METRICS, _BEHAVIOR):
            if pod.get(key):
                yield Loss(("pod", key), f"has no effect beside {_RULES}", "remove one of them")
        return
    if not pod.get(_METRICS) and not pod.get(_BEHAVIOR):
        yield Part((*_SPEC, "metrics"), [_utilization("cpu", 80)], ("maxReplicas",))
    for key, member in ((_METRICS, "metrics"), (_BEHAVIOR, "behavior")):
        if pod.get(key):
            yield Part((*_SPEC, member), pod[key], ("pod", key))


def _built_in(rules: Value) -> Iterator[Effect]:
    """Return the metrics of the built-in rules. As with the operator, the first rule for a resource counts."""
    where: Path = ("pod", _RULES)
    if not isinstance(rules, list):
        yield Fault(where, "must be a list")
        return
    metrics: dict[str, Value] = {}
    for index, rule in enumerate(rules):
        found = _BUILT_IN.get(rule) if isinstance(rule, str) else None
        if found is None:
            yield Fault((*where, index), f"must be one of {', '.join(_BUILT_IN)}", suggestion(str(rule), _BUILT_IN))
        else:
            metrics.setdefault(found[0], _utilization(*found))
    yield Part((*_SPEC, "metrics"), [*metrics.values()], where)


def _utilization(resource: str, percent: int) -> Value:
    target: Value = {"type": "Utilization", "averageUtilization": percent}
    return {"type": "Resource", "resource": {"name": resource, "target": target}}
