"""The output while it is put together, before anything may be written: what stays of the inputs, and what is new."""

from array import array
from collections.abc import Iterable, Iterator, Sequence

from pulsarfn.stream.documents import BLOCK, Content, blocks
from pulsarfn.stream.splice import leading
from pulsarfn.stream.spool import Spool

_NUMBERS = 4
"""Of an edit: where what goes begins and ends in its input, and what takes its place in all that is new."""


class Chunks:
    """The inputs one behind the other with some parts replaced, in blocks that are taken out when it is their turn."""

    def __init__(self, contents: Sequence[Content]) -> None:
        """As the inputs are."""
        self._contents = contents
        self._edits = [array("Q") for _ in contents]  # there may be many
        self._new = Spool()

    @property
    def is_emptied(self) -> bool:
        """Whether something has gone, and no byte is left."""
        parts = (each for number in range(len(self._contents)) for each in self._parts(number))
        return any(self._edits) and all(start == end for _, start, end in parts)

    def replace(self, number: int, start: int, end: int, new: Iterable[bytes]) -> None:
        """Put these blocks in the place of what stands from `start` to before `end` of the input of that number."""
        edits, new_start = self._edits[number], len(self._new)
        for block in new:
            self._new.add(block)
        if edits and (edits[-3], edits[-1]) == (start, new_start):  # right behind the last one: both are one
            edits[-3], edits[-1] = end, len(self._new)
        else:
            edits.extend((start, end, new_start, len(self._new)))

    def __iter__(self) -> Iterator[bytes]:
        last = b""
        for number in range(len(self._contents)):
            if last:
                yield from self._between(last, number)
            for part, start, end in self._parts(number):
                if start < end:
                    yield from blocks(part, start, end)
                    last = part[end - 1 : end]

    def _parts(self, number: int) -> Iterator[tuple[Content, int, int]]:
        """What an input has become: parts of it, and of what is new."""
        content, edits, at = self._contents[number], self._edits[number], 0
        for edit in sorted(range(0, len(edits), _NUMBERS), key=edits.__getitem__):
            start, end, new_start, new_end = edits[edit : edit + _NUMBERS]
            yield content, at, start
            yield self._new, new_start, new_end
            at = end
        yield content, at, len(content)

    def _between(self, last: bytes, number: int) -> Iterator[bytes]:
        """What parts an input from what ends with the byte `last`: a line break, and a marker where it begins without one."""
        if not len(self._contents[number]):
            return
        if last != b"\n":
            yield b"\n"
        begin = b""
        for part, start, end in self._parts(number):
            begin += part[start : min(end, start + BLOCK)]
            if len(begin) >= BLOCK:
                break
        if begin and not leading(begin).lstrip("\n").startswith("---"):
            yield b"---\n"
