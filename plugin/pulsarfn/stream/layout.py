"""Where the parts of a document stand in its text: what splicing needs to know to leave the rest alone."""

from collections.abc import Iterable, Iterator
from typing import Any

from yaml.events import (
    CollectionEndEvent,
    CollectionStartEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceStartEvent,
)

from pulsarfn.diagnostics import Path
from pulsarfn.stream.parser import Span, events, scalar_end

_GO_MAX_DEPTH = 10_000


def keys(content: str | bytes) -> Iterator[str]:
    """The keys of all mappings of a text, for as long as go-yaml can follow it: aliases, tags and all.

    Raises:
        yaml.YAMLError: for what cannot be read, when it is come to.
    """
    expected: list[bool | None] = [None]  # for each open mapping whether a key comes next, None for a list
    for event in events(content):
        kind = type(event)
        if len(expected) > _GO_MAX_DEPTH:
            return
        if issubclass(kind, CollectionEndEvent):
            expected.pop()
        elif not issubclass(kind, NodeEvent):
            continue
        elif expected[-1] and issubclass(kind, ScalarEvent):
            yield str(event.value)
        if issubclass(kind, CollectionStartEvent):
            expected.append(True if issubclass(kind, MappingStartEvent) else None)
        elif expected[-1] is not None:
            expected[-1] = not expected[-1]


def spans(text: str, paths: Iterable[Path]) -> dict[Path, Span]:
    """The spans of the values at some paths of a readable text and of their members, by path; the document's own is ()."""
    walk = _Walk(text, paths)
    for event in events(text):
        kind = type(event)
        if issubclass(kind, CollectionEndEvent):
            walk.close(event)
        elif issubclass(kind, NodeEvent) and not walk.takes_key(event):
            if issubclass(kind, ScalarEvent):
                walk.add(event)
            else:
                walk.open(event, is_list=issubclass(kind, SequenceStartEvent))
    return walk.found


class _Open:
    """An open mapping (the key whose value comes next, None before a key) or list (the index of the next item)."""

    __slots__ = ("is_list", "span", "step")

    def __init__(self, span: Span | None, *, is_list: bool) -> None:
        self.span, self.is_list = span, is_list
        self.step: str | int | None = 0 if is_list else None

    def advance(self) -> None:
        self.step = int(self.step or 0) + 1 if self.is_list else None


class _Walk:
    """Where a walk through the events of a text is, and the spans that it has found; `_end` is the end of the last value."""

    def __init__(self, text: str, paths: Iterable[Path]) -> None:
        self.found: dict[Path, Span] = {}
        self._text, self._wanted, self._end = text, frozenset(paths), 0
        self._deepest = max(map(len, self._wanted), default=-1) + 1
        self._open: list[_Open] = []

    def takes_key(self, event: Any) -> bool:  # noqa: ANN401 - PyYAML's events
        if not self._open or self._open[-1].step is not None:
            return False
        self._open[-1].step = str(event.value)  # keys are scalars: the reader has seen to it
        return True

    def open(self, event: Any, *, is_list: bool) -> None:  # noqa: ANN401
        self._open.append(_Open(self._found(event, flow=bool(event.flow_style)), is_list=is_list))

    def add(self, event: Any) -> None:  # noqa: ANN401
        self._ended(self._found(event, flow=False), scalar_end(self._text, event))

    def close(self, event: Any) -> None:  # noqa: ANN401
        is_bracket = event.end_mark.index > event.start_mark.index
        self._ended(self._open.pop().span, event.end_mark.index if is_bracket else self._end)

    def _found(self, event: Any, *, flow: bool) -> Span | None:  # noqa: ANN401
        if len(self._open) > self._deepest:
            return None
        path = tuple(each.step for each in self._open if each.step is not None)
        if path not in self._wanted and path[:-1] not in self._wanted:
            return None
        span = self.found[path] = Span(event.start_mark.index, 0, flow=flow)
        return span

    def _ended(self, span: Span | None, end: int) -> None:
        self._end = max(self._end, end)
        if span is not None:
            span.end = end
        if self._open:
            self._open[-1].advance()
