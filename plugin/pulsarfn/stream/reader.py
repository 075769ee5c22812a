"""YAML and JSON texts as plain values, each refused with a clear message where a reader could be led astray.

YAML goes through libyaml's events (PyYAML's C parser): go-yaml is a port of libyaml and SnakeYAML one of PyYAML, so that
a text means here what it means to Kubernetes and to Pulsar. Values are built without recursion, in bounded depth.
"""

import json
import re
from collections.abc import Iterator
from typing import Any, Literal, NoReturn

import yaml
from yaml.events import AliasEvent, DocumentStartEvent, MappingStartEvent, NodeEvent, ScalarEvent

from pulsarfn import codes
from pulsarfn.diagnostics import Code
from pulsarfn.manifest import Value
from pulsarfn.stream.scalars import Rules, as_written, jackson, kubernetes

try:
    from yaml._yaml import CParser as _Parser
except ImportError:  # PyYAML was built without libyaml: slower, otherwise the same

    class _Parser(yaml.reader.Reader, yaml.scanner.Scanner, yaml.parser.Parser):  # type: ignore[no-redef]
        def __init__(self, stream: str) -> None:
            yaml.reader.Reader.__init__(self, stream)
            yaml.scanner.Scanner.__init__(self)
            yaml.parser.Parser.__init__(self)


MAX_DEPTH = 100
"""How deep mappings and lists may be nested: far deeper than any config, and harmless to every reader after us."""

_RULES: dict[str, Rules] = {"jackson": jackson, "kubernetes": kubernetes}
_STANDARD_TAG = "tag:yaml.org,2002:"
_SCALAR_TAGS = ("str", "int", "float", "bool", "null")
_ODD_BREAK = re.compile("[\r\x85\u2028\u2029](?=---(?:[ \t\r\n]|$))")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


class ReadError(Exception):
    """A text that cannot be read.

    Attributes:
        code: what kind of fault it is.
        message: one sentence without a full stop; it holds no value of the text.
        line: 1-based line in the text.
        column: 1-based column in the text, in code points.
        hint: what to do about it, or empty.
    """

    def __init__(self, code: Code, message: str, *, at: tuple[int, int], hint: str = "") -> None:
        """`at` is line and column."""
        super().__init__(message)
        self.code, self.message, self.hint = code, message, hint
        self.line, self.column = at


def decode(raw: bytes) -> str:
    """The text of a document; a UTF-8 byte order mark is no part of it.

    Raises:
        ReadError: when the bytes are not UTF-8 or hold a NUL.
    """
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise ReadError(
            codes.NOT_UTF8,
            "the text is UTF-16, and only UTF-8 is read",
            at=(1, 1),
            hint="convert it: iconv -f UTF-16 -t UTF-8",
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ReadError(
            codes.NOT_UTF8,
            "the text is not UTF-8",
            at=_position(raw[: error.start].decode("utf-8", "replace")),
            hint="convert it with iconv",
        ) from None
    nul = text.find("\0")
    if nul >= 0:
        hint = "a NUL byte is no text: is this UTF-16, or a binary file?"
        raise ReadError(codes.NOT_UTF8, "the text holds a NUL byte", at=_position(text[:nul]), hint=hint)
    return text


def read_yaml(text: str, rules: Literal["jackson", "kubernetes"]) -> Value:
    """The one value of a YAML text, its plain scalars by `rules`; None for an empty text.

    Raises:
        ReadError: for broken YAML, duplicate keys, aliases, tags that name a type, several documents, too deep nesting.
    """
    odd = _ODD_BREAK.search(text)
    if odd:
        hint = "end the line before --- with a line feed"
        raise ReadError(
            codes.BROKEN_YAML,
            "--- follows a line break that only some YAML readers know",
            at=_position(text[: odd.start()]),
            hint=hint,
        )
    try:
        return _Builder(_RULES[rules]).build(_Parser(text))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        at = (1, 1) if mark is None else (mark.line + 1, mark.column + 1)
        raise ReadError(codes.BROKEN_YAML, _words(error), at=at, hint="a YAML linter shows the same") from None
    except yaml.reader.ReaderError as error:
        at = _position(text[: error.position]) if isinstance(error.position, int) else (1, 1)
        raise ReadError(
            codes.BROKEN_YAML,
            "a control character, which YAML does not allow",
            at=at,
            hint="write it as an escape in double quotes",
        ) from None


def events(text: str) -> Iterator[Any]:
    """The parser's events of a text that `read_yaml` has read."""
    parser = _Parser(text)
    while parser.check_event():
        yield parser.get_event()


def read_json(text: str) -> Value:
    """The value of a JSON text.

    Raises:
        ReadError: for broken JSON, duplicate keys, too deep nesting.
    """
    _check_json_depth(text)
    try:
        value: Value = json.loads(
            text, object_pairs_hook=_unique_pairs, parse_float=_json_float, parse_constant=_no_constant
        )
    except json.JSONDecodeError as error:
        raise ReadError(
            codes.BROKEN_JSON, f"broken JSON: {error.msg}", at=(error.lineno, error.colno), hint="check it with: jq ."
        ) from None
    except _JsonError as error:
        at = _position(text[: max(text.find(json.dumps(error.word, ensure_ascii=False)), text.find(error.word), 0)])
        raise ReadError(error.code, error.args[0], at=at, hint=error.hint) from None
    if "\\u" in text and _LONE_SURROGATE.search(json.dumps(value, ensure_ascii=False)):
        raise ReadError(codes.BROKEN_JSON, "half of a surrogate pair", at=(1, 1), hint="write the character itself")
    return value


class _Builder:
    """Builds a value from parser events, with a stack of its own."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._root: list[Any] = []
        self._open: list[Any] = [self._root]
        self._keys: list[str | None] = [None]
        self._key_lines: list[dict[str, int]] = [{}]

    def build(self, parser: Any) -> Value:  # noqa: ANN401 - PyYAML has no types for its parsers
        documents = 0
        while parser.check_event():
            event = parser.get_event()
            if isinstance(event, NodeEvent):
                self._node(event)
            elif isinstance(event, yaml.CollectionEndEvent):
                self._close()
            elif isinstance(event, DocumentStartEvent):
                documents += 1
                if documents > 1:
                    _refuse(
                        codes.SEVERAL_DOCUMENTS,
                        "a second document begins here",
                        event,
                        "give each config a data key or file of its own",
                    )
        return self._root[0] if self._root else None

    def _node(self, event: Any) -> None:  # noqa: ANN401 - PyYAML's events
        if isinstance(event, AliasEvent):
            hint = f"write out what &{event.anchor} stands for: Pulsar takes *{event.anchor} for a text"
            _refuse(codes.ALIAS, "an alias, which Pulsar's own reader does not follow", event, hint)
        if isinstance(event, ScalarEvent):
            self._add(self._scalar(event), event)
            return
        if event.tag not in (None, "!", f"{_STANDARD_TAG}map", f"{_STANDARD_TAG}seq"):
            _refuse_tag(event)
        if len(self._open) > MAX_DEPTH:
            _refuse(codes.TOO_DEEP, f"nested more than {MAX_DEPTH} levels deep", event, "no config needs that")
        if isinstance(self._open[-1], dict) and self._keys[-1] is None:
            _refuse(codes.BROKEN_YAML, "a mapping or list as a key", event, "quote the key if it is meant as a text")
        opened: Any = {} if isinstance(event, MappingStartEvent) else []
        self._add(opened, event)
        self._open.append(opened)
        self._keys.append(None)
        self._key_lines.append({})

    def _close(self) -> None:
        self._open.pop()
        self._keys.pop()
        self._key_lines.pop()

    def _add(self, value: Any, event: Any) -> None:  # noqa: ANN401 - any value, and PyYAML's events
        target = self._open[-1]
        if isinstance(target, list):
            target.append(value)
            return
        key = self._keys[-1]
        if key is not None:
            target[key] = value
            self._keys[-1] = None
            return
        name = self._key_text(value, event)
        lines = self._key_lines[-1]
        if name in lines:
            _refuse(
                codes.DUPLICATE_KEY,
                f"the key {name} stands here for the second time, first in line {lines[name]}",
                event,
                "remove one of them",
            )
        lines[name] = event.start_mark.line + 1
        self._keys[-1] = name

    def _key_text(self, value: Any, event: ScalarEvent) -> str:  # noqa: ANN401 - any scalar
        """Keys are texts: Jackson's as they are written, Kubernetes' as Go prints the value that they have."""
        if isinstance(value, str) or self._rules is jackson:
            return str(event.value)
        return (
            {True: "true", False: "false", None: "null"}.get(value) or str(value)
            if isinstance(value, bool | None)
            else str(value)
        )

    def _scalar(self, event: ScalarEvent) -> Value:
        if event.tag is None or event.tag == "!":
            return self._rules(event.value) if event.implicit[0] else str(event.value)
        kind = event.tag.removeprefix(_STANDARD_TAG)
        if kind not in _SCALAR_TAGS:
            _refuse_tag(event)
        return str(event.value) if kind == "str" else self._rules(event.value)


def _refuse(code: Code, message: str, event: Any, hint: str) -> NoReturn:  # noqa: ANN401 - PyYAML's events
    raise ReadError(code, message, at=(event.start_mark.line + 1, event.start_mark.column + 1), hint=hint)


def _refuse_tag(event: Any) -> NoReturn:  # noqa: ANN401 - PyYAML's events
    _refuse(codes.TAG, f"the tag {event.tag}, which names a type that no config has", event, "remove the tag")


def _words(error: yaml.MarkedYAMLError) -> str:
    """Libyaml's own words, which name the construct and never quote its content beyond an anchor or a tag."""
    parts = [each for each in (error.context, error.problem) if each]
    return f"broken YAML: {', '.join(parts)}" if parts else "broken YAML"


def _position(before: str) -> tuple[int, int]:
    """Line and column of what follows `before`."""
    line = before.count("\n") + 1
    return line, len(before) - (before.rfind("\n") + 1) + 1


class _JsonError(Exception):
    def __init__(self, code: Code, message: str, word: str, hint: str) -> None:
        super().__init__(message)
        self.code, self.word, self.hint = code, word, hint


def _unique_pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        seen: set[str] = set()
        key = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise _JsonError(codes.DUPLICATE_KEY, f"the key {key} stands twice in one object", key, "remove one of them")
    return members


def _json_float(text: str) -> Any:  # noqa: ANN401 - json's hook
    return as_written(float(text), text)


def _no_constant(word: str) -> NoReturn:
    raise _JsonError(codes.BROKEN_JSON, f"{word} is no JSON", word, "write a number")


def _check_json_depth(text: str) -> None:
    """Refuse what would exhaust the parser's recursion; brackets inside of strings count too, which does no harm."""
    depth = 0
    for match in re.finditer(r'"(?:[^"\\]|\\.)*"|[\[\]{}]', text, re.DOTALL):
        if match[0] in "[{":
            depth += 1
            if depth > MAX_DEPTH:
                raise ReadError(
                    codes.TOO_DEEP,
                    f"nested more than {MAX_DEPTH} levels deep",
                    at=_position(text[: match.start()]),
                    hint="no config needs that",
                )
        elif match[0] in "]}":
            depth -= 1
