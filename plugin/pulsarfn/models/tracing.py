"""Models whose values carry their origins."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from pulsarfn.diagnostics.problem import Path
from pulsarfn.models.fields import Kind, ListOf, MapOf, Model, NestedModel, Scalar
from pulsarfn.provenance import Origin, Source, begin, sourced, throughout

M = TypeVar("M", bound=Model)
Locate = Callable[[Path], Origin]
"""Returns the origin of the value at a path of a config."""

begin()


def traced_config(config: M, value: Mapping[str, Any]) -> M:
    """Return a component config, read from `value`, whose values carry their paths in it."""
    return _model(config, value, lambda path: Origin(Source.CONFIG, path), ())


def traced_worker_config(
    config: M, value: Mapping[str, Any], *, configs_key: str | None, overridden: Mapping[Path, Origin]
) -> M:
    """Return a worker config whose values carry their origins; those at paths of `overridden` have the origins there.

    `configs_key` is the key in `value` of the settings of the Kubernetes runtime.
    """
    factory = "functionRuntimeFactoryConfigs"
    configs = configs_key or factory

    def locate(path: Path) -> Origin:
        path = (configs, *path[1:]) if path[:1] == (factory,) else path
        for length in range(1, len(path) + 1):
            if path[:length] in overridden:
                origin = overridden[path[:length]]
                return origin._replace(path=(*origin.path, *path[length:]))
        source = Source.CUSTOMIZER_CONFIG if path[:1] == ("runtimeCustomizerConfig",) else Source.WORKER_CONFIG
        return Origin(source, path)

    return _model(config, {**value, factory: value.get(configs)}, locate, ())


def traced_options(options: M, value: Mapping[str, Any]) -> M:
    """Return the options of customRuntimeOptions, read from `value`, whose values carry their paths in it."""
    return _model(options, value, lambda path: Origin(Source.OPTIONS, ("customRuntimeOptions",), path), ())


def traced_model(model: M, value: Mapping[str, Any], locate: Locate) -> M:
    """Return a model, read from `value`, whose values carry the origins that `locate` finds for their paths in it."""
    return _model(model, value, locate, ())


def _model(model: M, value: Mapping[str, Any], locate: Locate, path: Path) -> M:
    values: dict[str, Any] = {}
    origins: dict[str, Origin] = {}
    for key, declared in type(model).FIELDS.items():
        where = (*path, key)
        given = value.get(key)
        origin = locate(where)
        if given is None:
            origin = Origin(Source.DEFAULT, where, giver=origin.source)
        origins[declared.name] = origin
        values[declared.name] = _value(declared.kind, getattr(model, declared.name), given, locate, where)
        if given is None:
            values[declared.name] = sourced(values[declared.name], origin)
    return model.replace(**values, origins=origins)


def _value(kind: Kind, value: Any, given: Any, locate: Locate, path: Path) -> Any:  # noqa: ANN401 - of any field
    match kind:
        case NestedModel() if isinstance(value, Model):
            return _model(value, given if isinstance(given, dict) else {}, locate, path)
        case ListOf(item=item) if isinstance(given, (list, tuple)):
            return tuple(
                _value(item, each, written, locate, (*path, index))
                for index, (each, written) in enumerate(zip(value, given, strict=True))
            )
        case MapOf(member=member) if isinstance(given, dict):
            return {
                sourced(key, locate((*path, key))._replace(is_key=True)): _value(
                    member, each, given.get(key), locate, (*path, key)
                )
                for key, each in value.items()
            }
        case Scalar(takes_null=True) if given is not None:
            return throughout(value, locate, path)
    if given is None:
        return value
    return _anything(value, locate, path)


def _anything(value: Any, locate: Locate, path: Path) -> Any:  # noqa: ANN401 - whatever the user wrote
    """Return a value of any shape whose texts and numbers carry their origins, except numbers that keep their spelling."""
    if isinstance(value, dict):
        return {
            sourced(key, locate((*path, key))._replace(is_key=True)): _anything(each, locate, (*path, key))
            for key, each in value.items()
        }
    if isinstance(value, list):
        return [_anything(each, locate, (*path, index)) for index, each in enumerate(value)]
    return sourced(value, locate(path))
