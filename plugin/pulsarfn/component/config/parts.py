"""The smaller parts of component configs: resources, windows, batch sources."""

from pulsarfn.component.config.kinds import ANY_MAP, TEXT, WINDOW_GUARANTEES, WindowGuarantees
from pulsarfn.models.fields import Model, field
from pulsarfn.models.java_types import OPTIONAL_DOUBLE, OPTIONAL_INT, OPTIONAL_LONG
from pulsarfn.typed import Any


class Resources(Model):
    """What one instance gets (`Resources`); what is left out has Pulsar's default."""

    cpu: float | None = field(OPTIONAL_DOUBLE, None, "Cores; default: 1.")
    ram: int | None = field(OPTIONAL_LONG, None, "Bytes of memory; default: 1073741824.")
    disk: int | None = field(OPTIONAL_LONG, None, "Bytes of disk, which do not reach Kubernetes; default: 10737418240.")


class WindowConfig(Model):
    """A window over messages, by count or by time (`WindowConfig`); times in milliseconds."""

    window_length_count: int | None = field(OPTIONAL_INT, None, "How many messages a window holds.")
    window_length_duration_ms: int | None = field(OPTIONAL_LONG, None, "How long a window lasts.")
    sliding_interval_count: int | None = field(OPTIONAL_INT, None, "After how many messages the window slides.")
    sliding_interval_duration_ms: int | None = field(OPTIONAL_LONG, None, "After how long the window slides.")
    late_data_topic: str | None = field(TEXT, None, "Where messages go that come too late.")
    max_lag_ms: int | None = field(OPTIONAL_LONG, None, "How late a message may be; only with a timestamp extractor.")
    watermark_emit_interval_ms: int | None = field(OPTIONAL_LONG, None, "How often watermarks are made; likewise.")
    timestamp_extractor_class_name: str | None = field(TEXT, None, "Class that reads a message's time.")
    actual_window_function_class_name: str | None = field(TEXT, None, "Set by Pulsar.")
    processing_guarantees: WindowGuarantees | None = field(WINDOW_GUARANTEES, None, "Set by Pulsar.")


class BatchSourceConfig(Model):
    """How a batch source discovers its work (`BatchSourceConfig`)."""

    discovery_triggerer_class_name: str | None = field(TEXT, None, "Class that starts a discovery.")
    discovery_triggerer_config: dict[str, Any] | None = field(
        ANY_MAP, None, "The configuration of that class.", secret=True
    )
