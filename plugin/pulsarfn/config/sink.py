"""The config of a sink: what `pulsar-admin sinks create --sink-config-file` takes (`SinkConfig`)."""

from pydantic import Field

from pulsarfn.config.base import (
    AnyMap,
    Long,
    SubscriptionPosition,
    Text,
    TextMap,
)
from pulsarfn.config.shared import ConsumingComponent


class SinkConfig(ConsumingComponent):
    """A sink connector."""

    archive: Text = Field(None, description="NAR of the connector: see the forms of packages.")
    sink_type: Text = Field(None, description="Built-in connector; a flag of pulsar-admin: use archive: builtin://….")
    topic_to_serde_class_name: TextMap = Field(None, description="Input topics and their serde classes.")
    topic_to_schema_type: TextMap = Field(None, description="Input topics and their schemas.")
    topic_to_schema_properties: TextMap = Field(None, description="Has no effect in Pulsar either.")
    source_subscription_name: Text = Field(None, description="Name of the subscription.")
    source_subscription_position: SubscriptionPosition = Field(None, description="Latest (default) or Earliest.")
    transform_function: Text = Field(None, description="Code of a function that messages pass first.")
    transform_function_class_name: Text = Field(None, description="Class of that function.")
    transform_function_config: Text = Field(None, description="What that function is told, as JSON text.")
    configs: AnyMap = Field(None, description="What the connector is told.")
    negative_ack_redelivery_delay_ms: Long = Field(
        None, description="Milliseconds until a negatively acknowledged message is sent again."
    )
