"""A stream as documents: cut at its markers, byte for byte, each taken out of the stream when its turn comes.

A document begins at ``---`` in the first column followed by a blank, a line break or nothing: no YAML scalar may hold
that, so that no parser is needed (YAML 1.2, c-forbidden).
"""

import re
from collections.abc import Iterator
from typing import NamedTuple, Protocol

from pulsarfn.secrecy import hidden

BLOCK = 1 << 20
"""How many bytes are looked at or written at once, where a content is longer."""

_BOM = b"\xef\xbb\xbf"
_MARKER = re.compile(rb"\n---(?=[ \t\r\n]|\Z)")
_CONTENT = re.compile(rb"(?:\A|(?<=[\r\n]))(?:\xef\xbb\xbf)?+(?!%|\.\.\.(?:[ \t\r\n]|\Z))[ \t]*+[^ \t\r\n#]")


class Content(Protocol):
    """The bytes of an input, wherever they are kept: `bytes`, or a `Spool` that hands out parts of them."""

    def __len__(self) -> int: ...

    def __getitem__(self, part: slice, /) -> bytes: ...


class Document(NamedTuple):
    """One document of a stream.

    Attributes:
        index: its 1-based number.
        start: the offset in the stream at which it begins, in bytes.
        start_line: the 1-based line of the stream on which it begins.
        raw: all its bytes, marker and line break included.
    """

    index: int  # type: ignore[assignment]  # the method of tuples is of no use here
    start: int
    start_line: int
    raw: bytes

    def __repr__(self) -> str:
        return hidden(self)

    @property
    def end(self) -> int:
        """The offset behind its last byte."""
        return self.start + len(self.raw)


def split(content: Content) -> Iterator[Document]:
    """The documents of a stream; their bytes joined are the stream.

    What stands before the first marker belongs to the first document, unless it has content of its own.
    """
    index, start, line = 1, 0, 1
    for boundary in _boundaries(content):
        raw = content[start:boundary]
        if not raw or (start == 0 and boundary < len(content) and not _CONTENT.search(raw)):
            continue
        yield Document(index, start, line, raw)
        index, start, line = index + 1, boundary, line + raw.count(b"\n")


def blocks(content: Content, start: int = 0, end: int | None = None) -> Iterator[bytes]:
    """The bytes of a content, or of a part of it, in blocks of a size that fits into memory."""
    end = len(content) if end is None else end
    for at in range(start, end, BLOCK):
        yield content[at : min(at + BLOCK, end)]


def _boundaries(content: Content) -> Iterator[int]:
    """Where documents begin that begin with a marker, and the end."""
    first = content[:8].removeprefix(_BOM)
    if _MARKER.match(b"\n" + first[:4]):
        yield 0
    for at in range(0, len(content), BLOCK):
        block = content[at : at + BLOCK + 4]  # a marker may lie across the end of the block, with what is behind it
        for match in _MARKER.finditer(block):
            if match.start() < BLOCK:
                yield at + match.start() + 1
    yield len(content)
