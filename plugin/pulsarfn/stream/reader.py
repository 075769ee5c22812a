"""YAML and JSON texts as plain values, each refused with a clear message where a reader could be led astray.

YAML goes through libyaml's events (PyYAML's C parser): go-yaml is a port of libyaml and SnakeYAML one of PyYAML, so that
a text means here what it means to Kubernetes and to Pulsar. Values are built without recursion, in bounded depth.
"""

import math
import re
from collections.abc import Callable, Iterable
from typing import Any, Literal, NoReturn

import yaml
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
from pulsarfn.diagnostics.problem import Code
from pulsarfn.patterns import pattern
from pulsarfn.stream.parser import DocumentText, Span, events, scalar_end
from pulsarfn.stream.scalars import JACKSON, KUBERNETES, Rules, Scalar
from pulsarfn.stream.texts import _TOO_DEEP, MAX_DEPTH, ReadError, place_of
from pulsarfn.values import Value

_OF_ITEMS = 2
"""How deep a list lies that is a member of the document."""

_RULES = {"jackson": JACKSON, "kubernetes": KUBERNETES}
_LIBYAMLS_OWN_LIMIT = "exceeded maximum nesting depth"  # since 0.2.6, which looks far ahead for it
_STANDARD_TAG = "tag:yaml.org,2002:"
_COLLECTION_TAGS = {"mapping": f"{_STANDARD_TAG}map", "list": f"{_STANDARD_TAG}seq"}
_SCALAR_TAGS = frozenset({"str", "int", "float", "bool", "null", "binary"})
_MAYBE_ODD_BREAKS = {each: f"{each}---" for each in "\r\x85\u2028\u2029"}  # a single character is found much faster
_ODD_BREAK = pattern("[\r\x85\u2028\u2029](?=---(?:[ \t\r\n]|$))")
_UNREADABLE = (
    "[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"  # compiled when it is needed: that takes long
)


def read_yaml(text: str, rules: Literal["jackson", "kubernetes"]) -> Value:
    """The one value of a YAML text, its scalars by `rules`; None for an empty text.

    A merge key is a key like any other to Jackson; Kubernetes would merge, and it is refused.

    Raises:
        ReadError: for broken YAML, duplicate keys, aliases, tags that name a type, several documents, too deep nesting.
    """
    return _built(Builder(text, _RULES[rules])).value


def read_document(text: DocumentText, outline: Callable[[Value], Value] | None = None) -> tuple[Value, Span]:
    """The value of a document by Kubernetes' rules, and where it stands in its text, which `text_of` gives.

    Of the items of a list in it, such as a List's objects, only the `outline` is kept where there is one.

    Raises:
        ReadError: as `read_yaml`.
    """
    builder = _built(Builder(text, KUBERNETES, outline))
    return builder.value, builder.span


def _built(builder: "Builder") -> "Builder":
    text = builder.text
    has_odd = any(each in text and marker in text for each, marker in _MAYBE_ODD_BREAKS.items())
    odd = _ODD_BREAK.search(text[:]) if has_odd else None
    if odd:
        message, hint = "--- follows a line break that only some YAML readers know", "end the line before it with \\n"
        raise ReadError(codes.BROKEN_YAML, message, at=place_of(text[:], odd.start()), hint=hint)
    try:
        builder.build(events(text))
    except yaml.MarkedYAMLError as error:
        from pulsarfn.stream.libyaml_words import explained  # noqa: PLC0415 - for broken texts only

        whole = text[:]
        message, hint, mark = explained(error, whole)
        at, code = (1, 1) if mark is None else place_of(whole, mark.index), codes.BROKEN_YAML
        if error.problem == _LIBYAMLS_OWN_LIMIT:
            code, (message, hint) = codes.TOO_DEEP, _TOO_DEEP
        raise ReadError(code, message, at=at, hint=hint) from None
    except (yaml.reader.ReaderError, UnicodeEncodeError):
        whole = text[:]
        unreadable = re.search(_UNREADABLE, whole)
        at = place_of(whole, unreadable.start() if unreadable else 0)
        message, hint = "a control character, which YAML does not allow", "write it as an escape in double quotes"
        raise ReadError(codes.BROKEN_YAML, message, at=at, hint=hint) from None
    return builder


class Builder:
    """Builds a value from parser events, with a stack of its own; by Kubernetes' rules where none are given.

    The innermost open collection is `_target`, of a mapping the key whose value comes next is `_key`, and `_offsets` has
    where each of its keys stands; those of the collections around it are on the stack.
    """

    def __init__(
        self, text: DocumentText, rules: Rules = KUBERNETES, outline: Callable[[Value], Value] | None = None
    ) -> None:
        """For the events of this text; of the items of a list in it what `outline` makes of them is kept."""
        self.text, self._rules, self._outline = text, rules, outline
        self._root: list[Any] = []
        self._target: Any = self._root
        self._key: str | None = None
        self._offsets: dict[str, int] = {}
        self._stack: list[tuple[Any, dict[str, int]]] = []
        self._documents = 0
        self._first: Any = None  # the events with which the value begins and ends
        self._last: Any = None

    @property
    def value(self) -> Value:
        """What was built; None for nothing."""
        return self._root[0] if self._root else None

    @property
    def span(self) -> Span:
        """Where the value stands."""
        first, last = self._first, self._last
        if first is None:
            return Span(len(self.text), len(self.text), flow=False)
        # the last one is a scalar, or a brace or bracket that closes
        end = scalar_end(self.text, last) if isinstance(last, ScalarEvent) else last.end_mark.index
        flow = isinstance(first, CollectionStartEvent) and bool(first.flow_style)
        return Span(first.start_mark.index, end, flow=flow)

    def build(self, parsed: Iterable[Any]) -> None:
        """Take the next events, or all of them.

        Raises:
            ReadError: as `read_yaml`.
        """
        for event in parsed:
            kind = type(event)
            if kind is ScalarEvent:
                self._last = event
                if self._key is None and type(self._target) is dict:  # written out, as it is asked for each scalar
                    self._take_key(event)
                else:
                    self._add(self._scalar(event), event)
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                self._collection(event)
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                self._close()
                if event.end_mark.index > event.start_mark.index:  # a brace or bracket
                    self._last = event
            else:
                self._other(event)

    def _other(self, event: Any) -> None:  # noqa: ANN401 - PyYAML's events
        if isinstance(event, AliasEvent):
            hint = f"write out what &{event.anchor} stands for: Pulsar takes *{event.anchor} for a text"
            self._refuse(codes.ALIAS, "an alias, which Pulsar's own reader does not follow", event, hint)
        if isinstance(event, DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                hint = "give each config a data key or file of its own"
                self._refuse(codes.SEVERAL_DOCUMENTS, "a second document begins here", event, hint)

    def _collection(self, event: Any) -> None:  # noqa: ANN401 - PyYAML's events
        kind = "mapping" if type(event) is MappingStartEvent else "list"
        if event.tag not in (None, "!", _COLLECTION_TAGS[kind]):
            self._refuse_tag(event, "which names a type that no config has")
        if len(self._stack) >= MAX_DEPTH:
            self._refuse(codes.TOO_DEEP, _TOO_DEEP[0], event, _TOO_DEEP[1])
        if self._expects_key():
            hint = "quote the key if it is meant as a text"
            self._refuse(codes.BROKEN_YAML, f"a {kind} as a key", event, hint)
        opened: Any = {} if kind == "mapping" else []
        self._add(opened, event)
        self._stack.append((self._target, self._offsets))
        self._target, self._offsets = opened, {}

    def _close(self) -> None:
        closed = self._target
        self._target, self._offsets = self._stack.pop()
        if self._outline is not None and len(self._stack) == _OF_ITEMS and type(self._target) is list:
            self._target[-1] = self._outline(closed)

    def _expects_key(self) -> bool:
        return self._key is None and type(self._target) is dict

    def _add(self, value: Any, event: Any) -> None:  # noqa: ANN401 - any value, and PyYAML's events
        if self._key is not None:
            self._target[self._key], self._key = value, None
        else:
            self._target.append(value)
            if self._first is None:
                self._first = event

    def _take_key(self, event: Any) -> None:  # noqa: ANN401 - PyYAML's events
        """Keys are texts: Jackson's as they are written, Kubernetes' as Go prints the value that they have."""
        name, offsets = event.value, self._offsets
        if event.tag is not None or (event.implicit[0] and self._rules is not JACKSON and not self._is_text(name)):
            name = self._key_text(event)
        if name in offsets:
            first = place_of(self.text[:], offsets[name])[0]
            message = f"the key {name} stands here for the second time, first in line {first}"
            self._refuse(codes.DUPLICATE_KEY, message, event, "remove one of them")
        offsets[name] = event.start_mark.index
        self._key = name

    def _is_text(self, plain: str) -> bool:
        """Whether a plain key means the text that it is: the most do, which is seen much faster than what others mean."""
        return self._rules.plain(plain) is plain and plain != "<<"

    def _key_text(self, event: ScalarEvent) -> str:
        if self._rules is KUBERNETES and event.value == "<<" and event.implicit[0]:
            hint = "write out what is to be merged, or put the key in quotes"
            self._refuse(codes.MERGE_KEY, "a merge key", event, hint)
        value = self._meaning(event)
        try:
            return self._rules.key(value, str(event.value))
        except ValueError as error:
            return self._refuse(codes.BROKEN_YAML, str(error), event, "put the key in quotes")

    def _scalar(self, event: ScalarEvent) -> Value:
        value = self._meaning(event)
        if isinstance(value, str):  # the most are
            return value
        if isinstance(value, float) and (math.isnan(value) or (self._rules is KUBERNETES and math.isinf(value))):
            hint = "put it in quotes if it is meant as a text"
            self._refuse(codes.BROKEN_YAML, "a number that neither Pulsar nor Kubernetes can read", event, hint)
        return value

    def _meaning(self, event: ScalarEvent) -> Scalar:
        if event.tag is None:
            value: Scalar = self._rules.plain(event.value) if event.implicit[0] else event.value
            return value
        return self._rules.bare_tag(event.value) if event.tag == "!" else self._tagged(event)

    def _tagged(self, event: ScalarEvent) -> Scalar:
        kind = str(event.tag).removeprefix(_STANDARD_TAG)
        if kind not in _SCALAR_TAGS:
            self._refuse_tag(event, "which names a type that no config has")
        try:
            return self._rules.tagged(kind, event.value)
        except ValueError as error:
            return self._refuse_tag(event, str(error))

    def _refuse_tag(self, event: Any, why: str) -> NoReturn:  # noqa: ANN401 - PyYAML's events
        tag = event.tag.replace(_STANDARD_TAG, "!!", 1)
        self._refuse(codes.TAG, f"the tag {tag}, {why}", event, "remove the tag")

    def _refuse(self, code: Code, message: str, event: Any, hint: str) -> NoReturn:  # noqa: ANN401 - PyYAML's events
        raise ReadError(code, message, at=place_of(self.text[:], event.start_mark.index), hint=hint)
