"""The config of a function, as in `pulsar-admin functions create --function-config-file` (`FunctionConfig`)."""

from pulsarfn.component.config.kinds import (
    ANY_MAP,
    RUNTIME,
    SUBSCRIPTION_POSITION,
    TEXT,
    TEXT_MAP,
    Runtime,
    SubscriptionPosition,
)
from pulsarfn.component.config.parts import WindowConfig
from pulsarfn.component.config.producer import ProducerConfig
from pulsarfn.component.config.shared import ConsumingComponent
from pulsarfn.models.fields import NestedModel, field
from pulsarfn.models.java_types import OPTIONAL_BOOLEAN, OPTIONAL_INT
from pulsarfn.typed import Any
from pulsarfn.worker.worker_config import MemoryLimit


class FunctionConfig(ConsumingComponent):
    """A function."""

    jar: str | None = field(TEXT, None, "Code of a Java function: see The code that runs in README.md.")
    py: str | None = field(TEXT, None, "Code of a Python function.")
    go: str | None = field(TEXT, None, "Code of a Go function.")
    runtime: Runtime | None = field(RUNTIME, None, "JAVA, PYTHON or GO; found out from jar, py or go.")
    function_type: str | None = field(TEXT, None, "Built-in function: as jar: builtin://….")
    fqfn: str | None = field(TEXT, None, "tenant/namespace/name, instead of these three keys.")
    custom_serde_inputs: dict[str, str] | None = field(TEXT_MAP, None, "Input topics and their serde classes.")
    custom_schema_inputs: dict[str, str] | None = field(
        TEXT_MAP, None, "Input topics and consumer configs as JSON text."
    )
    output: str | None = field(TEXT, None, "Output topic.")
    output_schema_type: str | None = field(TEXT, None, "Schema of the output.")
    output_serde_class_name: str | None = field(TEXT, None, "Serde class of the output; not with outputSchemaType.")
    custom_schema_outputs: dict[str, str] | None = field(
        TEXT_MAP, None, "Output topics and consumer configs as JSON text."
    )
    producer_config: ProducerConfig | None = field(
        NestedModel(ProducerConfig), None, "How the output topic is produced to."
    )
    batch_builder: str | None = field(TEXT, None, "DEFAULT or KEY_BASED.")
    forward_source_message_property: bool | None = field(OPTIONAL_BOOLEAN, None, "Whether properties are passed on.")
    sub_name: str | None = field(TEXT, None, "Name of the subscription.")
    subscription_position: SubscriptionPosition | None = field(
        SUBSCRIPTION_POSITION, None, "Latest (default) or Earliest."
    )
    skip_to_latest: bool | None = field(OPTIONAL_BOOLEAN, None, "Whether a restart skips what has piled up.")
    user_config: dict[str, Any] | None = field(ANY_MAP, None, "The configuration of the function.", secret=True)
    window_config: WindowConfig | None = field(NestedModel(WindowConfig), None, "Window over the input.")
    max_pending_async_requests: int | None = field(
        OPTIONAL_INT, None, "Asynchronous requests pending at most; default: 1000."
    )
    pulsar_client_memory_limit: MemoryLimit | None = field(
        NestedModel(MemoryLimit), None, "Since Pulsar 5.0: memory that the Pulsar client of a Java instance may take."
    )
    expose_pulsar_admin_client_enabled: bool | None = field(OPTIONAL_BOOLEAN, None, "Has no effect in Pulsar either.")
