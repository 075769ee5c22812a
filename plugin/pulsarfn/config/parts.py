"""The smaller parts of component configs: resources, windows, batch sources."""

from typing import Annotated

from pydantic import BeforeValidator, Field

from pulsarfn.config.base import AnyMap, Config, Int, Long, Text, WindowGuarantees
from pulsarfn.java_types import double


def _double(value: object) -> object:
    return None if value is None or value == "" else double(value)


class Resources(Config):
    """What one instance gets (`Resources`); what is left out has Pulsar's default."""

    cpu: Annotated[float | None, BeforeValidator(_double)] = Field(None, description="Cores; default: 1.")
    ram: Long = Field(None, description="Bytes of memory; default: 1073741824.")
    disk: Long = Field(None, description="Bytes of disk, which Kubernetes is not told; default: 10737418240.")


class WindowConfig(Config):
    """A window over messages, by count or by time (`WindowConfig`); times in milliseconds."""

    window_length_count: Int = Field(None, description="How many messages a window holds.")
    window_length_duration_ms: Long = Field(None, description="How long a window lasts.")
    sliding_interval_count: Int = Field(None, description="After how many messages the window slides.")
    sliding_interval_duration_ms: Long = Field(None, description="After how long the window slides.")
    late_data_topic: Text = Field(None, description="Where messages go that come too late.")
    max_lag_ms: Long = Field(None, description="How late a message may be; only with a timestamp extractor.")
    watermark_emit_interval_ms: Long = Field(None, description="How often watermarks are made; likewise.")
    timestamp_extractor_class_name: Text = Field(None, description="Class that reads a message's time.")
    actual_window_function_class_name: Text = Field(None, description="Set by Pulsar.")
    processing_guarantees: WindowGuarantees = Field(None, description="Set by Pulsar.")


class BatchSourceConfig(Config):
    """How a batch source discovers its work (`BatchSourceConfig`)."""

    discovery_triggerer_class_name: Text = Field(None, description="Class that starts a discovery.")
    discovery_triggerer_config: AnyMap = Field(None, description="What that class is told.")
