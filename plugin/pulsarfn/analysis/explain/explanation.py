"""From a component to an explanation of every field of its objects: it is expanded again, with traced values."""

import re
from collections.abc import Iterator
from functools import cache

from pulsarfn.analysis.explain.rules import HEAD, VERSION, rule_of, rule_of_member
from pulsarfn.annotations import PREFIX
from pulsarfn.component.command_parts import Part, command_parts
from pulsarfn.component.objects.kind import Rule
from pulsarfn.component.origins import how_beside, origins_beside
from pulsarfn.diagnostics.problem import Location, Path, Text, dotted
from pulsarfn.diagnostics.secrecy import MASK
from pulsarfn.diagnostics.secrecy.credentials import masked, masked_text, parts_of_credentials, without, without_parts
from pulsarfn.diagnostics.secrecy.objects import is_secret
from pulsarfn.diagnostics.secrecy.pods import credentials_in_pod
from pulsarfn.kubernetes.identity import id_of
from pulsarfn.models.secrets import may_be_secret
from pulsarfn.named_tuples import NamedTuple
from pulsarfn.pipeline.expanded import ExpandedComponent
from pulsarfn.provenance import Origin, Source, SourcedValue, origins_of
from pulsarfn.stream.locate import Locator
from pulsarfn.stream.scalars import BooleanText
from pulsarfn.values import Manifest, Value, mapping, value_at
from pulsarfn.worker.customizers.options import CustomizerOptions
from pulsarfn.worker.secrets_providers import kubernetes
from pulsarfn.worker.worker_config import WorkerConfig

_NAMES = (("tenant",), ("namespace",), ("name",), ("fqfn",))
"""The keys whose values are visible in the names of the objects."""

_FREE = (("metadata", "annotations"), ("metadata", "labels"))
"""The parts of a carrier whose values people choose."""

_FLAGS = (("runtimeFlags",), ("additionalJavaRuntimeArguments",))
"""The keys whose values are words of the command."""

_OPTION = re.compile(r"--?[a-z_-]+")


class Provenance(NamedTuple):
    """An origin of a value, in a form for people.

    Attributes:
        source: the giver of the value.
        key: the key of a config, the option of the command line, the file of a package, or the key that has a default.
        location: the place of the value, None if it is in no text.
    """

    source: Source
    key: str
    location: Location | None


class ExplainedField(NamedTuple):
    """A field with its value and the origin of the value; for a command also its parts.

    Attributes:
        path: the path in the object; for a part of a command, the option or the words, followed by the keys of embedded JSON.
        value: the value, masked for output.
        how: the conversion of the given value, empty for none.
        rule: the rule that decides the field.
        provenance: the origins of the value; empty for a constant or a default of Pulsar.
        parts: the parts of a command.
    """

    path: Path
    value: Value
    how: str
    rule: Rule
    provenance: tuple[Provenance, ...]
    parts: tuple["ExplainedField", ...] = ()


class ExplainedObject(NamedTuple):
    """A generated object: its kind, its name, and each of its fields in order."""

    kind: str
    name: str
    fields: tuple[ExplainedField, ...]


class Explanation(NamedTuple):
    """A component: its kind, its name in Pulsar, the place of its config, its version of Pulsar, and its objects."""

    component: str
    fqfn: str
    location: Location
    version: ExplainedField
    objects: tuple[ExplainedObject, ...]


def explain(component: ExpandedComponent, locator: Locator) -> Explanation:
    """Explain every field of a component."""
    objects = component.traced().objects
    view = _View(component._replace(objects=objects), locator)
    return Explanation(
        component=objects.details.component_type.lower(),
        fqfn=str(objects.fqfn),
        location=locator.location(("name",), component.placed.places[Text.CONFIG]),
        version=view.version(),
        objects=tuple(view.manifest(manifest) for manifest in objects.manifests),
    )


class _View:
    """A component in the form for output."""

    def __init__(self, component: ExpandedComponent, locator: Locator) -> None:
        self._component, self._locator = component, locator
        provider = component.worker.config.secrets_provider_configurator_class_name
        given = component.objects.config.members()
        self._input_topics = {given.get("topicsPattern"), *(given.get("inputs") or ())}  # values that become keys
        self._holds_references = provider == kubernetes.NAME
        self._flags = _flags(component)
        template = value_at(component.objects.stateful_set, ("spec", "template"))
        self._withheld = credentials_in_pod(template).union(*map(parts_of_credentials, self._flags))
        self._shown_flags = [*map(masked_text, self._flags)]
        self._placed = cache(self._place)  # many fields come from one key

    def version(self) -> ExplainedField:
        """The version of Pulsar whose rules apply, and its origin."""
        version = self._component.objects.plan.version
        how = f"the tag of {version.given}" if version.is_tag else ""
        return ExplainedField(
            ("pulsarVersion",), version.rules.name, how, VERSION, self._provenance(origins_of(version.given))
        )

    def manifest(self, manifest: Manifest) -> ExplainedObject:
        kind = id_of(manifest)
        name = str(mapping(manifest["metadata"])["name"])
        return ExplainedObject(
            kind[1], name, tuple(self._field(kind, path, value, manifest) for path, value in leaves(manifest, ()))
        )

    def _field(self, kind: tuple[str, str], path: Path, value: Value, manifest: Manifest) -> ExplainedField:
        origins = origins_of(value)
        how, parts = (value.how, value.parts) if isinstance(value, SourcedValue) else ("", ())
        if value in ({}, []):  # it cannot carry its origin
            origins, how = origins_beside(manifest, path), how_beside(manifest, path)
        found = command_parts(parts, self._component.objects.config)
        explained = tuple(self._part(kind, path, each) for each in found)
        shown = "see its parts" if explained else self._shown(kind, _by_names(path, manifest), value, origins)
        return ExplainedField(_shown_path(path), shown, how, rule_of(kind, path), self._provenance(origins), explained)

    def _part(self, kind: tuple[str, str], path: Path, part: Part) -> ExplainedField:
        shown = self._shown(kind, (*path[:-1], *part.path), part.value, part.origins)
        rule = (
            rule_of_member(part.path)
            if part.path[1:]
            else HEAD
            if part.how and not part.origins
            else rule_of(kind, path)
        )
        first, *keys = part.path
        if shown == MASK:
            keys = [MASK if each in self._input_topics else each for each in keys]
        if (shown == MASK or part.path == (str(part.value),)) and not _OPTION.fullmatch(str(first)):
            first = str(shown)  # it is a word of the value
        shown_path = (first, *keys)
        return ExplainedField(_shown_path(shown_path), shown, part.how, rule, self._provenance(part.origins))

    def _shown(self, kind: tuple[str, str], path: Path, value: object, origins: tuple[Origin, ...]) -> Value:
        secret = is_secret(tuple(map(str, path)), kind[1], [value], references=self._holds_references)
        if value != "" and (
            secret or any(map(self._is_of_a_secret, origins)) or self._is_of_masked_flags(value, origins)
        ):
            return MASK
        if isinstance(value, BooleanText):
            return bool(value)
        if isinstance(value, str):
            return without(masked_text(str(value)), self._withheld)
        return without_parts(masked(value), self._withheld) if isinstance(value, (int, float, dict, list)) else None

    def _is_of_masked_flags(self, value: object, origins: tuple[Origin, ...]) -> bool:
        """Whether a word of the flags is part of a credential, which may consist of several words."""
        given = any(each.path[:1] in _FLAGS for each in origins)
        return given and not any(str(value) in each for each in self._shown_flags)

    def _is_of_a_secret(self, origin: Origin) -> bool:
        """Whether a value came from a Secret, and may be secret."""
        text = origin.text
        if text is None or not self._component.placed.places[text].secret:
            return False
        if text is Text.CARRIER:
            return origin.path[:2] in _FREE and not str(origin.path[-1]).startswith(PREFIX)
        if origin.path in _NAMES:
            return False
        if origin.source is Source.OPTIONS:
            return may_be_secret(CustomizerOptions, origin.inner)
        model = type(self._component.objects.config) if text is Text.CONFIG else WorkerConfig
        return may_be_secret(model, origin.path)

    def _provenance(self, origins: tuple[Origin, ...]) -> tuple[Provenance, ...]:
        given = [each for each in origins if each.source is not Source.DEFAULT]
        return tuple(map(self._placed, given or origins))

    def _place(self, origin: Origin) -> Provenance:
        text = origin.text
        if text is None:
            path = _shown_path(origin.path)
            key = dotted(path)
            if origin.source is Source.COMMAND_LINE:
                key = f"{path[0]} {dotted(path[1:])}".rstrip()
            elif origin.source is Source.PACKAGE:
                key = str(path[0])
            return Provenance(origin.source, key, None)
        place = self._component.placed.places[text]
        path = (*self._component.placed.carrier_path, *origin.path) if text is Text.CARRIER else origin.path
        if place.parts and text is Text.CONFIG:
            path = (*path, *origin.inner)
            key = dotted(_shown_path(place.in_text(path)[len(self._component.placed.carrier_path) :]))
            return Provenance(origin.source, key, self._locator.location(path, place, at_key=origin.is_key))
        environment = place.keys.get(origin.path)
        key = str(environment[-1]) if environment else dotted(_shown_path(origin.path))
        inner = f".{dotted(_shown_path(origin.inner))}" if origin.inner else ""
        return Provenance(origin.source, key + inner, self._locator.location(path, place, at_key=origin.is_key))


def _by_names(path: Path, manifest: Manifest) -> Path:
    """Return a path in which variables have their names instead of their indices."""
    if path[-1:] != ("value",) or path[-3:-2] != ("env",):
        return path
    name = mapping(value_at(manifest, path[:-1])).get("name")
    return (*path[:-2], str(name), "value")


def _shown_path(path: Path) -> Path:
    """Return a path without the credentials in its keys."""
    return tuple(masked_text(each) if isinstance(each, str) else each for each in path)


def _flags(component: ExpandedComponent) -> tuple[str, ...]:
    """Return the words that a config and a worker config add to the command, as their users write them."""
    arguments = component.worker.config.additional_java_runtime_arguments or ()
    return (component.objects.config.runtime_flags or "", " ".join(map(str, arguments)))


def leaves(value: Value, path: Path) -> Iterator[tuple[Path, Value]]:
    """Return the scalars and empty collections of a value, with their paths."""
    if value and isinstance(value, dict):
        for key, member in value.items():
            yield from leaves(member, (*path, str(key)))
    elif value and isinstance(value, list):
        for index, item in enumerate(value):
            yield from leaves(item, (*path, index))
    else:
        yield path, value
