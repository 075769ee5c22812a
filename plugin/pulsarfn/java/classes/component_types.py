"""The types that a function takes and returns, a source produces and a sink takes, by its class.

Source: `FunctionCommon.getFunctionTypes`, `getSourceType`, `getSinkType`, with the quirks of the library that they ask:
the first interface that leads to the one looked for gives its own type arguments, whatever they mean there.
"""

from collections.abc import Callable, Mapping
from typing import TypeAlias

from pulsarfn.java.classes.class_file import ClassFile, read_class
from pulsarfn.java.classes.known_types import (
    BATCH_SOURCE,
    COLLECTION,
    FUNCTION,
    FUTURE,
    JAVA_FUNCTION,
    KNOWN,
    RECORD,
    SINK,
    SOURCE,
    WINDOW_FUNCTION,
)
from pulsarfn.java.classes.signature import (
    OBJECT,
    Array,
    ClassSignature,
    ClassType,
    Primitive,
    Type,
    Variable,
    Wildcard,
    read_signature,
)

FindClass: TypeAlias = Callable[[str], bytes | None]
"""Gives the class file of a class by its name with slashes, None where there is none."""

_PAIR = 2
_MOST_PARTS = (
    200  # parts of one type: no type that people write has so many, and a hostile class may double them at will
)


class NoTypesError(Exception):
    """The class does not say its types, or is not found; Pulsar's worker refuses it as well."""


class Classes:
    """Classes of a package, with those that Pulsar and the JDK bring along."""

    def __init__(self, find: FindClass) -> None:
        self._find = find
        self._seen: dict[str, ClassSignature | None] = dict(KNOWN)

    def function_types(self, class_name: str, *, window: bool = False) -> tuple[str, str]:
        """What the function takes and returns; `window` for one that is configured with a window."""
        name, bounds = self._start(class_name)
        own = WINDOW_FUNCTION if window else FUNCTION
        interface = own if self._is(name, own) else JAVA_FUNCTION
        arguments = self._arguments_of(name, interface)
        if len(arguments) < _PAIR:
            raise NoTypesError(f"{class_name} has too few type arguments")
        takes, returns = arguments[:_PAIR]
        if window and interface == JAVA_FUNCTION:
            takes = self._unwrapped(takes, COLLECTION, bounds)
        for wrapper in (RECORD, FUTURE):  # in this order, once each
            if self._is(_class_of(returns, bounds), wrapper):
                returns = self._unwrapped(returns, wrapper, bounds)
        return _erased(takes, bounds), _erased(returns, bounds)

    def source_type(self, class_name: str) -> str:
        """What the source produces."""
        return self._only_type(class_name, (SOURCE, BATCH_SOURCE))

    def sink_type(self, class_name: str) -> str:
        """What the sink takes."""
        return self._only_type(class_name, (SINK,))

    def _only_type(self, class_name: str, interfaces: tuple[str, ...]) -> str:
        name, bounds = self._start(class_name)
        for interface in interfaces:
            if self._is(name, interface):
                return _erased(self._arguments_of(name, interface)[0], bounds)
        raise NoTypesError(f"{class_name} implements none of {', '.join(map(_dotted, interfaces))}")

    def _start(self, class_name: str) -> tuple[str, Mapping[str, Type]]:
        name = class_name.replace(".", "/")
        declared = self._declared(name)
        if declared is None:
            raise NoTypesError(f"{class_name} is not in the package")
        return name, dict(declared.parameters)

    def _declared(self, name: str) -> ClassSignature | None:
        if name not in self._seen:
            data = self._find(name)
            self._seen[name] = None if data is None else _signature_of(read_class(data))
        return self._seen[name]

    def _is(self, name: str, target: str) -> bool:
        """Whether a class is, extends or implements `target`."""
        seen, waiting = {name}, [name]
        while waiting:
            each = waiting.pop()
            if each == target:
                return True
            declared = self._declared(each)
            parents = () if declared is None else (declared.superclass, *declared.interfaces)
            new = {parent.name for parent in parents if parent is not None} - seen
            seen |= new
            waiting += new
        return False

    def _arguments_of(self, name: str, interface: str) -> tuple[Type, ...]:
        """The type arguments of the first interface, up the superclasses, that is `interface` or leads to it."""
        here: ClassType | None = ClassType(name)
        meaning: Mapping[str, Type] = {}
        is_raw, seen = False, set()
        while here is not None and here.name not in seen and (declared := self._declared(here.name)) is not None:
            seen.add(here.name)
            for each in declared.interfaces:
                if not self._is(each.name, interface):
                    continue
                if is_raw:
                    raise NoTypesError(f"{_dotted(here.name)} is used without type arguments")
                return _arguments(_put(each, meaning))
            superclass = declared.superclass
            if superclass is not None and not is_raw:
                superclass = _put(superclass, meaning)
            parent = None if superclass is None else self._declared(superclass.name)
            parameters = () if parent is None else parent.parameters
            given = None if superclass is None or is_raw else superclass.arguments
            is_raw = bool(parameters) and given is None
            meaning = {variable: each for (variable, _), each in zip(parameters, given or (), strict=False)}
            here = superclass
        raise NoTypesError(f"{_dotted(name)} does not say the types of {_dotted(interface)}")

    def _unwrapped(self, wrapped: Type, wrapper: str, bounds: Mapping[str, Type]) -> Type:
        if not self._is(_class_of(wrapped, bounds), wrapper):
            raise NoTypesError("a window function on java.util.function.Function must take a collection")
        return _arguments(wrapped)[0]


def _signature_of(file: ClassFile) -> ClassSignature:
    if file.signature is not None:
        return read_signature(file.signature)
    superclass = None if file.superclass is None else ClassType(file.superclass)
    return ClassSignature((), superclass, tuple(ClassType(each) for each in file.interfaces))


def _arguments(used: Type) -> tuple[Type, ...]:
    if not isinstance(used, ClassType) or not used.arguments:
        name = _dotted(used.name) if isinstance(used, ClassType) else "a type"
        raise NoTypesError(f"{name} is used without type arguments")
    return used.arguments


def _put(used: ClassType, meaning: Mapping[str, Type]) -> ClassType:
    """`used` with the meanings of its type variables."""
    found = _substituted(used, meaning)
    assert isinstance(found, ClassType)
    if _size(found) > _MOST_PARTS:
        raise NoTypesError(f"the type arguments of {_dotted(used.name)} are too many")
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


def _bound(variable: Variable, bounds: Mapping[str, Type]) -> Type:
    """What a type variable is at least; a variable may be bounded by another."""
    bound: Type = variable
    for _ in range(len(bounds) + 1):
        if not isinstance(bound, Variable):
            return bound
        bound = bounds.get(bound.variable, ClassType(OBJECT))
    return ClassType(OBJECT)


def _class_of(each: Type, bounds: Mapping[str, Type]) -> str:
    """The name of the class that a type is at run time, empty for what is none."""
    bound = _bound(each, bounds) if isinstance(each, Variable) else each
    return bound.name if isinstance(bound, ClassType) else ""


def _erased(each: Type, bounds: Mapping[str, Type]) -> str:
    """The type as `Class.getName` has it: ``java.lang.String``, ``[B``, ``[Ljava.lang.String;``."""
    match each:
        case ClassType(name, _):
            return _dotted(name)
        case Variable():
            return _erased(_bound(each, bounds), bounds)
        case Array(Primitive(letter)):
            return f"[{letter}"
        case Array(element):
            inner = _erased(element, bounds)
            return f"[{inner}" if inner.startswith("[") else f"[L{inner};"
        case Primitive() | Wildcard():
            raise NoTypesError("a wildcard is no type")


def _dotted(name: str) -> str:
    return name.replace("/", ".")
