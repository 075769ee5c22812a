"""What is expanded together: each stage is done for all of a batch (`staged`)."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

from pulsarfn.pipeline.one_document import ExpandedConfig
from pulsarfn.staged import TOGETHER, Staged, finished_together
from pulsarfn.stream.documents import BLOCK
from pulsarfn.typed import TypeVar

T = TypeVar("T")


def batches(sized: Iterable[tuple[int, T]]) -> Iterator[list[T]]:
    """Return what is given with its size in bytes, in its order: up to `TOGETHER` that fit into a `BLOCK`, a longer one alone."""
    batch, size = list[T](), 0
    for length, each in sized:
        size += length
        if batch and (size > BLOCK or len(batch) == TOGETHER):
            yield batch
            batch, size = [], length
        batch.append(each)
    if batch:
        yield batch


def expanded_batch(
    documents: Sequence[Iterable[tuple[int, Staged[ExpandedConfig]]]],
) -> Iterator[Iterable[ExpandedConfig]]:
    """Return the results for each document, given its works with their sizes: for a single one, which may be long, on demand."""
    if len(documents) == 1:
        yield chain.from_iterable(map(finished_together, batches(documents[0])))
        return
    works = [*map(tuple, documents)]
    results = chain.from_iterable(map(finished_together, batches(chain.from_iterable(works))))
    yield from ([*islice(results, len(each))] for each in works)
