"""Pulsar's checks of the config of a source (`SourceConfigUtils`, pulsar-runtime.md 5.2); all problems are reported at once."""

from collections.abc import Iterator

from pulsarfn.component.config.basics import check_archive, check_identity, check_parallelism, check_resources, missing
from pulsarfn.component.config.client_api import check_client_api
from pulsarfn.component.config.consumers import check_producer
from pulsarfn.component.config.source import SourceConfig
from pulsarfn.component.config.topic_schemas import check_output_schema
from pulsarfn.component.config.topics import check_topic
from pulsarfn.diagnostics.problem import Problem
from pulsarfn.worker.versions import DEFAULT
from pulsarfn.worker.versions.rules import Rules


def validate_source(config: SourceConfig, rules: Rules = DEFAULT) -> tuple[Problem, ...]:
    """Return all problems of a config from `infer_source`, in the order of Pulsar's checks.

    Pulsar stops at the first problem. It also checks the classes of the NAR: see `package_files`.
    """
    return (
        *check_identity(config, "Source"),
        *check_topic(config.topic_name, "topicName", "Topic name is invalid: %s", rules),
        *check_topic(config.log_topic, "logTopic", "LogTopic topic %s is invalid", rules),
        *check_parallelism(config.parallelism, "Source"),
        *check_resources(config.resources),
        *check_archive(config, "Source"),
        *_check_batch_source(config),
        *check_output_schema(
            ("schemaType", config.schema_type),
            ("serdeClassName", config.serde_class_name),
            "Only one of serdeClassName or schemaType should be set",
        ),
        *check_producer(config.producer_config, connector=True),
        *check_client_api(config, rules),
    )


def _check_batch_source(config: SourceConfig) -> Iterator[Problem]:
    batch = config.batch_source_config
    if batch is not None and not batch.discovery_triggerer_class_name:
        message = "BatchSourceConfig does not specify Discovery Trigger ClassName"
        yield missing(message, "batchSourceConfig", "set discoveryTriggererClassName in batchSourceConfig")
