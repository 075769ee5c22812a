"""The output while it is put together, before anything may be written: what stays of the inputs, and what is new."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from pulsarfn.stream.documents import BLOCK, Content, blocks
from pulsarfn.stream.splice import leading
from pulsarfn.stream.spool import Spool


class _Edit(NamedTuple):
    """What stood from `start` to before `end` of an input, and what takes its place: a part of all that is new."""

    start: int
    end: int
    new_start: int
    new_end: int


class Chunks:
    """The inputs one behind the other with some parts replaced, in blocks that are taken out when it is their turn."""

    def __init__(self, contents: Sequence[Content]) -> None:
        """As the inputs are."""
        self._contents = contents
        self._edits: list[list[_Edit]] = [[] for _ in contents]
        self._new = Spool()

    @property
    def is_empty(self) -> bool:
        """Whether there is no byte."""
        return all(start == end for number in range(len(self._contents)) for _, start, end in self._parts(number))

    def replace(self, number: int, start: int, end: int, new: Iterable[bytes]) -> None:
        """Put these blocks in the place of what stands from `start` to before `end` of the input of that number."""
        edits, new_start = self._edits[number], len(self._new)
        if edits and (edits[-1].end, edits[-1].new_end) == (start, new_start):
            start, _, new_start, _ = edits.pop()
        for block in new:
            self._new.add(block)
        edits.append(_Edit(start, end, new_start, len(self._new)))

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
        content, at = self._contents[number], 0
        for edit in sorted(self._edits[number]):
            yield content, at, edit.start
            yield self._new, edit.new_start, edit.new_end
            at = edit.end
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
