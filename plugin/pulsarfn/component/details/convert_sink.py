"""From a sink's config to its FunctionDetails (`SinkConfigUtils.convert`)."""

from pulsarfn.component.config.sink import SinkConfig
from pulsarfn.component.details import specs
from pulsarfn.component.details.function_details import (
    ConsumerSpec,
    FunctionDetails,
    RetryDetails,
    SinkSpec,
    SourceSpec,
)
from pulsarfn.java.gson import gson_text
from pulsarfn.java.java_text import class_name
from pulsarfn.worker.versions import DEFAULT
from pulsarfn.worker.versions.rules import Rules


def convert_sink(config: SinkConfig, rules: Rules = DEFAULT) -> FunctionDetails:
    """Return the details of a sink from its config, which must be inferred and validated.

    Pulsar reads the type from the package; here inputTypeClassName gives it, which `package_files` fills in.
    """
    return FunctionDetails(
        tenant=config.tenant or "",
        namespace=config.namespace or "",
        name=config.name or "",
        class_name=specs.IDENTITY_FUNCTION
        if config.transform_function_class_name is None
        else config.transform_function_class_name,
        log_topic=config.log_topic or "",
        processing_guarantees=config.processing_guarantees or "ATLEAST_ONCE",
        user_config=config.transform_function_config or "",
        auto_ack=config.auto_ack is not False,
        parallelism=1 if config.parallelism is None else config.parallelism,
        source=_source(config, rules),
        sink=SinkSpec(
            class_name=config.class_name or "",
            configs="" if config.configs is None else gson_text(config.configs, rules.jvm),
            type_class_name=class_name(config.input_type_class_name or ""),
            builtin=specs.builtin_name(config.archive),
        ),
        resources=specs.resources(config.resources),
        retry_details=_retry_details(config),
        secrets_map=specs.secrets_map(config.secrets, rules.jvm),
        runtime_flags=specs.unless_blank(config.runtime_flags),
        component_type="SINK",
        custom_runtime_options=config.custom_runtime_options or "",
        builtin=specs.builtin_name(config.transform_function),
        retain_ordering=bool(config.retain_ordering),
        retain_key_ordering=bool(config.retain_key_ordering),
        client_api=config.client_api or "AUTO",
    )


def _source(config: SinkConfig, rules: Rules) -> SourceSpec:
    """Return the input topics. Quirk of Pulsar: a sink's timeout, unlike a function's, does not delay negative acknowledgements."""
    return SourceSpec(
        subscription_type=specs.subscription_type(config),
        type_class_name=class_name(config.input_type_class_name or ""),
        timeout_ms=config.timeout_ms or 0,
        subscription_name=specs.unless_blank(config.source_subscription_name),
        input_specs=_input_specs(config, rules),
        cleanup_subscription=config.cleanup_subscription is not False,
        subscription_position=specs.subscription_position(config.source_subscription_position),
        negative_ack_redelivery_delay_ms=max(0, config.negative_ack_redelivery_delay_ms or 0),
    )


def _input_specs(config: SinkConfig, rules: Rules) -> dict[str, ConsumerSpec]:
    """Return the specs of all inputs. If several keys name one topic, the last one counts, or they are merged."""
    inputs = specs.topic_specs(config.inputs, config.topics_pattern)
    before = inputs if rules.merges_inputs else {}
    for topic, serde in specs.with_values(config.topic_to_serde_class_name).items():
        inputs[topic] = ConsumerSpec(serde_class_name=serde)
    for topic, schema_type in specs.with_values(config.topic_to_schema_type).items():
        inputs[topic] = before.get(topic, ConsumerSpec())._replace(schema_type=schema_type, is_regex_pattern=False)
    for topic, consumer in specs.with_values(config.input_specs).items():
        over = before.get(topic, ConsumerSpec())
        inputs[topic] = specs.consumer_spec(consumer, rules.jvm, schema_properties=False, over=over)
    return inputs


def _retry_details(config: SinkConfig) -> RetryDetails | None:
    """Return the retry details. Quirk of Pulsar: zero retries, and a dead letter topic without retries, are dropped."""
    retries, topic = config.max_message_retries or 0, config.dead_letter_topic
    if retries <= 0:
        return None
    return RetryDetails(max_message_retries=retries, dead_letter_topic=specs.unless_blank(topic))
