"""From a component config to the manifests of one component: parse, infer, check, convert, plan, build."""

from collections.abc import Callable
from typing import NamedTuple

from pulsarfn import codes, names
from pulsarfn.annotations import Component
from pulsarfn.api_rules import NUL, Refusal, refusals
from pulsarfn.build import build
from pulsarfn.config.function import FunctionConfig
from pulsarfn.config.infer import infer_function, infer_sink, infer_source
from pulsarfn.config.parse import as_written, parse
from pulsarfn.config.sink import SinkConfig
from pulsarfn.config.source import SourceConfig
from pulsarfn.config.validate_function import validate_function
from pulsarfn.config.validate_sink import validate_sink
from pulsarfn.config.validate_source import validate_source
from pulsarfn.details.convert_function import convert_function
from pulsarfn.details.convert_sink import convert_sink
from pulsarfn.details.convert_source import convert_source
from pulsarfn.details.function_details import FunctionDetails
from pulsarfn.diagnostics import Path, Problem, Text, has_errors
from pulsarfn.manifest import Manifest, Value, path_to
from pulsarfn.plan import Plan
from pulsarfn.planning import Config, Converted, Surroundings, plan_component
from pulsarfn.providers import Worker
from pulsarfn.worker.worker_config import WorkerConfig


class Objects(NamedTuple):
    """The Kubernetes objects of one component, whose they are, what its instances are told, and what all of that came from."""

    fqfn: names.Fqfn
    manifests: tuple[Manifest, ...]
    details: FunctionDetails
    config: Config
    plan: Plan


def expand_component(
    component: Component, value: Value, *, worker: Worker | None, surroundings: Surroundings
) -> tuple[Objects | None, tuple[Problem, ...]]:
    """The objects of the component that `value` configures; None when there are errors, or no `worker` to plan them for.

    Every stage that can still run does so, so that all problems of a config are told at once.
    """
    config, problems = parse(component, value)
    if config is None:
        return None, problems
    if surroundings.traced and isinstance(value, dict):
        from pulsarfn.tracing import traced_config  # noqa: PLC0415 - for explain only

        config = traced_config(config, value)
    converted, more = _CONVERTERS[component](config, worker)
    refused, problems = problems, _with(problems, as_written(component, value, problems, more))
    if converted is None or worker is None:
        return None, problems
    plan, more = plan_component(converted, worker=worker, surroundings=surroundings)
    problems = _with(problems, as_written(component, value, refused, more))
    if plan is None or has_errors(problems):
        return None, problems
    manifests = build(plan)
    refused = _refused(manifests, _Origins(converted.config, surroundings, worker.config))
    return (None if refused else Objects(plan.fqfn, manifests, converted.details, converted.config, plan)), (
        *problems,
        *refused,
    )


def _with(problems: tuple[Problem, ...], more: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """Both, but of what was refused already nothing more is said: what was left out for that is missed otherwise."""
    told = {each.path for each in problems if each.path and each.code is not codes.CONFIG_KEY_UNKNOWN}
    if not told.isdisjoint({("jar",), ("py",), ("go",)}):  # the runtime is found by them
        told.add(("runtime",))
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


class _Origins(NamedTuple):
    """Where a value of a manifest can come from."""

    config: Config
    surroundings: Surroundings
    worker: WorkerConfig


def _refused(manifests: tuple[Manifest, ...], origins: _Origins) -> tuple[Problem, ...]:
    """What the API server would refuse, each once although labels stand in several places."""
    seen: dict[tuple[str, str], Problem] = {}
    for manifest in manifests:
        for refusal in refusals(manifest):
            seen.setdefault((refusal.value, refusal.why), _refusal_problem(refusal, str(manifest["kind"]), origins))
    return tuple(seen.values())


def _refusal_problem(refusal: Refusal, kind: str, origins: _Origins) -> Problem:
    """Blame the part of the config in which the refused value stands, else the carrier, else the worker config."""
    value = f"'{refusal.value}' in " if refusal.value else ""
    message = f"the API server would refuse {value}{refusal.field} of the {kind}: {refusal.why}"
    for part in ("tenant", "namespace", "name"):
        if refusal.value and names.label_value(getattr(origins.config, part)) == refusal.value:
            return Problem(
                codes.API_REFUSAL, message, (part,), "shorten the name, or choose one that ends in a letter or digit"
            )
    if refusal.value == NUL:
        path, text = _place_of_nul(origins)
        return Problem(
            codes.API_REFUSAL, f"a NUL character in the command: {refusal.why}", path, "remove it", text=text
        )
    options = origins.config.custom_runtime_options or ""
    if options and (not refusal.value or refusal.value in options):
        return Problem(codes.API_REFUSAL, message, ("customRuntimeOptions",), "change it in customRuntimeOptions")
    if options and refusal.field.endswith(("requests", "limits")):
        return Problem(
            codes.API_REFUSAL, message, ("customRuntimeOptions",), "give limits and requests that fit each other"
        )
    metadata = _metadata(origins.surroundings)
    where = path_to(refusal.value, metadata) if refusal.field.startswith("metadata.") else None
    if where is not None:
        path, at_key = where
        hint = (
            "change it in the carrier" if path != ("namespace",) else "change the carrier's namespace, or --namespace"
        )
        return Problem(codes.API_REFUSAL, message, ("metadata", *path), hint, at_key=at_key, text=Text.CARRIER)
    path, at_key = path_to(refusal.value, _worker_values(origins.worker)) or ((), False)
    hint = "change it in the worker config"
    return Problem(codes.API_REFUSAL, message, path, hint, at_key=at_key, text=Text.WORKER_CONFIG)


def _metadata(surroundings: Surroundings) -> Manifest:
    """The carrier's metadata, as far as the objects inherit it."""
    return {
        "namespace": surroundings.kube_namespace,
        "labels": {**surroundings.labels},
        "annotations": {**surroundings.annotations},
    }


def _worker_values(worker: WorkerConfig) -> Manifest:
    """The parts of the worker config that may hold what the API server refuses."""
    return {
        "functionRuntimeFactoryConfigs": worker.factory.members(),
        "runtimeCustomizerConfig": worker.runtime_customizer_config,
    }


def _place_of_nul(origins: _Origins) -> tuple[Path, Text]:
    for given, text in ((origins.config, Text.CONFIG), (origins.worker, Text.WORKER_CONFIG)):
        for key, value in given.members().items():
            if isinstance(value, str) and NUL in value:
                return (key,), text
    return (), Text.CONFIG
