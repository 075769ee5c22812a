"""Names of `typing` for annotations: the import of `typing` itself takes a twentieth of a call that expands one function.

Type checkers see the originals. A run needs nothing of them but the arguments of ``Literal`` and ``Annotated``, so it gets
stand-ins. What a filter call loads imports the names from here; `tests/test_pass_through.py` finds what does not.
"""

TYPE_CHECKING = False  # type checkers take it as true
if TYPE_CHECKING:
    from typing import Annotated, Any, AnyStr, ClassVar, Final, Literal, Protocol, Self, TypeAlias, TypeVar, get_args
else:

    class _Base:
        """What a class with a stand-in among its bases inherits from."""

        __slots__ = ()

        def __class_getitem__(cls, _arguments: object) -> type:
            return cls

    class _StandIn:
        """A name in an annotation, with its arguments if it has any."""

        def __init__(self, name: str, *arguments: object) -> None:
            self.name, self.arguments = name, arguments

        def __repr__(self) -> str:
            return f"{self.name}{[*self.arguments]}" if self.arguments else self.name

        def __getitem__(self, arguments: object) -> "_StandIn":
            return _StandIn(self.name, *(arguments if isinstance(arguments, tuple) else (arguments,)))

        def __or__(self, _other: object) -> "_StandIn":
            return self

        __ror__ = __or__

        def __mro_entries__(self, _bases: object) -> tuple[type, ...]:
            return (_Base,)

    class TypeVar(_StandIn):
        """A type variable."""

        def __init__(self, name: str, *_constraints: object, **_options: object) -> None:
            super().__init__(name)

        def __typing_subst__(self, argument: object) -> object:
            """Return what takes the place of the variable in an alias such as ``Staged[int]``."""
            return argument

    Annotated, Any, ClassVar, Final = map(_StandIn, ("Annotated", "Any", "ClassVar", "Final"))
    Literal, Protocol, Self, TypeAlias = map(_StandIn, ("Literal", "Protocol", "Self", "TypeAlias"))
    AnyStr = TypeVar("AnyStr")

    def get_args(literal: _StandIn) -> tuple[object, ...]:
        """Return the arguments of a ``Literal``."""
        return literal.arguments


__all__ = [
    "TYPE_CHECKING",
    "Annotated",
    "Any",
    "AnyStr",
    "ClassVar",
    "Final",
    "Literal",
    "Protocol",
    "Self",
    "TypeAlias",
    "TypeVar",
    "get_args",
]
