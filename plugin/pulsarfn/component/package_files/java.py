"""Classes and types of Java components from their packages, as the function worker reads them, with its checks.

Sources: `FunctionConfigUtils.doJavaChecks`, `SourceConfigUtils` and `SinkConfigUtils.validateAndExtractDetails`.
"""

from collections.abc import Callable

from pulsarfn.component.config.function import FunctionConfig
from pulsarfn.component.config.sink import SinkConfig
from pulsarfn.component.config.source import SourceConfig
from pulsarfn.component.connectors import connector_of
from pulsarfn.component.package_files.class_checks import check_input_classes, check_output_classes
from pulsarfn.component.package_files.given import (
    GivenPackages,
    PackageFile,
    UnreadableError,
    WantedPackage,
    reading,
)
from pulsarfn.component.package_files.java_types import (
    INPUT,
    OUTPUT,
    Additions,
    JavaConfig,
    Reading,
    RefusedClassError,
    Subject,
    connector_type,
    function_types,
)
from pulsarfn.diagnostics import codes
from pulsarfn.diagnostics.problem import Problem, nearest
from pulsarfn.java.classes.known_types import BATCH_SOURCE, FUNCTION, JAVA_FUNCTION, SINK, SOURCE, WINDOW_FUNCTION
from pulsarfn.java.classes.package import JavaPackage
from pulsarfn.java.java_text import is_blank

_SUFFIXES = (".jar", ".nar")
_MOST_NAMES = 5000
_INTERFACES = {
    "Function": (FUNCTION, JAVA_FUNCTION, WINDOW_FUNCTION),
    "Source": (SOURCE, BATCH_SOURCE),
    "Sink": (SINK,),
}
_NOT_FOUND = {
    "Function": "Function class {} must be in class path",
    "Source": "Source class {} not found in class loader",
    "Sink": "Sink class {} not found",
}
_FUNCTION, _SOURCE, _SINK = (
    Subject("Function", "jar", "jar"),
    Subject("Source", "archive", "archive"),
    Subject("Sink", "archive", "archive"),
)
_TRANSFORM = Subject(
    "Function", "transformFunction", "transform_function", "transformFunctionClassName", "transform_function_class_name"
)


def read_function(config: FunctionConfig, packages: GivenPackages, name: str) -> Additions:
    """Return what the package of a Java function adds to its config; `name` is the name of the package's file in the pod."""

    def read(found: Reading) -> Additions:
        filled, problems = function_types(found, config, window=config.window_config is not None)
        return filled, (
            *problems,
            *check_input_classes(config, found, _type(config, filled, INPUT)),
            *check_output_classes(config, found, _type(config, filled, OUTPUT)),
        )

    return _read(_FUNCTION, config, packages, name, read)


def read_source(config: SourceConfig, packages: GivenPackages, name: str) -> Additions:
    """Return what the package of a source adds to its config."""

    def read(found: Reading) -> Additions:
        if found.implements(BATCH_SOURCE) and config.batch_source_config is None:
            interface = BATCH_SOURCE.replace("/", ".")
            message = f"Source class {found.class_name} implements {interface} but batch source source config is not specified"
            raise found.refused(message, "set batchSourceConfig, with its discoveryTriggererClassName")
        filled, problems = connector_type(found, config, OUTPUT)
        return filled, (*problems, *check_output_classes(config, found, _type(config, filled, OUTPUT)))

    return _read(_SOURCE, config, packages, name, read)


def read_sink(config: SinkConfig, packages: GivenPackages, name: str, transform_name: str) -> Additions:
    """Return what the packages of a sink and of its transform function add to its config."""
    transforms = not is_blank(config.transform_function)

    def read(found: Reading) -> Additions:
        if transforms:  # the function decides the type, and its package has the other classes
            return {}, ()
        filled, problems = connector_type(found, config, INPUT)
        return filled, (*problems, *check_input_classes(config, found, _type(config, filled, INPUT)))

    filled, problems = _read(_SINK, config, packages, name, read)
    if not transforms:
        return filled, problems
    more, of_transform = _read(
        _TRANSFORM, config, packages, transform_name, lambda found: _read_transform(config, found)
    )
    return filled | more, (*problems, *of_transform)


def _read_transform(config: SinkConfig, found: Reading) -> Additions:
    filled, problems = function_types(found, config, window=False, output=False)
    if not found.missing and not found.package.classes.returns_record(found.class_name):
        raise found.refused("Sink transform function output must be of type Record", "let the function return a Record")
    return filled, (*problems, *check_input_classes(config, found, _type(config, filled, INPUT)))


def _read(
    subject: Subject, config: JavaConfig, packages: GivenPackages, name: str, read: Callable[[Reading], Additions]
) -> Additions:
    """Return what the package of the class adds to the config; nothing if no package was given for it."""
    given = (getattr(config, subject.class_field) or "").strip()
    try:
        file = packages.choose(_wanted(subject, config, packages, name))
        if file is None:
            return {}, ()
        with reading(file):
            package = packages.java(file)
            class_name = given or _named(subject, file, package)
            found = Reading(subject, file, package, class_name, is_given=bool(given))
            _check_class(found)
            filled, problems = read(found)
    except RefusedClassError as refused:
        return {}, (refused.problem,)
    except UnreadableError as error:
        hint = f"build it again, or leave --package out and set {subject.class_key} and the types yourself"
        return {}, (Problem(codes.PACKAGE_UNREADABLE, str(error), (subject.key,), hint),)
    return filled if given else {subject.class_field: found.found(class_name)} | filled, problems


def _wanted(subject: Subject, config: JavaConfig, packages: GivenPackages, name: str) -> WantedPackage:
    given = (getattr(config, subject.class_field) or "").strip()
    location = getattr(config, subject.field) or ""

    def fits(file: PackageFile) -> bool:
        package = packages.java(file)
        return package.has(given) if given else subject.service_key in (package.service() or {})

    is_known = location.startswith(("builtin://", "local://")) or connector_of(location) is not None
    return WantedPackage(name, _SUFFIXES, fits, is_known)


def _named(subject: Subject, file: PackageFile, package: JavaPackage) -> str:
    """Return the class that ``pulsar-io.yaml`` of the package names."""
    service = package.service()
    named = (service or {}).get(subject.service_key)
    if isinstance(named, str) and named:
        return named
    kind = subject.kind.lower()
    message = f"{subject.class_key} is missing, and META-INF/services/pulsar-io.yaml of {file.path} has no {subject.service_key}"
    if service is None:
        message = (
            f"{subject.class_key} is missing, and {file.path} has no META-INF/services/pulsar-io.yaml that names it"
        )
    hint = f"set {subject.class_key} to the class of the {kind}"
    raise RefusedClassError(Problem(codes.CONFIG_VALUE_MISSING, message, (subject.class_key,), hint))


def _check_class(found: Reading) -> None:
    """Check that the package has the class, and that the class is one of its kind."""
    subject, name = found.subject, found.class_name
    if not found.package.has(name):
        message = f"{_NOT_FOUND[subject.kind].format(name)}: it is not in {found.file.path}"
        if subject is _TRANSFORM:
            message = f"Function class {name} not found: it is not in {found.file.path}"
        raise found.refused(message, _meant(name, found.package))
    interfaces = _INTERFACES[subject.kind]
    if not any(map(found.implements, interfaces)) and not found.missing:
        *others, last = (each.replace("/", ".") for each in interfaces)
        hint = f"it must implement {', '.join(others)} or {last}" if others else f"it must implement {last}"
        raise found.refused(f"{subject.kind} class {name} does not implement the correct interface", hint)


def _meant(name: str, package: JavaPackage) -> str:
    """Return the hint for a class that is missing: the class of the package with the nearest name."""
    names = package.class_names()[:_MOST_NAMES]
    simple = name.rpartition(".")[2]
    meant = next((each for each in names if each.rpartition(".")[2] == simple), None) or nearest(name, names)
    return f"did you mean '{meant}'?" if meant else "correct it, or give the package that has it with --package"


def _type(config: JavaConfig, filled: dict[str, str], wanted: tuple[str, str]) -> str:
    return filled.get(wanted[0]) or getattr(config, wanted[0]) or ""
