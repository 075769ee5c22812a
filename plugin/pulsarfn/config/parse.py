"""From what YAML or JSON holds to a component config, with everything that is wrong with its form."""

from typing import Literal, TypeAlias

from pulsarfn import codes
from pulsarfn.config.function import FunctionConfig
from pulsarfn.config.refusals import refusals
from pulsarfn.config.sink import SinkConfig
from pulsarfn.config.source import SourceConfig
from pulsarfn.diagnostics import Problem
from pulsarfn.manifest import Value

ComponentConfig: TypeAlias = FunctionConfig | SourceConfig | SinkConfig

_MODELS: dict[str, type[ComponentConfig]] = {"function": FunctionConfig, "source": SourceConfig, "sink": SinkConfig}


def parse(
    component: Literal["function", "source", "sink"], value: Value
) -> tuple[ComponentConfig | None, tuple[Problem, ...]]:
    """Read a config as `pulsar-admin` reads its config files, but strictly.

    Where there are problems the config is what can be read of it all the same, for further checks; None for nothing.

    Source: `CmdUtils.loadConfig` with `ObjectMapperFactory`'s mappers, which ignore unknown keys and enum values;
    here they are errors (contract 9.4).
    """
    if not isinstance(value, dict):
        return None, (_no_mapping(component, value),)
    if "apiVersion" in value and "kind" in value:
        message = f"this is a Kubernetes object of kind {value['kind']}, not a {component} config"
        hint = f"write here what pulsar-admin takes as --{component}-config-file"
        return None, (Problem(codes.CONFIG_NOT_A_CONFIG, message, ("kind",), hint),)
    return refusals(_MODELS[component], value)


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
        message, hint = f"the {component} config is no mapping", "write keys with values, such as 'name: my-name'"
    return Problem(codes.CONFIG_NOT_A_CONFIG, message, (), hint)
