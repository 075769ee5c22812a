"""The filter: streams in, the same streams out with every carrier expanded. It uses no clock, and no files except spools.

    documents ─► worker configs of the stream
        └──────► each candidate: recognise ─► expand each config ─► splice ─► chunks
        │   └── not ours: the same bytes ────────────────────────────────────────┘
        └──────► objects whose names are claimed ─► collisions

Each document is forgotten when the next one is read, and read again when it is needed again: memory use stays small for a
stream of any length. If there is an error, nothing is written: an expansion with errors has no chunks.
"""

from collections.abc import Callable, Collection, Container, Iterable, Iterator, Sequence
from functools import partial
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from pulsarfn.annotations import Component
from pulsarfn.component.surroundings import Surroundings
from pulsarfn.diagnostics.problem import Diagnostic, Path, Severity
from pulsarfn.diagnostics.secrecy import hidden
from pulsarfn.kubernetes.identity import Identity, identity_of
from pulsarfn.named_tuples import NamedTuple
from pulsarfn.pipeline.batches import batches, expanded_batch
from pulsarfn.pipeline.carriers.recognise import named, staying
from pulsarfn.pipeline.collisions import Claim, ClaimedNames, Names, collisions, possible_identities
from pulsarfn.pipeline.inputs import (
    Candidates,
    config_map,
    documents,
    place_in_run,
    pods_of,
    read,
    texts,
    worker_configs,
)
from pulsarfn.pipeline.ledger import Ledger, Notes, Report
from pulsarfn.pipeline.one_document import Counts, ExpandedConfig, expand_config, expand_document, read_given
from pulsarfn.pipeline.review import Review, ReviewInput, StreamObject, Verdict, Watch, documents_with
from pulsarfn.pipeline.rolling import Checksums
from pulsarfn.pipeline.settings import InputText, Settings
from pulsarfn.pipeline.workers import PlacedProblem, WorkerConfigRequest, Workers
from pulsarfn.staged import Staged, finished, finished_together, ready
from pulsarfn.stream.chunks import Chunks
from pulsarfn.stream.emit import emit
from pulsarfn.stream.locate import Place, place_of
from pulsarfn.values import Manifest

if TYPE_CHECKING:
    from pulsarfn.pipeline.bare import FlagValue
    from pulsarfn.pipeline.known import KnownDocuments

_NOTHING_LEFT = b"# pulsarfn: nothing but a worker config stood here\n"  # Helm accepts no empty answer


class Expansion(NamedTuple):
    """The result of a run.

    Attributes:
        chunks: the output, in order; not valid if there are errors.
        diagnostics: all diagnostics, in stream order.
        notes: a line for the result of each component and worker config; none unless the settings ask for them.
        refusal: the output if there are errors: nothing, except for hosts that look for problems in the stream.
        suppressed: the diagnostics that a review omits because carriers suppress them, each with the reason.
        counted: the number of carriers and configs in the input.
    """

    chunks: Iterable[bytes]
    diagnostics: tuple[Diagnostic, ...]
    notes: tuple[str, ...] = ()
    refusal: Iterable[bytes] = ()
    suppressed: tuple[tuple[Diagnostic, str], ...] = ()
    counted: Counts = Counts()

    def __repr__(self) -> str:
        return hidden(self)

    @property
    def has_errors(self) -> bool:
        """Whether the input was refused."""
        return any(each.severity is Severity.ERROR for each in self.diagnostics)


def expand(
    inputs: Sequence[InputText],
    settings: Settings,
    review: Review[Any] | None = None,
    watch: Watch | None = None,
    known: "KnownDocuments | None" = None,
) -> Expansion:
    """Expand every carrier of the inputs, which form one stream: a worker config in one of them applies to all.

    A `review` keeps something of every component, and decides which problems are reported. A `watch` follows the progress.
    Documents that are `known` from a run before, and equal to it, are not expanded again.
    """
    inputs, held = texts(inputs)
    candidates = Candidates(inputs, function_mesh=settings.function_mesh)
    sources = worker_configs(inputs, candidates, settings.worker_config_name)
    workers = Workers(sources, settings, partial(pods_of, inputs), partial(config_map, inputs))
    checksums = Checksums(inputs, candidates, settings.kube_namespace)
    expanded_document = partial(expand_document, workers=workers, checksums=checksums, settings=settings)
    ledger, chunks = Ledger(held, settings, review), Chunks([each.content for each in inputs])
    if known is not None:
        known.start(workers)
    followed = candidates if watch is None else watch(candidates)
    for batch in batches((len(each.document.content), each) for each in followed):
        unknown = [each for each in batch if known is None or not known.replaced(each, chunks, ledger.claimed)]
        works = [expanded_document(*parsed) for parsed in map(candidates.parsed, unknown)]
        for given, results in zip(unknown, expanded_batch(works), strict=True):
            expanded = ledger.entered(results if known is None else known.followed(results))
            for slot, of_carrier in groupby(expanded, key=attrgetter("slot")):
                if settings.written and slot is not None and not ledger.report.has_errors:
                    manifests = (manifest for each in of_carrier for manifest in each.manifests)
                    new = chunks.replace(given.input, *slot.filled(manifests))
                    if known is not None:
                        known.keep(given, slot, new)
    ledger.keep()
    claimed, report = ledger.claimed, ledger.report
    others = [each for each in _other_objects(inputs, claimed.names, settings) if claimed.collides(each[0])]
    clashing = [*_clashing_claims(candidates, claimed, expanded_document)]
    held += collisions(clashing, others, report.locator) if clashing else ()
    verdict = Verdict(held) if review is None else review.judge(_to_review(inputs, ledger, held, settings))
    ledger.kept.clear()  # to locate the problems takes memory too
    report.tell(verdict.reported)
    suppressed = tuple((report.locator.locate(*each), reason) for each, reason in verdict.suppressed)
    if report.has_errors:
        return Expansion((), report.diagnostics(), suppressed=suppressed, counted=ledger.counted)
    written, notes = [_NOTHING_LEFT] if chunks.is_emptied else chunks, ledger.notes.lines(workers)
    return Expansion(written, report.diagnostics(), notes, suppressed=suppressed, counted=ledger.counted)


def _to_review(
    inputs: Sequence[InputText], ledger: "Ledger", held: Sequence[PlacedProblem], settings: Settings
) -> ReviewInput[Any]:
    """Return what a review gets of a run whose documents are all expanded."""
    from pulsarfn.pipeline.bare_configs import bare_configs  # noqa: PLC0415 - not for the filter

    return ReviewInput(
        ledger.kept,
        held,
        ledger.suppressions,
        partial(_kept_objects, inputs, ledger.carriers, function_mesh=settings.function_mesh),
        settings.kube_namespace,
        ledger.report.locator,
        partial(bare_configs, inputs, ledger.carriers),
    )


def render(
    component: Component,
    inputs: Sequence[InputText],
    settings: Settings,
    review: Review[Any] | None = None,
    flags: "Sequence[FlagValue]" = (),
) -> Expansion:
    """Expand bare configs, one in each input, with the same flags over each; `review` is the same as for `expand`."""
    from pulsarfn.pipeline.bare import laid_over  # noqa: PLC0415 - not for the filter

    workers, report, notes = Workers((), settings), Report(settings), Notes(settings.noted)
    resolved, reported = workers.resolve(WorkerConfigRequest(None, Place(inputs[0].origin, "")))
    surroundings = Surroundings(
        kube_namespace=settings.kube_namespace,
        namespace_option=settings.namespace_option,
        credentials=settings.credentials,
        packages=settings.packages,
        printed=settings.written and settings.applied,
    )
    works = []
    for order, each in enumerate(inputs):
        given, unread = read_given(component, each.origin, each.content[:], Place(each.origin, "", order=order))
        if given is None:
            works.append(ready(ExpandedConfig(reported=unread)))
        else:
            works.append(expand_config(laid_over(given, flags), resolved, surroundings))
    expanded = finished_together(works)
    claims = [claim for each in expanded for claim in each.claims]
    held = [*reported, *(each for one in expanded for each in one.reported), *collisions(claims, (), report.locator)]
    components = [component for each in expanded for component in each.components]
    for found in components:
        settings.seen(found)
    if review is not None:
        kept = finished_together(map(review.keep, components))
        reviewed = ReviewInput(kept, held, {}, lambda _: (), settings.kube_namespace, report.locator)
        held = [*review.judge(reviewed).reported]
    report.tell(held)
    notes.add(claims)
    manifests = (manifest for each in expanded for manifest in (each.manifests if settings.written else ()))
    chunks = [f"---\n{emit(manifest)}".encode() for manifest in manifests]
    return Expansion(tuple(chunks), report.diagnostics(), notes.lines(workers), counted=Counts(0, len(inputs)))


def _clashing_claims(
    candidates: Candidates,
    claimed: ClaimedNames,
    expanded_again: Callable[..., Iterator[tuple[int, Staged[ExpandedConfig]]]],
) -> Iterator[Claim]:
    """Return the claims that may collide. This expands everything again, because only hashes were kept."""
    for given in candidates if claimed.has_clashes else ():
        for _, work in expanded_again(*candidates.parsed(given)):
            yield from (claim for claim in finished(work).claims if claimed.may_collide(claim.identity))


def _other_objects(
    inputs: Sequence[InputText], names: Names, settings: Settings
) -> Iterator[tuple[Identity, Place, Path]]:
    """Return the objects of the stream that may have one of the names, except those that are replaced."""
    for given in documents(inputs if names else (), names.may_stand_in):
        found = read(given, named(names))
        if found is None:
            continue
        value, place = found
        for manifest, path in staying(value, function_mesh=settings.function_mesh):
            yield identity_of(manifest, settings.kube_namespace), place_of(value, place, path), path


def _kept_objects(
    inputs: Sequence[InputText], carriers: Container[int], kinds: Collection[str], *, function_mesh: bool
) -> Iterator[StreamObject]:
    """Return the objects of these kinds that the filter passes through, for a review; `carriers` as in `documents_with`."""
    for given in documents_with(kinds, inputs, carriers):
        found = read(given)
        if found is None:
            for each in possible_identities(given.raw, kinds):
                metadata: Manifest = {"name": each.name, "namespace": each.kube_namespace}
                manifest: Manifest = {"kind": each.kind, "metadata": metadata}
                yield StreamObject(manifest, place_in_run(given), (), is_read=False)
            continue
        value, place = found
        for manifest, path in staying(value, function_mesh=function_mesh):
            if str(manifest.get("kind")) in kinds:
                yield StreamObject(manifest, place_of(value, place, path), path)
