"""The config of a source: what `pulsar-admin sources create --source-config-file` takes (`SourceConfig`)."""

from pydantic import Field

from pulsarfn.config.base import AnyMap, Text
from pulsarfn.config.parts import BatchSourceConfig
from pulsarfn.config.producer import ProducerConfig
from pulsarfn.config.shared import AnyComponent


class SourceConfig(AnyComponent):
    """A source connector."""

    archive: Text = Field(None, description="NAR of the connector: see the forms of packages.")
    source_type: Text = Field(None, description="Built-in connector; a flag of pulsar-admin: use archive: builtin://….")
    topic_name: Text = Field(None, description="Output topic.")
    serde_class_name: Text = Field(None, description="Serde class of the output; not together with schemaType.")
    schema_type: Text = Field(None, description="Schema of the output.")
    producer_config: ProducerConfig | None = Field(None, description="How the output topic is produced to.")
    batch_builder: Text = Field(None, description="DEFAULT or KEY_BASED.")
    configs: AnyMap = Field(None, description="What the connector is told.")
    batch_source_config: BatchSourceConfig | None = Field(None, description="For batch sources.")
