"""The keys of all user input, by whether a diagnostic may show the values under them."""

from pulsarfn.component.config.function import FunctionConfig
from pulsarfn.component.config.sink import SinkConfig
from pulsarfn.component.config.source import SourceConfig
from pulsarfn.models.secrets import secret_keys
from pulsarfn.worker.customizers.options import CustomizerOptions
from pulsarfn.worker.worker_config import WorkerConfig

SECRET_KEYS = secret_keys(FunctionConfig, SourceConfig, SinkConfig, WorkerConfig, CustomizerOptions)
"""The keys as the models declare them."""
