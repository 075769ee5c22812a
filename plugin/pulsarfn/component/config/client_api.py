"""The two clients of Pulsar 5.0: the features that the V5 client lacks, and the memory limit of a client.

Sources: `ClientApiResolver` and `FunctionConfigUtils.doCommonChecks` of pulsar-functions-utils 5.0.1, found by running it.
"""

from collections.abc import Iterator, Mapping

from pulsarfn.component.config.basics import out_of_range
from pulsarfn.component.config.consumer import ConsumerConfig
from pulsarfn.component.config.function import FunctionConfig
from pulsarfn.component.config.sink import SinkConfig
from pulsarfn.component.config.source import SourceConfig
from pulsarfn.component.config.topics import GivenTopic, given_topics
from pulsarfn.diagnostics import codes
from pulsarfn.diagnostics.problem import Path, Problem
from pulsarfn.worker.versions.rules import Rules

_SCALABLE, _SEGMENT, _NON_PERSISTENT = "topic://", "segment://", "non-persistent://"
_CLIENT_API = "clientApi"
_MOST_PERCENT = 100
_NEEDS_SCALABLE = (
    "The V5 client consumes persistent:// topics only with a shared subscription; ordered consumption (retainOrdering,"
    " retainKeyOrdering or EFFECTIVELY_ONCE) with the V5 client needs topic:// (scalable) input topics"
)


def check_client_api(config: FunctionConfig | SourceConfig | SinkConfig, rules: Rules) -> Iterator[Problem]:
    """Check that one client can serve all topics and supports all settings; no problems if the version has only one client."""
    if not rules.scalable_topics:
        return
    inputs, others = _inputs(config), _others(config)
    topics = [*inputs, *others]
    for topic in topics:
        if topic.name.startswith(_SEGMENT):
            message = (
                f"Topic '{topic.name}' is a segment of a scalable topic and cannot be addressed directly;"
                " use its topic:// name instead"
            )
            yield _topic_problem(message, topic, "write topic://tenant/namespace/topic")
    scalable = [each for each in topics if each.name.startswith(_SCALABLE)]
    plain = [each for each in topics if not each.name.startswith((_SCALABLE, _SEGMENT))]
    if scalable and plain:
        message = f"Cannot mix topic:// (scalable) and other topics in one component: '{scalable[0].name}' and '{plain[0].name}'"
        yield _topic_problem(message, plain[0], "use topics of one kind")
    elif scalable and config.client_api == "V4":
        message = f"clientApi V4 cannot be used with topic '{scalable[0].name}': the v4 client does not support topic:// (scalable) topics"
        yield _unsupported(message, (_CLIENT_API,), "remove clientApi: the topics need V5")
    elif config.client_api == "V5" or scalable:
        yield from _check_v5(config, plain, consumes_scalable=any(each in scalable for each in inputs) or not inputs)


def check_memory_limit(config: FunctionConfig) -> Iterator[Problem]:
    """Check the memory limit of an instance's client."""
    limit = config.pulsar_client_memory_limit
    if limit is None:
        return
    key = "pulsarClientMemoryLimit"
    if limit.limit_in_bytes is not None and limit.limit_in_bytes <= 0:
        message = "Pulsar client memory limit in bytes must be a positive number"
        yield out_of_range(message, key, "set it to 1 or more, or remove it", inner="limitInBytes")
    percent = limit.percent_of_max_direct_memory
    if percent is not None and not 0 < percent <= _MOST_PERCENT:
        message = "Pulsar client memory limit percent of max direct memory must be in (0, 100]"
        yield out_of_range(message, key, "set it to more than 0, and 100 at most", inner="percentOfMaxDirectMemory")


def _check_v5(
    config: FunctionConfig | SourceConfig | SinkConfig, plain: list[GivenTopic], *, consumes_scalable: bool
) -> Iterator[Problem]:
    runtime = config.runtime if isinstance(config, FunctionConfig) else "JAVA"
    if runtime not in ("JAVA", None):
        message = f"The V5 client is only supported by the Java runtime, not by {runtime}"
        yield _unsupported(message, (_CLIENT_API,), "remove clientApi, or topics that begin with topic://")
    for topic in plain:
        if topic.name.startswith(_NON_PERSISTENT):
            message = f"clientApi V5 cannot be used with topic '{topic.name}': the V5 client does not support non-persistent topics"
            yield _topic_problem(message, topic, "use a persistent topic, or clientApi: V4")
    writes = config.output if isinstance(config, FunctionConfig) else getattr(config, "topic_name", None)
    once = config.processing_guarantees == "EFFECTIVELY_ONCE"
    if once and writes:
        message = (
            "The V5 client does not support EFFECTIVELY_ONCE processing guarantees when publishing to an output topic"
        )
        yield _unsupported(message, ("processingGuarantees",), "choose other guarantees, or clientApi: V4")
    if isinstance(config, SourceConfig):
        return
    if isinstance(config, FunctionConfig) and config.skip_to_latest:
        yield _unsupported("The V5 client does not support skipToLatest", ("skipToLatest",), "remove skipToLatest")
    if not consumes_scalable and not (once and writes):
        yield from _check_order(config, once=once)
    if config.topics_pattern:
        yield _no_pattern(config.topics_pattern, ("topicsPattern",))
    yield from _check_consumers(config.input_specs or {})


def _check_order(config: FunctionConfig | SinkConfig, *, once: bool) -> Iterator[Problem]:
    ordered = (
        ("retainOrdering", config.retain_ordering),
        ("retainKeyOrdering", config.retain_key_ordering),
        ("processingGuarantees", once),
    )
    for key, given in ordered:
        if given:
            yield _unsupported(_NEEDS_SCALABLE, (key,), f"remove {key}, use topic:// topics, or clientApi: V4")


def _check_consumers(consumers: Mapping[str, ConsumerConfig]) -> Iterator[Problem]:
    for topic, consumer in consumers.items():
        path: Path = ("inputSpecs", topic)
        if consumer.regex_pattern:
            yield _no_pattern(topic, (*path, "regexPattern"))
        for key, given, what in (
            ("cryptoConfig", consumer.crypto_config, "consumer encryption yet"),
            ("messagePayloadProcessorConfig", consumer.message_payload_processor_config, "message payload processors"),
            ("consumerProperties", consumer.consumer_properties, "consumer properties"),
        ):
            if given:
                message = f"The V5 client does not support {what}: '{topic}'"
                yield _unsupported(message, (*path, key), f"remove {key}, or use clientApi: V4")


def _no_pattern(topic: str, path: Path) -> Problem:
    message = f"The V5 client does not support topic patterns: '{topic}'"
    return _unsupported(message, path, "name the topics, or use clientApi: V4")


def _inputs(config: FunctionConfig | SourceConfig | SinkConfig) -> list[GivenTopic]:
    if isinstance(config, SourceConfig):
        return []
    keys = ("inputs", "topicsPattern", "customSerdeInputs", "customSchemaInputs", "inputSpecs")
    if isinstance(config, SinkConfig):
        keys = ("inputs", "topicsPattern", "topicToSerdeClassName", "topicToSchemaType", "inputSpecs")
    return given_topics((key, getattr(config, config.FIELDS[key].name)) for key in keys)


def _others(config: FunctionConfig | SourceConfig | SinkConfig) -> list[GivenTopic]:
    """Return all topics except the inputs; an empty topic counts as absent."""
    written = "output" if isinstance(config, FunctionConfig) else "topicName"
    names = {written: config.FIELDS[written].name} if written in config.FIELDS else {}
    names |= {"logTopic": "log_topic", "deadLetterTopic": "dead_letter_topic"}
    return given_topics((key, getattr(config, name, None) or None) for key, name in names.items())


def _topic_problem(message: str, topic: GivenTopic, hint: str) -> Problem:
    return Problem(codes.TOPIC_INVALID, message, topic.path, hint, at_key=topic.at_key)


def _unsupported(message: str, path: Path, hint: str) -> Problem:
    return Problem(codes.RUNTIME_FEATURE_UNSUPPORTED, message, path, hint)
