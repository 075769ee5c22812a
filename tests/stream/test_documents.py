"""Documents joined are the stream, whatever it is made of, and they are cut where YAML begins a new one."""

import re

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from pulsarfn.stream.documents import Document, body, split

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
    lines, line = [], 1
    for raw in raws:
        lines.append(line)
        line += raw.count(b"\n")
    return [Document(index, line, raw) for index, (line, raw) in enumerate(zip(lines, raws, strict=True), 1)]


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
    assert split(b"".join(raws)) == numbered(*raws)


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
    assert split(stream) == numbered(stream)


@given(PARTS.map(b"".join) | st.binary())
@example(b"\xef\xbb\xbf---")
@example(b"-\n---")
def test_like_the_naive_rule(stream):
    documents = split(stream)
    assert b"".join(document.raw for document in documents) == stream
    assert documents == numbered(*(document.raw for document in documents))
    cuts = {match.start() for match in BOUNDARY.finditer(stream)} - {0, len(stream)}
    starts = {sum(len(document.raw) for document in documents[:number]) for number in range(1, len(documents))}
    assert starts <= cuts
    assert len(cuts - starts) <= 1  # the prefix of comments that the first document takes in


def yaml_files(shared):
    files = [*sorted((shared / "yaml-test-suite" / "src").glob("*.yaml")), *sorted((shared / "streams").glob("*.yaml"))]
    assert len(files) > 300
    return files


def test_real_streams_are_cut_like_the_naive_rule(shared):
    for file in yaml_files(shared):
        stream = file.read_bytes()
        documents = split(stream)
        assert b"".join(document.raw for document in documents) == stream
        assert [document.raw.count(b"\n---") for document in documents[1:]] == [
            len(re.findall(rb"\n---(?![ \t\r\n])", document.raw)) for document in documents[1:]
        ]


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


@pytest.mark.parametrize(
    ("head", "content", "tail"),
    [
        pytest.param("---\n# Source: a\n\n", "a: 1\n", "\n# c\n", id="comments above and below"),
        pytest.param("# c\n---\n", "a: 1", "", id="no last newline"),
        pytest.param("\ufeff%YAML 1.1\n# c\n---\n# d\n\n", "a: 1\n", "", id="a byte order mark and directives"),
        pytest.param("--- # c\n", "a: 1 # d\n", "# e\n", id="comments on the lines of marker and content"),
        pytest.param("--- ", "{a: [1,\r\n 2]} # c\r\n", "\r\n# d\r\n", id="flow on the marker's line"),
        pytest.param("--- ", "!!map\na: 1\n", "", id="a tag on the marker's line"),
        pytest.param("--- ", "|\n  a\n  # no comment\n", " # c\n", id="a literal on the marker's line"),
        pytest.param("", "a: |\n  b\n  # no comment\n", "\n# c\n", id="what looks like a comment in a literal"),
        pytest.param("", "a: |+\n  b\n\n\n", "# c\n", id="a literal that keeps its blank lines"),
        pytest.param("", "a: |-\n  b\n", "\n\n# c\n", id="a literal that does not"),
        pytest.param("", "a: |\n  b\n     \n", "  \n", id="a literal that ends in blanks beyond its indentation"),
        pytest.param("", "a: >\n  b\n\n  c\n", "\n", id="a folded text"),
        pytest.param("", "a: |\n  b\n", "...\n%YAML 1.1\n", id="an end of the document and the next one's directives"),
        pytest.param("", "a:\n", "# c\n\n", id="a last value of nothing"),
        pytest.param("", "- a\n-\n", "# c\n", id="a last item of nothing"),
        pytest.param("", "? a\n", "# c\n", id="a key without a value"),
        pytest.param("", "a: 'b\n\n  c'\n", "# c\n", id="a quoted text of several lines"),
        pytest.param("---\n# c\n", "", "", id="nothing but a comment"),
        pytest.param("---\n# c\n", "", "...\n# d\n", id="nothing with an end"),
        pytest.param("---", "", "", id="nothing at all"),
    ],
)
def test_body(head, content, tail):
    raw = (head + content + tail).encode()
    parts = body(Document(1, 1, raw))
    assert [parts.head.decode(), parts.content.decode(), parts.tail.decode()] == [head, content, tail]


def test_bodies_of_real_documents_are_exact(shared):
    """The content alone means the same, and no part of the tail belongs to it."""
    looked_at = 0
    for text in suite_texts(shared):
        for document in split(text.encode()):
            try:
                events = [type(event) for event in yaml.parse(document.raw.decode().removeprefix("\ufeff"))]
                parts = body(document)
            except yaml.YAMLError:
                continue
            assert parts.head + parts.content + parts.tail == document.raw
            if events.count(yaml.DocumentStartEvent) == 1:
                looked_at += 1
                rest = (parts.head + b"\n" + parts.tail).decode().removeprefix("\ufeff")
                rest = yaml.compose(re.split(r"^\.\.\.", rest, maxsplit=1, flags=re.MULTILINE)[0])
                assert rest is None or rest.value == ""
    assert looked_at > 200
