"""From a resource to the configs of its components, each with the paths in the resource that its parts come from."""

import json
from collections.abc import Iterator, Mapping, Sequence

from pulsarfn.annotations import Component
from pulsarfn.diagnostics import codes
from pulsarfn.diagnostics.problem import Path, Problem, Text, dotted, original, suggestion
from pulsarfn.models.faults import faults
from pulsarfn.models.fields import RefusedValueError
from pulsarfn.pipeline.carriers.carrier import MappedConfig
from pulsarfn.pipeline.carriers.function_mesh.derived import (
    auth_secret,
    ca_secret,
    derived,
    pulsar_config,
)
from pulsarfn.pipeline.carriers.function_mesh.fields import FIELDS
from pulsarfn.pipeline.carriers.function_mesh.rules import (
    OPTIONS,
    UNKNOWN,
    Effect,
    Fault,
    Loss,
    Part,
    Setting,
    effects,
)
from pulsarfn.values import Manifest, Value, mapping, value_at
from pulsarfn.worker.customizers.custom_runtime_options import CustomRuntimeOptions
from pulsarfn.worker.overrides import Override

_MEMBERS: Mapping[str, Component] = {"functions": "function", "sources": "source", "sinks": "sink"}
_KINDS: Mapping[str, Component] = {"Function": "function", "Source": "source", "Sink": "sink"}


def configs_of(
    manifest: Manifest, path: Path, *, has_token: bool, lossy: bool
) -> tuple[tuple[MappedConfig, ...], tuple[Problem, ...]]:
    """Return the configs of a resource at `path` of its document, and its faults; with `lossy`, losses are warnings."""
    configs, problems = list[MappedConfig](), list[Problem]()
    for component, spec, where in _specs(manifest):
        if isinstance(spec, Loss | Fault):
            problems.append(_problem(spec, path, where, lossy=lossy))
            continue
        config, found = _config(component, spec, where, has_token=has_token)
        if where == ("spec",) and not value_at(manifest, ("spec", "name")):
            config = config._replace(places={**config.places, ("name",): ("metadata", "name")})
        configs.append(config)
        problems += (_problem(each, path, where, lossy=lossy) for each in found)
    if not configs and not problems:
        message, hint = "the resource has no component", "list functions, sources or sinks under spec"
        problems.append(Problem(codes.CARRIER_EMPTY, message, (*path, "spec"), hint, text=Text.CARRIER))
    return tuple(configs), tuple(problems)


def _specs(manifest: Manifest) -> Iterator[tuple[Component, Manifest | Loss | Fault, Path]]:
    """Return the specs of the components in a resource, or what is wrong in their place, with their paths in it."""
    kind, spec, where = str(manifest["kind"]), manifest.get("spec"), ("spec",)
    if not isinstance(spec, dict | None):
        yield "function", Fault((), "must be a mapping"), where
    elif kind in _KINDS:
        name = mapping(manifest.get("metadata")).get("name")
        yield _KINDS[kind], {**(spec or {}), "name": (spec or {}).get("name") or name}, where
    for key, value in () if kind in _KINDS else mapping(spec).items():
        if key not in _MEMBERS:
            yield "function", Loss((key,), UNKNOWN, suggestion(key, _MEMBERS) or "remove it"), where
        elif not isinstance(value, list | None):
            yield "function", Fault((key,), "must be a list"), where
        for index, each in enumerate(value if key in _MEMBERS and isinstance(value, list) else ()):
            at = (*where, key, index)
            yield _MEMBERS[key], each if isinstance(each, dict) else Fault((), "must be a mapping"), at


def _config(
    component: Component, spec: Manifest, where: Path, *, has_token: bool
) -> tuple[MappedConfig, list[Loss | Fault]]:
    """Return the config of a component's spec, which is at a path of the resource, and the fields that are not in it."""
    made: list[Effect] = [
        *effects(FIELDS[component], spec, ()),
        *derived(component, spec, has_token=has_token),
    ]
    parts = [each for each in made if isinstance(each, Part) and each.value is not None]
    if any(each.target == ("archive",) for each in parts):  # the type is another name for it
        parts = [each for each in parts if each.target not in (("sinkType",), ("sourceType",))]
    refused = [*_refused_options(parts)]
    wrong = {each.source for each in refused}
    parts = [each for each in parts if each.target[0] != OPTIONS or not any(_is_in(at, each.source) for at in wrong)]
    value = _assembled(parts)
    if OPTIONS in value:
        value[OPTIONS] = json.dumps(value[OPTIONS], ensure_ascii=False)
    own_auth = None if has_token else auth_secret(spec)
    config = MappedConfig(
        component=component,
        value=value,
        places={(): where, **{each.target: (*where, *each.source) for each in parts}},
        overrides=tuple(
            Override(each.target, each.value, carrier=(*where, *each.source))
            for each in made
            if isinstance(each, Setting)
        ),
        config_map=(pulsar_config(spec), (*where, "pulsar", "pulsarConfig")),
        auth_secret=own_auth,
        ca_secret=ca_secret(spec),
    )
    return config, [*(each for each in made if isinstance(each, Loss | Fault)), *refused]


def _is_in(path: Path, holder: Path) -> bool:
    return path[: len(holder)] == holder


def _refused_options(parts: Sequence[Part]) -> Iterator[Fault]:
    """Return the faults of the options of the pod, at the fields that give them."""
    options = [each._replace(target=each.target[1:]) for each in parts if each.target[0] == OPTIONS]
    value = _assembled(options)
    try:
        CustomRuntimeOptions.read(value)
    except RefusedValueError:
        places = {each.target: each.source for each in options}
        for fault in faults(CustomRuntimeOptions, value):
            colon = "" if fault.message.startswith("must be ") else ": "
            message = "is not a field of this type" if fault.unknown_key else f"{colon}{fault.message}"
            yield Fault(original(fault.path, places), message, fault.hint)


def _assembled(parts: Sequence[Part]) -> Manifest:
    """Return the mapping that has the value of each part at its path."""
    made: Manifest = {}
    for part in parts:
        _put(made, part.target, part.value)
    return made


def _put(holder: Manifest, path: Path, value: Value) -> None:
    """Set the value at a path of a mapping; a number in the path is the only item of a list."""
    key, rest = str(path[0]), path[1:]
    if not rest:
        holder[key] = value
    elif isinstance(rest[0], int):
        items = holder.setdefault(key, [{}])
        assert isinstance(items, list)
        _put(mapping(items[0]), rest[1:], value)
    else:
        inner = holder.setdefault(key, {})
        assert isinstance(inner, dict)
        _put(inner, rest, value)


def _problem(found: Loss | Fault, path: Path, where: Path, *, lossy: bool) -> Problem:
    """Return the problem of a field of the spec at `where` of a resource, which is at `path` of its document."""
    field = (*where, *found.source)
    message = f"{dotted(field)}{'' if found.message.startswith(':') else ' '}{found.message}"
    code, hint, at_key = codes.RESOURCE_FIELD_INVALID, found.hint, isinstance(found, Loss)
    if at_key and lossy:
        code = codes.RESOURCE_FIELD_DROPPED
    elif at_key:
        code, hint = codes.RESOURCE_FIELD_WITHOUT_COUNTERPART, f"{hint}; --lossy makes a warning of it"
    return Problem(code, message, (*path, *field), hint, at_key=at_key, text=Text.CARRIER)
