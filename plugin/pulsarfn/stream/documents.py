"""A stream as documents: cut at its markers, byte for byte.

A document begins at ``---`` in the first column followed by a blank, a line break or nothing: no YAML scalar may hold
that, so that no parser is needed (YAML 1.2, c-forbidden).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_BOM = b"\xef\xbb\xbf"
_AFTER_MARKER = (b"", b" ", b"\t", b"\r", b"\n")
_CONTENT = re.compile(rb"(?:\A|(?<=[\r\n]))(?:\xef\xbb\xbf)?+(?!%|\.\.\.(?:[ \t\r\n]|\Z))[ \t]*+[^ \t\r\n#]")
_BLOCK_HEADER = re.compile(r"[|>][-+0-9]*")


@dataclass(frozen=True, slots=True)
class Document:
    """One document of a stream.

    Attributes:
        index: its 1-based number.
        start_line: the 1-based line of the stream on which it begins.
        raw: all its bytes, marker and line break included.
    """

    index: int
    start_line: int
    raw: bytes


@dataclass(frozen=True, slots=True)
class Body:
    """A document in three parts, which joined are its bytes.

    Attributes:
        head: what stands before the content: a byte order mark, directives, the marker, comments, blank lines.
        content: from the first byte of the content to the end of its last line, a comment on that line included.
        tail: blank lines and comments behind the content, ``...``, and the next document's directives.
    """

    head: bytes
    content: bytes
    tail: bytes


def split(content: bytes) -> list[Document]:
    """The documents of a stream; their bytes joined are the stream.

    What stands before the first marker belongs to the first document, unless it has content of its own.
    """
    documents: list[Document] = []
    start, line = 0, 1
    for boundary in [*_boundaries(content), len(content)]:
        raw = content[start:boundary]
        if not raw or (start == 0 and boundary < len(content) and not _CONTENT.search(raw)):
            continue
        documents.append(Document(len(documents) + 1, line, raw))
        line += raw.count(b"\n")
        start = boundary
    return documents


def body(document: Document) -> Body:
    """A readable document in its three parts; one without content is all head, up to its ``...``.

    Raises:
        yaml.YAMLError: when a YAML parser cannot follow it.
        UnicodeDecodeError: when it is not UTF-8.
    """
    text = document.raw.decode("utf-8")
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    text = text.removeprefix(mark)
    start, end = _content(text)
    parts = (mark + text[:start], text[start:end], text[end:])
    return Body(*(part.encode("utf-8") for part in parts))


def _boundaries(content: bytes) -> Iterator[int]:
    """Where documents begin that begin with a marker."""
    first = len(_BOM) if content.startswith(_BOM) else 0
    if content.startswith(b"---", first) and content[first + 3 : first + 4] in _AFTER_MARKER:
        yield 0
    at = content.find(b"\n---")
    while at >= 0:
        if content[at + 4 : at + 5] in _AFTER_MARKER:
            yield at + 1
        at = content.find(b"\n---", at + 4)


def _content(text: str) -> tuple[int, int]:
    """Where the content begins, and behind the line on which it ends, in code points."""
    from yaml.events import CollectionEndEvent, DocumentEndEvent, NodeEvent, ScalarEvent  # noqa: PLC0415 - rarely needed

    from pulsarfn.stream.reader import events  # noqa: PLC0415

    start, end, behind = None, 0, len(text)
    event: Any
    for event in events(text):
        at, ends = event.start_mark.index, event.end_mark.index
        if isinstance(event, NodeEvent):
            if at < ends or text[at - 1 : at] in (":", "-", "?", ","):
                end = _end(event, text)
            elif isinstance(event, ScalarEvent):
                continue  # nothing at all, noted where the next token is
            start = at if start is None else start
        elif isinstance(event, CollectionEndEvent) and text[at : at + 1] in ("]", "}"):
            end = ends
        elif isinstance(event, DocumentEndEvent):
            behind = at if event.explicit else len(text)
            break
    if start is None:
        return behind, behind
    at_line_start = text[end - 1 : end] == "\n"
    line_end = text.find("\n", end)
    return start, end if at_line_start else len(text) if line_end < 0 else line_end + 1


def _end(event: Any, text: str) -> int:  # noqa: ANN401 - PyYAML's events
    """Where a node's own text ends: the parser counts to a block scalar what is blank below it."""
    end: int = event.end_mark.index
    style = getattr(event, "style", None)
    if style not in ("|", ">"):
        return end
    block = text[event.start_mark.index : end]
    start: int = event.start_mark.index
    header = _BLOCK_HEADER.search(block)
    if header is None or "+" in header[0]:
        return end
    last = event.value.rstrip("\n").rpartition("\n")[2]
    if last and not last.strip():  # blanks beyond the indentation are content
        return start + block.rindex(last) + len(last)
    return start + len(block.rstrip())
