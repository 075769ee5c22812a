"""The parts of a container's command, each with where it comes from; embedded JSON member by member."""

import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import NamedTuple

from pulsarfn.component.details.details_keys import KEYS
from pulsarfn.diagnostics.problem import Path
from pulsarfn.models.fields import Model
from pulsarfn.provenance import Origin, Source, Sourced, origins_of

_AS_WRITTEN = ("userConfig", "configs", "secrets", "windowConfig", "batchSourceConfig")
"""Keys whose members stand in embedded JSON as they were written."""

_MADE_OF = {
    "__WINDOWCONFIGS__": "windowConfig",
    "__BATCHSOURCECONFIGS__": "batchSourceConfig",
    "__BATCHSOURCECLASSNAME__": "className",
}
"""Members that Pulsar puts among those of a user, and the keys of the config that they are made of."""


class Part(NamedTuple):
    """A part of a command: an option with its value, a word, several; or a member of embedded JSON.

    Attributes:
        path: the option or the first word, and of embedded JSON the keys.
        value: the text of the part, or the member's value.
        how: what was made of what was given.
        origins: where it comes from.
    """

    path: Path
    value: object
    how: str
    origins: tuple[Origin, ...]


def command_parts(parts: Sequence[str], config: Model) -> Iterator[Part]:
    """The parts of a command in their order; `config` is the component's."""
    for part in parts:
        if not isinstance(part, Sourced):
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
    """A member of embedded JSON; where that is itself the text of a JSON object, the members of it."""
    if isinstance(value, str) and value.startswith("{"):
        with suppress(ValueError, RecursionError):
            value = json.loads(value)
    if not (value and isinstance(value, dict)):
        yield Part(path, value, value.how if isinstance(value, Sourced) else "", origins)
        return
    for key, member in value.items():
        yield from _member((*path, key), member, tuple(_below(origins, key)))


def _below(origins: tuple[Origin, ...], key: str) -> Iterator[Origin]:
    """Where a member of embedded JSON stands in what the whole comes from."""
    inside = _MADE_OF.get(key)
    for each in origins:
        if inside is not None or each.path[0] not in _AS_WRITTEN:
            if inside in (None, each.path[0]):
                yield each
        else:
            yield each._replace(path=(*each.path, key))


def _of_keys(path: Path, config: Model) -> tuple[Origin, ...]:
    """The origins of the keys that decide a member which says them in other words."""
    for length in range(len(path), 0, -1):
        keys = KEYS.get(".".join(map(str, path[:length])).removeprefix("functionDetails."))
        if keys is not None:
            found = (config.origins.get(key) for key in keys)
            return tuple(each for each in found if isinstance(each, Origin) and each.source is not Source.DEFAULT)
    return ()
