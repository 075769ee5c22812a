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
from pulsarfn.stream.parser import Span, events, scalar_end

_GO_MAX_DEPTH = 10_000


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


def spans(text: str) -> dict[Path, Span]:
    """The spans of all values of a readable text, by path; the document's own is ()."""
    found: dict[Path, Span] = {}
    for path, event, opens in _walk(text):
        start, end = event.start_mark.index, event.end_mark.index
        if opens:
            found[path] = Span(start, start, flow=bool(event.flow_style))
        elif path not in found:
            found[path] = Span(start, scalar_end(text, event), flow=False)
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
