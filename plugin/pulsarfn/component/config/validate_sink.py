"""Pulsar's checks of the config of a sink (`SinkConfigUtils`, pulsar-runtime.md 5.3); all problems are reported at once."""

from collections.abc import Iterator

from pulsarfn.component.config.basics import (
    check_archive,
    check_identity,
    check_parallelism,
    check_resources,
    missing,
    out_of_range,
)
from pulsarfn.component.config.client_api import check_client_api
from pulsarfn.component.config.consumers import check_consumers
from pulsarfn.component.config.delivery import check_auto_ack, check_ordering
from pulsarfn.component.config.sink import SinkConfig
from pulsarfn.component.config.topic_schemas import check_consumer_schemas, check_topic_schemas, check_topic_serdes
from pulsarfn.component.config.topics import check_topic, check_topics, given_topics
from pulsarfn.diagnostics.problem import Problem
from pulsarfn.java.java_text import is_blank
from pulsarfn.worker.versions import DEFAULT
from pulsarfn.worker.versions.rules import Rules

_NO_INPUT = (
    "Must specify at least one topic of input via topicToSerdeClassName, topicsPattern, topicToSchemaType or inputSpecs"
)


def validate_sink(config: SinkConfig, rules: Rules = DEFAULT) -> tuple[Problem, ...]:
    """Return all problems of a config from `infer_sink`, in the order of Pulsar's checks.

    Pulsar stops at the first problem. It also checks the classes of the NAR: see `package_files`.
    """
    return (
        *check_identity(config, "Sink"),
        *_check_inputs(config, rules),
        *check_topic(config.log_topic, "logTopic", "LogTopic topic %s is invalid", rules),
        *check_parallelism(config.parallelism, "Sink"),
        *check_resources(config.resources),
        *_check_timeout(config),
        *check_archive(config, "Sink"),
        *_check_transform_function(config),
        *check_topic_serdes(config.topic_to_serde_class_name, "topicToSerdeClassName"),
        *check_topic_schemas(config.topic_to_schema_type, "topicToSchemaType"),
        *check_consumer_schemas(config.input_specs, both="Only one of serdeClassName or schemaType should be set"),
        *check_consumers(config.input_specs, connector=True),
        *check_ordering(config),
        *check_auto_ack(config),
        *check_client_api(config, rules),
    )


def _check_inputs(config: SinkConfig, rules: Rules) -> Iterator[Problem]:
    inputs = given_topics(
        (
            ("inputs", config.inputs),
            ("topicToSerdeClassName", config.topic_to_serde_class_name),
            ("topicsPattern", config.topics_pattern),
            ("topicToSchemaType", config.topic_to_schema_type),
            ("inputSpecs", config.input_specs),
        )
    )
    if not inputs:
        yield missing(_NO_INPUT, "inputs", "set inputs: [topic], inputSpecs or topicsPattern")
    yield from check_topics(inputs, "Input topic %s is invalid", rules)


def _check_timeout(config: SinkConfig) -> Iterator[Problem]:
    """Check the timeout. Quirk of Pulsar: unlike for a function, 0 is valid."""
    if config.timeout_ms is not None and config.timeout_ms < 0:
        yield out_of_range("Sink timeout must be a positive number", "timeoutMs", "leave timeoutMs out for none")


def _check_transform_function(config: SinkConfig) -> Iterator[Problem]:
    if is_blank(config.transform_function) or config.transform_function_class_name:
        return
    message = "Transform function class name must be set: no package was given to read it from"
    key = "transformFunctionClassName"
    yield missing(message, key, f"set {key} to the class of the function, or give the package with --package FILE")
