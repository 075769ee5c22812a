"""The filter: streams in, the same streams out with every carrier expanded. It uses no clock, and no files except spools.

    documents ─► worker configs of the stream
        └──────► each candidate: recognise ─► expand each config ─► splice ─► chunks
        │   └── not ours: the same bytes ────────────────────────────────────────┘
        └──────► objects whose names are claimed ─► collisions

Each document is forgotten when the next one is read, and read again when it is needed again: memory use stays small for a
stream of any length. If there is an error, nothing is written: an expansion with errors has no chunks.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import groupby
from operator import attrgetter

from pulsarfn.diagnostics.problem import Diagnostic, Path, Severity
from pulsarfn.diagnostics.secrecy import hidden
from pulsarfn.kubernetes.identity import Identity, identity_of
from pulsarfn.named_tuples import NamedTuple
from pulsarfn.pipeline.batches import batches, expanded_batch
from pulsarfn.pipeline.carriers.recognise import named, staying
from pulsarfn.pipeline.collisions import Claim, ClaimedNames, Names, collisions
from pulsarfn.pipeline.inputs import (
    Candidates,
    config_map,
    documents,
    pods_of,
    read,
    texts,
    worker_configs,
)
from pulsarfn.pipeline.ledger import Ledger
from pulsarfn.pipeline.one_document import Counts, ExpandedConfig, expand_document
from pulsarfn.pipeline.rolling import Checksums
from pulsarfn.pipeline.settings import InputText, Settings
from pulsarfn.pipeline.workers import PlacedProblem, Workers
from pulsarfn.staged import Staged, finished
from pulsarfn.stream.chunks import Chunks
from pulsarfn.stream.locate import Place, place_of
from pulsarfn.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pulsarfn.pipeline.known import KnownDocuments
    from pulsarfn.pipeline.review import Review, Watch

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
    review: "Review[Any] | None" = None,
    watch: "Watch | None" = None,
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
    reported, omitted = (held, ()) if review is None else _reviewed(review, inputs, ledger, held, settings)
    ledger.kept.clear()  # to locate the problems takes memory too
    report.tell(reported)
    suppressed = tuple((report.locator.locate(*each), reason) for each, reason in omitted)
    if report.has_errors:
        return Expansion((), report.diagnostics(), suppressed=suppressed, counted=ledger.counted)
    written, notes = [_NOTHING_LEFT] if chunks.is_emptied else chunks, ledger.notes.lines(workers)
    return Expansion(written, report.diagnostics(), notes, suppressed=suppressed, counted=ledger.counted)


def _reviewed(
    review: "Review[Any]",
    inputs: Sequence[InputText],
    ledger: Ledger,
    held: Sequence[PlacedProblem],
    settings: Settings,
) -> tuple[Sequence[PlacedProblem], Sequence[tuple[PlacedProblem, str]]]:
    """Return the problems to report, and the suppressed ones with their reasons."""
    from pulsarfn.pipeline.review_input import review_input  # noqa: PLC0415 - not for the filter

    return review.judge(review_input(inputs, ledger, held, settings))


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
