"""Documents that a run has expanded already: the next run, over a stream that has most of them too, takes over what they became."""

from collections.abc import Callable, Iterable, Iterator
from hashlib import blake2b

from pulsarfn.diagnostics.problem import Text
from pulsarfn.kubernetes.identity import Identity
from pulsarfn.named_tuples import NamedTuple
from pulsarfn.pipeline.collisions import ClaimedNames
from pulsarfn.pipeline.expanded import ExpandedComponent
from pulsarfn.pipeline.inputs import InputDocument
from pulsarfn.pipeline.one_document import ExpandedConfig
from pulsarfn.pipeline.workers import Workers
from pulsarfn.stream.chunks import Chunks
from pulsarfn.stream.splice import Slot


class _KnownDocument(NamedTuple):
    """What a document became: the identities that it claims, the replaced span from its start, and the new bytes."""

    identities: tuple[Identity, ...]
    start: int
    end: int
    new: Callable[[], Iterable[bytes]]


class KnownDocuments:
    """The documents that runs with equal settings expanded without a problem, by their bytes.

    Only documents whose expansion depends on nothing but their bytes and the worker config are kept: no lists, no carriers
    whose pods roll on another object, no resources of Function Mesh, and nothing where packages are read. The runs must not
    make notes, and an observer learns of a known document only once.
    """

    def __init__(self) -> None:
        """Start without any."""
        self._known: dict[bytes, _KnownDocument] = {}
        self._workers: Workers | None = None
        self._claimed: tuple[Identity, ...] = ()  # by the document that is followed; nothing if it cannot be kept

    def start(self, workers: Workers) -> None:
        """Start a run: what is known stays so only if its carriers get the same workers."""
        if self._workers is not None and not workers.agrees_with(self._workers):
            self._known.clear()
        self._workers = workers

    def replaced(self, given: InputDocument, chunks: Chunks, claimed: ClaimedNames) -> bool:
        """Replace the carrier of a known document and claim its names; False if the document is not known."""
        known = self._known.get(_digest(given))
        if known is None:
            return False
        claimed.add(known.identities)
        start = given.document.start
        chunks.replace(given.input, start + known.start, start + known.end, known.new())
        return True

    def followed(self, expansions: Iterable[ExpandedConfig]) -> Iterator[ExpandedConfig]:
        """Pass on the results for a document, and find out whether it can be kept."""
        self._claimed = ()
        claimed, depends_on_itself = list[Identity](), True
        for each in expansions:
            claimed += each.identities
            depends_on_itself = depends_on_itself and _depends_on_itself(each)
            yield each
        self._claimed = tuple(claimed) if depends_on_itself else ()

    def keep(self, given: InputDocument, slot: Slot, new: Callable[[], Iterable[bytes]]) -> None:
        """Keep the document that was followed last, if that is possible; its slot was replaced by these bytes."""
        if self._claimed:
            start = given.document.start
            self._known[_digest(given)] = _KnownDocument(self._claimed, slot.start - start, slot.end - start, new)


def _digest(given: InputDocument) -> bytes:
    return blake2b(given.raw, digest_size=16).digest()


def _depends_on_itself(expanded: ExpandedConfig) -> bool:
    return (
        expanded.slot is not None
        and not expanded.slot.path
        and bool(expanded.components)
        and not expanded.reported
        and not any(map(_depends_on_others, expanded.components))
    )


def _depends_on_others(component: ExpandedComponent) -> bool:
    around, place = component.surroundings, component.placed.places[Text.CONFIG]
    return bool(around.rolled_on or place.parts) or around.packages is not None
