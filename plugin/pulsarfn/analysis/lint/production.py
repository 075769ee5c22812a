"""What a pod lacks for production: the parts of ``profile: production``, whether the profile or an option gives them."""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Final

from pulsarfn.analysis.lint.stream import Finding, Stream, finding
from pulsarfn.component.objects import Objects
from pulsarfn.diagnostics import lint_codes as codes
from pulsarfn.named_tuples import NamedTuple
from pulsarfn.pipeline.expanded import ExpandedComponent
from pulsarfn.values import Manifest, mapping, sequence, value_at
from pulsarfn.worker.customizers import DEFAULT

_REPLICAS = 2


class Gaps(NamedTuple):
    """What the pod of a component lacks.

    Attributes:
        missing: the parts that it lacks, in words.
        customizer: who customizes the pod.
        chosen: whether the component has a profile.
    """

    missing: str
    customizer: str
    chosen: bool


def keep(component: ExpandedComponent) -> Gaps:
    """Keep what the pod lacks."""
    pod = _pod_of(component.objects)
    missing = ", ".join([name for name, has in _PARTS.items() if not has(pod)])
    customizer = component.worker.config.runtime_customizer_class_name or DEFAULT
    return _once(Gaps(missing, customizer, bool(component.objects.plan.customization.profile)))


def check(stream: Stream, kept: Sequence[Gaps]) -> Iterator[Finding]:
    """Report the gaps of each component as one finding: they are one decision.

    Where no component has a profile, all with the same gaps are one finding: every pod of Pulsar's own has them.
    """
    chosen = any(each.chosen for each in kept)
    for component, gaps in zip(stream.components, kept, strict=True):
        if gaps.missing:
            message, hint = f"{component} has no {gaps.missing}", _hint(gaps.customizer)
            found = finding(component, codes.NOT_FOR_PRODUCTION, message, ("name",), hint)
            yield found if chosen else found._replace(of_several=f"have no {gaps.missing}")


def _hint(customizer: str) -> str:
    if customizer != DEFAULT:
        return f"{customizer} customizes the pod: give it these parts there"
    return (
        "profile: production in customRuntimeOptions or runtimeCustomizerConfig gives all of them, an option each one"
    )


@lru_cache(maxsize=64)
def _once(gaps: Gaps) -> Gaps:
    """Return the same object for equal gaps: most pods of a stream lack the same."""
    return gaps


class _Pod(NamedTuple):
    """The pod of a component, its container, and the security context of that with what it takes from the pod's."""

    objects: Objects
    spec: Manifest
    container: Manifest
    security: Manifest


def _pod_of(objects: Objects) -> _Pod:
    spec = mapping(value_at(objects.stateful_set, ("spec", "template", "spec")))
    container = mapping(sequence(spec["containers"])[0])
    security = {**mapping(spec.get("securityContext")), **mapping(container.get("securityContext"))}
    return _Pod(objects, spec, container, security)


def _is_restricted(pod: _Pod) -> bool:
    """Whether the pod has the four fields that the Pod Security standard `restricted` asks for."""
    found = pod.security
    return (
        found.get("allowPrivilegeEscalation") is False
        and "ALL" in sequence(mapping(found.get("capabilities")).get("drop"))
        and found.get("runAsNonRoot") is True
        and mapping(found.get("seccompProfile")).get("type") in ("RuntimeDefault", "Localhost")
    )


def _ends_without_memory(pod: _Pod) -> bool:
    if pod.objects.details.runtime != "JAVA":
        return True
    return any("OnOutOfMemoryError" in str(each) for each in sequence(pod.container.get("command")))


def _has_budget(pod: _Pod) -> bool:
    if (pod.objects.plan.replicas or 0) < _REPLICAS:
        return True
    return any(each["kind"] == "PodDisruptionBudget" for each in pod.objects.manifests)


_PARTS: Final[dict[str, Callable[[_Pod], bool]]] = {
    "startupProbe": lambda pod: "startupProbe" in pod.container,
    "livenessProbe": lambda pod: "livenessProbe" in pod.container,
    "readinessProbe": lambda pod: "readinessProbe" in pod.container,
    "security context as Pod Security `restricted` asks for": _is_restricted,
    "read-only root file system": lambda pod: pod.security.get("readOnlyRootFilesystem") is True,
    "grace period": lambda pod: pod.spec.get("terminationGracePeriodSeconds") != 0,
    "spread over nodes": lambda pod: "topologySpreadConstraints" in pod.spec or "affinity" in pod.spec,
    "end on an OutOfMemoryError": _ends_without_memory,
    "PodDisruptionBudget": _has_budget,
}
"""The parts, by the words for them."""
