"""Bare configs: the values of flags, laid over the config of a file."""

from collections.abc import Sequence

from pulsarfn.diagnostics.problem import Path
from pulsarfn.diagnostics.secrecy import hidden
from pulsarfn.named_tuples import NamedTuple
from pulsarfn.pipeline.one_document import PlacedConfig
from pulsarfn.stream.locate import Place
from pulsarfn.values import Value, mapping

COMMAND_LINE = "command line"
"""The name of a config without a file: flags give all of it."""


class FlagValue(NamedTuple):
    """The value that a flag gives.

    Attributes:
        path: the path of the key that the flag sets.
        value: the new value of the key.
        option: the name of the flag.
        replaces: the keys of the file that the flag replaces.
    """

    path: Path
    value: Value
    option: str
    replaces: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return hidden(self)


def laid_over(given: PlacedConfig, flags: Sequence[FlagValue]) -> PlacedConfig:
    """Return the config with the values of the flags laid over it; problems of these values point to the flags."""
    if not flags or not isinstance(given.value, dict):
        return given
    replaced = {key for each in flags for key in each.replaces}
    value: Value = {key: each for key, each in given.value.items() if key not in replaced}
    for each in flags:
        value = _with(value, each.path, each.value)
    elsewhere: dict[Path, str | tuple[Place, Path]] = {each.path: each.option for each in flags}
    if given.place.origin == COMMAND_LINE:
        elsewhere[()] = COMMAND_LINE
    return given._replace(value=value, place=given.place._replace(elsewhere=elsewhere))


def _with(value: Value, path: Path, new: Value) -> Value:
    """Return `value` with `new` at `path`. Missing mappings are made; a value that is not a mapping stays and is refused later."""
    if not path:
        return new
    if value is not None and not isinstance(value, dict):
        return value
    members = mapping(value)
    return {**members, str(path[0]): _with(members.get(str(path[0])), path[1:], new)}
