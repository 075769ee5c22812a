"""Edits of a text: spans that are replaced, while everything else stays as it is."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from pulsarfn.diagnostics.secrecy import hidden
from pulsarfn.named_tuples import NamedTuple

_E = TypeVar("_E")


class Edit(NamedTuple):
    """A span of a text, as offsets in code points, and the text that replaces it."""

    start: int
    end: int
    text: str

    def __repr__(self) -> str:
        return hidden(self)


def edited(text: str, edits: Iterable[Edit]) -> str:
    """Return `text` with the edits, which do not overlap."""
    parts, done = list[str](), 0
    for each in sorted(edits):
        parts += (text[done : each.start], each.text)
        done = each.end
    return "".join((*parts, text[done:]))


def original_offset(offset: int, edits: Iterable[Edit]) -> int:
    """Return the offset before the edits of a place in the edited text; inside a replacement, the start of the span."""
    grown = 0
    for each in sorted(edits):
        start = each.start + grown
        if offset < start:
            break
        if offset < start + len(each.text):
            return each.start
        grown += len(each.text) - (each.end - each.start)
    return offset - grown


def largest_part(items: Sequence[_E], holds: Callable[[Sequence[_E]], bool]) -> Sequence[_E]:
    """Return all items if a condition holds for them together, otherwise without those for which it does not hold."""
    if not items or holds(items):
        return items
    if len(items) == 1:
        return ()
    half = len(items) // 2
    first = largest_part(items[:half], holds)
    return (*first, *largest_part(items[half:], lambda some: holds((*first, *some))))
