"""From a document or a bare config to the manifests of its components, the names they take, and what is to be told."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from pulsarfn.annotations import Component
from pulsarfn.carriers import Carrier
from pulsarfn.collisions import Claim, identity_of
from pulsarfn.component import expand_component
from pulsarfn.diagnostics import Path, Text
from pulsarfn.inputs import Parsed, read_problem
from pulsarfn.locate import Place, origin_of
from pulsarfn.manifest import Manifest
from pulsarfn.planning import Surroundings
from pulsarfn.review import ExpandedComponent
from pulsarfn.secrecy import hidden
from pulsarfn.settings import Settings
from pulsarfn.stream.reader import ReadError, decode, read_json, read_yaml
from pulsarfn.suppressions import Spot
from pulsarfn.workers import Asked, Resolved, Told, Workers


class Given(NamedTuple):
    """A config as it was given: the carrier is the document that holds it and where in there, None for a bare config."""

    component: Component
    name: str
    content: bytes
    place: Place
    carrier: tuple[Place, Path] | None = None

    def __repr__(self) -> str:
        return hidden(self)


class Expanded(NamedTuple):
    """What came of configs: their manifests, the names they take, what is to be told, and what carriers suppress of that.

    `path` is where the carrier stands in its document.
    """

    path: Path = ()
    manifests: tuple[Manifest, ...] = ()
    claims: tuple[Claim, ...] = ()
    told: tuple[Told, ...] = ()
    components: tuple[ExpandedComponent, ...] = ()
    suppressions: Mapping[Spot, Mapping[str, str]] = {}


def expand_document(
    parsed: Parsed | None, told: Iterable[Told], workers: Workers, settings: Settings
) -> Iterator[Expanded]:
    """Expand the carriers of a candidate, as it was parsed, in the order in which they stand, each config by itself.

    All manifests of a long list would not fit into memory: those of one config are put down before the next ones come.
    """
    if parsed is None:
        yield Expanded(told=tuple(told))
        return
    carriers, place = parsed.recognised.carriers, parsed.place
    suppressions = {spot: codes for each in carriers for spot, codes in _suppressed(each, place).items()}
    yield Expanded(told=tuple(told), suppressions=suppressions)
    for carrier in carriers:
        yield from _expand_carrier(carrier, place, workers, settings)


def _expand_carrier(carrier: Carrier, document: Place, workers: Workers, settings: Settings) -> Iterator[Expanded]:
    place = document._replace(
        resource=f"{carrier.kind}/{carrier.name}",
        origin=origin_of("", carrier.annotations, document.origin),
        secret=document.secret or carrier.kind == "Secret",
    )
    name = carrier.worker_config or settings.worker_config_name or None
    resolved, told = workers.resolve(Asked(name, place, carrier.path))
    surroundings = Surroundings(
        kube_namespace=carrier.kube_namespace or settings.kube_namespace,
        labels=carrier.labels,
        annotations={
            key: each for key, each in carrier.annotations.items() if not key.startswith(settings.bookkeeping)
        },
        auth_secret=carrier.auth_secret,
        ca_secret=carrier.ca_secret,
        credentials=settings.credentials,
        traced=settings.traced,
    )
    if settings.traced:
        from pulsarfn.tracing import traced_surroundings  # noqa: PLC0415 - for explain only

        surroundings = traced_surroundings(surroundings, carrier_namespace=bool(carrier.kube_namespace))
    suppressions = _suppressed(carrier, document)
    yield Expanded(carrier.path, told=tuple(told), suppressions=suppressions)
    for config in carrier.configs:
        given = Given(
            carrier.component,
            config.key,
            config.text.encode(),
            place._replace(key=config.key, within=(document, (*carrier.path, *config.path))),
            (place, carrier.path),
        )
        yield expand_config(given, resolved, surroundings)._replace(path=carrier.path, suppressions=suppressions)


def _suppressed(carrier: Carrier, document: Place) -> dict[Spot, Mapping[str, str]]:
    return {(document.order, carrier.path): carrier.suppressions} if carrier.suppressions else {}


def expand_config(given: Given, resolved: Resolved, surroundings: Surroundings) -> Expanded:
    """Expand one config: YAML, or JSON where its name says so."""
    place = given.place
    try:
        text = decode(given.content)
        place = place._replace(text=text)
        value = read_json(text) if given.name.endswith(".json") else read_yaml(text, "jackson")
    except ReadError as error:
        return Expanded(told=((read_problem(error), place),))
    objects, problems = expand_component(given.component, value, worker=resolved.worker, surroundings=surroundings)
    outer, outer_path = given.carrier or (place, ())
    places = {Text.CONFIG: place, Text.WORKER_CONFIG: resolved.place, Text.CARRIER: outer}
    told = tuple(
        (each._replace(path=(*outer_path, *each.path)) if each.text is Text.CARRIER else each, places[each.text])
        for each in problems
    )
    if objects is None or resolved.worker is None:
        return Expanded(told=told)
    owner = f"{given.component} {objects.fqfn}"
    claims = tuple(Claim(identity_of(each, surroundings.kube_namespace), owner, place) for each in objects.manifests)
    components = (ExpandedComponent(objects, resolved.worker, places, outer_path, surroundings),)
    return Expanded((), objects.manifests, claims, told, components)
