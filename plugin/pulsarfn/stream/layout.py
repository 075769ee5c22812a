"""Where the parts of a document stand in its text: what splicing needs to know to leave the rest alone."""

from collections.abc import Iterator
from typing import Any

from yaml import YAMLError
from yaml.events import (
    CollectionEndEvent,
    CollectionStartEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceStartEvent,
)

from pulsarfn.diagnostics import Path
from pulsarfn.stream.reader import events

_GO_MAX_DEPTH = 10_000


class Span:
    """A value's place in the text, as offsets in code points.

    Attributes:
        start: where it begins.
        end: behind its last character; blank lines and comments behind it are not part of it.
        flow: whether it is written in braces or brackets.
    """

    __slots__ = ("end", "flow", "start")

    def __init__(self, start: int, end: int, *, flow: bool) -> None:
        self.start, self.end, self.flow = start, end, flow


def keys(text: str) -> Iterator[str]:
    """The keys of all mappings of a text, for as long as go-yaml can follow it: aliases, tags and all."""
    expected: list[bool | None] = [None]  # for each open mapping whether a key comes next, None for a list
    try:
        for event in events(text):
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
    except YAMLError:
        return


def root(text: str) -> Span:
    """The span of a readable document's own value: ``spans(text)[()]``."""
    whole: Span | None = None
    flows: list[bool] = []
    for event in events(text):
        kind = type(event)
        if issubclass(kind, CollectionEndEvent):
            end = event.end_mark.index if flows.pop() else 0
        elif issubclass(kind, CollectionStartEvent):
            flows.append(bool(event.flow_style))
            end = event.start_mark.index
        elif issubclass(kind, ScalarEvent):
            end = _scalar_end(text, event)
        else:
            continue
        whole = whole or Span(event.start_mark.index, end, flow=bool(flows and flows[0]))
        whole.end = max(whole.end, end)
    assert whole is not None, "a document that is replaced has a value"
    return whole


def _scalar_end(text: str, event: Any) -> int:  # noqa: ANN401 - PyYAML's events
    """Of a block scalar the parser's mark is behind the blank lines that follow."""
    start, end = event.start_mark.index, event.end_mark.index
    return int(start + len(text[start:end].rstrip()) if event.style in ("|", ">") else end)


def spans(text: str) -> dict[Path, Span]:
    """The spans of all values of a readable text, by path; the document's own is ()."""
    found: dict[Path, Span] = {}
    for path, event, opens in _walk(text):
        start, end = event.start_mark.index, event.end_mark.index
        if opens:
            found[path] = Span(start, start, flow=bool(event.flow_style))
        elif path not in found:
            found[path] = Span(start, _scalar_end(text, event), flow=False)
        elif found[path].flow:
            found[path].end = end
        for length in range(len(path)):
            outer = found[path[:length]]
            outer.end = max(outer.end, found[path].end)
    return found


class _Frame:
    """An open mapping (the key whose value comes next, None before a key) or list (the index of the next item)."""

    __slots__ = ("index", "key")

    def __init__(self, key: str | None, index: int | None) -> None:
        self.key, self.index = key, index

    def step(self) -> str | int:
        return self.index if self.index is not None else str(self.key)

    def advance(self) -> None:
        self.key = None
        if self.index is not None:
            self.index += 1


def _walk(text: str) -> Iterator[tuple[Path, Any, bool]]:
    """The events of each value with its path, and whether a mapping or list opens with it."""
    frames: list[_Frame] = []
    for event in events(text):
        kind = type(event)
        if issubclass(kind, CollectionEndEvent):
            frames.pop()
        elif not issubclass(kind, NodeEvent):
            continue
        elif frames and frames[-1].index is None and frames[-1].key is None:
            frames[-1].key = str(event.value)  # keys are scalars: the reader has seen to it
            continue
        opens = issubclass(kind, CollectionStartEvent)
        yield tuple(frame.step() for frame in frames), event, opens
        if opens:
            frames.append(_Frame(None, 0 if issubclass(kind, SequenceStartEvent) else None))
        elif frames:
            frames[-1].advance()
