"""Bare configs: what flags say of a component, laid over the config of a file."""

from collections.abc import Sequence
from typing import NamedTuple

from pulsarfn.diagnostics.problem import Path
from pulsarfn.diagnostics.secrecy import hidden
from pulsarfn.pipeline.one_document import PlacedConfig
from pulsarfn.values import Value, mapping

COMMAND_LINE = "command line"
"""The name of a config that no file holds: all of it is given by flags."""


class FlagValue(NamedTuple):
    """What a flag says.

    Attributes:
        path: of the key that it sets.
        value: what that is set to.
        option: the flag.
        replaces: the keys of the file that are not looked at any more.
    """

    path: Path
    value: Value
    option: str
    replaces: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return hidden(self)


def laid_over(given: PlacedConfig, flags: Sequence[FlagValue]) -> PlacedConfig:
    """The config with the flags over it; problems of what they say point to them."""
    if not flags or not isinstance(given.value, dict):
        return given
    replaced = {key for each in flags for key in each.replaces}
    value: Value = {key: each for key, each in given.value.items() if key not in replaced}
    for each in flags:
        value = _with(value, each.path, each.value)
    options: dict[Path, str] = {each.path: each.option for each in flags}
    if given.place.origin == COMMAND_LINE:
        options[()] = COMMAND_LINE
    return given._replace(value=value, place=given.place._replace(options=options))


def _with(value: Value, path: Path, new: Value) -> Value:
    """What holds the key is made where it is not there; where it is no mapping it stays, to be refused."""
    if not path:
        return new
    if value is not None and not isinstance(value, dict):
        return value
    members = mapping(value)
    return {**members, str(path[0]): _with(members.get(str(path[0])), path[1:], new)}
