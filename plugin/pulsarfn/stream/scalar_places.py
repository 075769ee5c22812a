"""The place in the text of each character of a scalar's value, despite indentation, escapes and folded lines.

The code follows the scanner's steps (libyaml ``yaml_parser_scan_block_scalar``, ``…_flow_scalar``, ``…_plain_scalar``) and
compares the result with the value: a place is exact, or it is the start of the scalar.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from pulsarfn.stream.lines import LineAndColumn, Lines

Piece = tuple[str, int]
"""A part of a value, and the offset of the same characters in the text."""

_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
PROPERTIES = re.compile(r"(?:[&!]\S*\s+(?:#[^\n]*\n\s*)*)*")
_FLOW = (
    r"(?P<break>\r\n|[\n\r\x85\u2028\u2029])|(?P<blanks>[ \t]+)"
    r"|%s(?P<rest>[^ \t\r\n\x85\u2028\u2029\\'\"]++(?:[ \t]+[^ \t\r\n\x85\u2028\u2029\\'\"]++)*+|.)"
)
_RARE_BREAKS = ("\r", "\x85", "\u2028", "\u2029")
_ESCAPE = r"(?P<escape>\\(?:\r\n|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.))|"
_ONE_ESCAPE = re.compile(_ESCAPE.removesuffix("|"))
_DOUBLE_QUOTED_PART = re.compile(_FLOW % _ESCAPE, re.DOTALL)
_OTHER_FLOW_PART = re.compile(_FLOW % "", re.DOTALL)
_ESCAPES = dict(zip('0abt\tnvfre "/\\N_LP', '\0\a\b\t\t\n\v\f\r\x1b "/\\\x85\xa0\u2028\u2029', strict=True))
_MOST_INDENTATIONS = 64
"""The maximum number of indentations that are tried for a block scalar whose text begins with blanks."""


class EmbeddedText:
    """Maps places in the value of a scalar to offsets in the text that contains the scalar.

    Attributes:
        start: the offset of the start of the scalar.
        value: the value of the scalar.
        pieces: the parts of the value in order; empty if they are unknown.
    """

    __slots__ = ("_lines", "_starts", "pieces", "start", "value")

    def __init__(self, start: int, value: str, pieces: Sequence[Piece]) -> None:
        self.start, self.value, self.pieces = start, value, pieces
        self._lines = Lines(value)
        self._starts = [0, *accumulate(len(piece) for piece, _ in pieces)]

    def span(self, text: str, style: str | None, start: int, end: int) -> tuple[int, int] | None:
        """Return the span in the outer `text` of a span of the value, which is not empty; None if it is unknown."""
        if not self.pieces:
            return None
        first, last = self._offset(start), self._offset(end - 1)
        escape = _ONE_ESCAPE.match(text, last) if style == '"' else None
        if escape is not None:
            return first, escape.end()
        return first, last + (2 if style == "'" and text.startswith("''", last) else 1)

    def _offset(self, offset: int) -> int:
        """Return the offset in the outer text of an offset in the value."""
        number = min(bisect_right(self._starts, offset), len(self.pieces)) - 1
        return self.pieces[number][1] + offset - self._starts[number]

    def source(self, place: LineAndColumn) -> int:
        """Return the offset in the outer text of a line and column in the value."""
        if not self.pieces:
            return self.start
        return self._offset(self._lines.offset(place))


def embedded(text: str, span: tuple[int, int], style: str | None, value: str) -> EmbeddedText:
    """Return the map for the scalar with this value and style at `span`, which includes its tag and anchor."""
    start, end = span
    properties = PROPERTIES.match(text, start, end)
    begin = properties.end() if properties else start
    if style in ("|", ">"):
        pieces = (style == "|" and _literal(text, (begin, end), value)) or _block(text, (begin, end), value)
    else:
        quote = style if style in ("'", '"') else ""
        pieces = _matching(_flow(text, (begin + len(quote), end - len(quote)), quote), value)
    return EmbeddedText(begin, value, pieces or ())


def _matching(pieces: Iterable[Piece], value: str) -> tuple[Piece, ...] | None:
    """Return the pieces that are not empty; None if they do not add up to the value."""
    found = tuple(piece for piece in pieces if piece[0])
    return found if "".join(piece for piece, _ in found) == value else None


def _literal(text: str, span: tuple[int, int], value: str) -> tuple[Piece, ...] | None:
    """Return the pieces of a literal block scalar, one for each line; None if its indentation or line breaks are unusual."""
    written = text[slice(*span)]
    header, *given = written.split("\n")
    lines = value.removesuffix("\n").split("\n")
    first = next((number for number, line in enumerate(lines) if line.strip(" ")), None)
    if first is None or len(given) < len(lines) or any(each in written for each in _RARE_BREAKS):
        return None
    indent = len(given[first]) - len(lines[first])
    found, at = list[Piece](), span[0] + len(header) + 1
    for line, own in zip(given, lines, strict=False):
        if line[indent:] != own:
            return None
        found.append((f"{own}\n", at + min(indent, len(line))))
        at += len(line) + 1
    if not value.endswith("\n"):
        found[-1] = (lines[-1], found[-1][1])
    return tuple(found)


def _block(text: str, span: tuple[int, int], value: str) -> tuple[Piece, ...] | None:
    """Return the pieces of a block scalar. Its indentation may depend on its parent, so the value decides."""
    header_end = _BREAK.search(text, *span)
    if header_end is None:
        return None
    header = text[span[0] : header_end.start()].partition("#")[0]
    lines = list(_lines(text, (header_end.end(), span[1])))
    deepest = 0
    for line, _, _ in lines:
        deepest = max(deepest, len(line) - len(line.lstrip(" ")))
        if line.strip(" "):
            break
    for indent in range(deepest, max(deepest - _MOST_INDENTATIONS, -1), -1):
        pieces = _matching(_block_pieces(lines, indent, header), value)
        if pieces is not None:
            return pieces
    return None


def _lines(text: str, span: tuple[int, int]) -> Iterator[tuple[str, int, Piece]]:
    """Return the lines between two offsets: text, offset, and the line break after it."""
    begin, end = span
    while begin < end:
        found = _BREAK.search(text, begin, end)
        if found is None:
            yield text[begin:end], begin, ("", end)
            return
        yield text[begin : found.start()], begin, (_decoded_break(found[0]), found.start())
        begin = found.end()


def _decoded_break(written: str) -> str:
    return written if written in "\u2028\u2029" else "\n"


def _block_pieces(lines: Iterable[tuple[str, int, Piece]], indent: int, header: str) -> Iterator[Piece]:
    """Return the pieces of a block scalar with a known indentation, as libyaml's ``yaml_parser_scan_block_scalar``."""
    folds = header.startswith(">")
    leading: Piece = ("", 0)
    trailing: list[Piece] = []
    leading_blank = False
    for line, at, line_break in lines:
        own = line[indent:]
        if not own and not line.strip(" "):
            trailing.append(line_break)
            continue
        blank = own[:1] in (" ", "\t")
        if folds and leading[0] == "\n" and not leading_blank and not blank:
            if not trailing:
                yield " ", leading[1]
        else:
            yield leading
        yield from trailing
        yield own, at + indent
        leading, trailing, leading_blank = line_break, [], blank
    if "-" not in header:
        yield leading
    if "+" in header:
        yield from trailing


def _flow(text: str, span: tuple[int, int], quote: str) -> Iterator[Piece]:
    """Return the pieces as libyaml's ``yaml_parser_scan_flow_scalar``, without a quote ``yaml_parser_scan_plain_scalar``."""
    at, end = span
    parts = _DOUBLE_QUOTED_PART if quote == '"' else _OTHER_FLOW_PART
    blanks: list[Piece] = []
    breaks: list[Piece] | None = None  # in a line fold: its line breaks, the first empty if escaped
    while at < end:
        part = parts.match(text, at, end)
        assert part is not None, "the last alternative is any character"
        kind, written, at = part.lastgroup, part[0], part.end()
        here = part.start()
        if kind == "break":
            breaks = [*(breaks or ()), (_decoded_break(written), here)]
        elif kind == "blanks":
            blanks.append((written, here))
        else:
            yield from _folded(blanks, breaks)
            escapes_break = kind == "escape" and _BREAK.fullmatch(written[1:])
            blanks, breaks = [], [("", here)] if escapes_break else None
            if not escapes_break:
                yield _unescaped(written) if kind == "escape" else written, here
            at += quote == written == "'"  # the second of two quotes is no character of the value
    yield from _folded(blanks, breaks)


def _folded(blanks: list[Piece], breaks: list[Piece] | None) -> Iterator[Piece]:
    """Fold lines: blanks within a line are kept, blanks around line breaks are dropped, and a single break is a blank."""
    if breaks is None:
        yield from blanks
    elif breaks[0][0] == "\n":
        yield from breaks[1:] or [(" ", breaks[0][1])]
    else:
        yield from breaks


def _unescaped(written: str) -> str:
    if len(written) > 2:  # noqa: PLR2004 - a backslash and a letter
        return chr(int(written[2:], base=16))  # noqa: FURB166 - the prefix is YAML's, not Python's
    return _ESCAPES.get(written[1], written[1])
