"""The parts of a container's command, each with its origins; embedded JSON is split into its members."""

import json
from collections.abc import Iterator, Sequence
from contextlib import suppress

from pulsarfn.component.details.details_keys import KEYS
from pulsarfn.diagnostics.problem import Path
from pulsarfn.models.fields import Model
from pulsarfn.named_tuples import NamedTuple
from pulsarfn.provenance import Origin, Source, SourcedValue, origins_of

_AS_WRITTEN = ("userConfig", "configs", "secrets", "windowConfig", "batchSourceConfig")
"""Keys whose members are copied unchanged into embedded JSON."""

_MADE_OF = {
    "__WINDOWCONFIGS__": "windowConfig",
    "__BATCHSOURCECONFIGS__": "batchSourceConfig",
    "__BATCHSOURCECLASSNAME__": "className",
}
"""Members that Pulsar adds to those of a user, and the config keys that they are made from."""


class Part(NamedTuple):
    """A part of a command: an option with its value, one or more words, or a member of embedded JSON.

    Attributes:
        path: the option or the first word, followed by the keys of embedded JSON.
        value: the text of the part, or the member's value.
        how: how the value was derived from the given values, in words.
        origins: where the value comes from.
    """

    path: Path
    value: object
    how: str
    origins: tuple[Origin, ...]


def command_parts(parts: Sequence[str], config: Model) -> Iterator[Part]:
    """Return the parts of a command in order; `config` is the config of the component."""
    for part in parts:
        if not isinstance(part, SourcedValue):
            yield Part((part.partition(" ")[0],), part, "", ())
        elif part.parts:
            yield from command_parts(part.parts, config)
        else:
            option = str(part).partition(" ")[0]
            yield Part((option,), option if part.members else part, part.how, () if part.members else part.origins)
            for path, value in part.members:
                origins = origins_of(value) or _of_keys(path, config)
                yield from _member((option, *path), value, origins)


def _member(path: Path, value: object, origins: tuple[Origin, ...]) -> Iterator[Part]:
    """Return a member of embedded JSON, or its own members if it is the text of a JSON object."""
    if isinstance(value, str) and value.startswith("{"):
        with suppress(ValueError, RecursionError):
            value = json.loads(value)
    if not (value and isinstance(value, dict)):
        yield Part(path, value, value.how if isinstance(value, SourcedValue) else "", origins)
        return
    for key, member in value.items():
        yield from _member((*path, key), member, tuple(_below(origins, key)))


def _below(origins: tuple[Origin, ...], key: str) -> Iterator[Origin]:
    """Return the origins of one member, given the origins of the whole JSON."""
    inside = _MADE_OF.get(key)
    for each in origins:
        if inside is not None or each.path[0] not in _AS_WRITTEN:
            if inside in (None, each.path[0]):
                yield each
        else:
            yield each._replace(path=(*each.path, key))


def _of_keys(path: Path, config: Model) -> tuple[Origin, ...]:
    """Return the origins of the config keys from which a converted member is made."""
    for length in range(len(path), 0, -1):
        keys = KEYS.get(".".join(map(str, path[:length])).removeprefix("functionDetails."))
        if keys is not None:
            found = (config.origins.get(key) for key in keys)
            return tuple(each for each in found if isinstance(each, Origin) and each.source is not Source.DEFAULT)
    return ()
