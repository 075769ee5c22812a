"""The config of a sink: what `pulsar-admin sinks create --sink-config-file` takes (`SinkConfig`)."""

from pydantic import Field

from pulsarfn.config.base import (
    AnyMap,
    Boolean,
    Config,
    Int,
    Long,
    ProcessingGuarantees,
    SubscriptionPosition,
    Text,
    TextMap,
    Texts,
)
from pulsarfn.config.consumer import ConsumerConfigs
from pulsarfn.config.parts import Resources


class SinkConfig(Config):
    """A sink connector."""

    tenant: Text = Field(None, description="Pulsar tenant; default: public.")
    namespace: Text = Field(None, description="Pulsar namespace; default: default.")
    name: Text = Field(None, description="Name.")
    class_name: Text = Field(None, description="Class of the connector.")
    archive: Text = Field(None, description="NAR of the connector: see the forms of packages.")
    sink_type: Text = Field(None, description="Built-in connector; a flag of pulsar-admin: use archive: builtin://….")
    inputs: Texts | None = Field(None, description="Input topics.")
    topics_pattern: Text = Field(None, description="Pattern of input topics.")
    input_specs: ConsumerConfigs = Field(None, description="Input topics and how to consume them.")
    topic_to_serde_class_name: TextMap = Field(None, description="Input topics and their serde classes.")
    topic_to_schema_type: TextMap = Field(None, description="Input topics and their schemas.")
    topic_to_schema_properties: TextMap = Field(None, description="Has no effect in Pulsar either.")
    input_type_class_name: Text = Field(
        None, description="Java type that the connector takes, which Pulsar's worker reads out of the NAR."
    )
    output_type_class_name: Text = Field(None, description="Without meaning for a sink.")
    source_subscription_name: Text = Field(None, description="Name of the subscription.")
    source_subscription_position: SubscriptionPosition = Field(None, description="Latest (default) or Earliest.")
    cleanup_subscription: Boolean = Field(None, description="Whether the subscription goes with the sink.")
    transform_function: Text = Field(None, description="Code of a function that messages pass first.")
    transform_function_class_name: Text = Field(None, description="Class of that function.")
    transform_function_config: Text = Field(None, description="What that function is told, as JSON text.")
    log_topic: Text = Field(None, description="Topic for the connector's log.")
    dead_letter_topic: Text = Field(None, description="Where messages go after the last retry.")
    max_message_retries: Int = Field(None, description="How often a message is tried again.")
    configs: AnyMap = Field(None, description="What the connector is told.")
    secrets: AnyMap = Field(None, description="Secrets, as the secrets provider wants them.")
    processing_guarantees: ProcessingGuarantees = Field(
        None, description="ATLEAST_ONCE (default), ATMOST_ONCE, EFFECTIVELY_ONCE or MANUAL."
    )
    retain_ordering: Boolean = Field(None, description="Whether messages are processed in order.")
    retain_key_ordering: Boolean = Field(None, description="Whether messages of one key are processed in order.")
    auto_ack: Boolean = Field(None, description="Whether the framework acknowledges messages; default: true.")
    timeout_ms: Long = Field(None, description="Milliseconds until an unacknowledged message is sent again.")
    negative_ack_redelivery_delay_ms: Long = Field(
        None, description="Milliseconds until a negatively acknowledged message is sent again."
    )
    parallelism: Int = Field(None, description="Number of instances; default: 1.")
    resources: Resources | None = Field(None, description="What one instance gets.")
    runtime_flags: Text = Field(None, description="Further arguments of the java command.")
    custom_runtime_options: Text = Field(None, description="JSON text for the runtime customizer.")
