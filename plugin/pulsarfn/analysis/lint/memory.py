"""Memory limits that leave a JVM no memory besides its heap."""

from collections.abc import Iterator

from pulsarfn.analysis.lint.stream import Finding, Stream, given
from pulsarfn.component.giver import giver
from pulsarfn.component.origins import giver_of, origins_at
from pulsarfn.diagnostics import lint_codes as codes
from pulsarfn.diagnostics.problem import Path
from pulsarfn.kubernetes import quantity
from pulsarfn.pipeline.expanded import ExpandedComponent
from pulsarfn.provenance import origins_of
from pulsarfn.values import Value, value_at

_LARGE = 1 << 30  # from here on a padding of ten percent is enough
_BESIDE_THE_HEAP = 100 << 20
_LIMIT: Path = ("spec", "template", "spec", "containers", 0, "resources", "limits", "memory")


def check(stream: Stream) -> Iterator[Finding]:
    """Check Java components only: Pulsar sets the heap of their JVM to `ram` (-Xmx); the others have none."""
    computed: dict[tuple[int, str | None], bool] = {}
    for component in stream.components:
        if component.objects.details.runtime != "JAVA":
            continue
        limit = value_at(component.objects.stateful_set, _LIMIT)
        amount = quantity.parse(str(limit)) if limit is not None else None
        ram = component.objects.details.resources.ram
        if amount is not None and amount.value <= ram:
            options = (id(component.worker), component.objects.config.custom_runtime_options)
            if options not in computed:  # the customizer knows no more of a component
                computed[options] = _is_computed(component)
            yield _without_padding(component) if computed[options] else _finding(component, limit)
        elif amount is not None and ram < _LARGE and amount.value < ram + _BESIDE_THE_HEAP:
            message = f"the memory limit of {component}, {limit}, leaves its JVM too little beside its heap (-Xmx{ram})"
            hint = (
                "leave about 100 MiB: raise the limit, for example with minMemoryPadding: 128Mi, or the kernel kills it"
            )
            traced = component.traced()
            place = giver_of(traced, traced.objects.stateful_set, _LIMIT)
            yield given(component, codes.HEAP_IS_LIMIT, message, place, hint, names_only=False)


def _is_computed(component: ExpandedComponent) -> bool:
    """Whether the limit is what Pulsar computes from `ram` and the padding, and not what a customizer gives."""
    objects = component.traced().objects
    return origins_at(objects.stateful_set, _LIMIT) == origins_of(objects.plan.limits["memory"])


def _without_padding(component: ExpandedComponent) -> Finding:
    message = "the memory limit of Java components is their heap (-Xmx) and no more: percentMemoryPadding is 0"
    hint = "set it to 20 for example: a JVM needs memory for threads, classes and buffers too"
    padding = giver(component.worker.traced.config.factory.origins["percent_memory_padding"])
    return given(component, codes.HEAP_IS_LIMIT, message, padding, hint)


def _finding(component: ExpandedComponent, limit: Value) -> Finding:
    ram = component.objects.details.resources.ram
    message = f"the memory limit of {component}, {limit}, is no more than its heap (-Xmx{ram})"
    hint = "raise the limit, or lower resources.ram: a JVM needs memory beside its heap"
    traced = component.traced()
    place = giver_of(traced, traced.objects.stateful_set, _LIMIT)
    return given(component, codes.HEAP_IS_LIMIT, message, place, hint, names_only=False)
