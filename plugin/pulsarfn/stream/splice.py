"""Generated manifests in the place of what they were generated from; every byte around them stays."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pulsarfn.diagnostics import Path
from pulsarfn.stream.documents import Document
from pulsarfn.stream.emit import emit, emit_flow
from pulsarfn.stream.layout import Span, spans

_BOM = "\ufeff"
_LF = "\n"
_MARKER = re.compile(r"^---(?:[ \t].*)?$", re.MULTILINE)
_COMMENT = re.compile(r"^[ \t]*#.*$", re.MULTILINE)
_DIRECTIVE = re.compile(r"^%", re.MULTILINE)
_LIST_DASH = re.compile(r"-(?:[ \t]*(?:#.*)?\r?\n)*[ \t]*\Z")


@dataclass(frozen=True, slots=True)
class Replacement:
    """What stands in a document from now on in the place of the object at `path`: () for the whole, else a list's item."""

    path: Path
    manifests: Sequence[Mapping[str, Any]]


def splice(document: Document, replacements: Sequence[Replacement]) -> bytes:
    """The bytes of a readable document with its replacements made."""
    text = document.raw.decode("utf-8")
    mark = _BOM if text.startswith(_BOM) else ""
    text = text.removeprefix(_BOM)
    eol = "\r\n" if "\r\n" in text[: text.find("\n") + 1] else "\n"
    found = spans(text)
    if replacements[0].path == ():
        manifests = replacements[0].manifests
        spliced = (
            _documents(text, found[()], manifests, eol) if manifests else _removed(text, found[()], document.index)
        )
    else:
        spliced = text
        lists = {each.path[:-1] for each in replacements}
        for path in sorted(lists, key=lambda each: found[each].start, reverse=True):
            of_list = {each.path: each.manifests for each in replacements if each.path[:-1] == path}
            spliced = _in_list(spliced, path, of_list, found, eol)
    return (mark + spliced).encode("utf-8")


def leading(raw: bytes) -> str:
    """What stands above the content of a document as far as that can be told by lines: marker, comments, blank lines."""
    lines = []
    for line in raw.decode("utf-8", "replace").removeprefix(_BOM).splitlines(keepends=True):
        if line.strip() and not line.lstrip().startswith("#") and not _MARKER.match(line) and not line.startswith("%"):
            break
        lines.append(line)
    return "".join(lines)


def _documents(text: str, root: Span, manifests: Sequence[Mapping[str, Any]], eol: str) -> str:
    """The first document keeps what stands above the carrier's content, the others begin with its comments."""
    head, tail = text[: root.start], _behind(text, root.end)
    if not head.endswith(("\n", "")) or (head and not head.endswith("\n")):
        head = head.rstrip(" \t") + eol  # the content began on the marker's own line
    marker = _MARKER.search(head)
    comments = "".join(f"{each}{eol}" for each in _comments(head[marker.end() if marker else 0 :]))
    bodies = [emit(manifest).replace("\n", eol) for manifest in manifests]
    spliced = head + f"---{eol}{comments}".join(bodies)
    if not tail and not text.endswith("\n"):
        spliced = spliced.removesuffix(eol)
    return spliced + tail


def _removed(text: str, root: Span, index: int) -> str:
    """Nothing, but for the next document's directives, which stand behind the end of this one."""
    tail = _behind(text, root.end)
    directive = _DIRECTIVE.search(tail)
    if directive is None:
        return ""
    return tail[directive.start() :] if index == 1 else tail[tail.rfind("...", 0, directive.start()) :]


def _behind(text: str, end: int) -> str:
    """What follows the line on which the content ends; a comment on that line belongs to the content."""
    line_end = text.find("\n", end)
    return "" if line_end < 0 else text[line_end + 1 :]


def _comments(text: str) -> list[str]:
    return [each.rstrip("\r") for each in _COMMENT.findall(text)]


def _in_list(
    text: str, path: Path, replaced: Mapping[Path, Sequence[Mapping[str, Any]]], found: Mapping[Path, Span], eol: str
) -> str:
    items = [(item, found[item]) for item in _items(path, found)]
    if found[path].flow:
        return text[: items[0][1].start] + _flow_items(text, items, replaced) + text[items[-1][1].end :]
    if all(item in replaced and not replaced[item] for item, _ in items):
        dash, indent = _dash(text, items[0][1])
        end = _line_end(text, items[-1][1])
        return text[: dash - len(indent)] + f"{indent}  []{eol if text[:end].endswith(_LF) else ''}" + text[end:]
    for item, span in reversed(items):
        if item in replaced:
            text = _block_item(text, span, replaced[item], eol)
    return text


def _items(path: Path, found: Mapping[Path, Span]) -> Iterator[Path]:
    index = 0
    while (*path, index) in found:
        yield (*path, index)
        index += 1


def _flow_items(
    text: str, items: Sequence[tuple[Path, Span]], replaced: Mapping[Path, Sequence[Mapping[str, Any]]]
) -> str:
    """The items between the brackets, each behind what stood before it; what was removed takes its comma along."""
    parts: list[str] = []
    before = items[0][1].start
    for item, span in items:
        between, before = text[before : span.start], span.end
        contents: Iterable[str] = (
            [text[span.start : span.end]] if item not in replaced else map(emit_flow, replaced[item])
        )
        for content in contents:
            parts += [(between or ", ") if parts else "", content]
            between = ", "
    return "".join(parts)


def _block_item(text: str, span: Span, manifests: Sequence[Mapping[str, Any]], eol: str) -> str:
    dash, indent = _dash(text, span)
    end = _line_end(text, span)
    if not manifests:
        return text[: dash - len(indent)] + text[end:]
    lines = [
        f"{indent}{'- ' if number == 0 else '  '}{line}" if line else ""
        for manifest in manifests
        for number, line in enumerate(emit(manifest).removesuffix("\n").split("\n"))
    ]
    last = eol if text[end - 1 : end] == "\n" else ""
    return text[: dash - len(indent)] + eol.join(lines) + last + text[end:]


def _dash(text: str, span: Span) -> tuple[int, str]:
    """Where the dash of a list's item is, and the blanks before it."""
    match = _LIST_DASH.search(text, 0, span.start)
    assert match is not None, "an item of a block list has a dash"
    line = text.rfind("\n", 0, match.start()) + 1
    return match.start(), text[line : match.start()]


def _line_end(text: str, span: Span) -> int:
    end = text.find("\n", span.end)
    return len(text) if end < 0 else end + 1
