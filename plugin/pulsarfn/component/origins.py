"""The origins of the values in generated objects.

The component is expanded again, from values that carry their origins (`provenance`). A value without origins was made by
the customizer or by a provider; to find out which, the objects are built without each of them.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TypeAlias

from pulsarfn.component.command_parts import Part, command_parts
from pulsarfn.component.decisions import customised
from pulsarfn.component.giver import Giver, giver, written
from pulsarfn.component.objects import Objects, build
from pulsarfn.diagnostics.problem import Path
from pulsarfn.diagnostics.secrecy import hidden
from pulsarfn.kubernetes.refusals import refused_character
from pulsarfn.named_tuples import NamedTuple
from pulsarfn.provenance import Origin, Source, SourcedValue, origins_of
from pulsarfn.values import Manifest, Value, mapping, value_at
from pulsarfn.worker.customizers.base import Customization
from pulsarfn.worker.providers import Worker


class TracedComponent(NamedTuple):
    """A component and its function worker, made from values that carry their origins."""

    objects: Objects
    worker: Worker

    def __repr__(self) -> str:
        return hidden(self)


Remains: TypeAlias = Callable[[tuple[Manifest, ...]], bool]
"""Whether a value, or the fault in it, is still present in other objects of the component."""


def giver_of(traced: TracedComponent, manifest: Manifest, path: Path) -> Giver:
    """Return the giver of the value at `path` of one of the component's objects."""
    value = value_at(manifest, path)

    def remains(manifests: tuple[Manifest, ...]) -> bool:
        return any(_found(each, path) == value for each in manifests if each["kind"] == manifest["kind"])

    return giver(written(origins_at(manifest, path) or untraced(path, traced, remains))[0])


def origins_at(manifest: Manifest, path: Path, *, at_key: bool = False) -> tuple[Origin, ...]:
    """Return the origins of the value at a path, or of its key; none if the path does not exist."""
    if at_key:
        holder = mapping(value_at(manifest, path[:-1]))
        return next((origins_of(key) for key in holder if key == path[-1]), ())
    return origins_of(value_at(manifest, path))


def origins_beside(manifest: Manifest, path: Path) -> tuple[Origin, ...]:
    """Return the origins of the mapping that lacks a value; they are read from another value of the mapping."""
    for value in mapping(value_at(manifest, path[:-1])).values():
        found = origins_of(value)
        if found:
            return tuple(
                each._replace(inner=each.inner[:-1]) if each.inner else each._replace(path=each.path[:-1])
                for each in found
            )
    return ()


def how_beside(manifest: Manifest, path: Path) -> str:
    """Return how the other values of the mapping at a path were made; empty if they are as given."""
    beside = mapping(value_at(manifest, path[:-1])).values()
    sources: list[object] = [*beside]
    return next((each.how for each in sources if isinstance(each, SourcedValue)), "")


def origins_in_command(command: SourcedValue, traced: TracedComponent) -> tuple[Origin, ...]:
    """Return the origins of the fault in a command: of a refused character, otherwise of its length."""
    parts = [*command_parts(command.parts, traced.objects.config)]
    character = refused_character(str(command))
    if not character:
        return _heaviest(parts)
    words = (each for each in parts if len(each.path) == 1)  # embedded JSON escapes such a character
    origins = tuple(origin for each in words if character in str(each.value) for origin in each.origins)
    return tuple(each for each in origins if character in str(_given(each, traced))) or origins


def _heaviest(parts: Sequence[Part]) -> tuple[Origin, ...]:
    """Return the origins of most of a text: a key, or a value below it that is more than half of the key's text."""
    weights = Counter[tuple[Source, Path]]()
    for each in parts:
        for origin in written(each.origins)[:1]:
            for length in range(1, len(origin.path) + 1):
                weights[origin.source, origin.path[:length]] += len(str(each.value))
    found = max((key for key in weights if len(key[1]) == 1), key=weights.__getitem__, default=None)
    if found is None:
        return ()
    while True:
        source, path = found
        inside = [each for each in weights if each[0] is source and each[1][:-1] == path]
        heaviest = max(inside, key=weights.__getitem__, default=found)
        if 2 * weights[heaviest] <= weights[found] or heaviest == found:
            return (Origin(source, path),)
        found = heaviest


def _given(origin: Origin, traced: TracedComponent) -> Value:
    """Return the value at the origin of a value of a command."""
    if origin.source is Source.CONFIG:
        return _found(traced.objects.config.members(), origin.path)
    path = origin.path[1:] if origin.source is Source.COMMAND_LINE else origin.path
    return _found(traced.worker.config.members(), path)


def untraced(path: Path, traced: TracedComponent, remains: Remains) -> tuple[Origin, ...]:
    """Return the origins of a value that carries none: a provider, or the customizer with its options."""
    plan, config = traced.objects.plan, traced.worker.config
    if remains(build(plan._replace(customization=Customization()))):
        of_secrets = "env" in path
        provider = "secrets_provider_configurator_class_name" if of_secrets else "function_auth_provider_class_name"
        return (config.origins[provider],)
    without_options, _ = customised(traced.worker, "", plan.context)
    if not remains(build(plan._replace(customization=without_options))):
        return (Origin(Source.OPTIONS, ("customRuntimeOptions",)),)
    named: Origin = config.origins["runtime_customizer_class_name"]
    return (config.origins["runtime_customizer_config"] if named.source is Source.DEFAULT else named,)


def _found(value: Value, path: Path) -> Value:
    """Return the value at a path, None if there is none."""
    with suppress(IndexError):
        return value_at(value, path)
    return None
