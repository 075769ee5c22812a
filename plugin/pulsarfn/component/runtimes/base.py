"""What a runtime language is to pulsarfn."""

from collections.abc import Callable
from typing import NamedTuple, Protocol

from pulsarfn.component.details.function_details import FunctionDetails
from pulsarfn.component.package import Package
from pulsarfn.diagnostics.secrecy import hidden
from pulsarfn.worker.auth.base import AuthPlan
from pulsarfn.worker.worker_config import WorkerConfig

INSTANCE_ID = "$SHARD_ID"
"""The shell's variable that holds the pod's ordinal (`KubernetesRuntime.setShardIdEnvironmentVariableCommand`)."""

MAX_BUFFERED_TUPLES = 1024
"""`FunctionActioner` and `InstanceConfig.maxBufferedTuples`."""


class Launch(NamedTuple):
    """All that a runtime needs to know to start an instance; nothing in it is quoted for the shell yet."""

    details: FunctionDetails
    details_text: str
    worker: WorkerConfig
    auth: AuthPlan
    package: Package
    transform_function: Package | None
    function_id: str
    function_version: str
    transform_function_id: str
    secrets_provider_class: str
    secrets_provider_config: str

    def __repr__(self) -> str:
        return hidden(self)


class Runtime(Protocol):
    """A runtime language: a module of this shape, registered in `runtimes.RUNTIMES`.

    Attributes:
        NAME: Pulsar's name of the runtime and its key in functionDockerImages.
        command: the shell command that replaces the shell by the instance (the reference's PROC).
        secrets_provider_class: which of a secrets provider's class names this runtime loads.
    """

    NAME: str
    command: Callable[[Launch], str]
