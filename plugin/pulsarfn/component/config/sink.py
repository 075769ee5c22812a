"""The config of a sink, as in `pulsar-admin sinks create --sink-config-file` (`SinkConfig`)."""

from pulsarfn.component.config.kinds import ANY_MAP, SUBSCRIPTION_POSITION, TEXT, TEXT_MAP, SubscriptionPosition
from pulsarfn.component.config.shared import ConsumingComponent
from pulsarfn.models.fields import field
from pulsarfn.models.java_types import OPTIONAL_LONG
from pulsarfn.typed import Any


class SinkConfig(ConsumingComponent):
    """A sink connector."""

    archive: str | None = field(TEXT, None, "NAR of the connector: see The code that runs in README.md.")
    sink_type: str | None = field(TEXT, None, "Built-in connector: as archive: builtin://….")
    topic_to_serde_class_name: dict[str, str] | None = field(TEXT_MAP, None, "Input topics and their serde classes.")
    topic_to_schema_type: dict[str, str] | None = field(TEXT_MAP, None, "Input topics and their schemas.")
    topic_to_schema_properties: dict[str, str] | None = field(TEXT_MAP, None, "Has no effect in Pulsar either.")
    source_subscription_name: str | None = field(TEXT, None, "Name of the subscription.")
    source_subscription_position: SubscriptionPosition | None = field(
        SUBSCRIPTION_POSITION, None, "Latest (default) or Earliest."
    )
    transform_function: str | None = field(TEXT, None, "Code of a function that messages pass first.")
    transform_function_class_name: str | None = field(TEXT, None, "Class of that function.")
    transform_function_config: str | None = field(
        TEXT, None, "The configuration of that function, as JSON text.", secret=True
    )
    configs: dict[str, Any] | None = field(ANY_MAP, None, "The configuration of the connector.", secret=True)
    negative_ack_redelivery_delay_ms: int | None = field(
        OPTIONAL_LONG, None, "Milliseconds until a negatively acknowledged message is sent again."
    )
