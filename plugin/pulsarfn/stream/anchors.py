"""Anchors of a document, and what its aliases stand for, as go-yaml follows them; bounded, as a few lines could mean millions of values."""

from bisect import bisect_left
from typing import NamedTuple

from pulsarfn.values import Value

MOST_VALUES = 100_000
"""How many values the aliases of a document may stand for in all: far more than any manifest has."""


class Anchor(NamedTuple):
    """What an anchor names.

    Attributes:
        offset: where it is defined, in code points.
        part: the member of the document in which it is defined, and the item where that is a list.
        value: the value.
        size: how many values that has.
    """

    offset: int
    part: tuple[str | int, ...]
    value: Value
    size: int


class Anchors:
    """The anchors of a document, each by its name and where it is defined: a name may be defined again."""

    __slots__ = ("_defined", "_offsets")

    def __init__(self) -> None:
        """Without any."""
        self._defined: dict[str, list[Anchor]] = {}
        self._offsets: dict[str, list[int]] = {}

    def define(self, name: str, anchor: Anchor) -> None:
        """Note an anchor, when its value has ended; inner ones come before those around them."""
        offsets = self._offsets.setdefault(name, [])
        at = bisect_left(offsets, anchor.offset)
        offsets.insert(at, anchor.offset)
        self._defined.setdefault(name, []).insert(at, anchor)

    def before(self, name: str, offset: int) -> Anchor | None:
        """The anchor of that name that was defined last before an offset, None for none."""
        at = bisect_left(self._offsets.get(name, []), offset)
        return self._defined[name][at - 1] if at else None
