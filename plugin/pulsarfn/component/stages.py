"""From a component config to the manifests of one component: parse, infer, check, convert, plan, build."""

from collections.abc import Callable

from pulsarfn.annotations import Component
from pulsarfn.component.config.exclusive import check_exclusive
from pulsarfn.component.config.function import FunctionConfig
from pulsarfn.component.config.infer import (
    infer_function,
    infer_sink,
    infer_source,
    known_sink,
    known_source,
)
from pulsarfn.component.config.newer_keys import check_newer_keys
from pulsarfn.component.config.parse import as_written, parse
from pulsarfn.component.config.sink import SinkConfig
from pulsarfn.component.config.source import SourceConfig
from pulsarfn.component.config.validate_function import validate_function
from pulsarfn.component.decisions import Config, ConvertedConfig
from pulsarfn.component.details.convert_function import convert_function
from pulsarfn.component.objects import Objects, build, refusals_of
from pulsarfn.component.planning import plan_component
from pulsarfn.component.surroundings import Surroundings
from pulsarfn.diagnostics import codes
from pulsarfn.diagnostics.problem import Path, Problem, has_errors
from pulsarfn.staged import Staged, finished
from pulsarfn.typed import TYPE_CHECKING, TypeVar
from pulsarfn.values import Manifest, Value
from pulsarfn.worker.customizers.base import CannotCustomise
from pulsarfn.worker.providers import Worker
from pulsarfn.worker.pulsar_version import PulsarVersion, pulsar_version
from pulsarfn.worker.versions import NEWEST

if TYPE_CHECKING:
    from pulsarfn.component.origins import TracedComponent

_OF_MANY_GIVERS = frozenset(
    {codes.JOB_NAME_INVALID, codes.JOB_NAME_TOO_LONG, codes.JOB_NAME_NEEDS_NEW_CLUSTER, codes.CLEANUP_IMPOSSIBLE}
)
"""Codes of problems with a value that the config, the worker config, an option or a customizer can give."""

_OF_PACKAGE: tuple[Path, ...] = (("className",), ("transformFunctionClassName",))


def expand_component(
    component: Component, value: Value, *, worker: Worker | None, surroundings: Surroundings
) -> tuple[Objects | None, tuple[Problem, ...]]:
    """Return the objects of the component that `value` configures, and all problems; None if there are errors or no `worker`."""
    return finished(component_in_stages(component, value, worker=worker, surroundings=surroundings))


def component_in_stages(
    component: Component, value: Value, *, worker: Worker | None, surroundings: Surroundings
) -> Staged[tuple[Objects | None, tuple[Problem, ...]]]:
    """Expand a component, as `expand_component` does.

    Every stage that can still run does so, so that all problems of a config are reported at once. If a problem is about
    a value that several places can give, the component is expanded again, from values that carry their origins.
    """
    if surroundings.traced:
        worker, surroundings = _traced(worker, surroundings)
    objects, problems = yield from _expand(component, value, worker, surroundings)
    yield
    is_refused = objects is not None and any(map(_is_refused, objects.manifests))
    if not is_refused and _OF_MANY_GIVERS.isdisjoint(each.code for each in problems):
        return objects, problems
    again, problems = finished(_expand(component, value, *_traced(worker, surroundings)))
    if not is_refused:
        return objects, problems
    from pulsarfn.component.blame import refused  # noqa: PLC0415 - for errors only
    from pulsarfn.component.origins import TracedComponent  # noqa: PLC0415

    assert again is not None
    assert worker is not None
    return None, (*problems, *refused(TracedComponent(again, worker.traced)))


def traced_component(
    component: Component, value: Value, *, worker: Worker, surroundings: Surroundings
) -> "TracedComponent":
    """Expand a component again that has no errors, from values that carry their origins."""
    from pulsarfn.component.origins import TracedComponent  # noqa: PLC0415 - for what is found later only

    traced, around = _traced(worker, surroundings)
    objects, _ = finished(_expand(component, value, traced, around))
    assert objects is not None
    assert traced is not None
    return TracedComponent(objects, traced)


def _traced(worker: Worker | None, surroundings: Surroundings) -> tuple[Worker | None, Surroundings]:
    from pulsarfn.component.surroundings import traced_surroundings  # noqa: PLC0415

    return worker and worker.traced, traced_surroundings(surroundings)


def _is_refused(manifest: Manifest) -> bool:
    return any(True for _ in refusals_of(manifest))


def _expand(
    component: Component, value: Value, worker: Worker | None, surroundings: Surroundings
) -> Staged[tuple[Objects | None, tuple[Problem, ...]]]:
    config, problems = parse(component, value)
    if config is None:
        return None, problems
    if surroundings.traced and isinstance(value, dict):
        from pulsarfn.models.tracing import traced_config  # noqa: PLC0415 - for `explain` and errors only

        config = traced_config(config, value)
    yield
    converted, more = _CONVERTERS[component](config, worker, surroundings)
    refused, problems = problems, _with(problems, as_written(component, value, problems, more))
    if converted is None or worker is None:
        return None, problems
    yield
    plan, more = yield from plan_component(converted, worker=worker, surroundings=surroundings)
    problems = _with(problems, as_written(component, value, refused, more))
    if plan is None or has_errors(problems):
        return None, problems
    yield
    try:
        manifests = build(plan)
    except CannotCustomise as error:
        return None, (*problems, error.problem)
    return Objects(plan.fqfn, manifests, converted.details, converted.config, plan), problems


def _with(problems: tuple[Problem, ...], more: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """Return both, except for paths that have a problem already: a value that was refused is missing in later stages."""
    if not problems or not more:
        return problems or more
    reported = {each.path for each in problems if each.path and each.code is not codes.CONFIG_KEY_UNKNOWN}
    if not reported.isdisjoint({("jar",), ("py",), ("go",)}):  # the runtime is inferred from them
        reported.add(("runtime",))
    return (*problems, *(each for each in more if each.path not in reported))


def _beside(of_package: tuple[Problem, ...], problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """Return both; a class that is missing because its package cannot be read is not reported again."""
    if any(each.code is codes.PACKAGE_UNREADABLE for each in of_package):
        problems = tuple(each for each in problems if each.path not in _OF_PACKAGE)
    return _with(of_package, problems)


def _version_of(
    config: Config, worker: Worker | None, surroundings: Surroundings, runtime: str = "JAVA"
) -> PulsarVersion:
    """Return the version of Pulsar; without a worker config the newest, so that no config is refused that may be valid."""
    if worker is None:
        return PulsarVersion(NEWEST)
    customization, _ = worker.customise(config.custom_runtime_options or "")
    image = customization.image or worker.config.factory.image(runtime)
    return pulsar_version(worker.config, image, surroundings.pulsar_version)


_C = TypeVar("_C", FunctionConfig, SourceConfig, SinkConfig)
_Conversion = tuple[ConvertedConfig | None, tuple[Problem, ...]]


def _convert_function(config: Config, worker: Worker | None, surroundings: Surroundings) -> _Conversion:
    assert isinstance(config, FunctionConfig)
    forwards = worker is None or worker.config.forward_source_message_property
    inferred = infer_function(config, forward_source_message_property=forwards)
    version = _version_of(config, worker, surroundings, inferred.runtime or "JAVA")
    inferred, of_package = _filled(inferred, surroundings)
    problems = (
        *check_exclusive(config),
        *check_newer_keys(config, version),
        *_beside(of_package, validate_function(inferred, version.rules)),
    )
    if not _is_convertible(problems):
        return None, problems
    given = [field for field in ("jar", "py", "go") if getattr(inferred, field)]
    details = convert_function(inferred, version.rules)
    return ConvertedConfig(inferred, details, given[0] if given else "jar", version, inferred), problems


def _convert_source(config: Config, worker: Worker | None, surroundings: Surroundings) -> _Conversion:
    from pulsarfn.component.config.validate_source import validate_source  # noqa: PLC0415 - most components are functions
    from pulsarfn.component.details.convert_source import convert_source  # noqa: PLC0415

    assert isinstance(config, SourceConfig)
    own, of_package = _filled(infer_source(config), surroundings)
    inferred = known_source(own)
    version = _version_of(config, worker, surroundings)
    problems = (
        *check_exclusive(config),
        *check_newer_keys(config, version),
        *_beside(of_package, validate_source(inferred, version.rules)),
    )
    return ConvertedConfig(inferred, convert_source(inferred, version.rules), "archive", version, own), problems


def _convert_sink(config: Config, worker: Worker | None, surroundings: Surroundings) -> _Conversion:
    from pulsarfn.component.config.validate_sink import validate_sink  # noqa: PLC0415 - most components are functions
    from pulsarfn.component.details.convert_sink import convert_sink  # noqa: PLC0415

    assert isinstance(config, SinkConfig)
    own, of_package = _filled(infer_sink(config), surroundings)
    inferred = known_sink(own)
    version = _version_of(config, worker, surroundings)
    problems = (
        *check_exclusive(config),
        *check_newer_keys(config, version),
        *_beside(of_package, validate_sink(inferred, version.rules)),
    )
    return ConvertedConfig(inferred, convert_sink(inferred, version.rules), "archive", version, own), problems


def _filled(config: _C, surroundings: Surroundings) -> tuple[_C, tuple[Problem, ...]]:
    """Return a config with what the package of its component gives, if the user gave one, and the problems of the package."""
    if surroundings.packages is None:
        return config, ()
    from pulsarfn.component.package_files.fill import filled  # noqa: PLC0415 - for packages only

    return filled(config, surroundings.packages)


def _is_convertible(problems: tuple[Problem, ...]) -> bool:
    """Whether a config can be converted: all can, so that the plan reports its problems too, except for invalid JSON schemas."""
    return all(each.code is not codes.SCHEMA_INVALID for each in problems)


_CONVERTERS: dict[Component, Callable[[Config, Worker | None, Surroundings], _Conversion]] = {
    "function": _convert_function,
    "source": _convert_source,
    "sink": _convert_sink,
}
