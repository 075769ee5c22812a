"""Topics that several components write to."""

from collections import defaultdict
from collections.abc import Iterator

from pulsarfn.diagnostics import Text
from pulsarfn.lint import codes
from pulsarfn.lint.stream import Finding, Stream, finding
from pulsarfn.topology import Topic, overlap


def check(stream: Stream) -> Iterator[Finding]:
    """Every writer but the first of a topic."""
    first_writers: dict[str, list[tuple[Topic, int]]] = defaultdict(list)
    for number, (component, flow) in enumerate(zip(stream.components, stream.topology.flows, strict=True)):
        for topic in flow.outputs:
            known = first_writers[topic.base]
            first, other = next(((first, other) for first, other in known if overlap(first, topic)), (topic, number))
            if other == number:
                known.append((topic, number))
                continue
            where = stream.words(stream.components[other].places[Text.CONFIG], first.path)
            message = f"{topic.name} is also written by {stream.topology.flows[other]} at {where}"
            hint = "nothing to do where that is meant: both must write the same schema"
            yield finding(component, codes.OUTPUT_SHARED, message, topic.path, hint)
