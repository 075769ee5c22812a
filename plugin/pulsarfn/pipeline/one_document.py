"""From a document or a bare config to the manifests of its components, the names that they claim, and the problems."""

from collections.abc import Collection, Iterator, Mapping
from functools import partial
from typing import NamedTuple

from pulsarfn.annotations import Component
from pulsarfn.component.stages import expand_component, traced_component
from pulsarfn.component.surroundings import Surroundings
from pulsarfn.diagnostics.problem import Path, Text
from pulsarfn.diagnostics.secrecy import hidden
from pulsarfn.kubernetes.identity import Identity, identity_of
from pulsarfn.kubernetes.lists import item_of
from pulsarfn.pipeline.carriers.config_maps import recognise_carrier
from pulsarfn.pipeline.clear_text import in_clear_text
from pulsarfn.pipeline.collisions import COMPONENT, Claim
from pulsarfn.pipeline.inputs import ParsedDocument, read_problem
from pulsarfn.pipeline.review import ExpandedComponent
from pulsarfn.pipeline.rolling import Checksums
from pulsarfn.pipeline.settings import Settings
from pulsarfn.pipeline.suppressions import Spot
from pulsarfn.pipeline.unrendered import in_config
from pulsarfn.pipeline.workers import PlacedProblem, WorkerChoice, WorkerConfigRequest, Workers
from pulsarfn.stream.config_text import read_config
from pulsarfn.stream.locate import Place, place_of
from pulsarfn.stream.splice import Slot
from pulsarfn.stream.texts import ReadError, decode
from pulsarfn.values import Manifest, Value, mapping


class PlacedConfig(NamedTuple):
    """A config as the user gave it.

    Attributes:
        component: the kind of component that it configures.
        value: the config.
        place: the text that its paths point into.
        carrier: the document of its carrier and the path of the carrier in it, None for a bare config.
    """

    component: Component
    value: Value
    place: Place
    carrier: tuple[Place, Path] | None = None

    def __repr__(self) -> str:
        return hidden(self)


class Counted(NamedTuple):
    """The number of carriers, and of configs in them, whether they can be expanded or not."""

    carriers: int = 0
    configs: int = 0


class ExpandedConfig(NamedTuple):
    """The result for configs: their manifests, the names that they claim, the problems, and the suppressions of their carriers.

    `slot` is the span of the stream that the manifests replace, None for none.
    """

    slot: Slot | None = None
    manifests: tuple[Manifest, ...] = ()
    claims: tuple[Claim, ...] = ()
    reported: tuple[PlacedProblem, ...] = ()
    components: tuple[ExpandedComponent, ...] = ()
    suppressions: Mapping[Spot, Mapping[str, str]] = {}
    counted: Counted = Counted()

    def __repr__(self) -> str:
        return hidden(self)


def expand_document(
    parsed: ParsedDocument | None,
    reported: Collection[PlacedProblem],
    workers: Workers,
    checksums: Checksums,
    settings: Settings,
) -> Iterator[ExpandedConfig]:
    """Expand the carriers of a parsed candidate in their order, one config at a time.

    The configs of a long list would not fit into memory, and neither would all their manifests: the manifests of one config
    are written before the next ones are made.
    """
    if reported:
        yield ExpandedConfig(reported=tuple(reported))
    if parsed is None:
        return
    consumed = parsed.recognised.consumed
    for slot in parsed.slots:
        if slot.path in consumed:
            yield ExpandedConfig(slot)
        else:
            yield from _expand_carrier(slot, parsed, workers, checksums, settings)


def _expand_carrier(
    slot: Slot, parsed: ParsedDocument, workers: Workers, checksums: Checksums, settings: Settings
) -> Iterator[ExpandedConfig]:
    document, path = parsed.place, slot.path
    manifest, place = mapping(parsed.read.value), document
    if path:
        manifest = item_of(parsed.read.value, path, slot.item)
        place = place_of(manifest, document)
    carrier, problems = recognise_carrier(manifest, path)
    name = carrier.worker_config or settings.worker_config_name or None
    resolved, reported = workers.resolve(WorkerConfigRequest(name, place, path))
    surroundings = Surroundings(
        kube_namespace=carrier.kube_namespace or settings.kube_namespace,
        namespace_option="" if carrier.kube_namespace else settings.namespace_option,
        labels=carrier.labels,
        annotations={
            key: each for key, each in carrier.annotations.items() if not key.startswith(settings.bookkeeping)
        },
        auth_secret=carrier.auth_secret,
        ca_secret=carrier.ca_secret,
        rolled_on=checksums.of(carrier.roll_on),
        mounted=resolved.mounted,
        pulsar_version=carrier.pulsar_version,
        pins=carrier.pins,
        credentials=settings.credentials,
        packages=settings.packages,
        traced=settings.traced,
    )
    suppressions = {(document.order, path): carrier.suppressions} if carrier.suppressions else {}
    counted = Counted(1, len(carrier.configs))
    wrong = ((each, place) for each in problems)
    yield ExpandedConfig(slot, reported=(*wrong, *reported), suppressions=suppressions, counted=counted)
    for config in carrier.configs:
        where = place._replace(text=config.text, key=config.key, within=(document, (*path, *config.path)))
        given, unread = read_given(carrier.component, config.key, config.text.encode(), where, (place, path))
        expanded = expand_config(given, resolved, surroundings) if given else ExpandedConfig(reported=unread)
        yield expanded._replace(slot=slot, suppressions=suppressions)


def read_given(
    component: Component, name: str, content: bytes, place: Place, carrier: tuple[Place, Path] | None = None
) -> tuple[PlacedConfig | None, tuple[PlacedProblem, ...]]:
    """Read a config text: YAML, or JSON if the name of its key says so; None if it cannot be read."""
    try:
        text = decode(content)
        place = place._replace(text=text)
        value, text = read_config(text, is_json=name.endswith(".json"))
    except ReadError as error:
        return None, ((read_problem(error), place),)
    place = place._replace(text=text)
    template = in_config(value) if "{{" in text else None
    return (None, ((template, place),)) if template else (PlacedConfig(component, value, place, carrier), ())


def expand_config(given: PlacedConfig, resolved: WorkerChoice, surroundings: Surroundings) -> ExpandedConfig:
    """Expand one config."""
    component, value, place, carrier = given
    objects, problems = expand_component(component, value, worker=resolved.worker, surroundings=surroundings)
    outer, outer_path = carrier or (place, ())
    places = {Text.CONFIG: place, Text.WORKER_CONFIG: resolved.place, Text.CARRIER: outer}
    secret = tuple(each for each in (place, resolved.place) if each.secret)
    if secret:
        places = {text: each._replace(beside=secret) for text, each in places.items()}
    reported = tuple(
        (each._replace(path=(*outer_path, *each.path)) if each.text is Text.CARRIER else each, places[each.text])
        for each in problems
    )
    if objects is None or resolved.worker is None:
        return ExpandedConfig(reported=reported)
    if place.secret:
        reported += tuple((each, places[Text.CONFIG]) for each in in_clear_text(objects.config, resolved.worker))
    owner = f"{component} {objects.fqfn}"
    identities = (
        Identity("", COMPONENT, resolved.worker.config.broker_url.rstrip("/"), str(objects.fqfn)),
        *(identity_of(each, surroundings.kube_namespace) for each in objects.manifests),
    )
    claims = tuple(Claim(each, owner, place) for each in identities)
    traced = partial(traced_component, component, value, worker=resolved.worker, surroundings=surroundings)
    components = (ExpandedComponent(objects, resolved.worker, places, outer_path, surroundings, traced),)
    return ExpandedConfig(None, objects.manifests, claims, reported, components)
