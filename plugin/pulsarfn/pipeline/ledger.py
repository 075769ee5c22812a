"""What a run collects, document by document: problems, claimed names, notes, and what a review keeps."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from operator import add

from pulsarfn.diagnostics.problem import Diagnostic, Severity
from pulsarfn.pipeline.collisions import COMPONENT, Claim, ClaimedNames
from pulsarfn.pipeline.one_document import Counts, ExpandedConfig
from pulsarfn.pipeline.settings import Settings
from pulsarfn.pipeline.workers import PlacedProblem, Workers
from pulsarfn.staged import TOGETHER, Staged, finished_together
from pulsarfn.stream.locate import Locator
from pulsarfn.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pulsarfn.pipeline.review import Review
    from pulsarfn.pipeline.suppressions import Spot


class Ledger:
    """Collects the results for configs.

    Attributes:
        claimed: the names that were claimed.
        report: the diagnostics.
        notes: the lines for ``-v``.
        kept: what the review keeps of the components.
        carriers: the documents that are only carriers, by their order.
        suppressions: the codes that carriers suppress, each with the reason; for a review only.
        counted: the number of carriers and configs.
    """

    def __init__(self, held: list[PlacedProblem], settings: Settings, review: "Review[Any] | None") -> None:
        """Start with the problems that were `held` back until now."""
        self.claimed, self.report, self.notes = ClaimedNames(), Report(settings), Notes(settings.noted)
        self.kept, self.carriers = list[Any](), set[int]()
        self.suppressions: dict[Spot, Mapping[str, str]] = {}
        self._works: list[Staged[Any]] = []
        self._held, self._seen, self._review, self.counted = held, settings.seen, review, Counts()

    def keep(self) -> None:
        """Let the review keep what it keeps of the components since the last time."""
        self.kept += finished_together(self._works)
        self._works.clear()

    def entered(self, expansions: Iterable[ExpandedConfig]) -> Iterator[ExpandedConfig]:
        """Pass on the results for a document, each after it has been entered."""
        for each in expansions:
            self.claimed.add(each.identities)
            self.notes.add(each.claims)
            if any(each.counted):
                self.counted = Counts(*map(add, self.counted, each.counted))
            self._held += each.reported
            for component in each.components:
                self._seen(component)
            if self._review is not None:
                self._works += map(self._review.keep, each.components)
                if len(self._works) >= TOGETHER:
                    self.keep()
                self.carriers |= {order for order, path in (one.placed.carrier for one in each.components) if not path}
                self.suppressions |= each.suppressions
            elif self._held:
                from pulsarfn.pipeline.suppressions import unsuppressed  # noqa: PLC0415 - for problems only

                self.report.tell(unsuppressed(self._held, each.suppressions))
                self._held.clear()
            yield each


class Report:
    """Collects each problem once, and locates it immediately: the texts that it points into are forgotten afterwards.

    Attributes:
        has_errors: whether a problem is an error.
    """

    def __init__(self, settings: Settings) -> None:
        """Start without problems."""
        self._checkout = settings.checkout
        self._reported: dict[Diagnostic, tuple[int, Diagnostic]] = {}
        self.has_errors = False

    @cached_property
    def locator(self) -> Locator:
        """The locator of all problems."""
        from pulsarfn.pipeline.secret_keys import SECRET_KEYS  # noqa: PLC0415 - for problems only

        return Locator(SECRET_KEYS, self._checkout)

    def tell(self, reported: Iterable[PlacedProblem]) -> None:
        """Locate these problems."""
        for problem, place in reported:
            diagnostic = self.locator.locate(problem, place)
            shown = diagnostic._replace(location=diagnostic.location._replace(path=()))
            self._reported.setdefault(shown, (place.order, diagnostic))
            self.has_errors = self.has_errors or problem.code.severity is Severity.ERROR

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Return the diagnostics in stream order."""
        reported = sorted(self._reported.values(), key=lambda each: (each[0], *_line_and_column(each[1])))
        return tuple(diagnostic for _, diagnostic in reported)


def _line_and_column(diagnostic: Diagnostic) -> tuple[int, int]:
    return diagnostic.location.line or 0, diagnostic.location.column or 0


class Notes:
    """The lines that ``-v`` shows."""

    def __init__(self, wanted: bool) -> None:  # noqa: FBT001 - a setting
        """Make none unless they are `wanted`."""
        self._wanted = wanted
        self._objects: dict[str, list[str]] = {}

    def add(self, claims: Iterable[Claim]) -> None:
        """Note the objects of a component."""
        for claim in claims if self._wanted else ():
            if claim.identity.kind != COMPONENT:
                self._objects.setdefault(
                    f"{claim.owner} ({claim.place.rendered_from or claim.place.origin})", []
                ).append(str(claim.identity))

    def lines(self, workers: Workers) -> tuple[str, ...]:
        """Return the lines: the worker configs that were used, and each component with its objects."""
        if not self._wanted:
            return ()
        places = {
            (
                ", ".join(filter(None, (each.place.rendered_from or each.place.origin, each.place.resource)))
                if each.given
                else "none, Pulsar's defaults"
            )
            for each in workers.resolved
        }
        return (
            *(f"worker config: {place}" for place in sorted(places)),
            *(f"{owner}: {', '.join(identities)}" for owner, identities in self._objects.items()),
        )
