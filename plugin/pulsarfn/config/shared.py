"""The keys that component configs share, so that they are described once: of all three kinds, and of those that consume."""

from pydantic import Field

from pulsarfn.config.base import AnyMap, Boolean, Config, Int, Long, ProcessingGuarantees, Text, Texts
from pulsarfn.config.consumer import ConsumerConfigs
from pulsarfn.config.parts import Resources


class AnyComponent(Config):
    """What functions, sources and sinks have."""

    tenant: Text = Field(None, description="Pulsar tenant; default: public.")
    namespace: Text = Field(None, description="Pulsar namespace; default: default.")
    name: Text = Field(None, description="Name; of a function by default the class name without its package.")
    class_name: Text = Field(None, description="Class of the function or connector; not for Go.")
    input_type_class_name: Text = Field(
        None, description="Java type that is taken; Pulsar's worker reads it out of the package, pulsarfn does not."
    )
    output_type_class_name: Text = Field(None, description="Java type that is produced; likewise.")
    log_topic: Text = Field(None, description="Topic for the log.")
    secrets: AnyMap = Field(None, description="Secrets, as the secrets provider wants them.")
    processing_guarantees: ProcessingGuarantees = Field(
        None, description="ATLEAST_ONCE (default), ATMOST_ONCE, EFFECTIVELY_ONCE or MANUAL."
    )
    parallelism: Int = Field(None, description="Number of instances; default: 1.")
    resources: Resources | None = Field(None, description="What one instance gets.")
    runtime_flags: Text = Field(None, description="Further arguments of the java or python command.")
    custom_runtime_options: Text = Field(None, description="JSON text for the runtime customizer.")


class ConsumingComponent(AnyComponent):
    """What functions and sinks have besides."""

    inputs: Texts | None = Field(None, description="Input topics.")
    topics_pattern: Text = Field(None, description="Pattern of input topics.")
    input_specs: ConsumerConfigs = Field(None, description="Input topics and how to consume them.")
    dead_letter_topic: Text = Field(None, description="Where messages go after the last retry.")
    max_message_retries: Int = Field(None, description="How often a message is tried again.")
    retain_ordering: Boolean = Field(None, description="Whether messages are processed in order.")
    retain_key_ordering: Boolean = Field(None, description="Whether messages of one key are processed in order.")
    auto_ack: Boolean = Field(None, description="Whether the framework acknowledges messages; default: true.")
    timeout_ms: Long = Field(None, description="Milliseconds until an unacknowledged message is sent again.")
    cleanup_subscription: Boolean = Field(None, description="Whether the subscription goes with the component.")
