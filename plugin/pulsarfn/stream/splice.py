"""The replacement of carriers by generated manifests; every byte around them is unchanged."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import partial
from itertools import takewhile

from pulsarfn.diagnostics.problem import Path
from pulsarfn.diagnostics.secrecy import hidden
from pulsarfn.named_tuples import NamedTuple
from pulsarfn.patterns import pattern
from pulsarfn.stream.documents import BLOCK, BYTE_ORDER_MARK, ORDINARY_HEAD, Content, Document
from pulsarfn.stream.emit import emit, emit_json
from pulsarfn.stream.line_breaks import end_of_object, ends_with_a_line, eol_of
from pulsarfn.stream.parser import DocumentText, Span
from pulsarfn.stream.reader import ReadDocument
from pulsarfn.typed import Final
from pulsarfn.values import Manifest, Value

_MARKER = pattern(r"^---(?:[ \t\r].*)?$", re.MULTILINE)
_COMMENT = pattern(r"^[ \t]*#.*$", re.MULTILINE)
_DIRECTIVE = pattern(r"^%", re.MULTILINE)

COMPACT_DOCUMENT: Final = "--- # one line of JSON\n"
"""The start of a document whose next line is a manifest in JSON: a comparison reads it much faster than YAML."""


class Slot(NamedTuple):
    """A span of the stream that manifests replace.

    Attributes:
        path: the path of the replaced object in its document.
        item: that object, if it is an item of a list.
        start: the offset of its start in the stream, in bytes.
        end: the offset after it.
        written: returns the text of the manifests at this place, in parts; no manifests give an empty or minimal text.
    """

    path: Path
    item: Value
    start: int
    end: int
    written: Callable[[Iterable[Manifest]], Iterator[str]]

    def __repr__(self) -> str:
        return hidden(self)

    def filled(self, manifests: Iterable[Manifest]) -> tuple[int, int, Iterable[bytes]]:
        """Return start, end and new bytes of the span, in blocks that are created on demand."""
        return self.start, self.end, map(str.encode, self.written(manifests))


def slots(  # noqa: PLR0913 - what a document is, and what becomes of it
    document: Document,
    text: DocumentText,
    read: ReadDocument,
    replaced: Collection[Path],
    removed: Collection[Path],
    *,
    compact: bool = False,
) -> Iterator[Slot]:
    """Return the slots of the objects of a document that are `replaced` by manifests, then of those that are `removed`.

    `text` comes from `text_of`, and `read` from `read_document`. The paths are () for the whole document, or those of items
    of lists; only one item is in memory at a time. One slot may remove several consecutive items. With `compact`, the
    manifests of a whole document are written as a `COMPACT_DOCUMENT` each.
    """
    begin = document.start
    if document.content[: len(BYTE_ORDER_MARK)] == BYTE_ORDER_MARK:
        begin += len(BYTE_ORDER_MARK)
    if () in replaced:
        written = _compact_documents if compact else _documents
        yield Slot((), None, begin, document.end, partial(written, text, read.span))
    elif () in removed:
        yield Slot((), None, begin, document.end, partial(_removed, text, read.span, document.index))
    elif replaced or removed:
        from pulsarfn.stream.item_edits import edits  # noqa: PLC0415 - for lists only

        for laid, edit in edits(text, read.anchors, replaced, removed):
            start, end = begin + _length(text, edit.start), begin + _length(text, edit.end)
            yield Slot(laid.path, laid.value, start, end, edit.written)


def _length(text: DocumentText, end: int) -> int:
    """Return the number of bytes before a code point."""
    if not isinstance(text, str):
        return text.length(end)
    return end if text.isascii() else len(text[:end].encode())


def leading(content: Content) -> str:
    """Return the lines above the content of a document: marker, directives, comments, blank lines."""
    start = content[:BLOCK]
    ordinary = ORDINARY_HEAD.match(start)
    if ordinary is not None:  # as most are
        return ordinary[0].decode()
    lines: list[str] = []
    for line in _lines(start):
        if _has_content(line):
            return "".join(lines)
        lines.append(line)
    if len(content) > BLOCK:  # rarely needed: few documents have so many
        lines = [*takewhile(lambda line: not _has_content(line), _lines(content[:]))]
    return "".join(lines)


def _lines(raw: bytes) -> Iterator[str]:
    """Return the lines of a document, decoded on demand: only the first ones are needed."""
    start = len(BYTE_ORDER_MARK) if raw.startswith(BYTE_ORDER_MARK) else 0
    while start < len(raw):
        end = raw.find(b"\n", start) + 1 or len(raw)
        yield from raw[start:end].decode("utf-8", "replace").splitlines(keepends=True)
        start = end


def _has_content(line: str) -> bool:
    content = line.strip()
    return bool(content) and content[0] != "#" and line[0] != "%" and not (line[0] == "-" and _MARKER.match(line))


def _documents(text: DocumentText, root: Span, manifests: Iterable[Manifest]) -> Iterator[str]:
    """Return the documents of the manifests: the first keeps the text above the carrier's content, the others its comments."""
    eol = eol_of(text)
    head, tail = text[: root.start].rstrip(" \t\ufeff"), text[end_of_object(text, root.end, 0) :]
    if head and not head.endswith("\n"):
        head += eol  # the content begins on the line of the marker
    marker = _MARKER.search(head)
    comments = "".join(f"{each}{eol}" for each in _comments(head[marker.end() if marker else 0 :]))
    before, last = head, Manifest()
    for manifest in manifests:
        written = emit(manifest).removesuffix("\n")
        yield before + (written if eol == "\n" else written.replace("\n", eol))
        before, last = f"{eol}---{eol}{comments}", manifest
    after = eol if tail or text[-1:] == "\n" or ends_with_a_line(last) else ""
    yield f"{after}{tail}" if last else f"{head}{after}{tail}"


def _compact_documents(text: DocumentText, root: Span, manifests: Iterable[Manifest]) -> Iterator[str]:
    yield from (f"{COMPACT_DOCUMENT}{emit_json(each)}\n" for each in manifests)
    yield from _removed(text, root, 0, ())  # 0: the manifests are documents above


def _removed(text: DocumentText, root: Span, index: int, _: Iterable[Manifest]) -> Iterator[str]:
    """Return an empty text, or the directives of the next document, which are at the end of this one."""
    tail = text[end_of_object(text, root.end, 0) :]
    directive = _DIRECTIVE.search(tail)
    if directive is not None:
        yield tail[directive.start() :] if index == 1 else tail[tail.rfind("...", 0, directive.start()) :]


def _comments(text: str) -> list[str]:
    return [each.rstrip("\r") for each in _COMMENT.findall(text)]
