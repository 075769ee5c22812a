"""Documents joined are the stream, whatever it is made of, and they are cut where YAML begins a new one."""

import re

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from pulsarfn.stream.documents import Document, blocks, split

BOUNDARY = re.compile(rb"(?:\A(?:\xef\xbb\xbf)?|(?<=\n))---(?=[ \t\r\n]|\Z)")
PARTS = st.lists(
    st.sampled_from(
        [
            b"---",
            b"---",
            b"\n",
            b"\r\n",
            b"\r",
            b" ",
            b"\t",
            b"-",
            b"a: 1",
            b"# c",
            b"...",
            b"%YAML 1.1",
            b"\xef\xbb\xbf",
        ]
    ),
    max_size=14,
)


def numbered(*raws):
    documents, start, line = [], 0, 1
    for index, raw in enumerate(raws, 1):
        documents.append(Document(index, start, line, raw))
        start, line = start + len(raw), line + raw.count(b"\n")
    return documents


@pytest.mark.parametrize(
    "raws",
    [
        pytest.param([], id="an empty stream has none"),
        pytest.param([b"a: 1\n", b"---\nb: 2\n"], id="content without a marker is the first"),
        pytest.param([b"---\na: 1\n", b"---\nb: 2\n"], id="a marker at the very start"),
        pytest.param([b"\xef\xbb\xbf---\na: 1\n", b"---\nb: 2\n"], id="a marker behind a byte order mark"),
        pytest.param([b"# c\n\n%YAML 1.1\n---\na: 1\n"], id="comments and directives belong to what follows"),
        pytest.param([b"\xef\xbb\xbf# c\n---\na: 1\n"], id="comments behind a byte order mark do too"),
        pytest.param([b"...\n---\na: 1\n"], id="an end of nothing does too"),
        pytest.param([b"---\n", b"---\n", b"---"], id="documents of nothing count"),
        pytest.param([b"--- a\n", b"---\tb\n", b"---\r\nc\r\n", b"---"], id="all that may follow a marker"),
        pytest.param([b"---\r\na: 1\r\n", b"---\r\nb: 2"], id="carriage returns and no last newline"),
        pytest.param([b"a: 1\n...\n%YAML 1.1\n", b"---\nb: 2\n"], id="directives stand behind the document before"),
        pytest.param([b" # c\n  \n\t\n---\na: 1\n"], id="indented comments and blanks are no content"),
        pytest.param([b"# c\ra: 1\r\n", b"---\nb: 2\n"], id="content behind a lone carriage return"),
    ],
)
def test_cut(raws):
    assert list(split(b"".join(raws))) == numbered(*raws)


@pytest.mark.parametrize(
    "stream",
    [
        b"a\n----\nb\n",
        b"a\n ---\nb\n",
        b"a\n---x\nb\n",
        b"a\r---\nb\n",
        b"a: |\n  ---\n  b\n",
        b"a # ---\n",
        b"a\n--\n",
    ],
    ids=[
        "four dashes",
        "an indented marker",
        "a marker with a letter behind it",
        "a marker behind a lone carriage return",
        "a marker inside a literal",
        "a marker in a comment",
        "two dashes",
    ],
)
def test_not_cut(stream):
    assert list(split(stream)) == numbered(stream)


@given(PARTS.map(b"".join) | st.binary())
@example(b"\xef\xbb\xbf---")
@example(b"-\n---")
def test_like_the_naive_rule(stream):
    documents = list(split(stream))
    assert b"".join(document.raw for document in documents) == stream
    assert documents == numbered(*(document.raw for document in documents))
    cuts = {match.start() for match in BOUNDARY.finditer(stream)} - {0, len(stream)}
    starts = {sum(len(document.raw) for document in documents[:number]) for number in range(1, len(documents))}
    assert starts <= cuts
    assert len(cuts - starts) <= 1  # the prefix of comments that the first document takes in


def taken_out(document):
    """A document with its bytes in memory."""
    return document._replace(content=document.raw)


@given(PARTS.map(b"".join), st.integers(1, 9))
@example(b"ab\n---", 3)  # the only content ends with the block
@example(b"a\r\n---", 3)
@example(b"...\n---", 3)
def test_the_size_of_the_blocks_that_are_looked_at_makes_no_difference(stream, size):
    expected = list(split(stream))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pulsarfn.stream.documents.BLOCK", size)
        assert [taken_out(each) for each in split(stream)] == expected
        assert b"".join(blocks(stream)) == stream


@pytest.mark.parametrize("line", [b"# c", b"%YAML 1.2", b"...", b"... # c", b"  # c", b""])
@pytest.mark.parametrize("content", [b"", b"...x\n", b"\xef\xbb\xbfa\n", b"  a\n"])
def test_long_comments_before_the_first_document_belong_to_it(line, content):
    head = (line + b"\n") * 30_000 + content
    first, *_ = split(head + b"---\na\n---\nb\n")
    assert first.raw == head + (b"" if content else b"---\na\n")


def yaml_files(shared):
    files = [*sorted((shared / "yaml-test-suite" / "src").glob("*.yaml")), *sorted((shared / "streams").glob("*.yaml"))]
    assert len(files) > 300
    return files


def test_real_streams_are_cut_like_the_naive_rule(shared):
    for file in yaml_files(shared):
        stream = file.read_bytes()
        documents = list(split(stream))
        assert b"".join(document.raw for document in documents) == stream
        assert [document.raw.count(b"\n---") for document in documents[1:]] == [
            len(re.findall(rb"\n---(?![ \t\r\n])", document.raw)) for document in documents[1:]
        ]


@pytest.mark.slow
def test_the_cases_of_the_yaml_test_suite_are_cut_where_a_parser_cuts(shared):
    cut = 0
    for text in suite_texts(shared):
        try:
            begun = [each for each in yaml.parse(text) if isinstance(each, yaml.DocumentStartEvent) and each.explicit]
        except yaml.YAMLError:
            continue
        found = [(each, BOUNDARY.search(each.raw)) for each in split(text.encode())]
        lines = [each.start_line + each.raw.count(b"\n", 0, marker.start()) for each, marker in found if marker]
        assert lines == [each.end_mark.line + 1 for each in begun]
        cut += len(begun)
    assert cut > 100


def suite_texts(shared):
    for file in sorted((shared / "yaml-test-suite" / "src").glob("*.yaml")):
        for case in yaml.safe_load(file.read_text("utf-8")):
            text = case.get("yaml", "")
            for written, meant in (
                ("␣", " "),
                ("»", "\t"),
                ("—", ""),
                ("←", "\r"),
                ("⇔", "\ufeff"),
                ("↵", ""),
                ("∎\n", ""),
            ):
                text = text.replace(written, meant)
            yield text


@given(PARTS.map(b"".join), st.integers(1, 99), st.sampled_from([b"a", b"c", b"%", b"\r", b"---"]))
def test_documents_that_are_not_wanted_are_passed_over(stream, size, wanted):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pulsarfn.stream.documents.BLOCK", size)
        found = [taken_out(each) for each in split(stream, lambda raw: wanted in raw)]
        assert found == [taken_out(each) for each in split(stream) if wanted in each.raw]
