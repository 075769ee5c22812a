"""The keys of all user input, by whether a diagnostic may show the values under them."""

from pulsarfn.component.config.function import FunctionConfig
from pulsarfn.component.config.sink import SinkConfig
from pulsarfn.component.config.source import SourceConfig
from pulsarfn.models.secrets import secret_keys
from pulsarfn.worker.customizers.options import CustomizerOptions
from pulsarfn.worker.worker_config import WorkerConfig

_OF_FUNCTION_MESH = ("funcConfig", "sourceConfig", "sinkConfig")
"""Its names of userConfig and configs."""

_DECLARED = secret_keys(FunctionConfig, SourceConfig, SinkConfig, WorkerConfig, CustomizerOptions)
SECRET_KEYS = _DECLARED._replace(secret=_DECLARED.secret.union(_OF_FUNCTION_MESH))
"""The keys as the models declare them."""
