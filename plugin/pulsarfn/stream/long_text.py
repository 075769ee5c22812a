"""The text of a long document, which is decoded in parts on demand and not held in memory."""

import codecs
from bisect import bisect_right

from pulsarfn.diagnostics.secrecy import hidden
from pulsarfn.stream.documents import BLOCK, BYTE_ORDER_MARK, Content


class LongText:
    """A text that can be sliced like a `str`. A byte order mark is not part of it."""

    __slots__ = ("_content", "_last", "_points", "_starts", "start")

    def __init__(self, content: Content) -> None:
        """Create the text of these bytes.

        Raises:
            ValueError: if they are not UTF-8 or contain a NUL.
        """
        self.start = len(BYTE_ORDER_MARK) if content[: len(BYTE_ORDER_MARK)] == BYTE_ORDER_MARK else 0
        self._content = content
        self._starts, self._points = (
            [self.start],
            [0],
        )  # starts of the blocks in bytes and in code points, and the end
        self._last = -1, ""
        while self._starts[-1] < len(content):
            raw = content[self._starts[-1] : self._starts[-1] + BLOCK]
            text, length = codecs.utf_8_decode(raw, "strict", self._starts[-1] + len(raw) == len(content))
            if "\0" in text:
                raise ValueError("a NUL")
            self._starts.append(self._starts[-1] + length)
            self._points.append(self._points[-1] + len(text))

    def __repr__(self) -> str:
        return hidden(self)

    def __len__(self) -> int:
        return self._points[-1]

    def __getitem__(self, part: slice, /) -> str:
        """Return a copy of a slice without a step."""
        start, end, _ = part.indices(len(self))
        if start >= end:
            return ""
        first, last = self._block_at(start), self._block_at(end - 1)
        parts = [self._block(number) for number in range(first, last + 1)]
        parts[-1] = parts[-1][: end - self._points[last]]
        parts[0] = parts[0][start - self._points[first] :]
        return "".join(parts)

    def __contains__(self, word: str) -> bool:
        raw = word.encode()
        return any(
            raw in self._content[at : at + BLOCK + len(raw) - 1] for at in range(self.start, len(self._content), BLOCK)
        )

    def length(self, end: int) -> int:
        """Return the number of bytes before a code point."""
        number = self._block_at(end)
        points = end - self._points[number]
        if points and self._starts[number + 1] - self._starts[number] > self._points[number + 1] - self._points[number]:
            points = len(self._block(number)[:points].encode())  # the block is not all ASCII
        return self._starts[number] - self.start + points

    def bytes(self) -> "_Bytes":
        """Return its bytes as a file, to read from the beginning."""
        return _Bytes(self._content, self.start)

    def _block_at(self, offset: int) -> int:
        return bisect_right(self._points, offset) - 1

    def _block(self, number: int) -> str:
        if self._last[0] != number:
            self._last = number, self._content[self._starts[number] : self._starts[number + 1]].decode()
        return self._last[1]


class _Bytes:
    """Bytes with the `read` that PyYAML calls."""

    def __init__(self, content: Content, start: int) -> None:
        self._content, self._at = content, start

    def read(self, size: int = BLOCK, /) -> bytes:
        block = self._content[self._at : self._at + size]
        self._at += len(block)
        return block
