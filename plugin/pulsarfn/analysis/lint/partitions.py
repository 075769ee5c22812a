"""Instances without a partition of their topic, if the stream gives the number of partitions.

It does if an input names a partition (``in-partition-0``), or if a PulsarTopic (resource.streamnative.io) makes the topic.
For other topics the stream does not contain the number, and this check reports nothing.
"""

from collections.abc import Iterator

from pulsarfn.analysis.lint.stream import Finding, Stream, finding
from pulsarfn.analysis.topology import Flow, Topic, Topology
from pulsarfn.diagnostics import lint_codes as codes
from pulsarfn.pipeline.expanded import PlacedComponent


def check(stream: Stream) -> Iterator[Finding]:
    """Check components with several instances whose inputs are all known."""
    for component, flow in zip(stream.components, stream.topology.flows, strict=True):
        known = [_partitions(topic, stream) for topic in flow.inputs]
        counts = [each for each in known if each is not None]
        if flow.parallelism > 1 and counts and len(counts) == len(known):
            yield from _judged(component, flow, stream.topology, sum(counts))


def _partitions(topic: Topic, stream: Stream) -> int | None:
    if topic.is_pattern:
        return None
    return 1 if topic.name != topic.base else stream.partitions.get(topic.name)


def _judged(component: PlacedComponent, flow: Flow, topology: Topology, partitions: int) -> Iterator[Finding]:
    inputs = ", ".join(map(topology.shown, flow.inputs))
    has = f"{inputs} has" if len(flow.inputs) == 1 else f"{inputs} have"
    if flow.subscription_type == "FAILOVER" and flow.parallelism > partitions:
        message = (
            f"{has} {_count(partitions)}, and {flow} keeps their order with one instance for each:"
            f" {flow.parallelism - partitions} of its {flow.parallelism} instances will wait"
        )
        hint = f"set parallelism to {partitions}, or give the input more partitions"
        yield finding(component, codes.INSTANCES_IDLE, message, ("parallelism",), hint)
    elif flow.subscription_type != "FAILOVER" and partitions == 1:
        message = f"{has} no partitions: all {flow.parallelism} instances of {flow} read it from one broker"
        hint = f"give the topic {flow.parallelism} partitions if that is too slow"
        yield finding(component, codes.ONE_PARTITION, message, ("parallelism",), hint)


def _count(partitions: int) -> str:
    return "one partition" if partitions == 1 else f"{partitions} partitions"
