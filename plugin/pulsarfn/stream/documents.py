"""A stream as documents: split at its markers, byte for byte; each document is read from the stream on demand.

A document begins at ``---`` in the first column followed by a blank, a line break or the end. No YAML scalar may contain
that, so no parser is needed (YAML 1.2, c-forbidden).
"""

from array import array
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise

from pulsarfn.diagnostics.secrecy import hidden
from pulsarfn.named_tuples import NamedTuple
from pulsarfn.patterns import pattern
from pulsarfn.stream.markers import pieces
from pulsarfn.typed import Protocol, TypeAlias, TypeVar

BLOCK = 1 << 16
"""The number of bytes of a longer content that are read or written at once."""

ORDINARY_HEAD = pattern(rb"(?:(?:---|#[ -~]*)?\n)*+(?=[A-Za-z])")
"""Markers, comments and empty lines before a line with content, as most documents begin."""

_MARKER = pattern(rb"\n---(?=[ \t\r\n]|\Z)")
_LENGTH = 5  # of a marker and the character after it
_CONTENT = pattern(rb"(?:\A|(?<=[\r\n]))(?:\xef\xbb\xbf)?+(?!%|\.\.\.(?:[ \t\r\n]|\Z))[ \t]*+[^ \t\r\n#]")


T_co = TypeVar("T_co", covariant=True)


class Sliceable(Protocol[T_co]):
    """A value with a length and slices."""

    def __len__(self) -> int: ...

    def __getitem__(self, part: slice, /) -> T_co: ...


Content: TypeAlias = Sliceable[bytes]
"""The bytes of an input: `bytes`, or a `Spool` of which slices are read."""


class Document(NamedTuple):
    """One document of a stream.

    Attributes:
        index: its 1-based number in the stream.
        start: the offset of its start in the stream, in bytes.
        start_line: the 1-based line of the stream at which it begins.
        content: all its bytes, marker and line break included; a part of the stream if it is longer than a `BLOCK`.
    """

    index: int  # type: ignore[assignment]  # the method of tuples is not needed here
    start: int
    start_line: int
    content: Content

    def __repr__(self) -> str:
        return hidden(self)

    @property
    def raw(self) -> bytes:
        """All its bytes, read from the stream."""
        return self.content[:]

    @property
    def end(self) -> int:
        """The offset after its last byte."""
        return self.start + len(self.content)


class Run(NamedTuple):
    """Consecutive documents that are read together: their offsets, and the number and line of the first one.

    A run that is longer than a `BLOCK` is a single document.
    """

    start: int
    end: int
    index: int  # type: ignore[assignment]  # as above
    start_line: int


def split(content: Content, wanted: Callable[[bytes], bool] | None = None) -> Iterator[Document]:
    """Return the documents of a stream; their joined bytes are the stream.

    Text before the first marker belongs to the first document, unless it has its own content.

    If `wanted` is given, other documents are skipped, many at once: `wanted` must be true for any bytes that contain a
    wanted document, and for one of the `pieces` of a document that is longer than a `BLOCK`.
    """
    for run in runs(content, wanted):
        yield from split_run(content, run, wanted)


def runs(content: Content, wanted: Callable[[bytes], bool] | None = None, plain: int = 0) -> Iterator[Run]:
    """Return the runs of a stream that may contain `wanted` documents: at most one run per `BLOCK`.

    `plain` is the number of bytes at its start that are known to contain none: they are not searched.
    """
    index, line = 1, 1
    skipped = array("Q")  # the starts of runs whose documents and lines are counted only if a run after them is wanted
    for start, end in _bounds(content):
        if wanted is None or (end > plain and any(map(wanted, searched(content, start, end)))):
            for at, after in pairwise((*skipped, start)):
                documents, lines = _counted(content, at, after)
                index, line = index + documents, line + lines
            del skipped[:]
            yield Run(start, end, index, line)
        skipped.append(start)


def searched(content: Content, start: int, end: int) -> Iterable[bytes]:
    """Return a run in parts that are searched one by one."""
    return [content[start:end]] if end - start <= BLOCK else pieces(blocks(content, start, end))


def _counted(content: Content, start: int, end: int) -> tuple[int, int]:
    """Return the number of documents and of lines of a run."""
    if end - start > BLOCK:
        return 1, sum(block.count(b"\n") for block in blocks(content, start, end))
    raws = content[start:end]
    return 1 + (_count(raws) if start else 0), raws.count(b"\n")


def split_run(content: Content, run: Run, wanted: Callable[[bytes], bool] | None = None) -> Iterator[Document]:
    """Return the documents of a run of a stream, all or only the `wanted` ones."""
    if run.end - run.start > BLOCK:
        yield Document(run.index, run.start, run.start_line, Part(content, run.start, run.end))
        return
    raws, line = content[run.start : run.end], run.start_line
    for number, (at, raw) in enumerate(_cut(raws) if run.start else [(0, raws)]):
        if wanted is None or wanted(raw):
            yield Document(run.index + number, run.start + at, line, raw)
        line += raw.count(b"\n")


def blocks(content: Sliceable[T_co], start: int = 0, end: int | None = None) -> Iterator[T_co]:
    """Return a content or a text, or a part of it, in blocks of at most `BLOCK` bytes or characters."""
    end = len(content) if end is None else end
    for at in range(start, end, BLOCK):
        yield content[at : min(at + BLOCK, end)]


def _bounds(content: Content) -> Iterator[tuple[int, int]]:
    """Return the start and end of documents that are read together: the first one, then as many as fit into a block.

    The first document may contain markers, after text without content.
    """
    start, end = 0, _boundary(content, 0)
    if end < len(content) and not _has_content(content, end):
        end = _boundary(content, end)
    while start < len(content):
        yield start, end
        start, end = end, _last_boundary(content, end) or _boundary(content, end)


def _has_content(content: Content, end: int) -> bool:
    """Whether a line up to `end` is more than a comment, a directive or the end of a document."""
    if ORDINARY_HEAD.match(content[: min(end, BLOCK)]):
        return True
    line = b""
    for block in blocks(content, 0, end):
        lines = line + block
        match = _CONTENT.search(lines)
        after = lines[match.end() :] if match else b""
        if match and (len(after) >= len("...") or after.strip(b"\r\n") != after or len(block) < BLOCK):
            return True  # else its line may go on
        line = lines[lines.rfind(b"\n") + 1 :]
    return bool(_CONTENT.search(line))


def _boundary(content: Content, start: int) -> int:
    """Return the start of the document after the one at `start`, or the end of the content."""
    for at in range(start, len(content), BLOCK):
        match = _MARKER.search(content[at : at + BLOCK + _LENGTH - 1])  # the marker may cross the end of the block
        if match and match.start() < BLOCK:
            return at + match.start() + 1
    return len(content)


def _last_boundary(content: Content, start: int) -> int | None:
    """Return the start of the last document that begins within a block after `start`; the end if the rest fits."""
    if start + BLOCK >= len(content):
        return len(content)
    block = content[start : start + BLOCK]
    at = block.rfind(b"\n---")
    while at >= 0 and (at + _LENGTH > len(block) or not _MARKER.match(block, at)):
        at = block.rfind(b"\n---", 0, at)
    return start + at + 1 if at >= 0 else None


def _count(run: bytes) -> int:
    """Return the number of markers after the start. Most are alone on their lines, and these are counted much faster."""
    count = run.count(b"\n---\n")
    return count if count == run.count(b"\n---") else len(_MARKER.findall(run))


def _cut(run: bytes) -> Iterator[tuple[int, bytes]]:
    """Return the documents of a run with their offsets in it."""
    start = 0
    for match in _MARKER.finditer(run):
        yield start, run[start : match.start() + 1]
        start = match.start() + 1
    yield start, run[start:]


class Part:
    """A part of a spool or of other bytes, which can be sliced like the whole."""

    __slots__ = ("_end", "_start", "_whole")

    def __init__(self, whole: "Content", start: int, end: int) -> None:
        """Create the part from the offset `start` up to `end`."""
        self._whole, self._start, self._end = whole, start, end

    def __len__(self) -> int:
        return self._end - self._start

    def __getitem__(self, part: slice, /) -> bytes:
        """Return a copy of a slice without a step."""
        start, end, _ = part.indices(len(self))
        return self._whole[self._start + start : self._start + max(start, end)]


BYTE_ORDER_MARK = b"\xef\xbb\xbf"
