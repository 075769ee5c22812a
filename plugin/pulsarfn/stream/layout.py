"""The places of the parts of a document in its text, and their values: splicing replaces them and leaves the rest unchanged."""

from collections.abc import Iterable, Iterator
from typing import Any

from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceStartEvent,
)

from pulsarfn.diagnostics.problem import Path
from pulsarfn.stream.anchors import Anchors
from pulsarfn.stream.builder import Builder
from pulsarfn.stream.parser import DocumentText, Span, events, scalar_end
from pulsarfn.values import Value

_GO_MAX_DEPTH = 10_000


def keys(text: DocumentText) -> Iterator[str]:
    """Return the keys of all mappings of a text, as far as go-yaml can read it, aliases and tags included.

    Raises:
        yaml.YAMLError: when the iteration reaches text that cannot be read.
    """
    expected: list[bool | None] = [None]  # per open mapping, whether a key comes next; None for a list
    for event in events(text):
        kind = type(event)
        if len(expected) > _GO_MAX_DEPTH:
            return
        if kind is ScalarEvent:  # most are
            if expected[-1]:
                yield str(event.value)
        elif issubclass(kind, CollectionEndEvent):
            expected.pop()
        elif issubclass(kind, CollectionStartEvent):
            expected.append(True if kind is MappingStartEvent else None)
            continue
        elif kind is not AliasEvent:
            continue
        if expected[-1] is not None:
            expected[-1] = not expected[-1]


class Holder:
    """The place of a mapping or list, and the number of its values."""

    __slots__ = ("count", "span")

    def __init__(self, span: Span) -> None:
        self.span, self.count = span, 0


class Item:
    """The place of a value in a mapping or list.

    Attributes:
        path: the path of the value.
        within: that mapping or list; its end is known after the whole text is read.
        span: the place of the value.
        before: the end of the previous value; for the first value, the start of the mapping or list.
        after: the start of the next value, None for the last; known when the next value is reached.
    """

    __slots__ = ("after", "before", "builder", "path", "span", "within")

    def __init__(self, path: Path, within: Holder, span: Span, before: int, builder: Builder) -> None:
        self.path, self.within, self.span, self.before, self.builder = path, within, span, before, builder
        self.after: int | None = None

    @property
    def value(self) -> Value:
        """The value, by Kubernetes' rules."""
        return self.builder.value


def layout(text: DocumentText, paths: Iterable[Path], anchors: Anchors | None = None) -> Iterator[Item]:
    """Return the places of the values at these paths in a readable text, in order; () is not among the paths.

    Each is returned at its end, so not all values are in memory. `anchors` are the anchors of the document.
    """
    walk = _Walk(text, paths, anchors)
    for event in events(text):
        done = walk.take(event)
        for laid in walk.under_way:
            laid.builder.build((event,))
        if done is not None:
            walk.under_way.pop()
            yield done


class _Open:
    """An open mapping (`step` is the key whose value comes next, None before a key) or list (the index of the next item).

    Attributes:
        path: its path, if a value below it is wanted.
        own: its place, if it is wanted itself.
        holder: its place and number of values, if one of its values is wanted.
        last: the place of its last value so far, if that value is wanted.
        end: the end of its last value so far.
    """

    __slots__ = ("end", "holder", "is_list", "last", "own", "path", "step")

    def __init__(self, path: Path | None, own: Item | None, holder: Holder | None, *, is_list: bool) -> None:
        self.path, self.own, self.holder, self.is_list = path, own, holder, is_list
        self.last: Item | None = None
        self.end = holder.span.start if holder else 0
        self.step: str | int | None = 0 if is_list else None

    def advance(self, end: int) -> None:
        self.end, self.step = end, int(self.step or 0) + 1 if self.is_list else None


class _Walk:
    """The state of a walk through the events of a text.

    `under_way` are the wanted values that have begun, `_end` is the end of the last value.
    """

    def __init__(self, text: DocumentText, paths: Iterable[Path], anchors: Anchors | None) -> None:
        self._anchors = anchors
        self.under_way: list[Item] = []
        self._text, self._wanted, self._end = text, frozenset(paths), 0
        self._above = {path[:length] for path in self._wanted for length in range(len(path))}
        self._within = {path[:-1] for path in self._wanted}
        self._open: list[_Open] = []

    def take(self, event: Any) -> Item | None:  # noqa: ANN401 - PyYAML's events
        """Process the next event; return the place of a wanted value that ends with it, otherwise None."""
        kind = type(event)
        if issubclass(kind, CollectionEndEvent):
            return self._close(event)
        if issubclass(kind, NodeEvent) and not self._takes_key(event):
            if issubclass(kind, ScalarEvent):
                return self._ended(self._laid(event), scalar_end(self._text, event))
            if issubclass(kind, AliasEvent):
                return self._ended(self._laid(event), event.end_mark.index)
            self._begin(event, is_list=issubclass(kind, SequenceStartEvent))
        return None

    def _takes_key(self, event: Any) -> bool:  # noqa: ANN401 - PyYAML's events
        if not self._open or self._open[-1].step is not None:
            return False
        self._open[-1].step = str(getattr(event, "value", ""))  # keys are scalars, or aliases of them
        return True

    def _begin(self, event: Any, *, is_list: bool) -> None:  # noqa: ANN401
        own, path = self._laid(event), self._path()
        is_asked_for = path is not None and path in self._within
        holder = Holder(_span(event)) if is_asked_for else None
        self._open.append(_Open(path, own, holder, is_list=is_list))

    def _close(self, event: Any) -> Item | None:  # noqa: ANN401
        is_bracket = event.end_mark.index > event.start_mark.index
        closed, end = self._open.pop(), event.end_mark.index if is_bracket else self._end
        if closed.holder is not None:
            closed.holder.span.end = end
        return self._ended(closed.own, end)

    def _path(self) -> Path | None:
        """Return the path of the value that begins now, if a value below it is wanted; otherwise None."""
        if not self._open:
            return ()
        outer = self._open[-1]
        path = None if outer.path is None or outer.step is None else (*outer.path, outer.step)
        return path if path in self._above else None

    def _laid(self, event: Any) -> Item | None:  # noqa: ANN401
        outer = self._open[-1] if self._open else None
        if outer is None or outer.holder is None or outer.path is None or outer.step is None:
            return None
        outer.holder.count += 1
        if outer.last is not None:
            outer.last.after, outer.last = event.start_mark.index, None
        path = (*outer.path, outer.step)
        if path not in self._wanted:
            return None
        laid = outer.last = Item(
            path, outer.holder, _span(event), outer.end, Builder(self._text, anchors=self._anchors)
        )
        self.under_way.append(laid)
        return laid

    def _ended(self, laid: Item | None, end: int) -> Item | None:
        self._end = max(self._end, end)
        if laid is not None:
            laid.span.end = end
        if self._open:
            self._open[-1].advance(end)
        return laid


def _span(event: Any) -> Span:  # noqa: ANN401
    """Return the place of the value that begins with an event; its end is not known yet."""
    return Span(event.start_mark.index, 0, flow=bool(getattr(event, "flow_style", False)))
