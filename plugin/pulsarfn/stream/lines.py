"""The lines of a text, indexed once: counting line breaks again for each of many places would take quadratic time."""

import re
from bisect import bisect_right

from pulsarfn.patterns import pattern

_LINE_FEED = pattern(r"\n")
LineAndColumn = tuple[int, int]
"""1-based; columns count code points and only line feeds end a line, as in `Document.start_line`."""


class Lines:
    """The lines of a text, by number."""

    __slots__ = ("_starts", "_text")

    def __init__(self, text: str) -> None:
        """Index all lines of `text`, including a last line without a line feed."""
        self._text = text
        self._starts = [0, *map(re.Match.end, _LINE_FEED.finditer(text))]

    def __len__(self) -> int:
        return len(self._starts)

    def __getitem__(self, number: int) -> str:
        """Return the line with that 1-based number without its line break; empty if there is none."""
        if not 0 < number <= len(self._starts):
            return ""
        end = self._starts[number] if number < len(self._starts) else len(self._text)
        return self._text[self._starts[number - 1] : end].removesuffix("\n").removesuffix("\r")

    def place(self, offset: int) -> LineAndColumn:
        """Return the line and column of an offset."""
        number = bisect_right(self._starts, offset)
        return number, offset - self._starts[number - 1] + 1

    def offset(self, place: LineAndColumn) -> int:
        """Return the offset of a line and column; a place after the end of the text, or of a line, counts as that end."""
        line, column = place
        ends_with_break = len(self._starts) > 1 and self._starts[-1] == len(self._text)
        if line > len(self._starts) - ends_with_break:
            return len(self._text) - ends_with_break
        end = self._starts[line] - 1 if line < len(self._starts) else len(self._text)
        return min(self._starts[line - 1] + max(column, 1) - 1, end)
