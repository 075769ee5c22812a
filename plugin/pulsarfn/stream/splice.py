"""Generated manifests in the place of what they were generated from; every byte around them stays."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from pulsarfn.diagnostics import Path
from pulsarfn.patterns import pattern
from pulsarfn.secrecy import hidden
from pulsarfn.stream.documents import Document, blocks
from pulsarfn.stream.emit import emit, emit_flow
from pulsarfn.stream.layout import spans
from pulsarfn.stream.parser import BYTE_ORDER_MARK, Span

_MARKER = pattern(r"^---(?:[ \t\r].*)?$", re.MULTILINE)
_COMMENT = pattern(r"^[ \t]*#.*$", re.MULTILINE)
_DIRECTIVE = pattern(r"^%", re.MULTILINE)
_LINE_BREAKS = "\n\r\x85\u2028\u2029"
_LINE_BREAK = pattern(f"\r\n|[{_LINE_BREAKS}]")
_LIST_DASH = pattern(rf"-(?:[ \t]*(?:#[^{_LINE_BREAKS}]*)?[{_LINE_BREAKS}])*[ \t]*\Z")
_BLANK_LINES = pattern(f"(?:[ \t]*[{_LINE_BREAKS}])+")
_WITHOUT_CONTENT = pattern(rf"( *)[ \t]*(#[^{_LINE_BREAKS}]*)?(?:\r\n|[{_LINE_BREAKS}]|\Z)")

Manifests = Sequence[Mapping[str, Any]]


class Replacement(NamedTuple):
    """What stands in a document from now on in the place of the object at `path`: () for the whole, else a list's item."""

    path: Path
    manifests: Manifests


class Replaced(NamedTuple):
    """What is replaced in a readable document, of which `text` is what `decode` gives and `root` where its own value stands."""

    text: str
    root: Span
    replacements: Sequence[Replacement]

    def __repr__(self) -> str:
        return hidden(self)


class _Edit(NamedTuple):
    """What stands in a text from `start` to before `end` from now on."""

    start: int
    end: int
    text: str


class _Item(NamedTuple):
    """An item of a list: where it stands, and what it is replaced by, None where it stays."""

    span: Span
    manifests: Manifests | None


def splice(document: Document, replaced: Replaced) -> Iterator[bytes]:
    """The bytes of a readable document with its replacements made, in blocks."""
    text, root, replacements = replaced
    if document.raw.startswith(BYTE_ORDER_MARK):
        yield BYTE_ORDER_MARK
    eol = "\r\n" if "\r\n" in text[: text.find("\n") + 1] else "\n"
    manifests = {each.path: each.manifests for each in replacements}
    if () in manifests:
        whole = manifests[()]
        yield (_documents(text, root, whole, eol) if whole else _removed(text, root, document.index)).encode()
    else:
        lists = dict.fromkeys(each.path[:-1] for each in replacements)
        found = spans(text, lists)
        edits = [edit for path in lists for edit in _edits(text, found[path], [*_items(path, found, manifests)], eol)]
        yield from _edited(text, edits)


def leading(raw: bytes) -> str:
    """What stands above the content of a document as far as that can be told by lines: marker, comments, blank lines."""
    lines: list[str] = []
    for line in _lines(raw):
        if line.strip() and not line.lstrip().startswith("#") and not _MARKER.match(line) and not line.startswith("%"):
            break
        lines.append(line)
    return "".join(lines)


def _lines(raw: bytes) -> Iterator[str]:
    """The lines of a document, which is not decoded as a whole: it may be long, and its first ones are wanted only."""
    start = len(BYTE_ORDER_MARK) if raw.startswith(BYTE_ORDER_MARK) else 0
    while start < len(raw):
        end = raw.find(b"\n", start) + 1 or len(raw)
        yield from raw[start:end].decode("utf-8", "replace").splitlines(keepends=True)
        start = end


def _documents(text: str, root: Span, manifests: Manifests, eol: str) -> str:
    """The first document keeps what stands above the carrier's content, the others begin with its comments."""
    head, tail = text[: root.start].rstrip(" \t"), text[_end(text, root.end, 0) :]
    if head and not head.endswith("\n"):
        head += eol  # the content began on the marker's own line
    marker = _MARKER.search(head)
    comments = "".join(f"{each}{eol}" for each in _comments(head[marker.end() if marker else 0 :]))
    bodies = [emit(manifest).replace("\n", eol) for manifest in manifests]
    spliced = head + f"---{eol}{comments}".join(bodies)
    if not tail and not text.endswith("\n") and not _ends_with_a_line(manifests[-1]):
        spliced = spliced.removesuffix(eol)
    return spliced + tail


def _removed(text: str, root: Span, index: int) -> str:
    """Nothing, but for the next document's directives, which stand behind the end of this one."""
    tail = text[_end(text, root.end, 0) :]
    directive = _DIRECTIVE.search(tail)
    if directive is None:
        return ""
    return tail[directive.start() :] if index == 1 else tail[tail.rfind("...", 0, directive.start()) :]


def _comments(text: str) -> list[str]:
    return [each.rstrip("\r") for each in _COMMENT.findall(text)]


def _end(text: str, end: int, column: int) -> int:
    """Behind the last line of an object whose content ends at `end`, and whose keys are written in `column` from now on.

    A comment on that line belongs to the object. So does what is deeper than its keys, comments and blanks: below a
    block scalar it would become a part of it.
    """
    end = at = _line_end(text, end)
    while at < len(text) and (line := _WITHOUT_CONTENT.match(text, at)):
        at = line.end()
        if len(line[1]) > column:
            end = at
        elif line[2]:
            break
    return end


def _line_end(text: str, offset: int) -> int:
    line_break = _LINE_BREAK.search(text, offset)
    return len(text) if line_break is None else line_break.end()


def _ends_with_a_line(value: Any) -> bool:  # noqa: ANN401 - any value
    """Whether a text of whole lines stands last in a value: as a block scalar it needs the line break behind it."""
    while value and isinstance(value, dict | list | tuple):
        value = list(value.values())[-1] if isinstance(value, dict) else value[-1]
    return isinstance(value, str) and value.endswith("\n")


def _items(path: Path, found: Mapping[Path, Span], manifests: Mapping[Path, Manifests]) -> Iterator[_Item]:
    index = 0
    while (*path, index) in found:
        yield _Item(found[*path, index], manifests.get((*path, index)))
        index += 1


def _edited(text: str, edits: list[_Edit]) -> Iterator[bytes]:
    at = 0
    for start, end, new in sorted(edits):
        yield from map(str.encode, blocks(text, at, start))
        yield new.encode()
        at = end
    yield from map(str.encode, blocks(text, at))


def _edits(text: str, whole: Span, items: Sequence[_Item], eol: str) -> Iterator[_Edit]:
    all_removed = all(item.manifests is not None and not item.manifests for item in items)
    if whole.flow:
        yield from [_Edit(items[0].span.start, whole.end - 1, "")] if all_removed else _flow_edits(items)
        return
    before = 0
    for index, item in enumerate(items):
        if item.manifests is not None:
            yield _block_edit(text, before, item, eol, empty="  []" if all_removed and index == 0 else "")
        before = item.span.end


def _flow_edits(items: Sequence[_Item]) -> Iterator[_Edit]:
    """What is removed takes the comma behind it along; where nothing follows that stays, the one before it."""
    last = max(index for index, item in enumerate(items) if item.manifests is None or item.manifests)
    for index, (span, manifests) in enumerate(items[: last + 1]):
        if manifests:
            yield _Edit(span.start, span.end, ", ".join(map(emit_flow, manifests)))
        elif manifests is not None:
            yield _Edit(span.start, items[index + 1].span.start, "")
    if last + 1 < len(items):
        yield _Edit(items[last].span.end, items[-1].span.end, "")


def _block_edit(text: str, before: int, item: _Item, eol: str, *, empty: str) -> _Edit:
    """The edit of an item behind the offset `before`; where it is removed `empty` takes its place."""
    dash = _dash(text, before, item.span)
    line = max(text.rfind(each, before, dash) for each in _LINE_BREAKS) + 1
    column, at_line_start = dash - line, text[line:dash].isspace() or line == dash
    end = _end(text, item.span.end, column + 2)
    ends_line = text[end - 1] in _LINE_BREAKS
    if not item.manifests:
        if empty or not at_line_start:
            return _Edit(dash, end, empty + (eol if ends_line else ""))
        return _Edit(line, _behind_blank_lines(text, end), "")
    ends_line = ends_line or _ends_with_a_line(item.manifests[-1])
    return _Edit(dash, end, eol.join(_block_lines(item.manifests, " " * column)) + (eol if ends_line else ""))


def _behind_blank_lines(text: str, end: int) -> int:
    """Where what is not blank goes on: a block scalar above, if it keeps its line breaks, would take the blank lines in."""
    blank = _BLANK_LINES.match(text, end)
    return blank.end() if blank else end


def _dash(text: str, before: int, span: Span) -> int:
    """Where the dash of an item is."""
    match = _LIST_DASH.search(text, before, span.start)
    assert match is not None, "an item of a block list has a dash"
    return match.start()


def _block_lines(manifests: Manifests, indent: str) -> Iterator[str]:
    """The lines of items; the first begins with its dash, before which the indentation stands already."""
    for index, manifest in enumerate(manifests):
        for number, line in enumerate(emit(manifest).removesuffix("\n").split("\n")):
            dash = "  " if number else "- " if index == 0 else f"{indent}- "
            yield f"{indent if number else ''}{dash}{line}" if line else ""
