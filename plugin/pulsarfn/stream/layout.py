"""Where the parts of a document stand in its text: what splicing needs to know to leave the rest alone."""

from collections.abc import Iterator
from dataclasses import dataclass

from yaml.events import CollectionEndEvent, CollectionStartEvent, Event, NodeEvent, ScalarEvent, SequenceStartEvent

from pulsarfn.diagnostics import Path
from pulsarfn.stream.reader import events


@dataclass(slots=True)
class Span:
    """A value's place in the text, as offsets in code points.

    Attributes:
        start: where it begins.
        end: behind its last character; blank lines and comments behind it are not part of it.
        flow: whether it is written in braces or brackets.
    """

    start: int
    end: int
    flow: bool


def spans(text: str) -> dict[Path, Span]:
    """The spans of all values of a readable text, by path; the document's own is ()."""
    found: dict[Path, Span] = {}
    for path, event, opens in _walk(text):
        if opens:
            found[path] = Span(event.start_mark.index, event.start_mark.index, bool(getattr(event, "flow_style", False)))
        elif isinstance(event, ScalarEvent):
            end = event.end_mark.index
            if event.style in ("|", ">"):  # the parser's mark is behind the blank lines that follow
                end = event.start_mark.index + len(text[event.start_mark.index : end].rstrip())
            found[path] = Span(event.start_mark.index, end, flow=False)
        elif found[path].flow:
            found[path].end = event.end_mark.index
        for length in range(len(path)):
            outer = found[path[:length]]
            outer.end = max(outer.end, found[path].end)
    return found


@dataclass(slots=True)
class _Frame:
    """An open mapping (the key whose value comes next, None before a key) or list (the index of the next item)."""

    key: str | None
    index: int | None

    def step(self) -> str | int:
        return self.index if self.index is not None else str(self.key)

    def advance(self) -> None:
        self.key = None
        if self.index is not None:
            self.index += 1


def _walk(text: str) -> Iterator[tuple[Path, Event, bool]]:
    """The events of each value with its path, and whether a mapping or list opens with it."""
    frames: list[_Frame] = []
    for event in events(text):
        if isinstance(event, CollectionEndEvent):
            frames.pop()
        elif not isinstance(event, NodeEvent):
            continue
        elif frames and frames[-1].index is None and frames[-1].key is None:
            frames[-1].key = str(event.value)  # keys are scalars: the reader has seen to it
            continue
        opens = isinstance(event, CollectionStartEvent)
        yield tuple(frame.step() for frame in frames), event, opens
        if opens:
            frames.append(_Frame(None, 0 if isinstance(event, SequenceStartEvent) else None))
        elif frames:
            frames[-1].advance()
