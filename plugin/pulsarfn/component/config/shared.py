"""The keys that component configs share: those of all three kinds, and those of the kinds that consume."""

from pulsarfn.component.config.consumer import CONSUMER_CONFIGS, ConsumerConfig
from pulsarfn.component.config.kinds import (
    ANY_MAP,
    CLIENT_API,
    PROCESSING_GUARANTEES,
    TEXT,
    TEXTS,
    ClientApi,
    ProcessingGuarantees,
)
from pulsarfn.component.config.parts import Resources
from pulsarfn.models.fields import Model, NestedModel, field
from pulsarfn.models.java_types import OPTIONAL_BOOLEAN, OPTIONAL_INT, OPTIONAL_LONG
from pulsarfn.typed import Any


class AnyComponent(Model):
    """The keys that functions, sources and sinks have."""

    tenant: str | None = field(TEXT, None, "Pulsar tenant; default: public.")
    namespace: str | None = field(TEXT, None, "Pulsar namespace; default: default.")
    name: str | None = field(TEXT, None, "Name; of a function by default the class name without its package.")
    class_name: str | None = field(TEXT, None, "Class of the function or connector; not for Go.")
    input_type_class_name: str | None = field(
        TEXT, None, "Java type that is taken; --package reads it from the package."
    )
    output_type_class_name: str | None = field(TEXT, None, "Java type that is produced; likewise.")
    log_topic: str | None = field(TEXT, None, "Topic for the log.")
    secrets: dict[str, Any] | None = field(
        ANY_MAP, None, "Secrets, in the form that the secrets provider takes.", secret=True
    )
    processing_guarantees: ProcessingGuarantees | None = field(
        PROCESSING_GUARANTEES, None, "ATLEAST_ONCE (default), ATMOST_ONCE, EFFECTIVELY_ONCE or MANUAL."
    )
    parallelism: int | None = field(OPTIONAL_INT, None, "Number of instances; default: 1.")
    resources: Resources | None = field(NestedModel(Resources), None, "What one instance gets.")
    runtime_flags: str | None = field(TEXT, None, "Further arguments of the java or python command.", secret=True)
    custom_runtime_options: str | None = field(TEXT, None, "JSON text for the runtime customizer.")
    client_api: ClientApi | None = field(
        CLIENT_API,
        None,
        "Since Pulsar 5.0: V4 or V5, the Pulsar client of a Java instance; AUTO (default) goes by the topics.",
    )


class ConsumingComponent(AnyComponent):
    """The keys that functions and sinks have in addition."""

    inputs: tuple[str, ...] | None = field(TEXTS, None, "Input topics.")
    topics_pattern: str | None = field(TEXT, None, "Pattern of input topics.")
    input_specs: dict[str, ConsumerConfig] | None = field(
        CONSUMER_CONFIGS, None, "Input topics and how to consume them."
    )
    dead_letter_topic: str | None = field(TEXT, None, "Where messages go after the last retry.")
    max_message_retries: int | None = field(OPTIONAL_INT, None, "How often a message is tried again.")
    retain_ordering: bool | None = field(OPTIONAL_BOOLEAN, None, "Whether messages are processed in order.")
    retain_key_ordering: bool | None = field(
        OPTIONAL_BOOLEAN, None, "Whether messages of one key are processed in order."
    )
    auto_ack: bool | None = field(OPTIONAL_BOOLEAN, None, "Whether the framework acknowledges messages; default: true.")
    timeout_ms: int | None = field(OPTIONAL_LONG, None, "Milliseconds until an unacknowledged message is sent again.")
    cleanup_subscription: bool | None = field(
        OPTIONAL_BOOLEAN, None, "Whether the subscription goes with the component."
    )
