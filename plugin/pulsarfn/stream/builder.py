"""Builds a value from the events of a YAML text, without recursion and in bounded depth.

YAML that Kubernetes reads and pulsarfn does not expand (duplicate keys, tags that name a type) is a fault of one part of
the document: only the caller knows whether pulsarfn expands the object in that part.
"""

import math
from collections.abc import Callable, Iterable
from functools import lru_cache

from yaml.events import (
    AliasEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from pulsarfn.diagnostics import codes
from pulsarfn.diagnostics.problem import Code, Path
from pulsarfn.named_tuples import NamedTuple
from pulsarfn.stream.anchors import MOST_VALUES, Anchor, Anchors
from pulsarfn.stream.parser import DocumentText, Span, scalar_end
from pulsarfn.stream.scalars import JACKSON, KUBERNETES, Rules, Scalar
from pulsarfn.stream.texts import MAX_DEPTH, TEXT_FOLLOWS, TOO_DEEP, ReadError, place_of
from pulsarfn.typed import Any, Final
from pulsarfn.values import Value, mapping

_OF_ITEMS = 2
"""The depth of the items of a list that is a member of the document."""
_SHORT = 40
"""The length from which equal texts are kept for each of their objects; of shorter ones the latest are kept once for all."""

_OF_OBJECTS = frozenset({"apiVersion", "kind", "metadata"})
"""The keys that every object has: where one is there twice, a separator may be missing."""

_MERGE: Final = object()
"""The key whose value is merged into its mapping."""

_STANDARD_TAG = "tag:yaml.org,2002:"
_COLLECTION_TAGS: dict[type, str] = {dict: f"{_STANDARD_TAG}map", list: f"{_STANDARD_TAG}seq"}
_SCALAR_TAGS = frozenset({"str", "int", "float", "bool", "null", "binary"})


@lru_cache(1024)
def _known(text: str) -> str:
    """Return the text that equals this one, if there was one lately: then equal texts are one object."""
    return text


class Fault(NamedTuple):
    """A fault in a part of a document; the part is the path of the member, and of the item if the member is a list.

    A key that is there twice loses its first value, which is kept here with the key.
    """

    part: Path
    error: ReadError
    lost: Value = None


class Builder:
    """Builds a value from parser events with its own stack, by Kubernetes' rules unless others are given.

    `_target` is the innermost open collection. If it is a mapping, `_key` is the key whose value comes next, and `_offsets`
    holds the offset of each of its keys. The stack holds those of the collections around it.
    """

    def __init__(
        self,
        text: DocumentText,
        rules: Rules = KUBERNETES,
        outline: Callable[[Value], Value] | None = None,
        anchors: Anchors | None = None,
    ) -> None:
        """Start a value for the events of `text`; `outline` reduces the items of lists in it.

        `anchors` are the anchors of the whole document if only a part of it is built.
        """
        self.text, self._rules, self._outline = text, rules, outline
        self.anchors = Anchors() if anchors is None else anchors
        self.faults: list[Fault] = []
        self._member: str | None = None  # the key of the document whose value is open
        self._merged: list[Any] = []  # the values of the merge keys of the innermost mapping
        self._anchored: dict[int, tuple[str, int, int]] = {}  # open anchors by depth: name, offset, values before
        self._values, self._skipped = 0, 0
        self._root: list[Any] = []
        self._target: Any = self._root
        self._key: Any = None  # a text, or `_MERGE`
        self._offsets: dict[str, int] = {}
        self._stack: list[tuple[Any, dict[str, int], list[Any]]] = []
        self._documents = 0
        self._first: Any = None  # the first and last event of the value
        self._last: Any = None

    @property
    def value(self) -> Value:
        """The value; None if nothing was built."""
        return self._root[0] if self._root else None

    @property
    def span(self) -> Span:
        """The place of the value in the text."""
        first, last = self._first, self._last
        if first is None:
            return Span(len(self.text), len(self.text), flow=False)
        # the last event is a scalar, or a closing brace or bracket
        end = scalar_end(self.text, last) if isinstance(last, ScalarEvent) else last.end_mark.index
        flow = isinstance(first, CollectionStartEvent) and bool(first.flow_style)
        return Span(first.start_mark.index, end, flow=flow)

    def build(self, parsed: Iterable[Any]) -> None:
        """Add the next events, or all of them.

        Raises:
            ReadError: for the same faults as `reader.read_yaml`.
        """
        for event in parsed:
            kind = type(event)
            if self._skipped:
                self._skip(kind)
            elif kind is ScalarEvent:
                self._last = event
                if self._key is None and type(self._target) is dict:  # inlined, as it is checked for each scalar
                    self._take_key(event)
                else:
                    self._take_value(event)
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                self._collection(event, {} if kind is MappingStartEvent else [])
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                self._close()
                if event.end_mark.index > event.start_mark.index:  # a brace or bracket
                    self._last = event
            elif kind is AliasEvent:
                self._alias(event)
            elif kind is DocumentStartEvent:
                self._begin_document(event)

    def _begin_document(self, event: DocumentStartEvent) -> None:
        self._documents += 1
        if self._documents > 1:
            hint = "give each config a data key or file of its own"
            raise self._error(codes.SEVERAL_DOCUMENTS, "a second document begins here", event, hint)

    def _collection(self, event: Any, opened: Any) -> None:  # noqa: ANN401 - PyYAML's events; a mapping or a list
        tag, stack = event.tag, self._stack
        if tag is not None and tag not in ("!", _COLLECTION_TAGS[type(opened)]):
            self._refuse_tag(event, "which names a type that no config has")
        if self._expects_key():
            kind, hint = "mapping" if type(opened) is dict else "list", "quote the key if it is meant as a text"
            raise self._error(codes.BROKEN_YAML, f"a {kind} as a key", event, hint)
        if len(stack) >= MAX_DEPTH:
            self._refuse(codes.TOO_DEEP, TOO_DEEP[0], event, TOO_DEEP[1])
            self._add(None, event)
            self._skipped = 1
            return
        self._add(opened, event)
        stack.append((self._target, self._offsets, self._merged))
        self._target, self._offsets, self._merged = opened, {}, []
        if event.anchor is not None:
            self._anchored[len(stack)] = event.anchor, event.start_mark.index, self._values

    def _skip(self, kind: type) -> None:
        """Skip an event that is nested too deeply."""
        if kind in (MappingStartEvent, SequenceStartEvent):
            self._skipped += 1
        elif kind in (MappingEndEvent, SequenceEndEvent):
            self._skipped -= 1

    def _close(self) -> None:
        closed = self._target
        if self._merged:
            self._merge(closed)
        if self._anchored and len(self._stack) in self._anchored:
            name, offset, before = self._anchored.pop(len(self._stack))
            self._define(name, offset, closed, self._values - before + 1)
        self._target, self._offsets, self._merged = self._stack.pop()
        if self._outline is not None and len(self._stack) == _OF_ITEMS and type(self._target) is list:
            self._target[-1] = self._outline(closed)

    def _expects_key(self) -> bool:
        return self._key is None and type(self._target) is dict

    def _add(self, value: Any, event: Any) -> None:  # noqa: ANN401 - any value, and PyYAML's events
        self._values += 1
        key = self._key
        if key is None:
            self._target.append(value)
            if self._first is None:
                self._first = event
            return
        self._key = None
        if key is not _MERGE:
            self._target[key] = value
            return
        if not isinstance(value, dict | list):
            hint = "merge a mapping or a list of mappings, or put the key in quotes"
            self._refuse(codes.MERGE_KEY, "a merge key without a mapping", event, hint)
        self._merged.append(value)

    def _take_key(self, event: Any) -> None:  # noqa: ANN401 - PyYAML's events
        """Read a key. Keys are texts: for Jackson as they are written, for Kubernetes as Go prints their value."""
        name, is_plain = event.value, event.implicit[0] and event.tag is None
        ordinary = self._rules.ordinary_key(name) if is_plain and len(name) < _SHORT else None
        if ordinary is None or name in self._offsets or event.anchor is not None:
            self._take_odd_key(event)
            return
        self._offsets[name] = event.start_mark.index
        self._key = ordinary
        if len(self._stack) == 1:
            self._member = ordinary

    def _take_odd_key(self, event: Any) -> None:  # noqa: ANN401 - PyYAML's events
        """Read a key that may be quoted or long, a number, there twice, or an error."""
        name, offsets = event.value, self._offsets
        if event.tag is not None or (event.implicit[0] and self._rules is not JACKSON):
            name = self._key_text(event)
        if name in offsets:
            first = place_of(self.text[:], offsets[name])[0]
            message = f"duplicate key '{name}', first in line {first}"
            begins = len(self._stack) == 1 and name in _OF_OBJECTS and self._rules is not JACKSON
            hint = "remove one of them" + (", or write --- where a new document begins" if begins else "")
            self._refuse(codes.DUPLICATE_KEY, message, event, hint, {name: self._target.get(name)})
        offsets[name] = event.start_mark.index
        if len(self._stack) == 1:
            self._member = name
            if name[:3] == "---" and name[3:4] not in ("", "-") and not event.style:
                self._refuse(codes.BROKEN_YAML, TEXT_FOLLOWS[0], event, TEXT_FOLLOWS[1])
        name = _known(name) if len(name) < _SHORT else name
        self._key = _MERGE if name == "<<" and self._is_merge_key(event) else name
        if event.anchor is not None:
            self._define(event.anchor, event.start_mark.index, name, 1)

    def _key_text(self, event: ScalarEvent) -> str:
        value = self._meaning(event)
        try:
            return self._rules.key(value, str(event.value))
        except ValueError as error:
            self._refuse(codes.BROKEN_YAML, str(error), event, "put the key in quotes")
            return str(event.value)

    def _take_value(self, event: Any) -> None:  # noqa: ANN401 - PyYAML's events
        text: str = event.value
        value: Value
        if event.tag is None and len(text) < _SHORT:  # as most values are
            value = self._rules.known(text) if event.implicit[0] else _known(text)
        else:
            value = self._meaning(event)
        if isinstance(value, float) and (math.isnan(value) or (self._rules is KUBERNETES and math.isinf(value))):
            hint = "put it in quotes if it is meant as a text"
            self._refuse(codes.BROKEN_YAML, "a number that neither Pulsar nor Kubernetes can read", event, hint)
            value = text
        self._add(value, event)
        if event.anchor is not None:
            self._define(event.anchor, event.start_mark.index, value, 1)

    def _meaning(self, event: ScalarEvent) -> Scalar:
        if event.tag is None:
            value: Scalar = self._rules.plain(event.value) if event.implicit[0] else event.value
            return value
        return self._rules.bare_tag(event.value) if event.tag == "!" else self._tagged(event)

    def _tagged(self, event: ScalarEvent) -> Scalar:
        kind = str(event.tag).removeprefix(_STANDARD_TAG)
        if kind not in _SCALAR_TAGS:
            self._refuse_tag(event, "which names a type that no config has")
            return str(event.value)
        try:
            return self._rules.tagged(kind, event.value)
        except ValueError as error:
            self._refuse_tag(event, str(error))
            return str(event.value)

    def _refuse_tag(self, event: Any, why: str) -> None:  # noqa: ANN401 - PyYAML's events
        tag = event.tag.replace(_STANDARD_TAG, "!!", 1)
        self._refuse(codes.TAG, f"the tag {tag}, {why}", event, "remove the tag")

    def _is_merge_key(self, event: ScalarEvent) -> bool:
        return self._rules is KUBERNETES and bool(event.implicit[0])

    def _merge(self, target: dict[str, Any]) -> None:
        """Add the members of merge keys that the mapping itself lacks; of several merge keys, the first wins."""
        for merged in self._merged:
            for each in merged if isinstance(merged, list) else [merged]:
                for key, value in mapping(each).items():
                    target.setdefault(key, value)

    def _define(self, name: str, offset: int, value: Value, size: int) -> None:
        self.anchors.define(name, Anchor(offset, self._part(), value, size))

    def _alias(self, event: Any) -> None:  # noqa: ANN401 - PyYAML's events
        """Add the value of an alias, which Kubernetes follows and Jackson does not."""
        name = event.anchor
        if self._rules is JACKSON:
            hint = f"write out what &{name} means: Pulsar reads *{name} as a text"
            raise self._error(codes.ALIAS, "an alias, which Pulsar's own reader does not follow", event, hint)
        anchor = self.anchors.before(name, event.start_mark.index)
        begun = max((offset for each, offset, _ in self._anchored.values() if each == name), default=-1)
        if anchor is None or anchor.offset < begun:
            hint = "write & and the same name before the value that is meant"
            raise self._error(codes.ALIAS, "no anchor of this name has a value before this", event, hint)
        self._values += anchor.size
        if self._values > MOST_VALUES:
            message = f"the aliases mean more than {MOST_VALUES:,} values"
            raise self._error(codes.ALIAS, message, event, "write out what is meant")
        if len(anchor.part) == _OF_ITEMS and anchor.part != self._part():
            hint = "write out the value that it means: its object is replaced by those that are generated"
            error = self._error(
                codes.ALIAS, "an alias that refers to a part of a carrier or a worker config", event, hint
            )
            self.faults.append(Fault(anchor.part, error))
        if self._expects_key():
            self._key = str(anchor.value)
        else:
            self._add(anchor.value, event)
            self._last = event

    def _part(self) -> Path:
        """Return the part of the document that is being built, as in `Fault`."""
        if len(self._stack) < _OF_ITEMS or self._member is None:
            return () if self._member is None else (self._member,)
        of_member = self._stack[_OF_ITEMS][0] if len(self._stack) > _OF_ITEMS else self._target
        is_item = type(of_member) is list
        return (self._member, max(len(of_member) - (len(self._stack) > _OF_ITEMS), 0)) if is_item else (self._member,)

    def _refuse(self, code: Code, message: str, event: Any, hint: str, lost: Value = None) -> None:  # noqa: ANN401
        """Raise a fault by Jackson's rules; by Kubernetes' rules note it, as it matters only in objects that pulsarfn expands."""
        error = self._error(code, message, event, hint)
        if self._rules is JACKSON:
            raise error
        if not self.faults or self.faults[-1].part != self._part():  # the first fault of each part is enough
            self.faults.append(Fault(self._part(), error, lost))

    def _error(self, code: Code, message: str, event: Any, hint: str) -> ReadError:  # noqa: ANN401 - PyYAML's events
        return ReadError(code, message, at=place_of(self.text[:], event.start_mark.index), hint=hint)
