"""The documents that are expanded together: each stage is done for all of a batch (`staged`)."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

from pulsarfn.pipeline.inputs import InputDocument
from pulsarfn.pipeline.one_document import ExpandedConfig
from pulsarfn.staged import Staged, finished, finished_together
from pulsarfn.stream.documents import BLOCK

_MOST = 32
"""The maximum number of documents of a batch. More are hardly faster, and the results of all are in memory at once."""


def batches(documents: Iterable[InputDocument]) -> Iterator[list[InputDocument]]:
    """Return the documents in their order: up to 32 together that fit into a `BLOCK`, a longer one alone."""
    batch, size = list[InputDocument](), 0
    for each in documents:
        size += len(each.document.content)
        if batch and (size > BLOCK or len(batch) == _MOST):
            yield batch
            batch, size = [], len(each.document.content)
        batch.append(each)
    if batch:
        yield batch


def expanded_batch(works: Sequence[Iterable[Staged[ExpandedConfig]]]) -> Iterator[Iterable[ExpandedConfig]]:
    """Return the results for each document, given its works: for a single one, which may be long, one by one on demand."""
    if len(works) == 1:
        yield map(finished, works[0])
        return
    of_each = [*map(tuple, works)]
    results = iter(finished_together(chain.from_iterable(of_each)))
    yield from ([*islice(results, len(each))] for each in of_each)
