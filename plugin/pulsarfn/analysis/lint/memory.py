"""Memory limits that leave a JVM no memory besides its heap."""

from collections.abc import Callable, Iterator, Sequence

from pulsarfn.analysis.lint.stream import Finding, Stream, given
from pulsarfn.component.giver import giver
from pulsarfn.component.objects import Objects
from pulsarfn.component.origins import TracedComponent, giver_of, origins_at
from pulsarfn.diagnostics import lint_codes as codes
from pulsarfn.diagnostics.problem import Path
from pulsarfn.kubernetes import quantity
from pulsarfn.named_tuples import NamedTuple
from pulsarfn.pipeline.expanded import ExpandedComponent, PlacedComponent
from pulsarfn.provenance import origins_of
from pulsarfn.values import Value, value_at
from pulsarfn.worker.providers import Worker

_LARGE = 1 << 30  # from here on a padding of ten percent is enough
_BESIDE_THE_HEAP = 100 << 20
_LIMIT: Path = ("spec", "template", "spec", "containers", 0, "resources", "limits", "memory")


class TightMemory(NamedTuple):
    """A Java component whose memory limit leaves its JVM too little.

    Attributes:
        limit: the limit.
        ram: its heap in bytes.
        has_room: whether the limit is more than the heap.
        options: its `customRuntimeOptions`.
        worker: its function worker.
        traced: makes it again, from values that carry their origins.
    """

    limit: Value
    ram: int
    has_room: bool
    options: str | None
    worker: Worker
    traced: Callable[[], TracedComponent]


def keep(component: ExpandedComponent) -> TightMemory | None:
    """Check Java components only: Pulsar sets the heap of their JVM to `ram` (-Xmx); the others have none."""
    if component.objects.details.runtime != "JAVA":
        return None
    limit = value_at(component.objects.stateful_set, _LIMIT)
    amount = quantity.parse(str(limit)) if limit is not None else None
    ram = component.objects.details.resources.ram
    if amount is None or (amount.value > ram and (ram >= _LARGE or amount.value >= ram + _BESIDE_THE_HEAP)):
        return None
    options = component.objects.config.custom_runtime_options
    return TightMemory(limit, ram, amount.value > ram, options, component.worker, component.traced)


def check(stream: Stream, kept: Sequence[TightMemory | None]) -> Iterator[Finding]:
    """Report each component at the place that gives its limit; the padding of the worker config is one for all of them."""
    computed: dict[tuple[int, str | None], bool] = {}
    for component, tight in zip(stream.components, kept, strict=True):
        if tight is None:
            continue
        options = (id(tight.worker), tight.options)
        if not tight.has_room and options not in computed:  # the customizer knows no more of a component
            computed[options] = _is_computed(tight.traced().objects)
        alone = tight.has_room or not computed[options]
        yield _of_limit(component, tight) if alone else _of_padding(component, tight.worker)


def _is_computed(traced: Objects) -> bool:
    """Whether the limit is what Pulsar computes from `ram` and the padding, and not what a customizer gives."""
    return origins_at(traced.stateful_set, _LIMIT) == origins_of(traced.plan.limits["memory"])


def _of_padding(component: PlacedComponent, worker: Worker) -> Finding:
    message = "the memory limit of Java components is their heap (-Xmx) and no more: percentMemoryPadding is 0"
    hint = "set it to 20 for example: a JVM needs memory for threads, classes and buffers too"
    padding = giver(worker.traced.config.factory.origins["percent_memory_padding"])
    return given(component, codes.HEAP_IS_LIMIT, message, padding, hint)


def _of_limit(component: PlacedComponent, tight: TightMemory) -> Finding:
    limit, heap = f"the memory limit of {component}, {tight.limit},", f"-Xmx{tight.ram}"
    message = f"{limit} is no more than its heap ({heap})"
    hint = "raise the limit, or lower resources.ram: a JVM needs memory beside its heap"
    if tight.has_room:
        message = f"{limit} leaves its JVM too little beside its heap ({heap})"
        hint = "leave about 100 MiB: raise the limit, for example with minMemoryPadding: 128Mi, or the kernel kills it"
    traced = tight.traced()
    place = giver_of(traced, traced.objects.stateful_set, _LIMIT)
    return given(component, codes.HEAP_IS_LIMIT, message, place, hint, names_only=False)
