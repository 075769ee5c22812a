"""Generic signatures of Java classes: ``<T:Ljava/lang/Object;>Ljava/lang/Object;Lorg/example/Taker<TT;>;`` as values.

Source: The Java Virtual Machine Specification, 4.7.9.1.
"""

from typing import TypeAlias

from pulsarfn.java.classes.class_file import ClassFileError
from pulsarfn.named_tuples import NamedTuple

OBJECT = "java/lang/Object"
_DEEPEST = 64  # nesting of types; javac has no such limit, but real code stays far below it


class ClassType(NamedTuple):
    """A class with its type arguments; None if it has none (raw, or not generic)."""

    name: str
    arguments: "tuple[Type, ...] | None" = None


class Variable(NamedTuple):
    """A type variable."""

    variable: str


class Array(NamedTuple):
    """An array type."""

    element: "Type"


class Primitive(NamedTuple):
    """A primitive type such as ``int``, by its letter in descriptors."""

    letter: str


class Wildcard(NamedTuple):
    """A wildcard ``?``, with or without a bound."""

    bounded: bool = False


Type: TypeAlias = ClassType | Variable | Array | Primitive | Wildcard


class ClassSignature(NamedTuple):
    """The generic declaration of a class.

    Attributes:
        parameters: the type parameters with their first bounds, in order.
        superclass: the superclass; None for `java/lang/Object` only.
        interfaces: the interfaces that the class itself implements.
    """

    parameters: tuple[tuple[str, Type], ...]
    superclass: ClassType | None
    interfaces: tuple[ClassType, ...]


def read_signature(text: str) -> ClassSignature:
    """Read the signature of a class.

    Raises:
        ClassFileError: if the text is not a class signature.
    """
    try:
        return _Reader(text).class_signature()
    except (IndexError, ValueError) as error:
        raise ClassFileError("a class signature that cannot be read") from error


class _Reader:
    """Reads a signature once, from left to right."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._depth = 0

    def class_signature(self) -> ClassSignature:
        parameters = tuple(self._parameters()) if self._text[0] == "<" else ()
        superclass = self._class()
        interfaces = []
        while self._at < len(self._text):
            interfaces.append(self._class())
        return ClassSignature(parameters, superclass, tuple(interfaces))

    def _parameters(self) -> list[tuple[str, Type]]:
        self._at += 1
        parameters = []
        while not self._took(">"):
            name = self._until(":")
            bounds: list[Type] = []
            while self._took(":"):
                if self._text[self._at] != ":":  # without a class bound an interface bound follows
                    bounds.append(self._type())
            parameters.append((name, bounds[0] if bounds else ClassType(OBJECT)))
        return parameters

    def _class(self) -> ClassType:
        found = self._type()
        if not isinstance(found, ClassType):
            raise ClassFileError("a class signature that extends something else than a class")
        return found

    def _type(self) -> Type:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise ClassFileError("a class signature that is nested too deeply")
        letter = self._text[self._at]
        self._at += 1
        found: Type
        if letter == "L":
            found = self._class_type()
        elif letter == "T":
            found = Variable(self._until(";"))
            self._at += 1
        elif letter == "[":
            found = Array(self._type())
        else:
            found = Primitive(letter)
        self._depth -= 1
        return found

    def _class_type(self) -> ClassType:
        """Return a class with its type arguments; for ``Outer<A>.Inner<B>`` those of `Inner`."""
        name: list[str] = []
        arguments: tuple[Type, ...] | None = None
        while (letter := self._text[self._at]) != ";":
            self._at += 1
            if letter == "<":
                arguments = tuple(self._arguments())
            elif letter == ".":
                name.append("$")
                arguments = None
            else:
                name.append(letter)
        self._at += 1
        return ClassType("".join(name), arguments)

    def _arguments(self) -> list[Type]:
        arguments: list[Type] = []
        while not self._took(">"):
            if self._took("*"):
                arguments.append(Wildcard())
            elif self._took("+") or self._took("-"):
                self._type()
                arguments.append(Wildcard(bounded=True))
            else:
                arguments.append(self._type())
        return arguments

    def _until(self, end: str) -> str:
        start, self._at = self._at, self._text.index(end, self._at)
        return self._text[start : self._at]

    def _took(self, letter: str) -> bool:
        if self._text[self._at] != letter:
            return False
        self._at += 1
        return True
