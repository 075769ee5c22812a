"""From a source's config to its FunctionDetails (`SourceConfigUtils.convert`)."""

from typing import Final

from pulsarfn.component.config.source import SourceConfig
from pulsarfn.component.details import specs
from pulsarfn.component.details.function_details import FunctionDetails, SinkSpec, SourceSpec
from pulsarfn.java.gson import gson_text
from pulsarfn.java.java_text import Jvm, class_name
from pulsarfn.values import Value
from pulsarfn.worker.versions import DEFAULT
from pulsarfn.worker.versions.rules import Rules

_BATCH_SOURCE_CONFIG_KEY: Final = "__BATCHSOURCECONFIGS__"
_BATCH_SOURCE_CLASS_NAME_KEY: Final = "__BATCHSOURCECLASSNAME__"
_BATCH_SOURCE_EXECUTOR: Final = "org.apache.pulsar.functions.source.batch.BatchSourceExecutor"


def convert_source(config: SourceConfig, rules: Rules = DEFAULT) -> FunctionDetails:
    """Return the details of a source from its config, which must be inferred and validated.

    Pulsar reads the type from the package; here outputTypeClassName gives it, which `package_files` fills in.
    """
    return FunctionDetails(
        tenant=config.tenant or "",
        namespace=config.namespace or "",
        name=config.name or "",
        class_name=specs.IDENTITY_FUNCTION,
        log_topic=config.log_topic or "",
        processing_guarantees=config.processing_guarantees or "ATLEAST_ONCE",
        auto_ack=True,
        parallelism=1 if config.parallelism is None else config.parallelism,
        source=_source(config, rules.jvm),
        sink=SinkSpec(
            topic=config.topic_name or "",
            ser_de_class_name=config.serde_class_name or "",
            type_class_name=class_name(config.output_type_class_name or ""),
            schema_type=config.schema_type or "",
            forward_source_message_property=True,
            producer_spec=specs.producer_spec(config.producer_config, config.batch_builder, rules.jvm),
        ),
        resources=specs.resources(config.resources),
        secrets_map=specs.secrets_map(config.secrets, rules.jvm),
        runtime_flags=config.runtime_flags or "",
        component_type="SOURCE",
        custom_runtime_options=config.custom_runtime_options or "",
        client_api=config.client_api or "AUTO",
    )


def _source(config: SourceConfig, jvm: Jvm) -> SourceSpec:
    """Return the connector. An executor runs a batch source; it finds the connector's class in the configs."""
    connector, batch = config.class_name or "", config.batch_source_config
    put: dict[str, Value] = {}
    if batch is not None:
        discovery: Value = {
            "discoveryTriggererClassName": batch.discovery_triggerer_class_name,
            "discoveryTriggererConfig": batch.discovery_triggerer_config,
        }
        put = {_BATCH_SOURCE_CONFIG_KEY: gson_text(discovery, jvm), _BATCH_SOURCE_CLASS_NAME_KEY: connector}
    return SourceSpec(
        class_name=_BATCH_SOURCE_EXECUTOR if put else connector,
        configs=specs.hash_map_text(specs.with_values(config.configs), put, jvm),
        type_class_name=class_name(config.output_type_class_name or ""),
        builtin=specs.builtin_name(config.archive),
    )
