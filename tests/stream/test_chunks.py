"""The output is the inputs, but for what was replaced; inputs are parted from each other as documents are."""

from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulsarfn.stream.chunks import Chunks
from pulsarfn.stream.documents import split

DOCUMENTS = st.lists(st.sampled_from([b"---\na: 1\n", b"--- # c\nb: 2\n", b"---\n"]), max_size=6)


@given(DOCUMENTS, st.lists(st.sampled_from([None, b"---\nnew: 1\n", b""]), min_size=6, max_size=6))
def test_documents_are_replaced(documents, replacements):
    content = b"".join(documents)
    chunks = Chunks([content])
    for document, new in zip(split(content), replacements, strict=False):
        if new is not None:
            chunks.replace(0, document.start, document.end, [new[:3], new[3:]])
    pairs = zip(documents, replacements, strict=False)
    assert b"".join(chunks) == b"".join(document if new is None else new for document, new in pairs)
    assert list(chunks) == list(chunks), "it can be gone through again"


@pytest.mark.parametrize(
    ("inputs", "expected"),
    [
        ([b"a: 1\n", b"b: 2\n"], b"a: 1\n---\nb: 2\n"),
        ([b"a: 1", b"---\nb: 2"], b"a: 1\n---\nb: 2"),
        ([b"a: 1\n", b"", b"--- # d\nb: 2\n"], b"a: 1\n--- # d\nb: 2\n"),
        ([b"", b"a: 1", b"# c\nb: 2"], b"a: 1\n---\n# c\nb: 2"),
    ],
)
def test_inputs_are_parted(inputs, expected):
    assert b"".join(Chunks(inputs)) == expected


def test_an_input_whose_first_document_is_gone_begins_with_the_marker_of_the_next():
    first, second = b"a: 1", b"b: 2\n---\nc: 3\n"
    chunks = Chunks([first, second])
    chunks.replace(1, 0, next(split(second)).end, [])
    assert b"".join(chunks) == b"a: 1\n---\nc: 3\n"


def test_whether_anything_is_left():
    content = b"a: 1\n"
    chunks = Chunks([content, b""])
    assert not chunks.is_emptied
    chunks.replace(0, 0, len(content), [])
    assert chunks.is_emptied
    assert not Chunks([b""]).is_emptied


def test_what_is_long_comes_in_blocks():
    content = b"a: |\n" + b"  x\n" * 100_000
    assert max(map(len, Chunks([content]))) < len(content) / 5
    assert [*accumulate(map(len, Chunks([content])))][-1] == len(content)
