"""The input and output types of a function, source or sink, derived from its class.

Source: `FunctionCommon.getFunctionTypes`, `getSourceType`, `getSinkType`, with the quirks of the library that they use:
the first interface that leads to the wanted one determines the type arguments, whatever they mean there.
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
"""Returns the class file of a class, named with slashes; None if there is none."""

_PAIR = 2
_MOST_PARTS = 200  # parts of one type: real types have far fewer, and a hostile class may double them again and again


class NoTypesError(Exception):
    """The class does not declare its types, or is not found. Pulsar's worker refuses it as well."""


class Classes:
    """The classes of a package, and those of Pulsar and the JDK."""

    def __init__(self, find: FindClass) -> None:
        self._find = find
        self._seen: dict[str, ClassSignature | None] = dict(KNOWN)

    def function_types(self, class_name: str, *, window: bool = False) -> tuple[str, str]:
        """Return the input and output type of a function; `window` says that its config has a window.

        Raises:
            NoTypesError: if the class does not declare its types, or is not found.
        """
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
        """Return the type that a source produces.

        Raises:
            NoTypesError: if the class does not declare its type, or is not found.
        """
        return self._only_type(class_name, (SOURCE, BATCH_SOURCE))

    def sink_type(self, class_name: str) -> str:
        """Return the type that a sink consumes.

        Raises:
            NoTypesError: if the class does not declare its type, or is not found.
        """
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
        """Return the type arguments of the first interface that is or extends `interface`, searching up the superclasses."""
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
    """Return `used` with its type variables replaced by their meanings."""
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
    """Return the bound of a type variable. The bound may be another variable, which is resolved in turn."""
    bound: Type = variable
    for _ in range(len(bounds) + 1):
        if not isinstance(bound, Variable):
            return bound
        bound = bounds.get(bound.variable, ClassType(OBJECT))
    return ClassType(OBJECT)


def _class_of(each: Type, bounds: Mapping[str, Type]) -> str:
    """Return the name of the class of a type at run time; empty if it is not a class."""
    bound = _bound(each, bounds) if isinstance(each, Variable) else each
    return bound.name if isinstance(bound, ClassType) else ""


def _erased(each: Type, bounds: Mapping[str, Type]) -> str:
    """Return the type in the form of `Class.getName`: ``java.lang.String``, ``[B``, ``[Ljava.lang.String;``."""
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
