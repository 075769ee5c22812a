"""The input and output types of a function, source or sink, derived from its class.

Source: `FunctionCommon.getFunctionTypes`, `getSourceType`, `getSinkType`, with the quirks of the library that they use
(`ClassPath.arguments`).
"""

from collections.abc import Mapping
from contextlib import suppress

from pulsarfn.java.classes.class_path import ClassPath, FindClass
from pulsarfn.java.classes.known_types import (
    BATCH_SOURCE,
    COLLECTION,
    FUNCTION,
    FUTURE,
    JAVA_FUNCTION,
    RECORD,
    SINK,
    SOURCE,
    WINDOW_FUNCTION,
)
from pulsarfn.java.classes.signature import Type
from pulsarfn.java.classes.types import NoTypesError, arguments_of, class_of, dotted, erased
from pulsarfn.named_tuples import NamedTuple

_PAIR = 2


class FunctionTypes(NamedTuple):
    """The input and the output type of a function, as `Class.getName` names them."""

    input: str
    output: str


class Classes:
    """The classes of a package, and those of Pulsar and the JDK."""

    def __init__(self, find: FindClass) -> None:
        self.path = ClassPath(find)

    def function_types(self, class_name: str, *, window: bool = False) -> FunctionTypes:
        """Return the input and output type of a function; `window` says that its config has a window.

        Raises:
            NoTypesError: if the class does not declare its types, or is not found.
        """
        name, bounds = self._start(class_name)
        interface = self._interface(name, window=window)
        arguments = self.path.arguments(name, interface)
        return self._types(arguments, (RECORD, FUTURE), bounds, collected=window and interface == JAVA_FUNCTION)

    def meant_types(self, class_name: str, *, window: bool = False) -> FunctionTypes | None:
        """Return the types that the function takes and returns, without the quirks of Pulsar; None if the class does not say."""
        with suppress(NoTypesError):
            name, bounds = self._start(class_name)
            interface = self._interface(name, window=window)
            arguments = self.path.meant_arguments(name, interface)
            wrappers = (FUTURE, RECORD)  # the instance waits for the result, then unwraps it
            return self._types(arguments or (), wrappers, bounds, collected=window and interface == JAVA_FUNCTION)
        return None

    def returns_record(self, class_name: str) -> bool:
        """Whether a function returns a Record.

        Raises:
            NoTypesError: if the class does not declare its types, or is not found.
        """
        name, bounds = self._start(class_name)
        arguments = self.path.arguments(name, self._interface(name, window=False))
        return len(arguments) >= _PAIR and self.path.extends(class_of(arguments[1], bounds), RECORD)

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
            if self.path.extends(name, interface):
                return erased(self.path.arguments(name, interface)[0], bounds)
        raise NoTypesError(f"{class_name} implements none of {', '.join(map(dotted, interfaces))}")

    def _start(self, class_name: str) -> tuple[str, Mapping[str, Type]]:
        name = class_name.replace(".", "/")
        declared = self.path.declared(name)
        if declared is None:
            raise NoTypesError(f"{class_name} is not in the package")
        return name, dict(declared.parameters)

    def _interface(self, name: str, *, window: bool) -> str:
        own = WINDOW_FUNCTION if window else FUNCTION
        return own if self.path.extends(name, own) else JAVA_FUNCTION

    def _types(
        self, arguments: tuple[Type, ...], wrappers: tuple[str, str], bounds: Mapping[str, Type], *, collected: bool
    ) -> FunctionTypes:
        """Return the types of these arguments; the output is unwrapped once from each of the `wrappers`, in this order."""
        if len(arguments) < _PAIR:
            raise NoTypesError("there are too few type arguments")
        takes, returns = arguments[:_PAIR]
        if collected:
            if not self.path.extends(class_of(takes, bounds), COLLECTION):
                raise NoTypesError("a window function on java.util.function.Function must take a collection")
            takes = arguments_of(takes)[0]
        for wrapper in wrappers:
            if self.path.extends(class_of(returns, bounds), wrapper):
                returns = arguments_of(returns)[0]
        return FunctionTypes(erased(takes, bounds), erased(returns, bounds))
