"""The topology of a stream: the topics that each component reads, with its subscription, and the topics that it writes to.

Topics are compared by full name: ``in``, ``public/default/in`` and ``persistent://public/default/in`` are the same topic.
Sources: `TopicName`, `InstanceUtils.getDefaultSubscriptionName`, `TopicList.filterTopics`.
"""

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from pulsarfn.analysis.topic_patterns import Patterns
from pulsarfn.annotations import Component
from pulsarfn.component.config.function import FunctionConfig
from pulsarfn.component.config.topics import GivenTopic, full_name, given_topics
from pulsarfn.component.decisions import Config
from pulsarfn.component.objects import Objects
from pulsarfn.diagnostics.problem import Path
from pulsarfn.diagnostics.secrecy import MASK
from pulsarfn.kubernetes.names import Fqfn

_PARTITION = re.compile(r"-partition-([0-9]+)\Z")
_INPUT_KEYS = {
    "inputs": "inputs",
    "topicsPattern": "topics_pattern",
    "customSerdeInputs": "custom_serde_inputs",
    "customSchemaInputs": "custom_schema_inputs",
    "topicToSerdeClassName": "topic_to_serde_class_name",
    "topicToSchemaType": "topic_to_schema_type",
    "inputSpecs": "input_specs",
}


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic in a config.

    Attributes:
        name: its full name, ``persistent://tenant/namespace/topic``; this form is used for patterns too.
        written: its name as the config gives it.
        path: its path in the config.
        at_key: whether it is a key there, and not a value.
        is_pattern: whether it is a pattern for all matching topics of its namespace.
    """

    name: str
    written: str
    path: Path
    at_key: bool = False
    is_pattern: bool = False

    @property
    def base(self) -> str:
        """The name without ``-partition-N``, which is the name of the partitioned topic."""
        return self.name if self.is_pattern else _PARTITION.sub("", self.name)

    @property
    def namespace(self) -> str:
        """``tenant/namespace``."""
        return self.name.partition("://")[2].rpartition("/")[0]


@dataclass(frozen=True, slots=True)
class Flow:
    """The topics that one component reads and writes.

    Attributes:
        component: function, source or sink.
        fqfn: its fully qualified name.
        inputs: the topics and patterns that it reads; empty for a source.
        subscription: the name of its subscription to all of them, empty for a source.
        subscription_type: SHARED, FAILOVER or KEY_SHARED.
        output: the topic that it writes to, None for a sink or a function without output.
        late_data_topic: the topic for messages that arrive too late for a window.
        log_topic: the topic for its logs.
        dead_letter_topic: the topic for messages that it fails to process.
        parallelism: the number of its instances.
        is_secret: whether its config is in a Secret; names that only this config contains are not shown.
    """

    component: Component
    fqfn: Fqfn
    inputs: tuple[Topic, ...]
    subscription: str
    subscription_type: str
    output: Topic | None
    late_data_topic: Topic | None
    log_topic: Topic | None
    dead_letter_topic: Topic | None
    parallelism: int
    is_secret: bool = False

    @property
    def shown_subscription(self) -> str:
        """The name of the subscription for output; the default name consists of the component's own name."""
        return MASK if self.is_secret and self.subscription != str(self.fqfn) else self.subscription

    @property
    def topics(self) -> Iterator[Topic]:
        """Return all topics in its config."""
        named = (self.output, self.late_data_topic, self.log_topic, self.dead_letter_topic)
        return (each for each in (*self.inputs, *named) if each is not None)

    @property
    def outputs(self) -> tuple[Topic, ...]:
        """The topics that it writes its results to."""
        return tuple(each for each in (self.output, self.late_data_topic) if each is not None)

    def __str__(self) -> str:
        """``function tenant/namespace/name``."""
        return f"{self.component} {self.fqfn}"


_Pattern: TypeAlias = tuple[int, Topic]


@dataclass(frozen=True, slots=True)
class Topology:
    """All flows of a stream, in order, with an index of the readers of each topic."""

    flows: tuple[Flow, ...]
    _hidden: frozenset[str] = field(repr=False)
    _by_name: Mapping[str, list[tuple[int, Topic]]] = field(repr=False)
    _by_base: Mapping[str, list[tuple[int, Topic]]] = field(repr=False)
    _patterns: Mapping[str, tuple[Patterns, list[_Pattern]]] = field(repr=False)

    def shown(self, topic: Topic) -> str:
        """Return the name of a topic for output; a name that only configs in Secrets contain is masked."""
        return MASK if topic.base in self._hidden else topic.name

    def readers(self, topic: Topic) -> Iterator[tuple[int, Topic]]:
        """Return the readers of a topic by number in `flows`, each with its input: the topic, or a pattern that matches it."""
        if topic.name == topic.base:
            yield from self._by_base.get(topic.base, ())
        else:
            yield from self._by_name.get(topic.name, ())
            yield from self._by_name.get(topic.base, ())
        domain, _, local = topic.base.partition("://")
        if domain == "persistent" and topic.namespace in self._patterns:
            patterns, given = self._patterns[topic.namespace]
            yield from (given[each] for each in patterns.matching(local))


def topology(components: Iterable[Objects], secret: Container[Fqfn] = ()) -> Topology:
    """Return the topology of expanded components; `secret` contains those whose configs are in Secrets."""
    return topology_of(flow_of(each, is_secret=each.fqfn in secret) for each in components)


def topology_of(given: Iterable[Flow]) -> Topology:
    """Return the topology of flows, in their order."""
    flows = tuple(given)
    public, hidden = (
        {each.base for flow in flows if flow.is_secret is secret for each in flow.topics} for secret in (False, True)
    )
    by_name: dict[str, list[tuple[int, Topic]]] = defaultdict(list)
    by_base: dict[str, list[tuple[int, Topic]]] = defaultdict(list)
    patterns: dict[str, tuple[Patterns, list[_Pattern]]] = defaultdict(lambda: (Patterns(), []))
    for number, flow in enumerate(flows):
        for each in flow.inputs:
            if not each.is_pattern:
                by_name[each.name].append((number, each))
                by_base[each.base].append((number, each))
                continue
            together, known = patterns[each.namespace]
            if together.add(_without_domain(each.written)):
                known.append((number, each))
    return Topology(flows, frozenset(hidden - public), by_name, by_base, patterns)


def flow_of(objects: Objects, *, is_secret: bool = False) -> Flow:
    """Return the topics that a component reads and writes."""
    details, config = objects.details, objects.config
    is_source = details.component_type == "SOURCE"
    window = config.window_config if isinstance(config, FunctionConfig) else None
    retries = details.retry_details
    output = None if details.component_type == "SINK" else details.sink.topic
    return Flow(
        component=_COMPONENTS[details.component_type],
        fqfn=objects.fqfn,
        inputs=() if is_source else tuple(_inputs(config, objects)),
        subscription="" if is_source else details.source.subscription_name or str(objects.fqfn),
        subscription_type=details.source.subscription_type,
        output=_topic(output, ("topicName" if is_source else "output",)),
        late_data_topic=_topic(window.late_data_topic if window else None, ("windowConfig", "lateDataTopic")),
        log_topic=_topic(details.log_topic, ("logTopic",)),
        dead_letter_topic=_topic(retries.dead_letter_topic if retries else None, ("deadLetterTopic",)),
        parallelism=details.parallelism,
        is_secret=is_secret,
    )


_COMPONENTS: dict[str, Component] = {"FUNCTION": "function", "SOURCE": "source", "SINK": "sink"}


def _inputs(config: Config, objects: Objects) -> Iterator[Topic]:
    """Return each input once, from the first key that names it; several keys may name the same input."""
    given: dict[str, GivenTopic] = {}
    for each in given_topics((key, getattr(config, attribute, None)) for key, attribute in _INPUT_KEYS.items()):
        given.setdefault(each.name, each)
    for name, spec in objects.details.source.input_specs.items():
        where = given[name]
        yield Topic(_full_name(name), name, where.path, where.at_key, spec.is_regex_pattern)


def _topic(name: str | None, path: Path) -> Topic | None:
    return Topic(_full_name(name), name, path) if name else None


def _full_name(name: str) -> str:
    """Return the full name of a topic; the same text, for a stream may have many, if it is given like this."""
    full = full_name(name)
    return name if full == name else full


def _without_domain(pattern: str) -> str:
    """Return the form of a pattern that Pulsar matches with ``tenant/namespace/topic`` (`TopicList.removeTopicDomainScheme`)."""
    _, scheme, rest = pattern.partition("://")
    return rest if scheme else pattern
