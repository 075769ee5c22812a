"""What a pod lacks for production: the parts of ``profile: production``, whether the profile or an option gives them."""

from collections.abc import Callable, Iterator
from typing import Final

from pulsarfn.analysis.lint.stream import Finding, Stream, finding
from pulsarfn.component.objects import Objects
from pulsarfn.diagnostics import lint_codes as codes
from pulsarfn.values import Manifest, Value, mapping, sequence, value_at

_Has = Callable[[Objects], bool]
_REPLICAS = 2


def check(stream: Stream) -> Iterator[Finding]:
    """Report the gaps of each component as one finding: they are one decision.

    Who has chosen no profile for any component is not told: lint would report every pod of Pulsar's own.
    """
    if not any(each.objects.plan.customization.profile for each in stream.components):
        return
    for component in stream.components:
        gaps = [name for name, has in _PARTS.items() if not has(component.objects)]
        if gaps:
            message = f"{component} has no {', '.join(gaps)}"
            hint = "profile: production in customRuntimeOptions or runtimeCustomizerConfig gives all of them, an option each one"
            yield finding(component, codes.NOT_FOR_PRODUCTION, message, ("name",), hint)


def _pod(objects: Objects) -> Manifest:
    return mapping(value_at(objects.stateful_set, ("spec", "template", "spec")))


def _container(objects: Objects) -> Manifest:
    return mapping(sequence(_pod(objects)["containers"])[0])


def _of_container(name: str) -> _Has:
    return lambda objects: name in _container(objects)


def _security(objects: Objects) -> Manifest:
    """Return the security context of the container, with what it takes from that of the pod."""
    return {**mapping(_pod(objects).get("securityContext")), **mapping(_container(objects).get("securityContext"))}


def _is_restricted(objects: Objects) -> bool:
    """Whether the pod has the four fields that the Pod Security standard `restricted` asks for."""
    found = _security(objects)
    return (
        found.get("allowPrivilegeEscalation") is False
        and "ALL" in sequence(mapping(found.get("capabilities")).get("drop"))
        and found.get("runAsNonRoot") is True
        and mapping(found.get("seccompProfile")).get("type") in ("RuntimeDefault", "Localhost")
    )


def _ends_without_memory(objects: Objects) -> bool:
    command = " ".join(map(str, sequence(_container(objects).get("command"))))
    return objects.details.runtime != "JAVA" or "OnOutOfMemoryError" in command


def _has_budget(objects: Objects) -> bool:
    kinds: list[Value] = [each["kind"] for each in objects.manifests]
    return (objects.plan.replicas or 0) < _REPLICAS or "PodDisruptionBudget" in kinds


_PARTS: Final[dict[str, _Has]] = {
    "startupProbe": _of_container("startupProbe"),
    "livenessProbe": _of_container("livenessProbe"),
    "readinessProbe": _of_container("readinessProbe"),
    "security context as Pod Security `restricted` asks for": _is_restricted,
    "read-only root file system": lambda objects: _security(objects).get("readOnlyRootFilesystem") is True,
    "grace period": lambda objects: _pod(objects).get("terminationGracePeriodSeconds") != 0,
    "spread over nodes": lambda objects: bool(_pod(objects).keys() & {"topologySpreadConstraints", "affinity"}),
    "end on an OutOfMemoryError": _ends_without_memory,
    "PodDisruptionBudget": _has_budget,
}
"""The parts, by the words for them."""
