"""Types in the declarations of classes: their arguments, and their names at run time."""

from collections.abc import Mapping

from pulsarfn.java.classes.signature import OBJECT, Array, ClassType, Primitive, Type, Variable, Wildcard

_MOST_PARTS = 200  # parts of one type: real types have far fewer, and a hostile class may double them again and again


class NoTypesError(Exception):
    """The class does not declare its types, or is not found. Pulsar's worker refuses it as well."""


def arguments_of(used: Type) -> tuple[Type, ...]:
    """Return the type arguments of a type.

    Raises:
        NoTypesError: if it has none.
    """
    if not isinstance(used, ClassType) or not used.arguments:
        name = dotted(used.name) if isinstance(used, ClassType) else "a type"
        raise NoTypesError(f"{name} is used without type arguments")
    return used.arguments


def put(used: ClassType, meaning: Mapping[str, Type]) -> ClassType:
    """Return `used` with its type variables replaced by their meanings."""
    found = _substituted(used, meaning)
    assert isinstance(found, ClassType)
    if _size(found) > _MOST_PARTS:
        raise NoTypesError(f"the type arguments of {dotted(used.name)} are too many")
    return found


def _substituted(each: Type, meaning: Mapping[str, Type]) -> Type:
    match each:
        case Variable(variable):
            return meaning.get(variable, each)
        case Array(element):
            return Array(_substituted(element, meaning))
        case ClassType(name, arguments) if arguments is not None:
            return ClassType(name, tuple(_substituted(argument, meaning) for argument in arguments))
        case _:
            return each


def _size(each: Type) -> int:
    match each:
        case Array(element):
            return 1 + _size(element)
        case ClassType(_, arguments):
            return 1 + sum(map(_size, arguments or ()))
        case _:
            return 1


def bound_of(variable: Variable, bounds: Mapping[str, Type]) -> Type:
    """Return the bound of a type variable. The bound may be another variable, which is resolved in turn."""
    bound: Type = variable
    for _ in range(len(bounds) + 1):
        if not isinstance(bound, Variable):
            return bound
        bound = bounds.get(bound.variable, ClassType(OBJECT))
    return ClassType(OBJECT)


def class_of(each: Type, bounds: Mapping[str, Type]) -> str:
    """Return the name of the class of a type at run time; empty if it is not a class."""
    bound = bound_of(each, bounds) if isinstance(each, Variable) else each
    return bound.name if isinstance(bound, ClassType) else ""


def erased(each: Type, bounds: Mapping[str, Type]) -> str:
    """Return the type in the form of `Class.getName`: ``java.lang.String``, ``[B``, ``[Ljava.lang.String;``."""
    match each:
        case ClassType(name, _):
            return dotted(name)
        case Variable():
            return erased(bound_of(each, bounds), {})  # javac makes no bound that is an array of a variable
        case Array(Primitive(letter)):
            return f"[{letter}"
        case Array(element):
            inner = erased(element, bounds)
            return f"[{inner}" if inner.startswith("[") else f"[L{inner};"
        case Primitive() | Wildcard():
            raise NoTypesError("a wildcard is not a type")


def dotted(name: str) -> str:
    """Return the name of a class in the form of source code."""
    return name.replace("/", ".")
