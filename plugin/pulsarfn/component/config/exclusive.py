"""Keys that exclude each other in a config as the user wrote it. pulsar-admin refuses keys that would be ignored silently.

Sources: `CmdFunctions`, `CmdSources` and `CmdSinks` of pulsar-admin, `processArguments`.
"""

from collections.abc import Iterator

from pulsarfn.component.config.function import FunctionConfig
from pulsarfn.component.config.infer import split_fqfn
from pulsarfn.component.config.sink import SinkConfig
from pulsarfn.component.config.source import SourceConfig
from pulsarfn.diagnostics import codes
from pulsarfn.diagnostics.problem import Problem

_RUNTIMES = {"jar": "JAVA", "py": "PYTHON", "go": "GO"}


def check_exclusive(config: FunctionConfig | SourceConfig | SinkConfig) -> tuple[Problem, ...]:
    """Return a problem for each setting that two keys give."""
    if isinstance(config, FunctionConfig):
        return (*_check_code(config), *_check_fqfn(config))
    if isinstance(config, SourceConfig):
        return tuple(_check_type(config.source_type, config.archive, "sourceType"))
    return tuple(_check_type(config.sink_type, config.archive, "sinkType"))


def _check_code(config: FunctionConfig) -> Iterator[Problem]:
    given = [key for key in _RUNTIMES if getattr(config, key)]
    if len(given) > 1:
        message = "Either a Java jar or a Python file or a Go executable binary needs to be specified for the function. Cannot specify both"
        yield _exclusive(*given, message=message, hint=f"keep one of {', '.join(given)}")
    elif given and config.function_type:
        hint = f"keep one of them; functionType: {config.function_type} is jar: builtin://{config.function_type}"
        yield _exclusive(given[0], "functionType", message="Cannot specify both", hint=hint)
    elif config.function_type:
        yield from _check_name(config.function_type, "functionType", "jar")
    elif given and config.runtime and config.runtime != _RUNTIMES[given[0]]:
        key = next(key for key, runtime in _RUNTIMES.items() if runtime == config.runtime)
        message = f"runtime is {config.runtime}, but {given[0]} is for {_RUNTIMES[given[0]]}"
        hint = f"remove runtime, or give the code as {key}"
        yield Problem(codes.CONFIG_KEYS_EXCLUSIVE, message, ("runtime",), hint)


def _check_fqfn(config: FunctionConfig) -> Iterator[Problem]:
    if config.fqfn is None:
        return
    if split_fqfn(config.fqfn) is None:
        message = "Fully qualified function names (FQFNs) must be of the form tenant/namespace/name"
        yield Problem(
            codes.CONFIG_TYPE_WRONG, message, ("fqfn",), "write tenant/namespace/name, or these three keys instead"
        )
    given = [key for key in ("tenant", "namespace", "name") if getattr(config, key)]
    if given:
        message = (
            "You must specify either a Fully Qualified Function Name (FQFN) or tenant, namespace, and function name"
        )
        yield _exclusive(*given, "fqfn", message=message, hint=f"remove fqfn, or remove {', '.join(given)}")


def _check_type(connector_type: str | None, archive: str | None, key: str) -> Iterator[Problem]:
    if connector_type and archive:
        hint = f"keep one of them; {key}: {connector_type} is archive: builtin://{connector_type}"
        yield _exclusive("archive", key, message="Cannot specify both", hint=hint)
    elif connector_type:
        yield from _check_name(connector_type, key, "archive")


def _check_name(name: str, key: str, field: str) -> Iterator[Problem]:
    """Check that the name of a built-in package is no location."""
    if "/" in name:
        bare = name.removeprefix("builtin://")
        hint = f"write {key}: {bare}" if "/" not in bare else f"write {field}: {name}"
        message = f"{key} is the name of a built-in package, and not where one is"
        yield Problem(codes.CONFIG_TYPE_WRONG, message, (key,), hint)


def _exclusive(*keys: str, message: str, hint: str) -> Problem:
    """Return the problem of exclusive keys; it points at the last one."""
    *others, last = keys
    given = f"{', '.join(others)} and {last} are given"
    return Problem(codes.CONFIG_KEYS_EXCLUSIVE, f"{message}: {given}", (last,), hint, at_key=True)
