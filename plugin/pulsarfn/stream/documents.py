"""A stream as documents: cut at its markers, byte for byte, each taken out of the stream when its turn comes.

A document begins at ``---`` in the first column followed by a blank, a line break or nothing: no YAML scalar may hold
that, so that no parser is needed (YAML 1.2, c-forbidden).
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple, Protocol, TypeAlias, TypeVar

from pulsarfn.diagnostics.secrecy import hidden
from pulsarfn.patterns import pattern

BLOCK = 1 << 16
"""How many bytes are looked at or written at once, where a content is longer."""

_MARKER = pattern(rb"\n---(?=[ \t\r\n]|\Z)")
_LENGTH = 5  # of what it takes to know a marker
_CONTENT = pattern(rb"(?:\A|(?<=[\r\n]))(?:\xef\xbb\xbf)?+(?!%|\.\.\.(?:[ \t\r\n]|\Z))[ \t]*+[^ \t\r\n#]")


T_co = TypeVar("T_co", covariant=True)


class Sliceable(Protocol[T_co]):
    """What has a length and parts that can be taken out."""

    def __len__(self) -> int: ...

    def __getitem__(self, part: slice, /) -> T_co: ...


Content: TypeAlias = Sliceable[bytes]
"""The bytes of an input, wherever they are kept: `bytes`, or a `Spool` that hands out parts of them."""


class Document(NamedTuple):
    """One document of a stream.

    Attributes:
        index: its 1-based number.
        start: the offset in the stream at which it begins, in bytes.
        start_line: the 1-based line of the stream on which it begins.
        content: all its bytes, marker and line break included; of one that is longer than a `BLOCK` a part of the stream.
    """

    index: int  # type: ignore[assignment]  # the method of tuples is of no use here
    start: int
    start_line: int
    content: Content

    def __repr__(self) -> str:
        return hidden(self)

    @property
    def raw(self) -> bytes:
        """All its bytes, taken out of the stream."""
        return self.content[:]

    @property
    def end(self) -> int:
        """The offset behind its last byte."""
        return self.start + len(self.content)


class Run(NamedTuple):
    """Documents that follow each other and are looked at together: where they stand, number and line of the first one.

    One that is longer than a `BLOCK` is a single document.
    """

    start: int
    end: int
    index: int  # type: ignore[assignment]  # as above
    start_line: int


def split(content: Content, wanted: Callable[[bytes], bool] | None = None) -> Iterator[Document]:
    """The documents of a stream; their bytes joined are the stream.

    What stands before the first marker belongs to the first document, unless it has content of its own.

    Where only some are `wanted`, the others are passed over by many at once: `wanted` must hold for what holds such a one.
    """
    for run in runs(content, wanted):
        yield from split_run(content, run, wanted)


def runs(content: Content, wanted: Callable[[bytes], bool] | None = None) -> Iterator[Run]:
    """The runs of a stream in which there may be documents that are `wanted`: one at most for each `BLOCK`."""
    index, line = 1, 1
    for start, end in _bounds(content):
        raws = content[start:end]
        run, is_wanted = Run(start, end, index, line), wanted is None or wanted(raws)
        index += 1 + (_count(raws) if start else 0)
        line += raws.count(b"\n")
        del raws  # it may be long, and is not to be held while others do their work
        if is_wanted:
            yield run


def split_run(content: Content, run: Run, wanted: Callable[[bytes], bool] | None = None) -> Iterator[Document]:
    """The documents of a run of a stream, all or those that are `wanted`; a run is, when one of its documents is."""
    if run.end - run.start > BLOCK:
        yield Document(run.index, run.start, run.start_line, Part(content, run.start, run.end))
        return
    raws, line = content[run.start : run.end], run.start_line
    for number, (at, raw) in enumerate(_cut(raws) if run.start else [(0, raws)]):
        if wanted is None or wanted(raw):
            yield Document(run.index + number, run.start + at, line, raw)
        line += raw.count(b"\n")


def blocks(content: Sliceable[T_co], start: int = 0, end: int | None = None) -> Iterator[T_co]:
    """A content or a text, or a part of it, in blocks of a size that fits into memory."""
    end = len(content) if end is None else end
    for at in range(start, end, BLOCK):
        yield content[at : min(at + BLOCK, end)]


def _bounds(content: Content) -> Iterator[tuple[int, int]]:
    """Where documents begin and end that are looked at together: the first one, then as many as fit into a block.

    The first one may have markers in it, behind what has no content.
    """
    start, end = 0, _boundary(content, 0)
    if end < len(content) and not _CONTENT.search(content[:end]):
        end = _boundary(content, end)
    while start < len(content):
        yield start, end
        start, end = end, _last_boundary(content, end) or _boundary(content, end)


def _boundary(content: Content, start: int) -> int:
    """Where the next document begins behind the one at `start`, or the end."""
    for at in range(start, len(content), BLOCK):
        match = _MARKER.search(content[at : at + BLOCK + _LENGTH - 1])  # it may lie across the end of the block
        if match and match.start() < BLOCK:
            return at + match.start() + 1
    return len(content)


def _last_boundary(content: Content, start: int) -> int | None:
    """Where the last document begins that begins within a block behind `start`; the end where all fits into it."""
    if start + BLOCK >= len(content):
        return len(content)
    block = content[start : start + BLOCK]
    at = block.rfind(b"\n---")
    while at >= 0 and (at + _LENGTH > len(block) or not _MARKER.match(block, at)):
        at = block.rfind(b"\n---", 0, at)
    return start + at + 1 if at >= 0 else None


def _count(run: bytes) -> int:
    """How many markers there are behind its beginning; most stand alone in their lines, and are counted much faster."""
    count = run.count(b"\n---\n")
    return count if count == run.count(b"\n---") else len(_MARKER.findall(run))


def _cut(run: bytes) -> Iterator[tuple[int, bytes]]:
    """The documents of a run and their offsets in it."""
    start = 0
    for match in _MARKER.finditer(run):
        yield start, run[start : match.start() + 1]
        start = match.start() + 1
    yield start, run[start:]


class Part:
    """A part of a spool, or of other bytes, of which parts can be taken out as of the whole."""

    __slots__ = ("_end", "_start", "_whole")

    def __init__(self, whole: "Content", start: int, end: int) -> None:
        """From the offset `start` to before `end`."""
        self._whole, self._start, self._end = whole, start, end

    def __len__(self) -> int:
        return self._end - self._start

    def __getitem__(self, part: slice, /) -> bytes:
        """A copy of a part without a step."""
        start, end, _ = part.indices(len(self))
        return self._whole[self._start + start : self._start + max(start, end)]


BYTE_ORDER_MARK = b"\xef\xbb\xbf"
