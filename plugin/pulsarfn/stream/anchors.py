"""Anchors of a document and the values of its aliases, as in go-yaml; bounded, as a few lines can mean millions of values."""

from bisect import bisect_left

from pulsarfn.named_tuples import NamedTuple
from pulsarfn.values import Value

MOST_VALUES = 100_000
"""The maximum number of values that all aliases of a document may represent: far more than any manifest has."""


class Anchor(NamedTuple):
    """An anchor and its value.

    Attributes:
        offset: the offset of its definition, in code points.
        part: the path of the part in which it is defined: the member of the document, and the item if the member is a list.
        value: the value.
        size: the number of values in it.
    """

    offset: int
    part: tuple[str | int, ...]
    value: Value
    size: int


class Anchors:
    """The anchors of a document, by name and offset of the definition: a name may be defined several times."""

    __slots__ = ("_defined", "_offsets")

    def __init__(self) -> None:
        """Start without anchors."""
        self._defined: dict[str, list[Anchor]] = {}
        self._offsets: dict[str, list[int]] = {}

    def define(self, name: str, anchor: Anchor) -> None:
        """Add an anchor at the end of its value; inner anchors are added before the outer ones."""
        offsets = self._offsets.setdefault(name, [])
        at = bisect_left(offsets, anchor.offset)
        offsets.insert(at, anchor.offset)
        self._defined.setdefault(name, []).insert(at, anchor)

    def before(self, name: str, offset: int) -> Anchor | None:
        """Return the last anchor with this name that is defined before an offset; None if there is none."""
        at = bisect_left(self._offsets.get(name, []), offset)
        return self._defined[name][at - 1] if at else None
