"""The edits of items of lists: carriers that manifests replace, and items that are removed; what is between them stays."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import partial
from itertools import chain

from pulsarfn.diagnostics.problem import Path
from pulsarfn.named_tuples import NamedTuple
from pulsarfn.patterns import pattern
from pulsarfn.stream.anchors import Anchors
from pulsarfn.stream.emit import emit, emit_flow
from pulsarfn.stream.layout import Holder, Item, layout
from pulsarfn.stream.line_breaks import LINE_BREAKS, WINDOW, end_of_object, ends_with_a_line, eol_of, line_start
from pulsarfn.stream.parser import DocumentText
from pulsarfn.values import Manifest

_LIST_DASH = pattern(rf"-(?:[ \t]*(?:#[^{LINE_BREAKS}]*)?[{LINE_BREAKS}])*[ \t]*\Z")
_BLANK_LINES = pattern(f"(?:[ \t]*[{LINE_BREAKS}])+")


class Edit(NamedTuple):
    """A slot in a text, with offsets in code points."""

    start: int
    end: int
    written: Callable[[Iterable[Manifest]], Iterator[str]]


def edits(
    text: DocumentText, anchors: Anchors, replaced: Collection[Path], removed: Collection[Path]
) -> Iterator[tuple[Item, Edit]]:
    """Return the edits of replaced items of lists, each when it is reached, then those of removed items."""
    eol, gone = eol_of(text), frozenset(removed)
    lists: dict[Path, dict[int, Item]] = {}  # the removed items of each list
    for item in layout(text, chain(replaced, removed), anchors):
        if item.path in gone:
            lists.setdefault(item.path[:-1], {})[int(item.path[-1])] = item
        elif item.within.span.flow:
            yield item, Edit(item.span.start, item.span.end, _in_brackets)
        else:
            yield item, _block_edit(text, item, eol)
    for items in lists.values():
        within = next(iter(items.values())).within
        yield from _flow_removals(items, within) if within.span.flow else _block_removals(text, items, within, eol)


def _flow_removals(items: Mapping[int, Item], within: Holder) -> Iterator[tuple[Item, Edit]]:
    """Remove each item with the comma after it, or with the comma before it if no remaining item follows."""
    if len(items) == within.count:
        yield items[0], Edit(items[0].span.start, within.span.end - 1, _nothing)
        return
    last = next(index for index in reversed(range(within.count)) if index not in items)
    for index, item in items.items():
        if item.after is not None and index < last:
            yield item, Edit(item.span.start, item.after, _nothing)
        elif index == last + 1:
            yield item, Edit(item.before, items[within.count - 1].span.end, _nothing)


def _block_removals(
    text: DocumentText, items: Mapping[int, Item], within: Holder, eol: str
) -> Iterator[tuple[Item, Edit]]:
    for index, item in items.items():
        is_all = index == 0 and len(items) == within.count
        yield item, _removal(text, item, eol, empty="  []" if is_all else "")


def _nothing(_: Iterable[Manifest]) -> Iterator[str]:
    return iter(())


def _in_brackets(manifests: Iterable[Manifest]) -> Iterator[str]:
    for number, manifest in enumerate(manifests):
        yield f"{', ' if number else ''}{emit_flow(manifest)}"


def _block_edit(text: DocumentText, item: Item, eol: str) -> Edit:
    dash = _dash(text, item)
    column = dash - line_start(text, dash)
    end = end_of_object(text, item.span.end, column + 2)
    return Edit(dash, end, partial(_as_items, column, eol, text[end - 1 : end] in LINE_BREAKS))


def _as_items(column: int, eol: str, ends_line: bool, manifests: Iterable[Manifest]) -> Iterator[str]:  # noqa: FBT001
    """Return items with dashes in that column; the first begins with its dash, as the text before has its indentation."""
    last: Manifest = {}
    for number, manifest in enumerate(manifests):
        if number:
            yield f"{eol}{' ' * column}"
        yield eol.join(_block_lines(manifest, " " * column))
        last = manifest
    if ends_line or ends_with_a_line(last):
        yield eol


def _block_lines(manifest: Manifest, indent: str) -> Iterator[str]:
    for number, line in enumerate(emit(manifest).removesuffix("\n").split("\n")):
        yield f"{indent if number else ''}{'  ' if number else '- '}{line}" if line else ""


def _removal(text: DocumentText, item: Item, eol: str, *, empty: str) -> Edit:
    """Return the edit that removes an item; the text `empty` replaces it, if it is not empty."""
    dash = _dash(text, item)
    line = line_start(text, dash)
    end = end_of_object(text, item.span.end, dash - line + 2)
    if not empty and not text[line:dash].strip():
        return Edit(line, _after_blank_lines(text, end), _nothing)
    left = empty + (eol if text[end - 1 : end] in LINE_BREAKS else "")
    return Edit(dash, end, lambda _: iter([left]))


def _after_blank_lines(text: DocumentText, end: int) -> int:
    """Return the offset after blank lines: a block scalar above that keeps line breaks would absorb them."""
    while blank := _BLANK_LINES.match(text[end : end + WINDOW]):
        end += blank.end()
    return end


def _dash(text: DocumentText, item: Item) -> int:
    """Return the offset of the dash of an item."""
    match = _LIST_DASH.search(text[item.before : item.span.start])
    assert match is not None, "an item of a block list has a dash"
    return item.before + match.start()
