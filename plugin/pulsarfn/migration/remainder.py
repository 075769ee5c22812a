"""What a worker config gives to all components beside the command: read from what an expansion without it lacks."""

from collections.abc import Iterator
from typing import Final

from pulsarfn.component import resources
from pulsarfn.component.details.function_details import Resources
from pulsarfn.component.plan import CONTAINER
from pulsarfn.diagnostics.problem import Path
from pulsarfn.kubernetes.compact import compact
from pulsarfn.kubernetes.quantity import parse
from pulsarfn.migration.running import RunningComponent
from pulsarfn.migration.worker_settings import FACTORY
from pulsarfn.values import Manifest, Value, mapping, sequence
from pulsarfn.worker.factory_config import KubernetesRuntimeFactoryConfig

_CUSTOMIZER: Final = "runtimeCustomizerConfig"
_MOST_PADDED: Final = 100  # times the memory of the component: more is no padding


def remainder(running: RunningComponent, expanded: Manifest) -> dict[Path, Value]:
    """Return the keys of the worker config that explain what a StatefulSet has more than its expansion."""
    return dict(_readings(running, expanded))


def _readings(running: RunningComponent, expanded: Manifest) -> Iterator[tuple[Path, Value]]:
    live, ours = _template(running.stateful_set), _template(expanded)
    for part, key in (("labels", "extraLabels"), ("annotations", "extraAnnotations")):
        more = _more(mapping(mapping(live.get("metadata")).get(part)), mapping(mapping(ours.get("metadata")).get(part)))
        if more:
            yield (_CUSTOMIZER, key), more
    pod, our_pod = mapping(live.get("spec")), mapping(ours.get("spec"))
    nodes = _more(mapping(pod.get("nodeSelector")), mapping(our_pod.get("nodeSelector")))
    if nodes:
        yield (_CUSTOMIZER, "nodeSelectorLabels"), nodes
    tolerated = sequence(our_pod.get("tolerations"))
    tolerations: list[Value] = [each for each in sequence(pod.get("tolerations")) if each not in tolerated]
    if tolerations:
        yield (_CUSTOMIZER, "tolerations"), tolerations
    amounts, ours_amounts = (_amounts(each) for each in (pod, our_pod))
    if amounts != ours_amounts:
        yield from _resources(running, amounts)


def _template(stateful_set: Manifest) -> Manifest:
    return mapping(mapping(stateful_set.get("spec")).get("template"))


def _more(live: Manifest, ours: Manifest) -> Manifest:
    return {key: value for key, value in live.items() if ours.get(key) != value}


def _amounts(pod: Manifest) -> Manifest:
    """Return the resources of the instance's container, with quantities in their canonical form."""
    containers = map(mapping, sequence(pod.get("containers")))
    found = next((mapping(each.get("resources")) for each in containers if each.get("name") == CONTAINER), {})
    return {
        part: {key: _canonical(each) for key, each in mapping(found.get(part)).items()}
        for part in ("limits", "requests")
    }


def _canonical(amount: Value) -> str:
    quantity = parse(str(amount))
    return str(amount) if quantity is None else quantity.text


def _resources(running: RunningComponent, amounts: Manifest) -> Iterator[tuple[Path, Value]]:
    """Return memory padding and overcommit if they explain the amounts, otherwise the amounts themselves."""
    given = mapping(running.details.get("resources"))
    own = Resources(float(str(given.get("cpu", 0.0))), int(str(given.get("ram", 0))), int(str(given.get("disk", 0))))
    limits, requests = mapping(amounts["limits"]), mapping(amounts["requests"])
    values = {(name, part): _number(mapping(amounts[part]).get(name)) for name in ("cpu", "memory") for part in amounts}
    if own.ram and all(values.values()) and own.ram <= values["memory", "limits"] < _MOST_PADDED * own.ram:
        config = {
            "percentMemoryPadding": round((values["memory", "limits"] - own.ram) * 100 / own.ram),
            "cpuOverCommitRatio": _ratio(values["cpu", "limits"], values["cpu", "requests"]),
            "memoryOverCommitRatio": _ratio(values["memory", "limits"], values["memory", "requests"]),
        }
        factory = KubernetesRuntimeFactoryConfig.read(config)
        if (resources.limits(own, factory), resources.requests(own, factory)) == (limits, requests):
            yield from (((FACTORY, key), value) for key, value in config.items())
            return
    yield (_CUSTOMIZER, "resourceRequirements"), compact(amounts)


def _ratio(limit: float, request: float) -> float:
    """Return a ratio as somebody would have written it."""
    return round(limit / request, 4)


def _number(amount: Value) -> float:
    quantity = parse(str(amount)) if amount is not None else None
    return 0.0 if quantity is None else float(quantity.value)
