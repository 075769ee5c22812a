"""The types of Kubernetes objects: mappings for the API server, in the key order that people use."""

import math
from collections.abc import Iterable, Sequence

from pulsarfn.typed import Any, TypeAlias

Value: TypeAlias = dict[str, "Value"] | list["Value"] | str | int | float | bool | None
"""Anything that YAML or JSON can hold."""

Manifest: TypeAlias = dict[str, "Value"]
"""A Kubernetes object or a part of one."""


class GeneratedPart(dict[str, Value]):
    """A part of a manifest that needs no check: pulsarfn makes it of values that are valid. A copy is an ordinary mapping."""

    __slots__ = ()

    def __deepcopy__(self, memo: dict[int, Any]) -> Manifest:
        """Return a mapping that may be changed, and then needs a check."""
        from copy import deepcopy  # noqa: PLC0415 - for patches only

        return deepcopy({**self}, memo)


class Constant(GeneratedPart):
    """A generated part that is the same in many manifests.

    It is hashed by its identity, so that what is made of it can be cached.
    """

    __slots__ = ()
    __hash__ = object.__hash__  # type: ignore[assignment]  # that of a mapping is None


def mapping(value: Value) -> Manifest:
    """Return `value` if it is a mapping, otherwise an empty one: for parts of a manifest that may be absent."""
    return value if isinstance(value, dict) else {}


def sequence(value: Value) -> list[Value]:
    """Return `value` if it is a list, otherwise an empty one."""
    return value if isinstance(value, list) else []


_MOST_DIGITS = 4000  # Python reads 4,300 into an int, and any number into a float
_BEYOND_ALL_TYPES = 1e300


def whole_number(text: str) -> int:
    """Return the whole number in `text`, of any length. Beyond 4,000 characters, numbers above 1e300 become 1e300.

    Raises:
        ValueError: for other texts.
    """
    text = text.strip()
    if len(text) <= _MOST_DIGITS:
        return int(text)
    number = float(text)
    if abs(number) > _BEYOND_ALL_TYPES:
        return int(math.copysign(_BEYOND_ALL_TYPES, number))
    return int(math.copysign(1, number)) * int(text[-_MOST_DIGITS:])


def value_at(value: Value, path: Iterable[str | int]) -> Value:
    """Return the value at `path` in `value`; None if a mapping lacks the key.

    Raises:
        IndexError: if a list has no item at an index of the path.
    """
    for step in path:
        value = mapping(value).get(step) if isinstance(step, str) else sequence(value)[step]
    return value


def with_value(whole: Manifest, path: Sequence[str], value: Value) -> Manifest:
    """Return `whole` with `value` at `path`, a path of keys; no argument is changed."""
    key, *others = path
    return whole | {key: with_value(mapping(whole.get(key)), others, value) if others else value}
