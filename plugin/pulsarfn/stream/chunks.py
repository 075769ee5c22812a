"""The output before it is written: the unchanged parts of the inputs, and the new parts."""

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from pulsarfn.stream.documents import BLOCK, Content, blocks
from pulsarfn.stream.splice import leading
from pulsarfn.stream.spool import Spool

_NUMBERS = 4
"""Numbers per edit: start and end of the replaced part in its input, and start and end of the new part."""


class Chunks:
    """The inputs one after the other with some parts replaced, as blocks that are read on demand."""

    def __init__(self, contents: Sequence[Content]) -> None:
        """Start with the unchanged inputs."""
        self._contents = contents
        self._edits = [array("Q") for _ in contents]  # compact, as there may be many
        self._new = Spool()

    @property
    def is_emptied(self) -> bool:
        """Whether something was replaced, and the output is empty."""
        parts = (each for number in range(len(self._contents)) for each in self._parts(number))
        return any(self._edits) and all(start == end for _, start, end in parts)

    def replace(self, number: int, start: int, end: int, new: Iterable[bytes]) -> Callable[[], Iterator[bytes]]:
        """Replace the bytes from `start` up to `end` of the input with that number by these blocks; return what returns them again."""
        edits, new_start = self._edits[number], len(self._new)
        for block in new:
            self._new.add(block)
        if edits and (edits[-3], edits[-1]) == (start, new_start):  # directly after the last edit: join both
            edits[-3], edits[-1] = end, len(self._new)
        else:
            edits.extend((start, end, new_start, len(self._new)))
        return partial(blocks, self._new, new_start, len(self._new))

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
        """Return the parts of the output of an input: parts of the input and new parts."""
        content, edits, at = self._contents[number], self._edits[number], 0
        for edit in sorted(range(0, len(edits), _NUMBERS), key=edits.__getitem__):
            start, end, new_start, new_end = edits[edit : edit + _NUMBERS]
            yield content, at, start
            yield self._new, new_start, new_end
            at = end
        yield content, at, len(content)

    def _between(self, last: bytes, number: int) -> Iterator[bytes]:
        """Return the separator between the byte `last` and the next input: a line break, and a marker if the input has none."""
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
