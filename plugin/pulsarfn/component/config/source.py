"""The config of a source, as in `pulsar-admin sources create --source-config-file` (`SourceConfig`)."""

from pulsarfn.component.config.kinds import ANY_MAP, TEXT
from pulsarfn.component.config.parts import BatchSourceConfig
from pulsarfn.component.config.producer import ProducerConfig
from pulsarfn.component.config.shared import AnyComponent
from pulsarfn.models.fields import NestedModel, field
from pulsarfn.typed import Any


class SourceConfig(AnyComponent):
    """A source connector."""

    archive: str | None = field(TEXT, None, "NAR of the connector: see The code that runs in README.md.")
    source_type: str | None = field(TEXT, None, "Built-in connector: as archive: builtin://….")
    topic_name: str | None = field(TEXT, None, "Output topic.")
    serde_class_name: str | None = field(TEXT, None, "Serde class of the output; not together with schemaType.")
    schema_type: str | None = field(TEXT, None, "Schema of the output.")
    producer_config: ProducerConfig | None = field(
        NestedModel(ProducerConfig), None, "How the output topic is produced to."
    )
    batch_builder: str | None = field(TEXT, None, "DEFAULT or KEY_BASED.")
    configs: dict[str, Any] | None = field(ANY_MAP, None, "The configuration of the connector.", secret=True)
    batch_source_config: BatchSourceConfig | None = field(NestedModel(BatchSourceConfig), None, "For batch sources.")
