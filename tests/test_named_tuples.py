"""The named tuples of the program are those of `typing` in all that can be observed."""

import copy
import pickle
import typing
from collections.abc import Callable
from types import SimpleNamespace
from typing import Generic, TypeVar

import pytest

from pulsarfn import named_tuples

T = TypeVar("T")


def defined(base):
    class Empty(base):
        """Nothing."""

    class Point(base):
        """A point."""

        x: int
        y: "int | None" = None
        names: tuple[str, ...] = ()

        @property
        def swapped(self):
            return self._replace(x=self.y, y=self.x)

        @classmethod
        def origin(cls):
            return cls(0, 0)

    class Box(base, Generic[T]):
        content: T
        open: bool = False

        def __repr__(self):
            return "a box"

    return SimpleNamespace(Empty=Empty, Point=Point, Box=Box)


OURS, TYPINGS = defined(named_tuples.NamedTuple), defined(typing.NamedTuple)


class Pickled(named_tuples.NamedTuple):
    number: int
    text: str = ""


def outcome(action: Callable[..., object], *given: object) -> object:
    try:
        return action(*given)
    except (TypeError, ValueError, AttributeError) as error:
        return type(error) if isinstance(error, AttributeError) else str(error)


def matched(kind):
    match kind(1, 2):
        case kind(x, y=y):
            return x, y


USES: dict[str, Callable[..., object]] = {
    "fields": lambda of: (of.Point._fields, of.Box._fields),
    "defaults": lambda of: (of.Point._field_defaults, of.Box._field_defaults),
    "documentation": lambda of: (of.Point.__doc__, of.Point.__name__, of.Point.__qualname__, of.Point.__module__),
    "annotations": lambda of: typing.get_type_hints(of.Point),
    "no fields": lambda of: (of.Empty(), of.Empty._fields),
    "positions": lambda of: tuple(of.Point(1, 2, ("a",))),
    "keywords": lambda of: tuple(of.Point(names=("a",), x=1)),
    "too few": lambda of: of.Point(),
    "too many": lambda of: of.Point(1, 2, (), 3),
    "unknown": lambda of: of.Point(1, z=2),
    "twice": lambda of: of.Point(1, x=2),
    "attributes": lambda of: (
        of.Point(1).x,
        of.Point(1).y,
        of.Point(1, 2).swapped,
        of.Point.origin(),
        of.Box(3).content,
    ),
    "no assignment": lambda of: setattr(of.Point(1), "x", 2),
    "no other attribute": lambda of: setattr(of.Point(1), "z", 2),
    "no dictionary": lambda of: hasattr(of.Point(1), "__dict__"),
    "texts": lambda of: (repr(of.Point(1)), str(of.Point(1, 2)), repr(of.Box(1)), f"{of.Point(1)}"),
    "equality": lambda of: (of.Point(1) == of.Point(1), of.Point(1) == (1, None, ()), of.Point(1) == of.Point(2)),
    "hash": lambda of: hash(of.Point(1)) == hash((1, None, ())),
    "order": lambda of: sorted([of.Point(2, 1), of.Point(1, 2)]),
    "replaced": lambda of: tuple(of.Point(1)._replace(y=5, names=("b",))),
    "made": lambda of: tuple(of.Point._make(iter([1, 2, 3]))),
    "made of too few": lambda of: of.Point._make([1]),
    "dictionary": lambda of: of.Point(1)._asdict(),
    "unpacked": lambda of: (*of.Point(1), *of.Box("a")),
    "copies": lambda of: (copy.copy(of.Point(1)), copy.deepcopy(of.Point(1, names=("a",)))),
    "matched": lambda of: matched(of.Point),
    "generic": lambda of: (of.Box[int](3), of.Box.__parameters__),
    "bases": lambda of: (isinstance(of.Point(1), tuple), of.Box.__mro__[-3:] == (tuple, Generic, object)),
    "subclass": lambda of: type("Sub", (of.Point,), {"twice": lambda self: self.x * 2})(4).twice(),
}


@pytest.mark.parametrize("use", USES.values(), ids=USES)
def test_a_use_has_the_same_outcome_with_both(use):
    assert outcome(use, OURS) == outcome(use, TYPINGS)


def test_an_unknown_field_is_not_replaced():
    """Python 3.11 and 3.12 raise ValueError, later ones TypeError."""
    with pytest.raises(TypeError, match="unexpected field names: \\['z'\\]"):
        OURS.Point(1)._replace(z=2)


def test_it_can_be_pickled():
    value = Pickled(1, text="a")
    assert pickle.loads(pickle.dumps(value)) == value
    assert type(pickle.loads(pickle.dumps(value))) is Pickled
