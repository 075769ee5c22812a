"""The JSON Schemas that pulsarfn publishes, by name."""

from collections.abc import Callable, Mapping

from pulsarfn.component.config.function import FunctionConfig
from pulsarfn.component.config.sink import SinkConfig
from pulsarfn.component.config.source import SourceConfig
from pulsarfn.models.json_schema import Schema, json_schema
from pulsarfn.worker.customizers.custom_runtime_options import CustomRuntimeOptions
from pulsarfn.worker.java_keys import OTHER_KEYS
from pulsarfn.worker.worker_config import WorkerConfig


def _worker_config() -> Schema:
    others: dict[str, Schema] = {key: {"description": "Reaches no object."} for key in sorted(OTHER_KEYS)}
    return json_schema(WorkerConfig, "functions_worker.yml of Apache Pulsar", also=others)


SCHEMAS: Mapping[str, Callable[[], Schema]] = {
    "function": lambda: json_schema(FunctionConfig, "Function config of Apache Pulsar"),
    "source": lambda: json_schema(SourceConfig, "Source config of Apache Pulsar"),
    "sink": lambda: json_schema(SinkConfig, "Sink config of Apache Pulsar"),
    "worker-config": _worker_config,
    "custom-runtime-options": lambda: json_schema(CustomRuntimeOptions, "customRuntimeOptions of Apache Pulsar"),
}
