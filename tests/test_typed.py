"""The stand-ins for `typing` take each form that annotations have, and need no `typing`."""

import typing
from collections.abc import Callable, Iterator

from pulsarfn import typed
from pulsarfn.typed import Any, Final, Literal, Protocol, TypeAlias, TypeVar, get_args

T = TypeVar("T", bound=int)
T_co = TypeVar("T_co", covariant=True)
Letter: TypeAlias = Literal["a", "b"]


def test_each_name_is_one_of_typing() -> None:
    assert {*typed.__all__} <= {*dir(typing)}


def test_a_literal_keeps_its_arguments() -> None:
    assert get_args(Letter) == typing.get_args(typing.Literal["a", "b"]) == ("a", "b")
    assert get_args(Literal["a"]) == ("a",)


def test_a_class_has_no_other_base_than_the_given_ones() -> None:
    class Sized(Protocol[T_co]):
        def size(self) -> T_co: ...

    class Own(Sized[int]):
        def size(self) -> int:
            return 1

    class Text(str, Protocol):
        __slots__ = ()

    assert Own().size() == 1
    assert Text("a") == "a"
    assert not hasattr(Text("a"), "__dict__")


def test_an_alias_of_a_variable_takes_its_argument() -> None:
    assert repr(dict[Any, T]) == "dict[Any, T]"
    assert repr(dict[Any, T][bool]) == "dict[Any, bool]"
    assert dict[str, T][bool] == dict[str, bool]
    assert Callable[[T], str][bool] == Callable[[bool], str]
    assert Iterator[tuple[T, ...]][bool] == Iterator[tuple[bool, ...]]


def test_a_union_with_any_type_is_no_error() -> None:
    for union in (Any | None, None | Any, int | Letter, "int" | T, list[T] | None, Final[int], Any | T):
        assert union is not None
