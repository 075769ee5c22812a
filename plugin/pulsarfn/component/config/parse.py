"""From a YAML or JSON value to a component config, with all problems of its form."""

from collections.abc import Mapping

from pulsarfn.annotations import Component
from pulsarfn.component.config.function import FunctionConfig
from pulsarfn.component.config.reading import read_model
from pulsarfn.component.config.sink import SinkConfig
from pulsarfn.component.config.source import SourceConfig
from pulsarfn.diagnostics import codes
from pulsarfn.diagnostics.problem import Path, Problem, Text
from pulsarfn.typed import TypeAlias
from pulsarfn.values import Value

ComponentConfig: TypeAlias = FunctionConfig | SourceConfig | SinkConfig

MODELS: dict[str, type[ComponentConfig]] = {"function": FunctionConfig, "source": SourceConfig, "sink": SinkConfig}


def keys_of_config(component: Component) -> frozenset[str]:
    """Return the keys that a config may have."""
    return frozenset(MODELS[component].FIELDS)


def parse(component: Component, value: Value) -> tuple[ComponentConfig | None, tuple[Problem, ...]]:
    """Read a config as `pulsar-admin` reads its config files, but strictly.

    If there are problems, the config holds the values that can still be read, for further checks; None if there are none.

    Source: `CmdUtils.loadConfig` with `ObjectMapperFactory`'s mappers, which ignore unknown keys and enum values;
    here they are errors (contract 9.4).
    """
    if not isinstance(value, dict):
        return None, (_no_mapping(component, value),)
    if "apiVersion" in value and "kind" in value:
        message = f"this is a Kubernetes object of kind {value['kind']}, not a {component} config"
        hint = f"write here what pulsar-admin takes as --{component}-config-file"
        return None, (Problem(codes.CONFIG_NOT_A_CONFIG, message, ("kind",), hint),)
    return read_model(MODELS[component], value)


def as_written(
    component: Component, value: Value, refused: tuple[Problem, ...], problems: tuple[Problem, ...]
) -> tuple[Problem, ...]:
    """Return further `problems` of a config that `parse` refused in part, with the paths of misspelt keys as `value` has them.

    A value that seems missing only because it was refused is not reported again.
    """
    if not refused:
        return problems
    from pulsarfn.component.config.refusals import corrected  # noqa: PLC0415 - for problems only

    wrong = {each.path for each in refused if each.code is not codes.CONFIG_KEY_UNKNOWN}
    holders = {path[:length] for path in wrong for length in range(1, len(path) + 1)}
    problems = tuple(each for each in problems if each.text is not Text.CONFIG or each.path not in holders)
    paths = corrected(MODELS[component], value, refused) if isinstance(value, dict) else {}
    return tuple(
        each._replace(path=_written(each.path, paths)) if paths and each.text is Text.CONFIG else each
        for each in problems
    )


def _written(path: Path, paths: Mapping[Path, Path]) -> Path:
    for length in range(1, len(path) + 1):
        if path[:length] in paths:
            return (*paths[path[:length]], *path[length:])
    return path


def _no_mapping(component: str, value: Value) -> Problem:
    if value is None:
        message, hint = (
            f"the {component} config is empty",
            f"write what pulsar-admin takes as --{component}-config-file",
        )
    elif isinstance(value, list):
        message = f"a list where one {component} config is expected"
        hint = "give each config a data key of its own, or a file of its own for render"
    else:
        message, hint = f"the {component} config is not a mapping", "write keys with values, such as 'name: my-name'"
    return Problem(codes.CONFIG_NOT_A_CONFIG, message, (), hint)
