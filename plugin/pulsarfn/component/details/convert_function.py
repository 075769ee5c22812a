"""From a function's config to its FunctionDetails (`FunctionConfigUtils.convert`)."""

from pulsarfn.component.config.function import FunctionConfig
from pulsarfn.component.config.parts import WindowConfig
from pulsarfn.component.details import specs
from pulsarfn.component.details.function_details import (
    ConsumerSpec,
    FunctionDetails,
    MemoryLimit,
    RetryDetails,
    SinkSpec,
    SourceSpec,
)
from pulsarfn.java.java_text import Jvm, class_name
from pulsarfn.provenance import derived
from pulsarfn.typed import Final
from pulsarfn.values import Value
from pulsarfn.worker.versions import DEFAULT
from pulsarfn.worker.versions.rules import Rules
from pulsarfn.worker.worker_config import MemoryLimit as MemoryLimitConfig

_WINDOW_CONFIG_KEY: Final = "__WINDOWCONFIGS__"
_WINDOW_FUNCTION_EXECUTOR: Final = "org.apache.pulsar.functions.windowing.WindowFunctionExecutor"


def convert_function(config: FunctionConfig, rules: Rules = DEFAULT) -> FunctionDetails:
    """Return the details of a function from its config, which must be inferred and validated.

    Pulsar reads the types from the package; here inputTypeClassName and outputTypeClassName give them, which `package_files` fills in.
    """
    window, retries, name = config.window_config, config.max_message_retries, _class_name(config)
    guarantees = config.processing_guarantees or "ATLEAST_ONCE"
    windowed: dict[str, Value] = {}
    if window is not None:
        windowed[_WINDOW_CONFIG_KEY] = _window_members(window, class_name=name, guarantees=guarantees)
    user_config = specs.with_values(config.user_config)
    return FunctionDetails(
        tenant=config.tenant or "",
        namespace=config.namespace or "",
        name=config.name or "",
        class_name=_WINDOW_FUNCTION_EXECUTOR if windowed else name or "",
        log_topic=config.log_topic or "",
        processing_guarantees="MANUAL" if windowed else guarantees,
        user_config=specs.hash_map_text(user_config, windowed, rules.jvm) if user_config or windowed else "",
        runtime=config.runtime or "JAVA",
        auto_ack=config.auto_ack is not False,
        parallelism=1 if config.parallelism is None else config.parallelism,
        source=_source(config, rules),
        sink=_sink(config, rules.jvm),
        resources=specs.resources(config.resources),
        retry_details=None
        if retries is None or retries < 0
        else RetryDetails(max_message_retries=retries, dead_letter_topic=config.dead_letter_topic or ""),
        secrets_map=specs.secrets_map(config.secrets, rules.jvm),
        runtime_flags=config.runtime_flags or "",
        component_type="FUNCTION",
        custom_runtime_options=config.custom_runtime_options or "",
        builtin=specs.builtin_name(config.jar),
        retain_ordering=bool(config.retain_ordering),
        retain_key_ordering=bool(config.retain_key_ordering),
        client_api=config.client_api or "AUTO",
        pulsar_client_memory_limit=_memory_limit(config.pulsar_client_memory_limit),
    )


def _memory_limit(limit: MemoryLimitConfig | None) -> MemoryLimit | None:
    if limit is None:
        return None
    return MemoryLimit(limit.limit_in_bytes or 0, limit.percent_of_max_direct_memory or 0.0)


def _source(config: FunctionConfig, rules: Rules) -> SourceSpec:
    timeout = config.timeout_ms or 0
    return SourceSpec(
        subscription_type=specs.subscription_type(config),
        type_class_name=_type(config, config.input_type_class_name),
        timeout_ms=timeout,
        subscription_name=specs.unless_blank(config.sub_name),
        input_specs=_input_specs(config, rules),
        cleanup_subscription=config.cleanup_subscription is not False,
        subscription_position=specs.subscription_position(config.subscription_position),
        negative_ack_redelivery_delay_ms=timeout,
        skip_to_latest=bool(config.skip_to_latest),
    )


def _class_name(config: FunctionConfig) -> str | None:
    """Return the class; for Java, without the blanks around its name (`FunctionConfigUtils.doJavaChecks`)."""
    name = config.class_name
    return derived(name.strip(), name) if name and config.runtime == "JAVA" else name


def _type(config: FunctionConfig, name: str | None) -> str:
    """Return the name of a type: for Java as Pulsar reads it from the package, for other runtimes as it is written."""
    return class_name(name or "") if config.runtime == "JAVA" else name or ""


def _input_specs(config: FunctionConfig, rules: Rules) -> dict[str, ConsumerSpec]:
    """Return the specs of all inputs. If several keys name one topic, the last one counts, or they are merged."""
    inputs = specs.topic_specs(config.inputs, config.topics_pattern)
    before = inputs if rules.merges_inputs else {}
    for topic, serde in specs.with_values(config.custom_serde_inputs).items():
        inputs[topic] = ConsumerSpec(serde_class_name=serde)
    for topic, text in specs.with_values(config.custom_schema_inputs).items():
        inputs[topic] = specs.custom_schema(text, over=before.get(topic, ConsumerSpec()))
    for topic, consumer in specs.with_values(config.input_specs).items():
        over = before.get(topic, ConsumerSpec())
        inputs[topic] = specs.consumer_spec(consumer, rules.jvm, schema_properties=True, over=over)
    return inputs


def _sink(config: FunctionConfig, jvm: Jvm) -> SinkSpec:
    output, outputs = config.output, config.custom_schema_outputs or {}
    text = None if output is None else outputs.get(output)
    schema = specs.custom_schema(text) if text else ConsumerSpec()
    return SinkSpec(
        topic=output or "",
        ser_de_class_name=specs.unless_blank(config.output_serde_class_name),
        type_class_name=_type(config, config.output_type_class_name),
        schema_type=specs.unless_blank(config.output_schema_type),
        forward_source_message_property=bool(config.forward_source_message_property),
        schema_properties=schema.schema_properties,
        consumer_properties=schema.consumer_properties,
        producer_spec=specs.producer_spec(config.producer_config, config.batch_builder, jvm),
    )


def _window_members(window: WindowConfig, *, class_name: str | None, guarantees: str) -> dict[str, Value]:
    """Return the members that Gson prints of a `WindowConfig`, in the order of declaration; fields without a value are omitted.

    The executor gets the class and the guarantees of the function, and acknowledges its messages.
    """
    return {
        "windowLengthCount": window.window_length_count,
        "windowLengthDurationMs": window.window_length_duration_ms,
        "slidingIntervalCount": window.sliding_interval_count,
        "slidingIntervalDurationMs": window.sliding_interval_duration_ms,
        "lateDataTopic": window.late_data_topic,
        "maxLagMs": window.max_lag_ms,
        "watermarkEmitIntervalMs": window.watermark_emit_interval_ms,
        "timestampExtractorClassName": window.timestamp_extractor_class_name,
        "actualWindowFunctionClassName": class_name,
        "processingGuarantees": guarantees,
    }
