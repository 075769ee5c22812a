"""Where values come from: texts and numbers that carry their origins with them through the expansion.

Such values are made where a config is read (`tracing`): in a run of `explain`, and for a component that is expanded once
more because someone must be named who gave a value (`component.blame`). To every stage they are ordinary texts and
numbers: what is passed on keeps its origins by itself, and what is made of several values says so with `derived` and
`joined`, which give plain values where nothing is traced.
"""

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Any, NamedTuple, TypeVar

from pulsarfn.diagnostics.problem import Path, Text

V = TypeVar("V")


class Source(StrEnum):
    """Who gave a value."""

    CONFIG = "config"
    OPTIONS = "customRuntimeOptions"
    WORKER_CONFIG = "worker config"
    CUSTOMIZER_CONFIG = "runtimeCustomizerConfig"
    CARRIER = "carrier"
    COMMAND_LINE = "command line"
    DEFAULT = "default"


_TEXTS = {
    Source.CONFIG: Text.CONFIG,
    Source.OPTIONS: Text.CONFIG,
    Source.WORKER_CONFIG: Text.WORKER_CONFIG,
    Source.CUSTOMIZER_CONFIG: Text.WORKER_CONFIG,
    Source.CARRIER: Text.CARRIER,
}


class Origin(NamedTuple):
    """One place that a value comes from.

    Attributes:
        source: who gave it.
        path: where it stands in the text, or would stand if it were given; for the command line the option.
        inner: for an option in customRuntimeOptions, where it stands in that JSON text.
        is_key: whether the value is the key that stands there, and not what stands behind it.
        giver: of a default, who could have given another value.
    """

    source: Source
    path: Path
    inner: Path = ()
    is_key: bool = False
    giver: Source | None = None

    @property
    def text(self) -> Text | None:
        """The text that `path` points into, None where the value stands in none."""
        return _TEXTS.get(self.source)


class Sourced:
    """A value with its origins.

    Attributes:
        origins: the places that it comes from, the most important first.
        how: what was made of them, such as ``1073741824 + 10 %``; empty where it is as it was given.
        parts: of a text that was put together, the parts; empty for one piece.
        members: of a text that holds JSON, the members of that, each with its path.
    """

    origins: tuple[Origin, ...] = ()
    how: str = ""
    parts: tuple[str, ...] = ()
    members: tuple[tuple[Path, object], ...] = ()


class SourcedText(Sourced, str):  # noqa: SLOT000 - it carries attributes
    """A text with its origins."""


class SourcedInt(Sourced, int):
    """A whole number with its origins."""


class SourcedFloat(Sourced, float):
    """A number with its origins."""


_TRACED = set[type]()  # none, until `tracing` is imported: to ask each value for its type takes time
_CARRIERS: dict[type, type[Any]] = {str: SourcedText, int: SourcedInt, float: SourcedFloat}


def begin() -> None:
    """Let values carry origins from now on: what makes the first of them says so."""
    _TRACED.update((SourcedText, SourcedInt, SourcedFloat, Origin))


def sourced(value: V, *origins: Origin, how: str = "", parts: tuple[str, ...] = ()) -> V:
    """`value` with its origins; a value that can carry none, such as true or null, as it is."""
    kind = next((each for plain, each in _CARRIERS.items() if type(value) in (plain, each)), None)
    if kind is None:
        return value
    carrying: Any = kind(value)
    carrying.origins, carrying.how, carrying.parts = tuple(dict.fromkeys(origins)), how, parts
    return carrying  # type: ignore[no-any-return]  # of the type of `value`, or of a class below it


def origins_of(value: object) -> tuple[Origin, ...]:
    """The origins that a value carries."""
    return value.origins if isinstance(value, Sourced) else ()


def attributed(value: V, origin: object) -> V:
    """`value`, which comes from `origin` unless it says itself where it comes from."""
    return sourced(value, origin) if isinstance(origin, Origin) and not origins_of(value) else value


def derived(value: V, *inputs: object, how: str = "") -> V:
    """`value`, made of `inputs`: it comes from where they come from; an input may also be an `Origin` itself."""
    return _derived(value, inputs, how) if _TRACED and not _TRACED.isdisjoint(map(type, inputs)) else value


def _derived(value: V, inputs: tuple[object, ...], how: str) -> V:
    origins: list[Origin] = []
    for each in inputs:
        if isinstance(each, Sourced):
            origins += each.origins
        elif isinstance(each, Origin):
            origins.append(each)
    if len(inputs) == 1 and isinstance(inputs[0], Sourced):  # what was made of the one was made of the other
        how = how or inputs[0].how
    return sourced(value, *origins, how=how) if origins else value


def embedding(word: str, members: Callable[[], Iterable[tuple[Path, object]]]) -> str:
    """A text that holds JSON: its members are asked for only where it is traced."""
    if not isinstance(word, Sourced):
        return word
    carrying = SourcedText(word)
    carrying.origins, carrying.how, carrying.members = word.origins, word.how, tuple(members())
    return carrying


def remade(text: Sourced, made: str, parts: tuple[str, ...]) -> str:
    """`made`, which says what `text` says, with the same origins; `parts` are those of `text`, made likewise."""
    carrying = SourcedText(made)
    carrying.origins, carrying.how, carrying.parts, carrying.members = text.origins, text.how, parts, text.members
    return carrying


def joined(separator: str, parts: Iterable[str]) -> str:
    """The parts with the separator between them, each with its own origins."""
    pieces = tuple(parts)
    text = separator.join(pieces)
    if _TRACED and any(isinstance(each, Sourced) for each in pieces):
        return sourced(text, *(origin for piece in pieces for origin in origins_of(piece)), parts=pieces)
    return text
