"""Topics that several components write to."""

from collections.abc import Iterator

from pulsarfn.analysis.lint.stream import Finding, Stream, finding
from pulsarfn.analysis.topology import Topic
from pulsarfn.diagnostics import lint_codes as codes
from pulsarfn.diagnostics.problem import Text

_Writer = tuple[int, Topic]


def check(stream: Stream) -> Iterator[Finding]:
    """Report every writer of a topic but the first; a writer to a partition writes to the topic, but not to other partitions."""
    by_name: dict[str, _Writer] = {}
    by_base: dict[str, _Writer] = {}
    for number, (component, flow) in enumerate(zip(stream.components, stream.topology.flows, strict=True)):
        for topic in flow.outputs:
            whole = topic.name == topic.base
            first = by_base.get(topic.base) if whole else by_name.get(topic.name) or by_name.get(topic.base)
            by_name.setdefault(topic.name, (number, topic))
            by_base.setdefault(topic.base, (number, topic))
            if first is None or first[0] == number:
                continue
            where = stream.words(stream.components[first[0]].places[Text.CONFIG], first[1].path)
            message = f"{stream.topology.shown(topic)} is also written by {stream.topology.flows[first[0]]} at {where}"
            hint = "nothing to do where that is meant: both must write the same schema"
            yield finding(component, codes.OUTPUT_SHARED, message, topic.path, hint)
