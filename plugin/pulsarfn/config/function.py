"""The config of a function: what `pulsar-admin functions create --function-config-file` takes (`FunctionConfig`)."""

from pydantic import Field

from pulsarfn.config.base import (
    AnyMap,
    Boolean,
    Int,
    Runtime,
    SubscriptionPosition,
    Text,
    TextMap,
)
from pulsarfn.config.parts import WindowConfig
from pulsarfn.config.producer import ProducerConfig
from pulsarfn.config.shared import ConsumingComponent


class FunctionConfig(ConsumingComponent):
    """A function."""

    jar: Text = Field(None, description="Code of a Java function: see the forms of packages.")
    py: Text = Field(None, description="Code of a Python function.")
    go: Text = Field(None, description="Code of a Go function.")
    runtime: Runtime = Field(None, description="JAVA, PYTHON or GO; found out from jar, py or go.")
    function_type: Text = Field(None, description="Built-in function; has no effect here.")
    fqfn: Text = Field(None, description="tenant/namespace/name; a flag of pulsar-admin without effect here.")
    custom_serde_inputs: TextMap = Field(None, description="Input topics and their serde classes.")
    custom_schema_inputs: TextMap = Field(None, description="Input topics and consumer configs as JSON text.")
    output: Text = Field(None, description="Output topic.")
    output_schema_type: Text = Field(None, description="Schema of the output.")
    output_serde_class_name: Text = Field(None, description="Serde class of the output; not with outputSchemaType.")
    custom_schema_outputs: TextMap = Field(None, description="Output topics and consumer configs as JSON text.")
    producer_config: ProducerConfig | None = Field(None, description="How the output topic is produced to.")
    batch_builder: Text = Field(None, description="DEFAULT or KEY_BASED.")
    forward_source_message_property: Boolean = Field(None, description="Whether properties are passed on.")
    sub_name: Text = Field(None, description="Name of the subscription.")
    subscription_position: SubscriptionPosition = Field(None, description="Latest (default) or Earliest.")
    skip_to_latest: Boolean = Field(None, description="Whether a restart skips what has piled up.")
    user_config: AnyMap = Field(None, description="What the function is told.")
    window_config: WindowConfig | None = Field(None, description="Window over the input.")
    max_pending_async_requests: Int = Field(None, description="Asynchronous requests pending at most; default: 1000.")
    expose_pulsar_admin_client_enabled: Boolean = Field(None, description="Has no effect in Pulsar either.")
