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
from pulsarfn.stream.parser import DocumentText, Span, events, scalar_end

_GO_MAX_DEPTH = 10_000


def keys(text: DocumentText) -> Iterator[str]:
    """The keys of all mappings of a text, for as long as go-yaml can follow it: aliases, tags and all.

    Raises:
        yaml.YAMLError: for what cannot be read, when it is come to.
    """
    expected: list[bool | None] = [None]  # for each open mapping whether a key comes next, None for a list
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


class Collection:
    """Where a mapping or list stands, and how many values it has."""

    __slots__ = ("count", "span")

    def __init__(self, span: Span) -> None:
        self.span, self.count = span, 0


class Laid:
    """Where a value of a mapping or list stands.

    Attributes:
        within: that mapping or list.
        span: itself.
        before: where the value before it ends; where the mapping or list begins, for the first.
        after: where the next value begins, None for the last.
    """

    __slots__ = ("after", "before", "span", "within")

    def __init__(self, within: Collection, span: Span, before: int) -> None:
        self.within, self.span, self.before = within, span, before
        self.after: int | None = None


def layout(text: DocumentText, paths: Iterable[Path]) -> dict[Path, Laid]:
    """Where the values at those paths stand in a readable text; no path is that of the whole document."""
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
    """An open mapping (`step` is the key whose value comes next, None before a key) or list (the index of the next item).

    Attributes:
        path: its own, where anything below it is asked for.
        own: where it stands itself, where that is asked for.
        collection: what becomes known of it, where one of its values is asked for.
        last: the one of its values that came last, where that is asked for.
        end: where the value ended that came last.
    """

    __slots__ = ("collection", "end", "is_list", "last", "own", "path", "step")

    def __init__(self, path: Path | None, own: Laid | None, collection: Collection | None, *, is_list: bool) -> None:
        self.path, self.own, self.collection, self.is_list = path, own, collection, is_list
        self.last: Laid | None = None
        self.end = collection.span.start if collection else 0
        self.step: str | int | None = 0 if is_list else None

    def advance(self, end: int) -> None:
        self.end, self.step = end, int(self.step or 0) + 1 if self.is_list else None


class _Walk:
    """Where a walk through the events of a text is, and what it has found; `_end` is the end of the last value."""

    def __init__(self, text: DocumentText, paths: Iterable[Path]) -> None:
        self.found: dict[Path, Laid] = {}
        self._text, self._wanted, self._end = text, frozenset(paths), 0
        self._above = {path[:length] for path in self._wanted for length in range(len(path))}
        self._within = {path[:-1] for path in self._wanted}
        self._open: list[_Open] = []

    def takes_key(self, event: Any) -> bool:  # noqa: ANN401 - PyYAML's events
        if not self._open or self._open[-1].step is not None:
            return False
        self._open[-1].step = str(event.value)  # keys are scalars: the reader has seen to it
        return True

    def open(self, event: Any, *, is_list: bool) -> None:  # noqa: ANN401
        own, path = self._laid(event), self._path()
        is_asked_for = path is not None and path in self._within
        collection = Collection(_span(event)) if is_asked_for else None
        self._open.append(_Open(path, own, collection, is_list=is_list))

    def add(self, event: Any) -> None:  # noqa: ANN401
        self._ended(self._laid(event), scalar_end(self._text, event))

    def close(self, event: Any) -> None:  # noqa: ANN401
        is_bracket = event.end_mark.index > event.start_mark.index
        closed, end = self._open.pop(), event.end_mark.index if is_bracket else self._end
        if closed.collection is not None:
            closed.collection.span.end = end
        self._ended(closed.own, end)

    def _path(self) -> Path | None:
        """The path of what begins now, as far as anything is asked for below it."""
        if not self._open:
            return ()
        outer = self._open[-1]
        path = None if outer.path is None or outer.step is None else (*outer.path, outer.step)
        return path if path in self._above else None

    def _laid(self, event: Any) -> Laid | None:  # noqa: ANN401
        outer = self._open[-1] if self._open else None
        if outer is None or outer.collection is None or outer.path is None or outer.step is None:
            return None
        outer.collection.count += 1
        if outer.last is not None:
            outer.last.after, outer.last = event.start_mark.index, None
        path = (*outer.path, outer.step)
        if path not in self._wanted:
            return None
        laid = self.found[path] = outer.last = Laid(outer.collection, _span(event), outer.end)
        return laid

    def _ended(self, laid: Laid | None, end: int) -> None:
        self._end = max(self._end, end)
        if laid is not None:
            laid.span.end = end
        if self._open:
            self._open[-1].advance(end)


def _span(event: Any) -> Span:  # noqa: ANN401
    """Of what begins with an event; its end is not known yet."""
    return Span(event.start_mark.index, 0, flow=bool(getattr(event, "flow_style", False)))
