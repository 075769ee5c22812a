"""Bytes as text, places in texts, and the error of a text that cannot be read."""

from contextlib import suppress

from pulsarfn.diagnostics import codes
from pulsarfn.diagnostics.problem import Code
from pulsarfn.stream.documents import BLOCK, BYTE_ORDER_MARK, Content
from pulsarfn.stream.parser import DocumentText

MAX_DEPTH = 100
"""The maximum depth of mappings and lists: far deeper than any config, and safe for every reader."""

TEXT_FOLLOWS = (
    "--- is not a separator here, as text follows it",
    "end the line after ---, so that a new document begins",
)
TOO_DEEP = (f"nested more than {MAX_DEPTH} levels deep", "no config needs that")
"""The message and the hint for what is nested deeper."""


class ReadError(Exception):
    """A text that cannot be read.

    Attributes:
        code: the kind of fault.
        message: one sentence without a full stop; it contains no value of the text.
        line: 1-based line in the text; only line feeds count.
        column: 1-based column in the text, in code points.
        hint: how to fix it, or empty.
    """

    def __init__(self, code: Code, message: str, *, at: tuple[int, int], hint: str = "") -> None:
        """Create the error; `at` is line and column."""
        super().__init__(message)
        self.code, self.message, self.hint = code, message, hint
        self.line, self.column = at


def decode(raw: bytes) -> str:
    """Return the text of a document, without a UTF-8 byte order mark.

    Raises:
        ReadError: if the bytes are not UTF-8 or contain a NUL.
    """
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff") or raw[:4] == b"\0\0\xfe\xff":
        name = "UTF-32" if raw[:4] in (b"\xff\xfe\0\0", b"\0\0\xfe\xff") else "UTF-16"
        message, hint = f"the text is {name}, and only UTF-8 is read", f"convert it: iconv -f {name} -t UTF-8"
        raise ReadError(codes.NOT_UTF8, message, at=(1, 1), hint=hint)
    try:
        text = raw.removeprefix(BYTE_ORDER_MARK).decode()  # Python's own utf-8-sig is slow
    except UnicodeDecodeError as error:
        # the offset of the error does not count the byte order mark
        before = raw.removeprefix(BYTE_ORDER_MARK)[: error.start].decode("utf-8", "replace")
        at = place_of(before, len(before))
        raise ReadError(codes.NOT_UTF8, "the text is not UTF-8", at=at, hint="convert it with iconv") from None
    nul = text.find("\0")
    if nul >= 0:
        hint = "a NUL byte is not text: is this UTF-16, or a binary file?"
        raise ReadError(codes.NOT_UTF8, "the text holds a NUL byte", at=place_of(text, nul), hint=hint)
    return text


def text_of(content: Content) -> DocumentText:
    """Return the text of a document; a text longer than a `BLOCK` is not held in memory.

    Raises:
        ReadError: if the bytes are not UTF-8 or contain a NUL.
    """
    if len(content) > BLOCK:
        from pulsarfn.stream.long_text import LongText  # noqa: PLC0415 - few documents are long

        with suppress(ValueError):  # `decode` then raises the error
            return LongText(content)
    return decode(content[:])


def place_of(text: str, offset: int) -> tuple[int, int]:
    """Return the 1-based line and column of an offset; only line feeds end a line, as in `Document.start_line`."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def place_within(text: str, offset: int) -> tuple[int, int]:
    """Return the place of an offset, or that of the last character before it if only blanks and line breaks follow it."""
    return place_of(text, offset if text[offset:].strip() else max(len(text.rstrip()) - 1, 0))


def is_utf8(text: str) -> bool:
    """Whether a text of the command line or the environment was valid UTF-8."""
    return text.isascii() or not any("\ud800" <= each <= "\udfff" for each in text)
