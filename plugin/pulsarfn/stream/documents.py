"""A stream as documents: cut at its markers, byte for byte.

A document begins at ``---`` in the first column followed by a blank, a line break or nothing: no YAML scalar may hold
that, so that no parser is needed (YAML 1.2, c-forbidden).
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from pulsarfn.secrecy import hidden

_BOM = b"\xef\xbb\xbf"
_AFTER_MARKER = (b"", b" ", b"\t", b"\r", b"\n")
_CONTENT = re.compile(rb"(?:\A|(?<=[\r\n]))(?:\xef\xbb\xbf)?+(?!%|\.\.\.(?:[ \t\r\n]|\Z))[ \t]*+[^ \t\r\n#]")


class Document(NamedTuple):
    """One document of a stream.

    Attributes:
        index: its 1-based number.
        start_line: the 1-based line of the stream on which it begins.
        raw: all its bytes, marker and line break included.
    """

    index: int  # type: ignore[assignment]  # the method of tuples is of no use here
    start_line: int
    raw: bytes

    def __repr__(self) -> str:
        return hidden(self)


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
