"""The output while it is put together, before anything may be written: what stays of the inputs, and what is new."""

from collections.abc import Iterator

from pulsarfn.stream.documents import Content, Document, blocks
from pulsarfn.stream.splice import leading
from pulsarfn.stream.spool import Spool


class Chunks:
    """Bytes in blocks that fit into memory: parts of the inputs, taken out when it is their turn, and new ones."""

    def __init__(self) -> None:
        """Without any bytes."""
        self._parts: list[tuple[Content, int, int]] = []
        self._new = Spool()
        self._last = b""

    def __iter__(self) -> Iterator[bytes]:
        for content, start, end in self._parts:
            yield from blocks(content, start, end)

    @property
    def is_empty(self) -> bool:
        """Whether there is no byte yet."""
        return not self._parts

    def stay(self, content: Content, document: Document) -> None:
        """Go on with a document of the input `content` as it is."""
        self._part_from_last_input(document, document.raw)
        self._add(content, document.start, document.end, document.raw)

    def replace(self, document: Document, new: bytes) -> None:
        """Go on with what stands in the place of a document from now on."""
        self._part_from_last_input(document, new)
        self.add(new)

    def add(self, new: bytes) -> None:
        """Go on with bytes that stand for no document."""
        start = len(self._new)
        self._new.add(new)
        self._add(self._new, start, len(self._new), new)

    def _part_from_last_input(self, document: Document, begin: bytes) -> None:
        """Where an input begins without a marker, it gets one to part it from the last."""
        if document.index > 1 or not self._last:
            return
        if self._last != b"\n":
            self.add(b"\n")
        if begin and not leading(begin).lstrip("\n").startswith("---"):
            self.add(b"---\n")

    def _add(self, content: Content, start: int, end: int, added: bytes) -> None:
        self._last = added[-1:] or self._last
        if self._parts and self._parts[-1][0] is content and self._parts[-1][2] == start:
            start = self._parts.pop()[1]
        if end > start:
            self._parts.append((content, start, end))
