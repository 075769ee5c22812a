"""Subscriptions that two components share: each message goes to one of them only."""

from collections.abc import Iterator

from pulsarfn.analysis.lint.stream import Finding, Stream, finding
from pulsarfn.analysis.topology import Topic
from pulsarfn.diagnostics import lint_codes as codes
from pulsarfn.diagnostics.problem import Text


def check(stream: Stream) -> Iterator[Finding]:
    """Report each pair of components once, with the first topic that they share."""
    reported: set[tuple[int, int]] = set()
    for topic, first, (number, given) in _shared(stream):
        pair = (first[0], number)
        if pair in reported:
            continue
        reported.add(pair)
        other = stream.topology.flows[first[0]]
        where = stream.words(stream.components[first[0]].places[Text.CONFIG], first[1].path)
        message = f"the subscription '{other.shown_subscription}' of {stream.topology.shown(topic)} is also that of {other} at {where}"
        hint = "each message goes to one of them only: give one another subName (of a sink: sourceSubscriptionName)"
        component = stream.components[number]
        yield finding(component, codes.SUBSCRIPTION_SHARED, message, given.path, hint, at_key=given.at_key)


_Reader = tuple[int, Topic]


def _shared(stream: Stream) -> Iterator[tuple[Topic, _Reader, _Reader]]:
    """Return a topic, the first of its readers under one name, and each other reader with its input."""
    for topic, readers in _read_topics(stream):
        first_readers: dict[str, _Reader] = {}
        for reader in sorted(readers, key=lambda each: each[0]):
            first = first_readers.setdefault(stream.topology.flows[reader[0]].subscription, reader)
            if first[0] != reader[0]:
                yield topic, first, reader


def _read_topics(stream: Stream) -> Iterator[tuple[Topic, list[_Reader]]]:
    """Return every topic of the stream that is named, or that equal patterns match, with its readers."""
    patterns: dict[str, tuple[Topic, list[_Reader]]] = {}
    seen: set[str] = set()
    for number, flow in enumerate(stream.topology.flows):
        for topic in (*flow.inputs, *flow.outputs):
            if topic.is_pattern:
                patterns.setdefault(topic.name, (topic, []))[1].append((number, topic))
            elif topic.name not in seen:
                seen.add(topic.name)
                yield topic, [*stream.topology.readers(topic)]
    yield from patterns.values()
