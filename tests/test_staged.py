"""Work in stages, and the documents that are expanded together."""

import pytest

from growing_streams import functions, spooled
from pulsarfn.pipeline.batches import batches, expanded_batch
from pulsarfn.pipeline.inputs import documents
from pulsarfn.pipeline.run import expand
from pulsarfn.pipeline.settings import Settings
from pulsarfn.staged import finished, finished_together, ready
from pulsarfn.stream.documents import BLOCK


def work(name, stages, done):
    for stage in range(1, stages):
        done.append((stage, name))
        yield
    done.append((stages, name))
    return name.upper()


def test_a_stage_is_done_for_all_works_before_the_next_one():
    done = []
    assert finished_together([work("a", 3, done), ready("b"), work("c", 1, done), work("d", 2, done)]) == [*"A", *"bCD"]
    assert done == [(1, "a"), (1, "c"), (1, "d"), (2, "a"), (2, "d"), (3, "a")]


def test_one_work_is_finished_with_all_its_stages():
    done = []
    assert finished(work("a", 2, done)) == "A"
    assert done == [(1, "a"), (2, "a")]


def test_an_exception_of_a_work_is_raised():
    def failing():
        yield
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        finished_together([ready(1), failing()])


def sizes(*lengths):
    """The lengths of the documents of each batch of a stream whose documents have these lengths."""
    stream = b"".join(b"---\n" + b"a" * (length - 5) + b"\n" for length in lengths)
    given = documents(spooled([stream]))
    sized = ((len(each.document.content), each) for each in given)
    return [[len(each.document.content) for each in batch] for batch in batches(sized)]


def test_a_batch_fits_into_a_block_and_a_longer_document_is_alone():
    assert sizes() == []
    assert sizes(*[10] * 33) == [[10] * 32, [10]]
    assert sizes(BLOCK // 2, BLOCK // 2, 10) == [[BLOCK // 2, BLOCK // 2], [10]]
    assert sizes(10, 2 * BLOCK, 10) == [[10], [2 * BLOCK], [10]]


def test_the_works_of_a_single_document_are_finished_on_demand():
    done = []
    (results,) = expanded_batch([((BLOCK, work(name, 1, done)) for name in "ab")])
    assert next(iter(results)) == "A"
    assert done == [(1, "a")]


def test_documents_of_a_batch_have_the_results_of_their_own_works():
    results = expanded_batch([[(1, ready(1)), (1, ready(2))], [], [(1, ready(3))]])
    assert [[*each] for each in results] == [[1, 2], [], [3]]


def expanded(*parts):
    return b"".join(expand(spooled(parts), Settings()).chunks)


def test_a_stream_of_several_batches_is_expanded_as_its_parts_are():
    *parts, worker_config = functions(150)
    assert expanded(*parts, worker_config) == b"".join(expanded(each, worker_config) for each in parts)
