"""From a document or a bare config to the manifests of its components, the names that they claim, and the problems."""

from collections.abc import Collection, Iterator, Mapping
from functools import partial

from pulsarfn.annotations import Component
from pulsarfn.component.rolling import WatchedObject
from pulsarfn.component.stages import component_in_stages, traced_component
from pulsarfn.component.surroundings import Surroundings
from pulsarfn.diagnostics import codes
from pulsarfn.diagnostics.problem import Path, Problem, Text, dotted
from pulsarfn.diagnostics.secrecy import hidden
from pulsarfn.kubernetes.identity import Identity, identity_of
from pulsarfn.kubernetes.lists import item_of
from pulsarfn.named_tuples import NamedTuple
from pulsarfn.pipeline.carriers.carrier import CarriedConfig, Carrier, MappedConfig
from pulsarfn.pipeline.carriers.table import kind_of_carrier
from pulsarfn.pipeline.collisions import COMPONENT, Claim
from pulsarfn.pipeline.expanded import ExpandedComponent, PlacedComponent
from pulsarfn.pipeline.inputs import ParsedDocument, read_problem
from pulsarfn.pipeline.rolling import Checksums
from pulsarfn.pipeline.settings import Settings
from pulsarfn.pipeline.unrendered import in_config
from pulsarfn.pipeline.workers import PlacedProblem, WorkerChoice, WorkerConfigRequest, Workers
from pulsarfn.staged import Staged, ready
from pulsarfn.stream.config_text import read_config
from pulsarfn.stream.locate import Place, place_of
from pulsarfn.stream.splice import Slot
from pulsarfn.stream.texts import ReadError, decode
from pulsarfn.typed import TYPE_CHECKING
from pulsarfn.values import Manifest, Value, mapping

if TYPE_CHECKING:
    from pulsarfn.pipeline.suppressions import Spot


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


class Counts(NamedTuple):
    """The number of carriers, and of configs in them, whether they can be expanded or not."""

    carriers: int = 0
    configs: int = 0


class ExpandedConfig(NamedTuple):
    """The result for configs: their manifests and what these claim, the problems, and the suppressions of their carriers.

    `slot` is the span of the stream that the manifests replace, None for none.
    """

    slot: Slot | None = None
    manifests: tuple[Manifest, ...] = ()
    identities: tuple[Identity, ...] = ()
    reported: tuple[PlacedProblem, ...] = ()
    components: tuple[ExpandedComponent, ...] = ()
    suppressions: Mapping["Spot", Mapping[str, str]] = {}
    counted: Counts = Counts()

    def __repr__(self) -> str:
        return hidden(self)

    @property
    def claims(self) -> Iterator[Claim]:
        """The claims to the identities, made on demand: few runs need more than the identities."""
        for each in self.components:
            yield from (Claim(identity, str(each), each.placed.places[Text.CONFIG]) for identity in self.identities)


def expand_document(
    parsed: ParsedDocument | None,
    reported: Collection[PlacedProblem],
    workers: Workers,
    checksums: Checksums,
    settings: Settings,
) -> Iterator[tuple[int, Staged[ExpandedConfig]]]:
    """Return the work of each config in the carriers of a parsed candidate, in their order, with its size in bytes.

    The configs of a long list would not fit into memory, and neither would all their manifests: a work reads its own config,
    and may be finished, and its manifests be written, before the next one is taken.
    """
    if reported:
        yield 0, ready(ExpandedConfig(reported=tuple(reported)))
    if parsed is None:
        return
    consumed = parsed.recognised.consumed
    for slot in parsed.slots(compact=not settings.applied):
        if slot.path in consumed:
            yield 0, ready(ExpandedConfig(slot))
        else:
            yield from _expand_carrier(slot, parsed, workers, checksums, settings)


def _expand_carrier(
    slot: Slot, parsed: ParsedDocument, workers: Workers, checksums: Checksums, settings: Settings
) -> Iterator[tuple[int, Staged[ExpandedConfig]]]:
    document, path = parsed.place, slot.path
    manifest, place = mapping(parsed.read.value), document
    if path:
        manifest = item_of(parsed.read.value, path, slot.item)
        place = place_of(manifest, document)
    kind = kind_of_carrier(manifest, function_mesh=settings.function_mesh)
    assert kind is not None, "the document was recognised as a carrier"
    carrier, problems = kind.recognise_carrier(manifest, path, lossy=settings.lossy)
    request = WorkerConfigRequest(carrier.worker_config or settings.worker_config_name or None, place, path)
    suppressions = {(document.order, path): carrier.suppressions} if carrier.suppressions else {}
    counted, wrong = Counts(1, len(carrier.configs)), tuple((each, place) for each in problems)
    if not carrier.configs:
        yield 0, ready(ExpandedConfig(slot, reported=wrong, suppressions=suppressions, counted=counted))
    rolled_on = checksums.of(carrier.roll_on)

    def expanded(
        config: CarriedConfig | MappedConfig, counted: Counts, wrong: tuple[PlacedProblem, ...]
    ) -> Staged[ExpandedConfig]:
        given, unread = _given(config, document, place, path)
        yield
        resolved, reported = workers.resolve(_request_of(config, request))
        surroundings = _surroundings(carrier, config, resolved, settings, rolled_on)
        unread += _without_urls(config, resolved, place, path)
        own = (yield from expand_config(given, resolved, surroundings)) if given else ExpandedConfig()
        others = [each for each in own.reported if not unread or each[0].code is not codes.URL_MISSING]
        found = (*wrong, *reported, *unread, *others)
        return ExpandedConfig(slot, own.manifests, own.identities, found, own.components, suppressions, counted)

    for config in carrier.configs:
        yield (slot.end - slot.start) // len(carrier.configs), expanded(config, counted, wrong)
        counted, wrong = Counts(), ()


def _request_of(config: CarriedConfig | MappedConfig, request: WorkerConfigRequest) -> WorkerConfigRequest:
    """Return the request of one config of a carrier."""
    if isinstance(config, CarriedConfig):
        return request
    return request._replace(overrides=config.overrides, config_map=config.config_map)


def _surroundings(
    carrier: Carrier,
    config: CarriedConfig | MappedConfig,
    resolved: WorkerChoice,
    settings: Settings,
    rolled_on: tuple[WatchedObject, ...],
) -> Surroundings:
    own_auth, own_ca = (config.auth_secret, config.ca_secret) if isinstance(config, MappedConfig) else (None, None)
    return Surroundings(
        kube_namespace=carrier.kube_namespace or settings.kube_namespace,
        namespace_option="" if carrier.kube_namespace else settings.namespace_option,
        labels=carrier.labels,
        annotations={
            key: each for key, each in carrier.annotations.items() if not key.startswith(settings.bookkeeping)
        },
        auth_secret=carrier.auth_secret or own_auth,
        ca_secret=carrier.ca_secret or own_ca,
        rolled_on=rolled_on,
        mounted=resolved.mounted,
        pulsar_version=carrier.pulsar_version,
        pins=carrier.pins,
        credentials=settings.credentials,
        packages=settings.packages,
        printed=settings.written and settings.applied,
    )


def _given(
    config: CarriedConfig | MappedConfig, document: Place, place: Place, path: Path
) -> tuple[PlacedConfig | None, tuple[PlacedProblem, ...]]:
    """Return a config of the carrier at `path` of the document; None if it cannot be read."""
    if isinstance(config, CarriedConfig):
        where = place._replace(text=config.text, key=config.key, within=(document, (*path, *config.path)))
        return read_given(config.component, config.key, config.text.encode(), where, (place, path))
    parts = {key: (*path, *where) for key, where in config.places.items()}
    return PlacedConfig(config.component, config.value, place._replace(parts=parts), (place, path)), ()


def _without_urls(
    config: CarriedConfig | MappedConfig, resolved: WorkerChoice, place: Place, path: Path
) -> tuple[PlacedProblem, ...]:
    """Return the problem of a resource whose pods would not know the URLs of Pulsar."""
    if isinstance(config, CarriedConfig) or resolved.worker is None:
        return ()
    from pulsarfn.pipeline.resource_urls import missing_urls  # noqa: PLC0415 - for resources of Function Mesh only

    name, where = config.config_map
    return tuple((each, place) for each in missing_urls(resolved.worker.config, name, (*path, *where)))


def read_given(
    component: Component, name: str, content: bytes, place: Place, carrier: tuple[Place, Path] | None = None
) -> tuple[PlacedConfig | None, tuple[PlacedProblem, ...]]:
    """Read a config text: YAML, or JSON if the name of its key says so; None if it cannot be read."""
    try:
        text = decode(content)
        place = _holding(place, text)
        value, text = read_config(text, is_json=name.endswith(".json"))
    except ReadError as error:
        return None, ((read_problem(error), place),)
    place = _holding(place, text)
    template = in_config(value) if "{{" in text else None
    return (None, ((template, place),)) if template else (PlacedConfig(component, value, place, carrier), ())


def _holding(place: Place, text: str) -> Place:
    return place if place.text == text else place._replace(text=text)


def _of_resource(problem: Problem, place: Place, carrier: Path) -> Problem:
    """Return a problem of a config that is made from the fields of a resource, in terms of these; no fix fits them."""
    if problem.text is not Text.CONFIG:
        return problem
    path = (*problem.path, *problem.inner)
    field = dotted(place.in_text(path)[len(carrier) :])
    hint = problem.hint.replace(f"{dotted(problem.path)} in the config", field)
    hint = hint.replace(f"{dotted(problem.inner)} in customRuntimeOptions", field) if problem.inner else hint
    return problem._replace(path=path, inner=(), hint=hint, fix=None)


def expand_config(given: PlacedConfig, resolved: WorkerChoice, surroundings: Surroundings) -> Staged[ExpandedConfig]:
    """Expand one config."""
    component, value, place, carrier = given
    objects, problems = yield from component_in_stages(
        component, value, worker=resolved.worker, surroundings=surroundings
    )
    outer, outer_path = carrier or (place, ())
    places = {Text.CONFIG: place, Text.WORKER_CONFIG: resolved.place, Text.CARRIER: outer}
    secret = tuple(each for each in (place, resolved.place) if each.secret)
    if secret:
        places = {text: each._replace(beside=secret) for text, each in places.items()}
    if place.parts:
        problems = tuple(_of_resource(each, place, outer_path) for each in problems)
    reported = tuple(
        (each._replace(path=(*outer_path, *each.path)) if each.text is Text.CARRIER else each, places[each.text])
        for each in problems
    )
    if objects is None or resolved.worker is None:
        return ExpandedConfig(reported=reported)
    if place.secret:
        from pulsarfn.pipeline.clear_text import in_clear_text  # noqa: PLC0415 - few configs are in Secrets

        reported += tuple((each, places[Text.CONFIG]) for each in in_clear_text(objects.config, resolved.worker))
    identities = (
        Identity("", COMPONENT, resolved.worker.config.broker_url.rstrip("/"), str(objects.fqfn)),
        *(identity_of(each, surroundings.kube_namespace) for each in objects.manifests),
    )
    traced = partial(traced_component, component, value, worker=resolved.worker, surroundings=surroundings)
    placed = PlacedComponent(component, objects.fqfn, places, outer_path)
    components = (ExpandedComponent(placed, objects, resolved.worker, surroundings, traced),)
    return ExpandedConfig(None, objects.manifests, identities, reported, components)
