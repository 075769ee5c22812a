"""`NamedTuple` as in `typing`, but its classes are defined in a third of the time: a call that expands one function has eighty.

For each class `typing` compiles the source of a constructor, and makes methods and sets them one by one. Here classes with as
many fields share the code of a constructor, and all classes share the methods.
"""

import sys

from pulsarfn.typed import TYPE_CHECKING

if TYPE_CHECKING or sys.version_info >= (3, 14):  # where the annotations of a class are evaluated on demand
    from typing import NamedTuple  # noqa: TID251 - the original
else:
    from collections import namedtuple
    from collections.abc import Iterable
    from functools import cache
    from types import FunctionType

    from pulsarfn.typed import Any, Self

    class _Methods(tuple):
        """The methods of all named tuples, as `collections.namedtuple` describes them."""

        __slots__ = ()

        @classmethod
        def _make(cls, values: Iterable[Any]) -> Self:
            made = tuple.__new__(cls, values)
            if len(made) != len(cls._fields):
                raise TypeError(f"Expected {len(cls._fields)} arguments, got {len(made)}")
            return made

        def _replace(self, /, **changed: Any) -> Self:  # noqa: ANN401 - of the types of the fields
            made = tuple.__new__(self.__class__, map(changed.pop, self._fields, self))
            if changed:
                raise TypeError(f"Got unexpected field names: {[*changed]!r}")
            return made

        def _asdict(self) -> dict[str, Any]:
            return dict(zip(self._fields, self, strict=True))

        def __repr__(self) -> str:
            fields = ", ".join(f"{field}={value!r}" for field, value in self._asdict().items())
            return f"{self.__class__.__name__}({fields})"

        def __getnewargs__(self) -> tuple[Any, ...]:
            return tuple(self)

    class _Definition(type):
        """Makes a named tuple of a class that is defined with `NamedTuple` as a base."""

        def __new__(cls, name: str, bases: tuple[type, ...], body: dict[str, Any]) -> type:
            if not bases:  # NamedTuple itself
                return type.__new__(cls, name, bases, body)
            fields = tuple(body.get("__annotations__", ()))
            defaults = {field: body[field] for field in fields if field in body}
            alike = _with_fields(len(fields))
            code = alike.__new__.__code__.replace(co_varnames=("_cls", *fields), co_qualname=f"{name}.__new__")
            body["__new__"] = FunctionType(code, alike.__new__.__globals__, "__new__", tuple(defaults.values()))
            body |= {"__slots__": (), "__match_args__": fields, "_fields": fields, "_field_defaults": defaults}
            body |= zip(fields, map(vars(alike).__getitem__, alike._fields), strict=True)
            return type.__new__(type, name, (_Methods, *[each for each in bases if each is not NamedTuple]), body)

    @cache
    def _with_fields(count: int) -> type:
        """Return a named tuple with this number of fields, whose constructor and fields those alike take over."""
        return namedtuple("_Alike", [f"field_{index}" for index in range(count)])  # noqa: PYI024 - fields without types

    class NamedTuple(metaclass=_Definition):
        """See `typing.NamedTuple`."""


__all__ = ["NamedTuple"]
