"""Where lines and objects end in a text that may be longer than memory, and the line breaks that new lines get."""

import re
from collections.abc import Iterator

from pulsarfn.patterns import pattern
from pulsarfn.stream.parser import DocumentText
from pulsarfn.typed import Any

LINE_BREAKS = "\n\r\x85\u2028\u2029"
"""The characters that end a line in YAML."""

WINDOW = 1 << 12
"""The number of code points that are searched at once for the end of a line."""

_LINE_BREAK = pattern(f"\r\n|[{LINE_BREAKS}]")
_WITHOUT_CONTENT = pattern(rf"( *)[ \t]*(#[^{LINE_BREAKS}]*)?(?:\r\n|[{LINE_BREAKS}]|\Z)")


def eol_of(text: DocumentText) -> str:
    """Return the line break of the first line, which new lines use as well."""
    for at in range(0, len(text), WINDOW):
        line, line_feed, _ = text[at : at + WINDOW].partition("\n")
        if line_feed:
            return "\r\n" if (line or text[max(at - 1, 0) : at]).endswith("\r") else "\n"
    return "\n"


def _windows(text: DocumentText, start: int) -> Iterator[tuple[int, str]]:
    """Return parts of a text with their offsets; they overlap by one code point, as a line break may have two."""
    for at in range(start, len(text), WINDOW):
        yield at, text[at : at + WINDOW + 1]


def end_of_object(text: DocumentText, end: int, column: int) -> int:
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
    window = text[at : at + WINDOW]
    line = _WITHOUT_CONTENT.match(window)
    is_cut = line is not None and line.end() == len(window) and at + len(window) < len(text)
    return _WITHOUT_CONTENT.match(text[at : _line_end(text, at)]) if is_cut else line


def _line_end(text: DocumentText, offset: int) -> int:
    for at, window in _windows(text, offset):
        line, line_feed, _ = window.partition("\n")
        if line_feed and line.isascii() and "\r" not in line:  # as most lines end
            return at + len(line) + 1
        line_break = _LINE_BREAK.search(window)
        if line_break and line_break.start() < WINDOW:
            return at + line_break.end()
    return len(text)


def line_start(text: DocumentText, offset: int) -> int:
    """Return the offset of the first character of the line that holds an offset."""
    for end in range(offset, 0, -WINDOW):
        window = text[max(end - WINDOW, 0) : end]
        found = max(map(window.rfind, LINE_BREAKS))
        if found >= 0:
            return end - len(window) + found + 1
    return 0


def ends_with_a_line(value: Any) -> bool:  # noqa: ANN401 - any value
    """Whether the last text in a value ends with a line break: as a block scalar it needs the line break after it."""
    while value and isinstance(value, dict | list | tuple):
        value = list(value.values())[-1] if isinstance(value, dict) else value[-1]
    return isinstance(value, str) and value.endswith("\n")
