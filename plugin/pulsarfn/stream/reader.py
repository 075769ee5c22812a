"""YAML texts as plain values. Ambiguous texts are refused with a clear message.

The events come from libyaml (PyYAML's C parser): go-yaml is a port of libyaml and SnakeYAML one of PyYAML, so a text has
the same meaning here as in Kubernetes and in Pulsar. Values are built without recursion, in bounded depth.
"""

import re
from collections.abc import Callable, Sequence

import yaml

from pulsarfn.diagnostics import codes
from pulsarfn.diagnostics.secrecy import hidden
from pulsarfn.named_tuples import NamedTuple
from pulsarfn.patterns import pattern
from pulsarfn.stream.anchors import Anchors
from pulsarfn.stream.builder import Builder, Fault
from pulsarfn.stream.parser import DocumentText, Span, events
from pulsarfn.stream.scalars import JACKSON, KUBERNETES
from pulsarfn.stream.texts import TOO_DEEP, ReadError, place_of, place_within
from pulsarfn.typed import Literal
from pulsarfn.values import Value

_RULES = {"jackson": JACKSON, "kubernetes": KUBERNETES}
_LIBYAMLS_OWN_LIMIT = "exceeded maximum nesting depth"  # since 0.2.6, which reads far ahead
_ODD_BREAKS = "\r\x85\u2028\u2029"
_ODD_BREAK = pattern("[\r\x85\u2028\u2029](?=---(?:[ \t\r\n]|$))")
NOT_RENDERED, RENDER_FIRST = "a template that has not been rendered", "render it first: helm template CHART | pulsarfn"
"""The message and the hint about a Helm template in place of YAML."""

_ACTION = r"\{\{-?[ \t]*(?:/\*|(?:if|else|end|range|with|define|template|include|block|toYaml|tpl)\b|[.$(])"
_UNREADABLE = "[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"  # compiled on use, as compiling is slow


def read_yaml(text: str, rules: Literal["jackson", "kubernetes"]) -> Value:
    """Return the value of a YAML text with scalars by `rules`; None for an empty text.

    By Kubernetes' rules aliases and merge keys are followed. By Jackson's rules a merge key is an ordinary key, and an
    alias is refused.

    Raises:
        ReadError: for broken YAML, duplicate keys, tags that name a type, several documents, too deep nesting, and
            aliases that are refused.
    """
    builder = _built(Builder(text, _RULES[rules]))
    if builder.faults:
        raise builder.faults[0].error
    return builder.value


class ReadDocument(NamedTuple):
    """A document by Kubernetes' rules.

    Attributes:
        value: its value; the items of lists in it, such as the objects of a List, are reduced by the outline.
        span: its place in its text.
        faults: YAML that kubectl accepts, and pulsarfn refuses in objects that it expands: duplicate keys, tags, odd numbers.
        anchors: its anchors, which its aliases refer to.
    """

    value: Value
    span: Span
    faults: Sequence[Fault]
    anchors: Anchors

    def __repr__(self) -> str:
        return hidden(self)


def read_document(text: DocumentText, outline: Callable[[Value], Value] | None = None) -> ReadDocument:
    """Read the text of a document, as returned by `text_of`, by the rules of kubectl; of duplicate keys, the last one counts.

    Raises:
        ReadError: for YAML that kubectl cannot read either, and for aliases of too many values.
    """
    builder = _built(Builder(text, KUBERNETES, outline))
    return ReadDocument(builder.value, builder.span, builder.faults, builder.anchors)


def _built(builder: "Builder") -> "Builder":
    text = builder.text
    has_odd = any(map(text.__contains__, _ODD_BREAKS)) and any(f"{each}---" in text for each in _ODD_BREAKS)
    odd = _ODD_BREAK.search(text[:]) if has_odd else None
    if odd:
        message, hint = "--- follows a line break that only some YAML readers know", "end the line before it with \\n"
        raise ReadError(codes.BROKEN_YAML, message, at=place_of(text[:], odd.start()), hint=hint)
    try:
        builder.build(events(text))
    except ReadError as error:
        raise _template(text[:]) or error from None
    except yaml.MarkedYAMLError as error:
        template = _template(text[:])
        if template is not None:
            raise template from None
        from pulsarfn.stream.libyaml_words import explained  # noqa: PLC0415 - for broken texts only

        whole = text[:]
        message, hint, offset = explained(error, whole)
        at, code = (1, 1) if offset is None else place_within(whole, offset), codes.BROKEN_YAML
        if error.problem == _LIBYAMLS_OWN_LIMIT:
            code, (message, hint) = codes.TOO_DEEP, TOO_DEEP
        raise ReadError(code, message, at=at, hint=hint) from None
    except (yaml.reader.ReaderError, UnicodeEncodeError):
        whole = text[:]
        unreadable = re.search(_UNREADABLE, whole)
        at = place_of(whole, unreadable.start() if unreadable else 0)
        message, hint = "a control character, which YAML does not allow", "write it as an escape in double quotes"
        raise ReadError(codes.BROKEN_YAML, message, at=at, hint=hint) from None
    return builder


def _template(text: str) -> ReadError | None:
    """Return the error of an unreadable text if it is a Helm template that was not rendered; otherwise None."""
    action = re.search(_ACTION, text)
    if action is None:
        return None
    return ReadError(codes.BROKEN_YAML, NOT_RENDERED, at=place_of(text, action.start()), hint=RENDER_FIRST)
