"""The config of a function: what `pulsar-admin functions create --function-config-file` takes (`FunctionConfig`)."""

from pydantic import Field

from pulsarfn.config.base import (
    AnyMap,
    Boolean,
    Config,
    Int,
    Long,
    ProcessingGuarantees,
    Runtime,
    SubscriptionPosition,
    Text,
    TextMap,
    Texts,
)
from pulsarfn.config.consumer import ConsumerConfigs
from pulsarfn.config.parts import Resources, WindowConfig
from pulsarfn.config.producer import ProducerConfig


class FunctionConfig(Config):
    """A function."""

    tenant: Text = Field(None, description="Pulsar tenant; default: public.")
    namespace: Text = Field(None, description="Pulsar namespace; default: default.")
    name: Text = Field(None, description="Name; default: the class name without its package.")
    class_name: Text = Field(None, description="Class of the function; not for Go.")
    jar: Text = Field(None, description="Code of a Java function: see the forms of packages.")
    py: Text = Field(None, description="Code of a Python function.")
    go: Text = Field(None, description="Code of a Go function.")
    runtime: Runtime = Field(None, description="JAVA, PYTHON or GO; found out from jar, py or go.")
    function_type: Text = Field(None, description="Built-in function; has no effect here.")
    fqfn: Text = Field(None, description="tenant/namespace/name; a flag of pulsar-admin without effect here.")
    inputs: Texts | None = Field(None, description="Input topics.")
    topics_pattern: Text = Field(None, description="Pattern of input topics.")
    input_specs: ConsumerConfigs = Field(None, description="Input topics and how to consume them.")
    custom_serde_inputs: TextMap = Field(None, description="Input topics and their serde classes.")
    custom_schema_inputs: TextMap = Field(None, description="Input topics and consumer configs as JSON text.")
    input_type_class_name: Text = Field(None, description="Java type of the input.")
    output: Text = Field(None, description="Output topic.")
    output_schema_type: Text = Field(None, description="Schema of the output.")
    output_serde_class_name: Text = Field(None, description="Serde class of the output; not with outputSchemaType.")
    output_type_class_name: Text = Field(None, description="Java type of the output.")
    custom_schema_outputs: TextMap = Field(None, description="Output topics and consumer configs as JSON text.")
    producer_config: ProducerConfig | None = Field(None, description="How the output topic is produced to.")
    batch_builder: Text = Field(None, description="DEFAULT or KEY_BASED.")
    log_topic: Text = Field(None, description="Topic for the function's log.")
    dead_letter_topic: Text = Field(None, description="Where messages go after the last retry.")
    processing_guarantees: ProcessingGuarantees = Field(
        None, description="ATLEAST_ONCE (default), ATMOST_ONCE, EFFECTIVELY_ONCE or MANUAL."
    )
    retain_ordering: Boolean = Field(None, description="Whether messages are processed in order.")
    retain_key_ordering: Boolean = Field(None, description="Whether messages of one key are processed in order.")
    forward_source_message_property: Boolean = Field(None, description="Whether properties are passed on.")
    auto_ack: Boolean = Field(None, description="Whether the framework acknowledges messages; default: true.")
    max_message_retries: Int = Field(None, description="How often a message is tried again.")
    timeout_ms: Long = Field(None, description="Milliseconds until an unacknowledged message is sent again.")
    sub_name: Text = Field(None, description="Name of the subscription.")
    subscription_position: SubscriptionPosition = Field(None, description="Latest (default) or Earliest.")
    skip_to_latest: Boolean = Field(None, description="Whether a restart skips what has piled up.")
    cleanup_subscription: Boolean = Field(None, description="Whether the subscription goes with the function.")
    user_config: AnyMap = Field(None, description="What the function is told.")
    secrets: AnyMap = Field(None, description="Secrets, as the secrets provider wants them.")
    window_config: WindowConfig | None = Field(None, description="Window over the input.")
    parallelism: Int = Field(None, description="Number of instances; default: 1.")
    resources: Resources | None = Field(None, description="What one instance gets.")
    runtime_flags: Text = Field(None, description="Further arguments of the java or python command.")
    custom_runtime_options: Text = Field(None, description="JSON text for the runtime customizer.")
    max_pending_async_requests: Int = Field(None, description="Asynchronous requests pending at most; default: 1000.")
    expose_pulsar_admin_client_enabled: Boolean = Field(None, description="Has no effect in Pulsar either.")
