"""The origins of values: texts and numbers that carry their origins through the expansion.

`models.tracing` creates such values when a config is read: in a run of `explain`, and for a component that is expanded
again to find out who gave a value (`component.blame`). To every stage they are ordinary texts and numbers. A value that
is passed on keeps its origins; a value that is made of several values gets theirs with `derived` and `joined`, which
return plain values if nothing is traced.
"""

from collections.abc import Callable, Iterable
from enum import StrEnum

from pulsarfn.diagnostics.problem import Path, Text
from pulsarfn.named_tuples import NamedTuple
from pulsarfn.stream.scalars import BooleanText
from pulsarfn.typed import Any, TypeVar

V = TypeVar("V")


class Source(StrEnum):
    """The giver of a value."""

    CONFIG = "config"
    OPTIONS = "customRuntimeOptions"
    WORKER_CONFIG = "worker config"
    CUSTOMIZER_CONFIG = "runtimeCustomizerConfig"
    CARRIER = "carrier"
    COMMAND_LINE = "command line"
    PACKAGE = "package"
    DEFAULT = "default"


_TEXTS = {
    Source.CONFIG: Text.CONFIG,
    Source.OPTIONS: Text.CONFIG,
    Source.WORKER_CONFIG: Text.WORKER_CONFIG,
    Source.CUSTOMIZER_CONFIG: Text.WORKER_CONFIG,
    Source.CARRIER: Text.CARRIER,
}


class Origin(NamedTuple):
    """One place from which a value comes.

    Attributes:
        source: the giver of the value.
        path: the path of the value in the text; for a default, the path at which it could be set; for the command line,
            the option; for a package, its file and the key that names the package.
        inner: for an option in customRuntimeOptions, its path in that JSON text.
        is_key: whether the value is the key at `path`, not the value of that key.
        giver: for a default, the source that could set another value.
    """

    source: Source
    path: Path
    inner: Path = ()
    is_key: bool = False
    giver: Source | None = None

    @property
    def text(self) -> Text | None:
        """The text that `path` points into; None if the value is in no text."""
        return _TEXTS.get(self.source)


class SourcedValue:
    """A value with its origins.

    Attributes:
        origins: the places from which it comes, the most important first.
        how: how it was computed, such as ``1073741824 + 10 %``; empty if it is unchanged.
        parts: the parts of a joined text; empty for a text in one piece.
        members: the members of a text that holds JSON, each with its path.
    """

    origins: tuple[Origin, ...] = ()
    how: str = ""
    parts: tuple[str, ...] = ()
    members: tuple[tuple[Path, object], ...] = ()


class SourcedText(SourcedValue, str):  # noqa: SLOT000 - it carries attributes
    """A text with its origins."""


class SourcedInt(SourcedValue, int):
    """A whole number with its origins."""


class SourcedFloat(SourcedValue, float):
    """A number with its origins."""


class SourcedBoolean(SourcedValue, BooleanText):
    """A boolean with its origins: 1 or 0, as nothing can inherit from `bool`."""


_TRACED = set[type]()  # empty until `tracing` is imported: checking the type of each value takes time
_PLAIN: dict[type, type[Any]] = {str: SourcedText, int: SourcedInt, float: SourcedFloat}
_CARRIERS = _PLAIN | {each: each for each in _PLAIN.values()}


def begin() -> None:
    """Enable tracing: from now on values may carry origins."""
    _TRACED.update((SourcedText, SourcedInt, SourcedFloat, SourcedBoolean, Origin))


def sourced(value: V, *origins: Origin, how: str = "", parts: tuple[str, ...] = ()) -> V:
    """Return `value` with its origins; a value that cannot carry any, such as true or null, is returned unchanged."""
    kind = _CARRIERS.get(type(value))
    if kind is None:
        return value
    carrying: Any = kind(value)
    carrying.origins, carrying.how, carrying.parts = tuple(dict.fromkeys(origins)), how, parts
    return carrying  # type: ignore[no-any-return]  # of the type of `value`, or of a subclass


def throughout(value: Any, origin: Callable[[Path], Origin], path: Path = (), how: str = "") -> Any:  # noqa: ANN401 - of any shape
    """Return a value of any shape whose keys, texts, numbers and booleans carry their origins; `origin` is given the path of each."""
    if isinstance(value, dict):
        return {
            sourced(key, origin((*path, key))._replace(is_key=True), how=how): throughout(
                each, origin, (*path, key), how
            )
            for key, each in value.items()
        }
    if isinstance(value, list):
        return [throughout(each, origin, (*path, index), how) for index, each in enumerate(value)]
    if isinstance(value, (bool, BooleanText)):
        carrying = SourcedBoolean(value)
        carrying.text, carrying.origins, carrying.how = str(bool(value)).lower(), (origin(path),), how
        return carrying
    return sourced(value, origin(path), how=how)


def origins_of(value: object) -> tuple[Origin, ...]:
    """Return the origins that a value carries; none for a plain value."""
    return value.origins if isinstance(value, SourcedValue) else ()


def attributed(value: V, origin: object) -> V:
    """Return `value` with `origin`, unless it already has origins or `origin` is not an `Origin`."""
    return sourced(value, origin) if isinstance(origin, Origin) and not origins_of(value) else value


def derived(value: V, *inputs: object, how: str = "") -> V:
    """Return `value` with the origins of the `inputs` from which it was made; an input may also be an `Origin`."""
    return _derived(value, inputs, how) if _TRACED and not _TRACED.isdisjoint(map(type, inputs)) else value


def _derived(value: V, inputs: tuple[object, ...], how: str) -> V:
    origins: list[Origin] = []
    for each in inputs:
        if isinstance(each, SourcedValue):
            origins += each.origins
        elif isinstance(each, Origin):
            origins.append(each)
    if len(inputs) == 1 and isinstance(inputs[0], SourcedValue):  # both were computed in the same way
        how = how or inputs[0].how
    return sourced(value, *origins, how=how) if origins else value


def embedding(word: str, members: Callable[[], Iterable[tuple[Path, object]]]) -> str:
    """Return a text that holds JSON together with its members; `members` is called only if the text is traced."""
    if not isinstance(word, SourcedValue):
        return word
    carrying = SourcedText(word)
    carrying.origins, carrying.how, carrying.members = word.origins, word.how, tuple(members())
    return carrying


def remade(text: SourcedValue, made: str, parts: tuple[str, ...]) -> str:
    """Return `made`, another spelling of `text`, with the origins of `text`; `parts` are its parts in the new spelling."""
    carrying = SourcedText(made)
    carrying.origins, carrying.how, carrying.parts, carrying.members = text.origins, text.how, parts, text.members
    return carrying


def joined(separator: str, parts: Iterable[str]) -> str:
    """Return the parts joined by the separator; each keeps its own origins."""
    pieces = tuple(parts)
    text = separator.join(pieces)
    if _TRACED and any(isinstance(each, SourcedValue) for each in pieces):
        return sourced(text, *(origin for piece in pieces for origin in origins_of(piece)), parts=pieces)
    return text
