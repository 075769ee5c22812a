"""The class of a component in its package, and its types as the function worker reads them."""

from typing import TypeAlias

from pulsarfn.component.config.basics import Kind
from pulsarfn.component.config.function import FunctionConfig
from pulsarfn.component.config.sink import SinkConfig
from pulsarfn.component.config.source import SourceConfig
from pulsarfn.component.package_files.given import PackageFile
from pulsarfn.diagnostics import codes
from pulsarfn.diagnostics.problem import Problem
from pulsarfn.java.classes.component_types import FunctionTypes
from pulsarfn.java.classes.known_types import FUNCTION, JAVA_FUNCTION, SINK, WINDOW_FUNCTION
from pulsarfn.java.classes.package import JavaPackage
from pulsarfn.java.classes.types import NoTypesError
from pulsarfn.named_tuples import NamedTuple
from pulsarfn.provenance import Origin, Source, derived

JavaConfig: TypeAlias = FunctionConfig | SourceConfig | SinkConfig
Additions: TypeAlias = tuple[dict[str, str], tuple[Problem, ...]]
"""What a package adds to a config, by the names of the fields, and the problems."""

INPUT, OUTPUT = ("input_type_class_name", "inputTypeClassName"), ("output_type_class_name", "outputTypeClassName")
"""The types of a config: the name of the field, and the key."""


class RefusedClassError(Exception):
    """The worker refuses the class."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


class Subject(NamedTuple):
    """A class that a config runs.

    Attributes:
        kind: what the class is.
        key: the key of the config that names the package.
        field: the name of the config's field for the package.
        class_key: the key of the config that names the class.
        class_field: the name of the field for the class.
    """

    kind: Kind
    key: str
    field: str
    class_key: str = "className"
    class_field: str = "class_name"

    @property
    def service_key(self) -> str:
        """The key that names the class in ``pulsar-io.yaml``."""
        return f"{self.kind.lower()}Class"


class Reading(NamedTuple):
    """The class of a config in its package.

    Attributes:
        subject: the class that the config runs.
        file: the file of the package.
        package: the package.
        class_name: the class.
        is_given: whether the config names the class.
    """

    subject: Subject
    file: PackageFile
    package: JavaPackage
    class_name: str
    is_given: bool

    def implements(self, interface: str) -> bool:
        """Whether the class implements an interface."""
        return self.package.classes.path.extends(self._name, interface)

    @property
    def missing(self) -> str:
        """Why nothing is known of the class: something above it is in another package; empty if everything is known."""
        unknown = self.package.classes.path.unknown_ancestor(self._name)
        child, parent = (each.replace("/", ".") for each in unknown or ("", ""))
        return f"{child} extends {parent}, which is not in {self.file.path}" if unknown else ""

    def found(self, value: str, how: str = "") -> str:
        """Return a value of the package with its origin."""
        return derived(value, Origin(Source.PACKAGE, (self.file.path, self.subject.key)), how=how)

    def refused(self, message: str, hint: str) -> RefusedClassError:
        """Return what ends the reading because of the class."""
        return RefusedClassError(Problem(codes.CLASS_INVALID, message, self.place, hint))

    @property
    def place(self) -> tuple[str]:
        """The path of the key that gives the class: className, or the package itself."""
        return (self.subject.class_key if self.is_given else self.subject.key,)

    @property
    def _name(self) -> str:
        return self.class_name.replace(".", "/")


def function_types(found: Reading, config: JavaConfig, *, window: bool, output: bool = True) -> Additions:
    """Return the types of a function that the config does not give, and the problems; without `output`, only its input type."""
    classes, wanted = found.package.classes, (INPUT, OUTPUT) if output else (INPUT,)
    _check_window(found, window=window)
    try:
        types = classes.function_types(found.class_name, window=window)
    except NoTypesError as error:
        return _without_types(found, config, str(error), wanted)
    meant = classes.meant_types(found.class_name, window=window)
    if meant is not None and not output:
        meant = meant._replace(output=types.output)
    return _filled(found, config, dict(zip(wanted, types, strict=False)), meant)


def connector_type(found: Reading, config: JavaConfig, wanted: tuple[str, str]) -> Additions:
    """Return the type of a connector if the config does not give it, and the problems."""
    classes, is_sink = found.package.classes, found.implements(SINK) and found.subject.kind == "Sink"
    try:
        name = classes.sink_type(found.class_name) if is_sink else classes.source_type(found.class_name)
    except NoTypesError as error:
        return _without_types(found, config, str(error), (wanted,))
    return _filled(found, config, {wanted: name}, None)


def _check_window(found: Reading, *, window: bool) -> None:
    """Check that the class and the config agree on windows."""
    if window and not found.missing and not found.implements(WINDOW_FUNCTION) and not found.implements(JAVA_FUNCTION):
        message = f"{found.class_name} is not a window function, and the config has a windowConfig"
        raise found.refused(message, f"implement {WINDOW_FUNCTION.replace('/', '.')}, or remove windowConfig")
    plain = found.implements(FUNCTION) or found.implements(JAVA_FUNCTION)
    if not window and not plain and found.implements(WINDOW_FUNCTION):
        message = f"{found.class_name} is a window function, and the config has no windowConfig"
        raise found.refused(message, "set windowConfig, with windowLengthCount or windowLengthDurationMs")


def _without_types(found: Reading, config: JavaConfig, why: str, wanted: tuple[tuple[str, str], ...]) -> Additions:
    missing, keys = found.missing, " and ".join(key for _, key in wanted)
    if not missing:
        message = f"Pulsar cannot read the types of {found.class_name} in {found.file.path}: {why}"
        raise found.refused(message, "write the type arguments where the class names its interface or superclass")
    if all(getattr(config, field) for field, _ in wanted):
        return {}, ()
    raise found.refused(f"{missing}: the types of {found.class_name} are unknown", f"set {keys}")


def _filled(
    found: Reading, config: JavaConfig, types: dict[tuple[str, str], str], meant: FunctionTypes | None
) -> Additions:
    """Return the types that the config does not give; report those that it gives otherwise, and those that Pulsar misreads."""
    filled, problems = {}, []
    misread = meant is not None and tuple(types.values()) != meant[: len(types)]
    for order, ((field, key), name) in enumerate(types.items()):
        given = getattr(config, field)
        if not given:
            filled[field] = found.found(name, how=f"as {found.class_name} declares")
        elif given not in (name, meant[order] if meant is not None else name):
            message = f"{key} is {given}, and {found.class_name} in {found.file.path} has {name}"
            hint = f"remove {key}: the package gives it"
            problems.append(Problem(codes.TYPES_DIFFER, message, (key,), hint))
    if misread and filled and meant is not None:
        read, real = (" and ".join(each) for each in (types.values(), meant[: len(types)]))
        message = f"Pulsar reads the types of {found.class_name} as {read}, and they are {real}"
        hint = f"let the class name its types directly, or set {' and '.join(key for _, key in types)}"
        problems.append(Problem(codes.TYPES_MISREAD, message, found.place, hint))
    return filled, tuple(problems)
