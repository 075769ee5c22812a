"""The interface of a runtime language."""

from collections.abc import Callable

from pulsarfn.component.details.function_details import FunctionDetails
from pulsarfn.component.package import Package
from pulsarfn.diagnostics.secrecy import hidden
from pulsarfn.named_tuples import NamedTuple
from pulsarfn.typed import Protocol
from pulsarfn.worker.auth.base import AuthPlan
from pulsarfn.worker.versions.rules import Rules
from pulsarfn.worker.worker_config import WorkerConfig

INSTANCE_ID = "$SHARD_ID"
"""The shell's variable that holds the pod's ordinal (`KubernetesRuntime.setShardIdEnvironmentVariableCommand`)."""

MAX_BUFFERED_TUPLES = 1024
"""`FunctionActioner` and `InstanceConfig.maxBufferedTuples`."""


class Launch(NamedTuple):
    """Everything that a runtime needs to start an instance; no value is quoted for the shell yet.

    `of_worker` tells that a function worker has started the component, whose bytes are to be the same. `logging_config` is the
    file with the config of its log and `python_path` a folder of further modules, if they are not those of Pulsar.
    """

    details: FunctionDetails
    details_text: str
    worker: WorkerConfig
    rules: Rules
    auth: AuthPlan
    package: Package
    transform_function: Package | None
    function_id: str
    function_version: str
    transform_function_id: str
    secrets_provider_class: str
    secrets_provider_config: str
    of_worker: bool = False
    java_arguments: tuple[str, ...] = ()
    logging_config: str = ""
    python_path: str = ""

    def __repr__(self) -> str:
        return hidden(self)

    @property
    def verifies_host_names(self) -> bool:
        """Whether the instance compares the broker's host name with its certificate: as configured, or the version's default."""
        given = self.worker.tls_enable_hostname_verification
        return self.rules.verifies_host_names if given is None else given


class Runtime(Protocol):
    """A runtime language: a module of this shape, registered in `runtimes.RUNTIMES`.

    Attributes:
        NAME: Pulsar's name of the runtime and its key in functionDockerImages.
        command: returns the shell command that replaces the shell with the instance (Pulsar's PROC).
        secrets_provider_class: returns the class name of a secrets provider that this runtime loads.
    """

    NAME: str
    command: Callable[[Launch], str]
