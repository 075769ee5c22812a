"""From a component config to the manifests of one component: parse, infer, check, convert, plan, build."""

from collections.abc import Callable
from dataclasses import dataclass

from pulsarfn import codes, names
from pulsarfn.annotations import Component
from pulsarfn.api_rules import Refusal, refusals
from pulsarfn.build import build
from pulsarfn.config.function import FunctionConfig
from pulsarfn.config.infer import infer_function, infer_sink, infer_source
from pulsarfn.config.parse import parse
from pulsarfn.config.sink import SinkConfig
from pulsarfn.config.source import SourceConfig
from pulsarfn.config.validate_function import validate_function
from pulsarfn.config.validate_sink import validate_sink
from pulsarfn.config.validate_source import validate_source
from pulsarfn.details.convert_function import convert_function
from pulsarfn.details.convert_sink import convert_sink
from pulsarfn.details.convert_source import convert_source
from pulsarfn.diagnostics import Problem, Text, has_errors
from pulsarfn.manifest import Manifest, Value
from pulsarfn.planning import Config, Converted, Surroundings, plan_component
from pulsarfn.providers import Worker


@dataclass(frozen=True, slots=True)
class Objects:
    """The Kubernetes objects of one component, and whose they are."""

    fqfn: names.Fqfn
    manifests: tuple[Manifest, ...]


def expand_component(
    component: Component, value: Value, *, worker: Worker | None, surroundings: Surroundings
) -> tuple[Objects | None, tuple[Problem, ...]]:
    """The objects of the component that `value` configures; None when there are errors, or no `worker` to plan them for.

    Every stage that can still run does so, so that all problems of a config are told at once.
    """
    config, problems = parse(component, value)
    if config is None:
        return None, problems
    converted, more = _CONVERTERS[component](config, worker)
    problems = _with(problems, more)
    if converted is None or worker is None:
        return None, problems
    plan, more = plan_component(converted, worker=worker, surroundings=surroundings)
    problems = _with(problems, more)
    if plan is None or has_errors(problems):
        return None, problems
    manifests = build(plan)
    refused = _refused(manifests, converted.config)
    return (None if refused else Objects(plan.fqfn, manifests)), (*problems, *refused)


def _with(problems: tuple[Problem, ...], more: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """Both, but of what was refused already nothing more is said: what was left out for that is missed otherwise."""
    told = {each.path for each in problems if each.path}
    return (*problems, *(each for each in more if each.path not in told))


_Conversion = tuple[Converted | None, tuple[Problem, ...]]


def _convert_function(config: Config, worker: Worker | None) -> _Conversion:
    assert isinstance(config, FunctionConfig)
    forwards = worker is None or worker.config.forward_source_message_property
    inferred = infer_function(config, forward_source_message_property=forwards)
    problems = validate_function(inferred)
    if not _is_convertible(problems):
        return None, problems
    given = [field for field in ("jar", "py", "go") if getattr(inferred, field)]
    return Converted(inferred, convert_function(inferred), given[0] if given else "jar"), problems


def _convert_source(config: Config, _worker: Worker | None) -> _Conversion:
    assert isinstance(config, SourceConfig)
    inferred = infer_source(config)
    problems = validate_source(inferred)
    return Converted(inferred, convert_source(inferred), "archive"), problems


def _convert_sink(config: Config, _worker: Worker | None) -> _Conversion:
    assert isinstance(config, SinkConfig)
    inferred = infer_sink(config)
    problems = validate_sink(inferred)
    return Converted(inferred, convert_sink(inferred), "archive"), problems


def _is_convertible(problems: tuple[Problem, ...]) -> bool:
    """A schema in JSON text that is none cannot be converted; all else can, so that the plan finds what it finds."""
    return all(each.code is not codes.SCHEMA_INVALID for each in problems)


_CONVERTERS: dict[Component, Callable[[Config, Worker | None], _Conversion]] = {
    "function": _convert_function,
    "source": _convert_source,
    "sink": _convert_sink,
}


def _refused(manifests: tuple[Manifest, ...], config: Config) -> tuple[Problem, ...]:
    """What the API server would refuse, each once although labels stand in several places."""
    seen: dict[tuple[str, str], Problem] = {}
    for manifest in manifests:
        for refusal in refusals(manifest):
            seen.setdefault((refusal.value, refusal.why), _refusal_problem(refusal, str(manifest["kind"]), config))
    return tuple(seen.values())


def _refusal_problem(refusal: Refusal, kind: str, config: Config) -> Problem:
    """Blame the part of the config in which the refused value stands, else the worker config."""
    message = f"the API server would refuse {refusal.field} of the {kind}: {refusal.why}: {refusal.value!r}"
    for part in ("tenant", "namespace", "name"):
        if refusal.value and names.label_value(getattr(config, part)) == refusal.value:
            return Problem(
                codes.API_REFUSAL, message, (part,), "shorten the name, or choose one that ends in a letter or digit"
            )
    options = config.custom_runtime_options or ""
    if options and (not refusal.value or refusal.value in options):
        return Problem(codes.API_REFUSAL, message, ("customRuntimeOptions",), "change it in customRuntimeOptions")
    if options and refusal.field.endswith(("requests", "limits")):
        return Problem(
            codes.API_REFUSAL, message, ("customRuntimeOptions",), "give limits and requests that fit each other"
        )
    return Problem(codes.API_REFUSAL, message, (), "change it in the worker config", text=Text.WORKER_CONFIG)
