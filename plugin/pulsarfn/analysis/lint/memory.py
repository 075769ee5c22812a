"""Memory limits that leave a JVM nothing beside its heap."""

from collections.abc import Iterator

from pulsarfn.analysis.lint.stream import Finding, Stream, finding
from pulsarfn.diagnostics import lint_codes as codes
from pulsarfn.diagnostics.problem import Path, Text
from pulsarfn.kubernetes import quantity
from pulsarfn.pipeline.review import ExpandedComponent
from pulsarfn.values import Value, mapping, sequence

_PADDING = ("functionRuntimeFactoryConfigs", "percentMemoryPadding")


def check(stream: Stream) -> Iterator[Finding]:
    """Java components only: Pulsar sets the heap of their JVM to `ram` (-Xmx), the others have none."""
    for component in stream.components:
        if component.objects.details.runtime != "JAVA":
            continue
        limit = _limit(component)
        amount = quantity.parse(str(limit)) if limit is not None else None
        if amount is None or amount.value > component.objects.details.resources.ram:
            continue
        if limit == component.objects.plan.limits["memory"]:
            message = "the memory limit of Java components is their heap (-Xmx) and no more: percentMemoryPadding is 0"
            hint = "set it to 20 for example: a JVM needs memory for threads, classes and buffers too"
            yield finding(component, codes.HEAP_IS_LIMIT, message, _PADDING, hint, text=Text.WORKER_CONFIG)
            continue
        message = f"the memory limit of {component}, {limit}, is no more than its heap (-Xmx{component.objects.details.resources.ram})"
        text, path = _override(component)
        hint = "raise the limit, or lower resources.ram: a JVM needs memory beside its heap"
        yield finding(component, codes.HEAP_IS_LIMIT, message, path, hint, text=text)


def _limit(component: ExpandedComponent) -> Value:
    stateful_set = component.objects.manifests[-1]
    template = mapping(mapping(stateful_set["spec"])["template"])
    container = mapping(sequence(mapping(template["spec"])["containers"])[0])
    return mapping(mapping(container.get("resources")).get("limits")).get("memory")


def _override(component: ExpandedComponent) -> tuple[Text, Path]:
    """Where a customizer has its limit from."""
    if "memory" in (component.objects.config.custom_runtime_options or ""):
        return Text.CONFIG, ("customRuntimeOptions",)
    return Text.WORKER_CONFIG, ("runtimeCustomizerConfig", "resourceRequirements", "limits", "memory")
