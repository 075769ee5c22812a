"""Where a character of a quoted YAML scalar stands in the text, through escapes and folded lines (YAML 1.2, 7.3)."""

from collections.abc import Iterator

_ESCAPE_LENGTHS = {"x": 4, "u": 6, "U": 10}
_LINE_BREAK_ESCAPES = "n"


def place_in_quotes(text: str, start: int, place: tuple[int, int]) -> tuple[int, int] | None:
    """Line and column in `text` of a line and column in the scalar whose opening quote is at offset `start`."""
    wanted_line, wanted_column = place
    line, column = 1, 1
    for character, offset in _characters(text, start):
        if (line, column) == (wanted_line, wanted_column):
            return _line_and_column(text, offset)
        if character == "\n":
            line, column = line + 1, 1
        else:
            column += 1
        if line > wanted_line:
            return _line_and_column(text, offset)
    return None


def _characters(text: str, start: int) -> Iterator[tuple[str, int]]:
    """The scalar's characters, each with the offset at which it is written."""
    double = text[start] == '"'
    offset = start + 1
    while offset < len(text):
        character = text[offset]
        if character == text[start]:
            if double or text[offset + 1 : offset + 2] != "'":
                return
            yield "'", offset
            offset += 2
        elif character == "\\" and double:
            following = text[offset + 1 : offset + 2]
            if following in ("\n", "\r"):
                offset = _after_blanks(text, offset + (3 if text[offset + 1 : offset + 3] == "\r\n" else 2))
                continue
            yield ("\n" if following == _LINE_BREAK_ESCAPES else "?"), offset
            offset += _ESCAPE_LENGTHS.get(following, 2)
        elif character in "\r\n \t":
            end = _after_blanks(text, offset, breaks=True)
            breaks = text.count("\n", offset, end)
            if not breaks:
                for blank in range(offset, end):
                    yield text[blank], blank
            elif breaks == 1:
                yield " ", offset
            else:
                yield from (("\n", offset) for _ in range(breaks - 1))
            offset = end
        else:
            yield character, offset
            offset += 1


def _after_blanks(text: str, offset: int, *, breaks: bool = False) -> int:
    blanks = " \t\r\n" if breaks else " \t"
    while offset < len(text) and text[offset] in blanks:
        offset += 1
    return offset


def _line_and_column(text: str, offset: int) -> tuple[int, int]:
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)
