"""The config of a source: what `pulsar-admin sources create --source-config-file` takes (`SourceConfig`)."""

from pydantic import Field

from pulsarfn.config.base import AnyMap, Config, Int, ProcessingGuarantees, Text
from pulsarfn.config.parts import BatchSourceConfig, Resources
from pulsarfn.config.producer import ProducerConfig


class SourceConfig(Config):
    """A source connector."""

    tenant: Text = Field(None, description="Pulsar tenant; default: public.")
    namespace: Text = Field(None, description="Pulsar namespace; default: default.")
    name: Text = Field(None, description="Name.")
    class_name: Text = Field(None, description="Class of the connector.")
    archive: Text = Field(None, description="NAR of the connector: see the forms of packages.")
    source_type: Text = Field(None, description="Built-in connector; a flag of pulsar-admin: use archive: builtin://….")
    topic_name: Text = Field(None, description="Output topic.")
    serde_class_name: Text = Field(None, description="Serde class of the output; not together with schemaType.")
    schema_type: Text = Field(None, description="Schema of the output.")
    output_type_class_name: Text = Field(
        None, description="Java type that the connector produces, which Pulsar's worker reads out of the NAR."
    )
    input_type_class_name: Text = Field(None, description="Without meaning for a source.")
    producer_config: ProducerConfig | None = Field(None, description="How the output topic is produced to.")
    batch_builder: Text = Field(None, description="DEFAULT or KEY_BASED.")
    log_topic: Text = Field(None, description="Topic for the connector's log.")
    configs: AnyMap = Field(None, description="What the connector is told.")
    secrets: AnyMap = Field(None, description="Secrets, as the secrets provider wants them.")
    batch_source_config: BatchSourceConfig | None = Field(None, description="For batch sources.")
    processing_guarantees: ProcessingGuarantees = Field(
        None, description="ATLEAST_ONCE (default), ATMOST_ONCE, EFFECTIVELY_ONCE or MANUAL."
    )
    parallelism: Int = Field(None, description="Number of instances; default: 1.")
    resources: Resources | None = Field(None, description="What one instance gets.")
    runtime_flags: Text = Field(None, description="Further arguments of the java command.")
    custom_runtime_options: Text = Field(None, description="JSON text for the runtime customizer.")
