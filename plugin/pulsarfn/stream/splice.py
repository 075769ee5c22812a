"""The replacement of carriers by generated manifests; every byte around them is unchanged."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import partial
from itertools import chain, takewhile
from typing import TYPE_CHECKING, Any, NamedTuple

from pulsarfn.diagnostics.problem import Path
from pulsarfn.diagnostics.secrecy import hidden
from pulsarfn.patterns import pattern
from pulsarfn.stream.anchors import Anchors
from pulsarfn.stream.documents import BLOCK, BYTE_ORDER_MARK, Content, Document
from pulsarfn.stream.emit import emit, emit_flow
from pulsarfn.stream.parser import DocumentText, Span
from pulsarfn.stream.reader import ReadDocument
from pulsarfn.values import Manifest, Value

if TYPE_CHECKING:
    from pulsarfn.stream.layout import Holder, Item

_MARKER = pattern(r"^---(?:[ \t\r].*)?$", re.MULTILINE)
_ORDINARY_HEAD = pattern(rb"(?:(?:---|#[ -~]*)?\n)*+(?=[A-Za-z])")
_COMMENT = pattern(r"^[ \t]*#.*$", re.MULTILINE)
_DIRECTIVE = pattern(r"^%", re.MULTILINE)
_LINE_BREAKS = "\n\r\x85\u2028\u2029"
_LINE_BREAK = pattern(f"\r\n|[{_LINE_BREAKS}]")
_LIST_DASH = pattern(rf"-(?:[ \t]*(?:#[^{_LINE_BREAKS}]*)?[{_LINE_BREAKS}])*[ \t]*\Z")
_BLANK_LINES = pattern(f"(?:[ \t]*[{_LINE_BREAKS}])+")
_WINDOW = 1 << 12  # code points that are searched at once for the end of a line
_WITHOUT_CONTENT = pattern(rf"( *)[ \t]*(#[^{_LINE_BREAKS}]*)?(?:\r\n|[{_LINE_BREAKS}]|\Z)")


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


def slots(
    document: Document, text: DocumentText, read: ReadDocument, replaced: Collection[Path], removed: Collection[Path]
) -> Iterator[Slot]:
    """Return the slots of the objects of a document that are `replaced` by manifests, then of those that are `removed`.

    `text` comes from `text_of`, and `read` from `read_document`. The paths are () for the whole document, or those of items
    of lists; only one item is in memory at a time. One slot may remove several consecutive items.
    """
    begin = document.start
    if document.content[: len(BYTE_ORDER_MARK)] == BYTE_ORDER_MARK:
        begin += len(BYTE_ORDER_MARK)
    if () in replaced:
        yield Slot((), None, begin, document.end, partial(_documents, text, read.span))
    elif () in removed:
        yield Slot((), None, begin, document.end, partial(_removed, text, read.span, document.index))
    elif replaced or removed:
        for laid, edit in _edits(text, read.anchors, replaced, removed):
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
    ordinary = _ORDINARY_HEAD.match(start)
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
    eol = _eol(text)
    head, tail = text[: root.start].rstrip(" \t\ufeff"), text[_end(text, root.end, 0) :]
    if head and not head.endswith("\n"):
        head += eol  # the content begins on the line of the marker
    marker = _MARKER.search(head)
    comments = "".join(f"{each}{eol}" for each in _comments(head[marker.end() if marker else 0 :]))
    before, last = head, Manifest()
    for manifest in manifests:
        written = emit(manifest).removesuffix("\n")
        yield before + (written if eol == "\n" else written.replace("\n", eol))
        before, last = f"{eol}---{eol}{comments}", manifest
    after = eol if tail or text[-1:] == "\n" or _ends_with_a_line(last) else ""
    yield f"{after}{tail}" if last else f"{head}{after}{tail}"


def _removed(text: DocumentText, root: Span, index: int, _: Iterable[Manifest]) -> Iterator[str]:
    """Return an empty text, or the directives of the next document, which are at the end of this one."""
    tail = text[_end(text, root.end, 0) :]
    directive = _DIRECTIVE.search(tail)
    if directive is not None:
        yield tail[directive.start() :] if index == 1 else tail[tail.rfind("...", 0, directive.start()) :]


def _comments(text: str) -> list[str]:
    return [each.rstrip("\r") for each in _COMMENT.findall(text)]


def _eol(text: DocumentText) -> str:
    """Return the line break of the first line, which new lines use as well."""
    for at in range(0, len(text), _WINDOW):
        line, line_feed, _ = text[at : at + _WINDOW].partition("\n")
        if line_feed:
            return "\r\n" if (line or text[max(at - 1, 0) : at]).endswith("\r") else "\n"
    return "\n"


def _windows(text: DocumentText, start: int) -> Iterator[tuple[int, str]]:
    """Return parts of a text with their offsets; they overlap by one code point, as a line break may have two."""
    for at in range(start, len(text), _WINDOW):
        yield at, text[at : at + _WINDOW + 1]


def _end(text: DocumentText, end: int, column: int) -> int:
    """Return the offset after the last line of an object whose content ends at `end`; its new keys will be in `column`.

    A comment on the last line belongs to the object. So do comments and blanks that are deeper than its keys: after a
    block scalar they would become part of it.
    """
    end = at = _line_end(text, end)
    while at < len(text) and (line := _without_content(text, at)):
        at += line.end()
        if len(line[1]) > column:
            end = at
        elif line[2]:
            break
    return end


def _without_content(text: DocumentText, at: int) -> re.Match[str] | None:
    """Return the match of the line at `at` if it has no content; otherwise None."""
    window = text[at : at + _WINDOW]
    line = _WITHOUT_CONTENT.match(window)
    is_cut = line is not None and line.end() == len(window) and at + len(window) < len(text)
    return _WITHOUT_CONTENT.match(text[at : _line_end(text, at)]) if is_cut else line


def _line_end(text: DocumentText, offset: int) -> int:
    for at, window in _windows(text, offset):
        line_break = _LINE_BREAK.search(window)
        if line_break and line_break.start() < _WINDOW:
            return at + line_break.end()
    return len(text)


def _line_start(text: DocumentText, offset: int) -> int:
    for end in range(offset, 0, -_WINDOW):
        window = text[max(end - _WINDOW, 0) : end]
        found = max(map(window.rfind, _LINE_BREAKS))
        if found >= 0:
            return end - len(window) + found + 1
    return 0


def _ends_with_a_line(value: Any) -> bool:  # noqa: ANN401 - any value
    """Whether the last text in a value ends with a line break: as a block scalar it needs the line break after it."""
    while value and isinstance(value, dict | list | tuple):
        value = list(value.values())[-1] if isinstance(value, dict) else value[-1]
    return isinstance(value, str) and value.endswith("\n")


class _Edit(NamedTuple):
    """A slot in a text, with offsets in code points."""

    start: int
    end: int
    written: Callable[[Iterable[Manifest]], Iterator[str]]


def _edits(
    text: DocumentText, anchors: Anchors, replaced: Collection[Path], removed: Collection[Path]
) -> "Iterator[tuple[Item, _Edit]]":
    """Return the edits of replaced items of lists, each when it is reached, then those of removed items."""
    from pulsarfn.stream.layout import layout  # noqa: PLC0415 - for lists only

    eol, gone = _eol(text), frozenset(removed)
    lists: dict[Path, dict[int, Item]] = {}  # the removed items of each list
    for item in layout(text, chain(replaced, removed), anchors):
        if item.path in gone:
            lists.setdefault(item.path[:-1], {})[int(item.path[-1])] = item
        elif item.within.span.flow:
            yield item, _Edit(item.span.start, item.span.end, _in_brackets)
        else:
            yield item, _block_edit(text, item, eol)
    for items in lists.values():
        within = next(iter(items.values())).within
        yield from _flow_removals(items, within) if within.span.flow else _block_removals(text, items, within, eol)


def _flow_removals(items: "Mapping[int, Item]", within: "Holder") -> "Iterator[tuple[Item, _Edit]]":
    """Remove each item with the comma after it, or with the comma before it if no remaining item follows."""
    if len(items) == within.count:
        yield items[0], _Edit(items[0].span.start, within.span.end - 1, _nothing)
        return
    last = next(index for index in reversed(range(within.count)) if index not in items)
    for index, item in items.items():
        if item.after is not None and index < last:
            yield item, _Edit(item.span.start, item.after, _nothing)
        elif index == last + 1:
            yield item, _Edit(item.before, items[within.count - 1].span.end, _nothing)


def _block_removals(
    text: DocumentText, items: "Mapping[int, Item]", within: "Holder", eol: str
) -> "Iterator[tuple[Item, _Edit]]":
    for index, item in items.items():
        is_all = index == 0 and len(items) == within.count
        yield item, _removal(text, item, eol, empty="  []" if is_all else "")


def _nothing(_: Iterable[Manifest]) -> Iterator[str]:
    return iter(())


def _in_brackets(manifests: Iterable[Manifest]) -> Iterator[str]:
    for number, manifest in enumerate(manifests):
        yield f"{', ' if number else ''}{emit_flow(manifest)}"


def _block_edit(text: DocumentText, item: "Item", eol: str) -> _Edit:
    dash = _dash(text, item)
    column = dash - _line_start(text, dash)
    end = _end(text, item.span.end, column + 2)
    return _Edit(dash, end, partial(_as_items, column, eol, text[end - 1 : end] in _LINE_BREAKS))


def _as_items(column: int, eol: str, ends_line: bool, manifests: Iterable[Manifest]) -> Iterator[str]:  # noqa: FBT001
    """Return items with dashes in that column; the first begins with its dash, as the text before has its indentation."""
    last: Manifest = {}
    for number, manifest in enumerate(manifests):
        if number:
            yield f"{eol}{' ' * column}"
        yield eol.join(_block_lines(manifest, " " * column))
        last = manifest
    if ends_line or _ends_with_a_line(last):
        yield eol


def _block_lines(manifest: Manifest, indent: str) -> Iterator[str]:
    for number, line in enumerate(emit(manifest).removesuffix("\n").split("\n")):
        yield f"{indent if number else ''}{'  ' if number else '- '}{line}" if line else ""


def _removal(text: DocumentText, item: "Item", eol: str, *, empty: str) -> _Edit:
    """Return the edit that removes an item; the text `empty` replaces it, if it is not empty."""
    dash = _dash(text, item)
    line = _line_start(text, dash)
    end = _end(text, item.span.end, dash - line + 2)
    if not empty and not text[line:dash].strip():
        return _Edit(line, _behind_blank_lines(text, end), _nothing)
    left = empty + (eol if text[end - 1 : end] in _LINE_BREAKS else "")
    return _Edit(dash, end, lambda _: iter([left]))


def _behind_blank_lines(text: DocumentText, end: int) -> int:
    """Return the offset after blank lines: a block scalar above that keeps line breaks would absorb them."""
    while blank := _BLANK_LINES.match(text[end : end + _WINDOW]):
        end += blank.end()
    return end


def _dash(text: DocumentText, item: "Item") -> int:
    """Return the offset of the dash of an item."""
    match = _LIST_DASH.search(text[item.before : item.span.start])
    assert match is not None, "an item of a block list has a dash"
    return item.before + match.start()
