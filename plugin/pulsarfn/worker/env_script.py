"""The worker config from the environment of a Pulsar container: the ``PF_`` keys of the Apache Pulsar chart.

Source: ``bin/gen-yml-from-env.py`` of the apachepulsar images (apache/pulsar, docker/pulsar/scripts). The script writes
the keys into the image's own conf/functions_worker.yml; here they are written into an empty config, so that the defaults
of pulsar-runtime.md hold for all others.
"""

from collections.abc import Iterator, Mapping

from pulsarfn.diagnostics import codes
from pulsarfn.diagnostics.problem import Path, Problem, Text
from pulsarfn.diagnostics.secrecy import hidden
from pulsarfn.named_tuples import NamedTuple
from pulsarfn.values import Value

_PREFIX = "PF_"
_WHOLE_NUMBERS = frozenset(
    {
        "workerPort",
        "numFunctionPackageReplicas",
        "failureCheckFreqMs",
        "rescheduleTimeoutMs",
        "initialBrokerReconnectMaxRetries",
        "assignmentWriteMaxRetries",
        "instanceLivenessCheckFreqMs",
    }
)
_LISTS = frozenset(
    {
        "brokerInterceptors",
        "messagingProtocols",
        "tlsProtocols",
        "tlsCiphers",
        "authenticationProviders",
        "superUserRoles",
        "proxyRoles",
        "schemaRegistryCompatibilityCheckers",
        "brokerClientTlsCiphers",
        "brokerClientTlsProtocols",
    }
)
_DROPPED_BY_FACTORY = {
    "k8s": ("processContainerFactory", "threadContainerFactory"),
    "process": ("kubernetesContainerFactory", "threadContainerFactory"),
    "thread": ("kubernetesContainerFactory", "processContainerFactory"),
}


class EnvConfig(NamedTuple):
    """A worker config from environment variables.

    Attributes:
        value: the config as a mapping; all values are texts, except the few that the script converts.
        origins: the variable that each value comes from.
        problems: errors that would stop the script, and warnings; paths are those of `value`.
    """

    value: dict[str, Value]
    origins: dict[Path, str]
    problems: tuple[Problem, ...] = ()

    def __repr__(self) -> str:
        return hidden(self)


def from_env_keys(pairs: Mapping[str, str]) -> EnvConfig:
    """Return the worker config of the variables that begin with ``PF_``; `pairs` may hold others too.

    The parts between underscores are nested keys, in the order of the sorted variable names.
    """
    value: dict[str, Value] = {}
    origins: dict[Path, str] = {}
    problems: list[Problem] = []
    for variable in sorted(pairs):
        if not variable.startswith(_PREFIX):
            continue
        path: Path = tuple(variable.removeprefix(_PREFIX).split("_"))
        origins[path] = variable
        holder = _holder(value, path)
        if holder is None:
            problems.append(_conflict(path, origins))
            continue
        name = str(path[-1])
        try:
            holder[name] = _typed(name, pairs[variable])
        except ValueError:
            message = f"{variable} must be a whole number"
            problems.append(Problem(codes.ENVIRONMENT_KEYS_CONFLICT, message, path, text=Text.WORKER_CONFIG))
    factory = value.pop("containerFactory", None)
    for name in _DROPPED_BY_FACTORY.get(factory, ()) if isinstance(factory, str) else ():
        value.pop(name, None)
    return EnvConfig(value, origins, tuple(problems))


def _holder(value: dict[str, Value], path: Path) -> dict[str, Value] | None:
    """Return the mapping for the last key of `path`, created if absent; None if another value is on the path."""
    holder = value
    for part in path[:-1]:
        inner = holder.setdefault(str(part), {})
        if not isinstance(inner, dict):
            return None
        holder = inner
    return holder


def _typed(name: str, text: str) -> Value:
    """Return the value with its type. Quirk of the script: the last part of the variable decides, at any depth."""
    if name in _WHOLE_NUMBERS:
        return int(text)
    return list(text.split(",")) if name in _LISTS else text


def _conflict(path: Path, origins: Mapping[Path, str]) -> Problem:
    shorter = next(path[:end] for end in range(1, len(path)) if path[:end] in origins)
    return Problem(
        codes.ENVIRONMENT_KEYS_CONFLICT,
        f"{origins[shorter]} is a value, so {origins[path]} cannot be a key inside of it",
        path,
        "remove one of the two: gen-yml-from-env.py fails on them, and no worker starts",
        text=Text.WORKER_CONFIG,
    )


_OLD, _NEW = "kubernetesContainerFactory", "functionRuntimeFactoryConfigs"


def prefer_factory_configs(config: EnvConfig) -> EnvConfig:
    """Use the old PF_kubernetesContainerFactory_… keys if there is no PF_functionRuntimeFactoryConfigs_… key.

    The chart writes both. The worker uses the new ones, so old ones that differ get a warning.
    """
    old, new = config.value.get(_OLD), config.value.get(_NEW)
    if not isinstance(old, dict):
        return config
    if new is None:
        origins = {(_NEW, *path[1:]): variable for path, variable in config.origins.items() if path[0] == _OLD}
        return config._replace(value=config.value | {_NEW: old}, origins=config.origins | origins)
    differing = tuple(_differing(old, new, config.origins))
    return config._replace(problems=config.problems + differing)


def _differing(old: Mapping[str, Value], new: Value, origins: Mapping[Path, str]) -> Iterator[Problem]:
    for name in old:
        if isinstance(new, dict) and new.get(name) == old[name]:
            continue
        path: Path = (_OLD, name)
        variable = origins.get(path, f"{_PREFIX}{_OLD}_{name}_…")
        new_variable = variable.replace(_OLD, _NEW)
        message = f"{variable} differs from {new_variable}, which the function worker goes by"
        yield Problem(codes.CONTAINER_FACTORY_DIFFERS, message, path, f"set {new_variable}", text=Text.WORKER_CONFIG)
