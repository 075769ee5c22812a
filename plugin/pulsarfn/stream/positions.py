"""Lines and columns of the values of a text, for diagnostics; only needed to report a problem.

`Positions` never raise: the position of an unknown path is None.
"""

from collections.abc import Callable
from typing import Any

from yaml import YAMLError
from yaml.events import CollectionEndEvent, CollectionStartEvent, NodeEvent, ScalarEvent, SequenceStartEvent

from pulsarfn.diagnostics.problem import Path
from pulsarfn.stream.json_text import json_parts
from pulsarfn.stream.lines import LineAndColumn, Lines
from pulsarfn.stream.parser import events
from pulsarfn.stream.scalar_places import EmbeddedText, embedded
from pulsarfn.stream.texts import MAX_DEPTH

_Scalar = tuple[tuple[int, int], str | None, str]
"""The start and end, style and value of a scalar; the parser's own events are ten times as large."""


class Positions:
    """The positions of keys and values of a text, by path."""

    def __init__(self, text: str) -> None:
        """Take a YAML or JSON text; if it cannot be read, there are the positions before the fault."""
        self._text = text
        self._lines = Lines(text)
        self._keys: dict[Path, int] = {}
        self._values: dict[Path, int] = {}
        self._scalars: dict[Path, _Scalar] = {}
        self._embedded: dict[Path, EmbeddedText] = {}
        try:
            self._add_yaml()
        except (YAMLError, UnicodeEncodeError):
            if text.lstrip().startswith(("{", "[")):
                self._add_json()

    def key(self, path: Path) -> LineAndColumn | None:
        """Return the place of a key; for an item of a list that of the item, for a missing path that of the nearest parent."""
        while path and path not in self._keys and path not in self._values:
            path = path[:-1]
        return self._place(self._keys.get(path, self._values.get(path)))

    def value(self, path: Path) -> LineAndColumn | None:
        """Return the place of a value; for a missing path that of the key of the nearest parent."""
        return self._place(self._values[path]) if path in self._values else self.key(path)

    def has(self, path: Path) -> bool:
        """Whether there is a value at `path`."""
        return path in self._values

    def embedded(self, path: Path, text: str | None = None) -> Callable[[LineAndColumn], LineAndColumn] | None:
        """Return a function from places in the value of the scalar at `path` to places in this text; None if there is none.

        It is exact for every style of scalars. If `text` is given and differs from the value, as with base64, every place
        is that of the start of the scalar.
        """
        scalar = self._scalars.get(path)
        if scalar is None:
            return None
        if path not in self._embedded:
            self._embedded[path] = embedded(self._text, *scalar)
        found = self._embedded[path]
        if text is not None and text != found.value and not _has_the_same_lines(text, found.value):
            return lambda _place: self._lines.place(found.start)
        return lambda place: self._lines.place(found.source(place))

    def scalar(self, path: Path) -> tuple[tuple[int, int], str | None] | None:
        """Return the offsets of the scalar at `path`, and its style; None if there is none."""
        found = self._scalars.get(path)
        return None if found is None else found[:2]

    def text(self, path: Path) -> str:
        """Return the value of the scalar at `path`; empty if there is none."""
        scalar = self._scalars.get(path)
        return "" if scalar is None else scalar[2]

    def _place(self, offset: int | None) -> LineAndColumn | None:
        return None if offset is None else self._lines.place(offset)

    def _add_yaml(self) -> None:
        """Add the positions that a YAML parser finds.

        Raises:
            YAMLError: if the text cannot be read further; earlier positions are kept.
            UnicodeEncodeError: if the text cannot be encoded as UTF-8.
        """
        frames: list[Frame] = []
        for event in events(self._text):
            if isinstance(event, CollectionEndEvent):
                frames.pop()
            elif not isinstance(event, NodeEvent):
                continue
            elif frames and frames[-1].expects_key:
                self._add_key(frames, event)
            else:
                self._add_value(frames, event)
            if len(frames) > MAX_DEPTH:
                return

    def _add_key(self, frames: "list[Frame]", event: Any) -> None:  # noqa: ANN401 - PyYAML's events
        path = frames[-1].enter(str(getattr(event, "value", "")))
        self._keys.setdefault(path, event.start_mark.index)
        if isinstance(event, CollectionStartEvent):  # the reader refuses such keys: nothing below has a path
            frames.append(Frame.of(event, (*path, 0)))

    def _add_value(self, frames: "list[Frame]", event: Any) -> None:  # noqa: ANN401 - PyYAML's events
        path = frames[-1].path if frames else ()
        if path not in self._values:
            span = (event.start_mark.index, event.end_mark.index)
            self._values[path] = span[0]
            if isinstance(event, ScalarEvent):
                self._scalars[path] = (span, event.style, event.value)
        if frames:
            frames[-1].advance()
        if isinstance(event, CollectionStartEvent):
            frames.append(Frame.of(event, path))

    def _add_json(self) -> None:
        """Add the positions of a JSON text, up to the maximum depth."""
        for part in json_parts(self._text):
            if len(part.path) > MAX_DEPTH:
                return
            (self._keys if part.is_key else self._values).setdefault(part.path, part.offset)


def _has_the_same_lines(text: str, value: str) -> bool:
    """Whether two texts are equal line by line, except for joined escapes (`config_text`)."""
    lines, others = text.split("\n"), value.split("\n")
    return len(lines) == len(others) and all(
        line == other or "\\u" in other for line, other in zip(lines, others, strict=True)
    )


class Frame:
    """An open mapping or list.

    Attributes:
        outer: its own path.
        path: the path of its next key or value.
        expects_key: whether a key comes next.
    """

    __slots__ = ("expects_key", "outer", "path")

    def __init__(self, outer: Path, path: Path, *, expects_key: bool) -> None:
        """Open a mapping or list."""
        self.outer, self.path, self.expects_key = outer, path, expects_key

    @classmethod
    def of(cls, event: object, outer: Path) -> "Frame":
        """Return the frame of the mapping or list that an event begins at the path `outer`."""
        if isinstance(event, SequenceStartEvent):
            return cls(outer, (*outer, 0), expects_key=False)
        return cls(outer, outer, expects_key=True)

    def enter(self, key: str) -> Path:
        """Take a key, and return the path of its value, which comes next."""
        self.expects_key = False
        self.path = (*self.outer, key)
        return self.path

    def advance(self) -> None:
        """Go on to the next key or item, after a value."""
        step = self.path[-1]
        if isinstance(step, int):
            self.path = (*self.outer, step + 1)
        else:
            self.expects_key = True
