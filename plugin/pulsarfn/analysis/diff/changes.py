"""The differences of two values, leaf by leaf: the path, the old value, the new value."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final, TypeAlias

from pulsarfn.kubernetes.fields import Steps, field_of
from pulsarfn.values import Value, mapping


class Absent(Enum):
    """The marker for a missing value."""

    ABSENT = "absent"


ABSENT: Final = Absent.ABSENT
Side: TypeAlias = "Value | Absent"

_IDENTITIES: Final = ("name", "mountPath", "containerPort", "port", "key", "header")


@dataclass(frozen=True, slots=True)
class Change:
    """A leaf that differs.

    Attributes:
        path: its path.
        old: its old value, ABSENT for none.
        new: its new value, ABSENT for none.
        masked: whether the values must not be shown; if so, they are masks.
        note: a note about the change, or empty.
    """

    path: Steps
    old: Side
    new: Side
    masked: bool = False
    note: str = ""

    @property
    def field(self) -> str:
        """The path in the notation that people use."""
        return field_of(self.path)


def changes(old: Side, new: Side, path: Steps = ()) -> Iterator[Change]:
    """Return every leaf in which two values differ, in the order of the old value, then of the new value."""
    if _same(old, new):
        return
    sides = [each for each in (old, new) if each is not ABSENT]
    if all(isinstance(each, dict) for each in sides) and any(sides):
        yield from _of_mappings(_members(old), _members(new), path)
    elif all(isinstance(each, list) for each in sides) and any(map(_holds_mappings, sides)):
        yield from _of_lists(_items(old), _items(new), path)
    elif len(sides) > 1 and any(isinstance(each, dict) and each for each in sides):
        yield from changes(old, ABSENT, path)
        yield from changes(ABSENT, new, path)
    else:
        yield Change(path, old, new)


def _members(side: Side) -> Mapping[str, Value]:
    return side if isinstance(side, dict) else {}


def _items(side: Side) -> Sequence[Value]:
    return side if isinstance(side, list) else []


def _of_mappings(old: Mapping[str, Value], new: Mapping[str, Value], path: Steps) -> Iterator[Change]:
    for key in (*old, *(each for each in new if each not in old)):
        yield from changes(old.get(key, ABSENT), new.get(key, ABSENT), (*path, key))


def _of_lists(old: Sequence[Value], new: Sequence[Value], path: Steps) -> Iterator[Change]:
    """Compare items that have a name with the items of the same name, and then the order of the items."""
    before, after = _named(old), _named(new)
    for name in (*before, *(each for each in after if each not in before)):
        yield from changes(before.get(name, ABSENT), after.get(name, ABSENT), (*path, f"[{name}]"))
    stayed = [name for name in before if name in after]
    moved = [name for name in after if name in before]
    if stayed != moved:
        yield Change(path, [*stayed], [*moved], note="another order")


def _named(items: Sequence[Value]) -> dict[str, Value]:
    """Return the items by name, with a number if a name is not unique."""
    named: dict[str, Value] = {}
    times = Counter[str]()
    for item in items:
        known = mapping(item)
        key = next((each for each in _IDENTITIES if each in known), None)
        base = name = str(len(named)) if key is None else str(known[key])
        while name in named:
            times[base] += 1
            name = f"{base} {times[base] + 1}"
        named[name] = item
    return named


def _holds_mappings(side: Side) -> bool:
    return isinstance(side, list) and any(isinstance(each, dict) for each in side)


def _same(old: Side, new: Side) -> bool:
    """Whether two values are equal in JSON: 1 and 1.0 are, 1 and true are not."""
    if isinstance(old, dict) and isinstance(new, dict):
        return old.keys() == new.keys() and all(_same(each, new[key]) for key, each in old.items())
    if isinstance(old, list) and isinstance(new, list):
        return len(old) == len(new) and all(map(_same, old, new))
    return isinstance(old, bool) == isinstance(new, bool) and old == new


def fields(found: Iterable[Change]) -> list[str]:
    """Return the fields of changes, each once."""
    return list(dict.fromkeys(each.field for each in found))
