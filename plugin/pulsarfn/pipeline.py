"""The filter itself: streams in, the same streams out with every carrier expanded. Pure: no files, no clock.

    documents ─► recognise ─► choose a worker config ─► expand each config ─► collisions ─► splice ─► chunks
        └── not ours: the same bytes ──────────────────────────────────────────────────────────────────┘

Nothing is written when there is an error: the chunks of an expansion with errors are not to be used.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import NamedTuple

from pulsarfn import codes
from pulsarfn.annotations import Component
from pulsarfn.carriers import Carrier, Recognised, is_ours, named_worker_configs, objects, recognise
from pulsarfn.collisions import Claim, Identity, collisions, identity_of, may_hold
from pulsarfn.component import expand_component
from pulsarfn.diagnostics import Diagnostic, Path, Problem, Severity, Text
from pulsarfn.locate import Locator, Place, object_path, origin_of, place_of
from pulsarfn.manifest import Manifest
from pulsarfn.planning import Surroundings
from pulsarfn.review import ExpandedComponent, Review
from pulsarfn.settings import InputText, Settings
from pulsarfn.stream.documents import Document, split
from pulsarfn.stream.emit import emit
from pulsarfn.stream.layout import keys
from pulsarfn.stream.markers import is_candidate, is_text
from pulsarfn.stream.reader import ReadError, decode, read_json, read_yaml
from pulsarfn.stream.splice import Replacement, leading, splice
from pulsarfn.workers import Asked, PlacedSource, Resolved, Told, resolve_workers


class Expansion(NamedTuple):
    """What comes of a run.

    Attributes:
        chunks: the output, in order; of no use when there are errors.
        diagnostics: all that there is to say, in stream order.
        notes: a line for each component and worker config: what was made of it.
        refusal: what to write where there are errors: nothing, but for hosts that look for problems in the stream.
    """

    chunks: tuple[bytes, ...]
    diagnostics: tuple[Diagnostic, ...]
    notes: tuple[str, ...] = ()
    refusal: tuple[bytes, ...] = ()

    @property
    def has_errors(self) -> bool:
        """Whether the input was refused."""
        return any(each.severity is Severity.ERROR for each in self.diagnostics)


class _Parsed(NamedTuple):
    """A document that concerns pulsarfn, and what was recognised in it."""

    place: Place
    recognised: Recognised


class _Given(NamedTuple):
    """A config as it was given: the carrier is the document that holds it and where in there, None for a bare config."""

    component: Component
    name: str
    content: bytes
    place: Place
    carrier: tuple[Place, Path] | None = None


class _Expanded(NamedTuple):
    """What came of a carrier: its manifests, the names they take, and what is to be told."""

    manifests: tuple[Manifest, ...] = ()
    claims: tuple[Claim, ...] = ()
    told: tuple[Told, ...] = ()
    components: tuple[ExpandedComponent, ...] = ()


def expand(inputs: Sequence[InputText], settings: Settings, review: Review | None = None) -> Expansion:
    """Expand every carrier of the inputs, which are one stream: a worker config in one of them serves all.

    A `review` sees every component and has the last word on what is told.
    """
    not_text = [each for each in inputs if not is_text(each.content)]
    documents = [(each.origin, document) for each in inputs if each not in not_text for document in split(each.content)]
    parsed, told = _parse_candidates(documents)
    told += map(_not_text, not_text)
    asked = [
        Asked(_worker_config(carrier, settings), _carrier_place(carrier, each.place), carrier.path)
        for each in parsed.values()
        for carrier in each.recognised.carriers
    ]
    sources = [
        PlacedSource(source, each.place) for each in parsed.values() for source in each.recognised.worker_config_sources
    ]
    sources += _named_sources(documents, parsed, {each.name for each in asked if each.name is not None})
    workers, no_workers = resolve_workers(asked, sources, settings)
    expanded = {
        (index, carrier.path): _expand_carrier(
            carrier, each.place, workers[_worker_config(carrier, settings)], settings
        )
        for index, each in parsed.items()
        for carrier in each.recognised.carriers
    }
    claims = [claim for one in expanded.values() for claim in one.claims]
    locator = Locator()
    told += [*no_workers, *(each for one in expanded.values() for each in one.told)]
    told += collisions(claims, _other_objects(documents, parsed, claims, settings), locator)
    if review is not None:
        told = [*review([component for one in expanded.values() for component in one.components], told)]
    diagnostics = _diagnostics(told, locator)
    if any(each.severity is Severity.ERROR for each in diagnostics):
        return Expansion((), diagnostics)
    chunks = [_replaced(document, index, parsed.get(index), expanded) for index, (_, document) in enumerate(documents)]
    return Expansion(tuple(_joined(chunks, documents)), diagnostics, _notes(claims, workers))


def render(component: Component, inputs: Sequence[InputText], settings: Settings) -> Expansion:
    """Expand bare configs, one in each input."""
    workers, told = resolve_workers([Asked(None, Place(inputs[0].origin, ""))], (), settings)
    surroundings = Surroundings(kube_namespace=settings.kube_namespace, credentials=settings.credentials)
    given = [
        _Given(component, each.origin, each.content, Place(each.origin, "", order=order))
        for order, each in enumerate(inputs)
    ]
    expanded = [_expand_config(each, workers[None], surroundings) for each in given]
    locator = Locator()
    told += [each for one in expanded for each in one.told]
    claims = [claim for one in expanded for claim in one.claims]
    told += collisions(claims, (), locator)
    chunks = [f"---\n{emit(manifest)}".encode() for one in expanded for manifest in one.manifests]
    return Expansion(tuple(chunks), _diagnostics(told, locator), _notes(claims, workers))


def _parse_candidates(documents: Sequence[tuple[str, Document]]) -> tuple[dict[int, _Parsed], list[Told]]:
    """Read the documents whose bytes may concern pulsarfn; those that cannot be read are told, not passed on."""
    parsed: dict[int, _Parsed] = {}
    told: list[Told] = []
    for index, (origin, document) in enumerate(documents):
        if not is_candidate(document.raw):
            continue
        head = leading(document.raw)
        place = Place(origin_of(head, {}, origin), "", document.start_line, document.index, order=index)
        try:
            text = decode(document.raw)
            place = place._replace(text=text)
            value = read_yaml(text, "kubernetes")
        except ReadError as error:
            if error.code is codes.BROKEN_YAML or any(map(is_ours, keys(place.text))):
                told.append((_read_problem(error), place._replace(secret=True)))
            continue
        recognised = recognise(value)
        place = place_of(value, place)
        told += [(problem, place_of(value, place, object_path(problem.path))) for problem in recognised.problems]
        parsed[index] = _Parsed(place, recognised)
    return parsed, told


def _named_sources(
    documents: Sequence[tuple[str, Document]], parsed: Mapping[int, _Parsed], names: set[str]
) -> Iterator[PlacedSource]:
    """The worker configs that carriers ask for by name and that nothing else marks as such."""
    known = {source.name for each in parsed.values() for source in each.recognised.worker_config_sources}
    wanted = {name.encode() for name in names - known}
    for origin, document in documents if wanted else ():
        if any(name in document.raw for name in wanted):
            with suppress(ReadError):
                text = decode(document.raw)
                place = Place(origin, text, document.start_line, document.index)
                value = read_yaml(text, "kubernetes")
                for source in named_worker_configs(value, names - known):
                    yield PlacedSource(source, place_of(value, place))


def _worker_config(carrier: Carrier, settings: Settings) -> str | None:
    return carrier.worker_config or settings.worker_config_name or None


def _carrier_place(carrier: Carrier, document: Place) -> Place:
    return document._replace(
        resource=f"{carrier.kind}/{carrier.name}",
        origin=origin_of("", carrier.annotations, document.origin),
        secret=document.secret or carrier.kind == "Secret",
    )


def _expand_carrier(carrier: Carrier, document: Place, resolved: Resolved, settings: Settings) -> _Expanded:
    place = _carrier_place(carrier, document)
    surroundings = Surroundings(
        kube_namespace=carrier.kube_namespace or settings.kube_namespace,
        labels=carrier.labels,
        annotations={
            key: each for key, each in carrier.annotations.items() if not key.startswith(settings.bookkeeping)
        },
        auth_secret=carrier.auth_secret,
        ca_secret=carrier.ca_secret,
        credentials=settings.credentials,
    )
    given = [
        _Given(
            carrier.component,
            config.key,
            config.text.encode(),
            place._replace(key=config.key, within=(document, (*carrier.path, *config.path))),
            (place, carrier.path),
        )
        for config in carrier.configs
    ]
    expanded = [_expand_config(each, resolved, surroundings) for each in given]
    return _Expanded(
        tuple(manifest for one in expanded for manifest in one.manifests),
        tuple(claim for one in expanded for claim in one.claims),
        tuple(each for one in expanded for each in one.told),
        tuple(each for one in expanded for each in one.components),
    )


def _expand_config(given: _Given, resolved: Resolved, surroundings: Surroundings) -> _Expanded:
    """Expand one config: YAML, or JSON where its name says so."""
    place = given.place
    try:
        text = decode(given.content)
        place = place._replace(text=text)
        value = read_json(text) if given.name.endswith(".json") else read_yaml(text, "jackson")
    except ReadError as error:
        return _Expanded(told=((_read_problem(error), place),))
    objects, problems = expand_component(given.component, value, worker=resolved.worker, surroundings=surroundings)
    outer, outer_path = given.carrier or (place, ())
    places = {Text.CONFIG: place, Text.WORKER_CONFIG: resolved.place, Text.CARRIER: outer}
    told = tuple(
        (each._replace(path=(*outer_path, *each.path)) if each.text is Text.CARRIER else each, places[each.text])
        for each in problems
    )
    if objects is None or resolved.worker is None:
        return _Expanded(told=told)
    owner = f"{given.component} {objects.fqfn}"
    claims = tuple(Claim(identity_of(each, surroundings.kube_namespace), owner, place) for each in objects.manifests)
    components = (ExpandedComponent(objects, resolved.worker, places, outer_path),)
    return _Expanded(objects.manifests, claims, told, components)


def _other_objects(
    documents: Sequence[tuple[str, Document]],
    parsed: Mapping[int, _Parsed],
    claims: Sequence[Claim],
    settings: Settings,
) -> Iterator[tuple[Identity, Place, Path]]:
    """The objects of the stream that may have a name which is claimed; those that are replaced do not count."""
    names = frozenset(claim.identity.name.encode() for claim in claims)
    for index, (origin, document) in enumerate(documents if names else ()):
        replaced = {carrier.path for carrier in parsed[index].recognised.carriers} if index in parsed else set[Path]()
        if () in replaced or not may_hold(document.raw, names):
            continue
        with suppress(ReadError):
            text = decode(document.raw)
            value = read_yaml(text, "kubernetes")
            place = place_of(value, Place(origin, text, document.start_line, document.index))
            for manifest, path in objects(value):
                if path not in replaced:
                    yield identity_of(manifest, settings.kube_namespace), place_of(value, place, path), path


def _replaced(
    document: Document, index: int, parsed: _Parsed | None, expanded: Mapping[tuple[int, Path], _Expanded]
) -> bytes:
    """A document with its carriers replaced, and the worker configs that only pulsarfn reads taken out."""
    if parsed is None:
        return document.raw
    carriers = [Replacement(each.path, expanded[index, each.path].manifests) for each in parsed.recognised.carriers]
    consumed = [Replacement(each.path, ()) for each in parsed.recognised.worker_config_sources if each.consumed]
    return splice(document, [*carriers, *consumed]) if carriers or consumed else document.raw


def _joined(chunks: Sequence[bytes], documents: Sequence[tuple[str, Document]]) -> Iterator[bytes]:
    """The chunks of one or several inputs: where an input begins without a marker, it gets one to part it from the last."""
    last = b""
    for chunk, (_, document) in zip(chunks, documents, strict=True):
        if document.index == 1 and last:
            if not last.endswith(b"\n"):
                yield b"\n"
            if chunk and not leading(chunk).lstrip("\n").startswith("---"):
                yield b"---\n"
        yield chunk
        last = chunk or last


def _not_text(given: InputText) -> Told:
    try:
        text = decode(given.content)
    except ReadError as error:
        return _read_problem(error), Place(given.origin, "", secret=True)
    raise AssertionError(text)


def _read_problem(error: ReadError) -> Problem:
    return Problem(error.code, error.message, hint=error.hint, at=(error.line, error.column))


def _diagnostics(told: Iterable[Told], locator: Locator) -> tuple[Diagnostic, ...]:
    """Each problem once, with its place, in the order of the stream."""
    located: dict[Diagnostic, int] = {}
    seen = set()
    for problem, place in told:
        diagnostic = locator.locate(problem, place)
        shown = diagnostic._replace(location=diagnostic.location._replace(path=()))
        if shown not in seen:
            seen.add(shown)
            located[diagnostic] = place.order
    return tuple(sorted(located, key=lambda each: (located[each], each.location.line or 0, each.location.column or 0)))


def _notes(claims: Iterable[Claim], workers: Mapping[str | None, Resolved]) -> tuple[str, ...]:
    """What ``-v`` shows."""
    objects: dict[str, list[str]] = {}
    for claim in claims:
        objects.setdefault(f"{claim.owner} ({claim.place.origin})", []).append(str(claim.identity))
    places = {
        (", ".join(filter(None, (each.place.origin, each.place.resource))) if each.given else "none, Pulsar's defaults")
        for each in workers.values()
    }
    return (
        *(f"worker config: {place}" for place in sorted(places)),
        *(f"{owner}: {', '.join(identities)}" for owner, identities in objects.items()),
    )
