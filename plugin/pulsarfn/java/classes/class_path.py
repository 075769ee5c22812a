"""The classes of a package with those of Pulsar's API and the JDK: what each declares, extends and implements."""

from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from pulsarfn.java.classes.class_file import ClassFile, ClassFileError, read_class
from pulsarfn.java.classes.known_types import FINAL_CLASSES, KNOWN
from pulsarfn.java.classes.signature import OBJECT, ClassSignature, ClassType, Type, read_signature
from pulsarfn.java.classes.types import NoTypesError, arguments_of, dotted, put

FindClass: TypeAlias = Callable[[str], bytes | None]
"""Returns the class file of a class, named with slashes; None if there is none."""

_MOST_ANCESTORS = 1000
_JDK = ("java/", "javax/")


class ClassPath:
    """The classes of a package, each read when it is needed. All names have slashes."""

    def __init__(self, find: FindClass) -> None:
        self._find = find
        self._seen: dict[str, ClassSignature | None] = dict(KNOWN)

    def declared(self, name: str) -> ClassSignature | None:
        """Return the declaration of a class; None if it is neither in the package nor known.

        Raises:
            ClassFileError: if its class file is damaged.
        """
        if name not in self._seen:
            data = self._find(name)
            self._seen[name] = None if data is None else _signature_of(read_class(data))
        return self._seen[name]

    def has(self, name: str) -> bool:
        """Whether the package holds a class."""
        return name not in KNOWN and self.declared(name) is not None

    def constructors(self, name: str) -> tuple[str, ...]:
        """Return the descriptors of the constructors of a class of the package, such as ``()V``."""
        data = self._find(name)
        return () if data is None else read_class(data).constructors

    def extends(self, name: str, target: str) -> bool:
        """Whether a class is, extends or implements `target`."""
        return target in self._ancestors(name)

    def unknown_ancestor(self, name: str) -> tuple[str, str] | None:
        """Return the first class that is missing above a class, after the class that extends it; classes of the JDK do not count."""
        for each, parents in self._ancestors(name).items():
            for parent in parents:
                if not parent.startswith(_JDK) and self.declared(parent) is None:
                    return each, parent
        return None

    def is_assignable(self, name: str, target: str) -> bool | None:
        """Whether a value of a type can be used as another, both named as by `Class.getName`; None if that is unknown."""
        name, target = name.replace(".", "/"), target.replace(".", "/")
        if target in (name, OBJECT):
            return True
        if name in FINAL_CLASSES:
            return target in FINAL_CLASSES[name]
        if target in FINAL_CLASSES:  # nothing extends these
            return False
        if self.declared(name) is None:
            return None
        return True if self.extends(name, target) else self._is_false(name)

    def arguments(self, name: str, interface: str) -> tuple[Type, ...]:
        """Return the type arguments of the first interface that is or extends `interface`, searching up the superclasses.

        Quirk of Pulsar: these are the arguments of that first interface, whatever they mean there.

        Raises:
            NoTypesError: if the class does not declare them.
        """
        here: ClassType | None = ClassType(name)
        meaning: Mapping[str, Type] = {}
        is_raw, seen = False, set()
        while here is not None and here.name not in seen and (declared := self.declared(here.name)) is not None:
            seen.add(here.name)
            for each in declared.interfaces:
                if not self.extends(each.name, interface):
                    continue
                if is_raw:
                    raise NoTypesError(f"{dotted(here.name)} is used without type arguments")
                return arguments_of(put(each, meaning))
            here, meaning, is_raw = self._above(declared.superclass, meaning, is_raw=is_raw)
        raise NoTypesError(f"{dotted(name)} does not say the types of {dotted(interface)}")

    def meant_arguments(self, name: str, interface: str) -> tuple[Type, ...] | None:
        """Return the type arguments that `interface` itself gets from a class; None if the class does not declare them."""
        waiting: list[tuple[str, Mapping[str, Type]]] = [(name, {})]
        seen = {name}
        while waiting:
            here, meaning = waiting.pop(0)
            declared = self.declared(here)
            parents = () if declared is None else (*declared.interfaces, declared.superclass)
            for each in parents:
                if each is None or each.name in seen:
                    continue
                used = put(each, meaning)
                if used.name == interface:
                    return used.arguments
                seen.add(used.name)
                above = self.declared(used.name)
                names = () if above is None else (variable for variable, _ in above.parameters)
                waiting.append((used.name, dict(zip(names, used.arguments or (), strict=False))))
        return None

    def direct_argument(self, name: str, interface: str) -> Type | None:
        """Return the first type argument of the interface that a class itself implements; None if it implements none."""
        declared = self.declared(name)
        interfaces = () if declared is None else declared.interfaces
        direct = next((each for each in interfaces if self.extends(each.name, interface)), None)
        return None if direct is None else arguments_of(direct)[0]

    def _above(
        self, superclass: ClassType | None, meaning: Mapping[str, Type], *, is_raw: bool
    ) -> tuple[ClassType | None, Mapping[str, Type], bool]:
        """Return the superclass, the meaning of its type variables, and whether it is used without type arguments."""
        if superclass is not None and not is_raw:
            superclass = put(superclass, meaning)
        parent = None if superclass is None else self.declared(superclass.name)
        parameters = () if parent is None else parent.parameters
        given = None if superclass is None or is_raw else superclass.arguments
        variables = zip(parameters, given or (), strict=False)
        return superclass, {variable: each for (variable, _), each in variables}, bool(parameters) and given is None

    def _ancestors(self, name: str) -> Mapping[str, tuple[str, ...]]:
        """Return a class and everything above it, each with its parents."""
        found: dict[str, tuple[str, ...]] = {}
        waiting = [name]
        while waiting:
            each = waiting.pop()
            if each not in found:
                if len(found) == _MOST_ANCESTORS:
                    raise ClassFileError(f"more than {_MOST_ANCESTORS} classes above {dotted(name)}")
                found[each] = tuple(self._parents(each))
                waiting += found[each]
        return found

    def _parents(self, name: str) -> Iterator[str]:
        declared = self.declared(name)
        parents = () if declared is None else (declared.superclass, *declared.interfaces)
        yield from (each.name for each in parents if each is not None)

    def _is_false(self, name: str) -> bool | None:
        """Whether everything above a class is known, so that what is not found there is not there."""
        return None if any(self.declared(each) is None for each in self._ancestors(name)) else False


def _signature_of(file: ClassFile) -> ClassSignature:
    if file.signature is not None:
        return read_signature(file.signature)
    superclass = None if file.superclass is None else ClassType(file.superclass)
    return ClassSignature((), superclass, tuple(ClassType(each) for each in file.interfaces))
