"""Generated manifests take the place of a document or of list items; every byte around them stays."""

import json
from contextlib import suppress

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from case_folders import TESTS
from pulsarfn.stream.documents import split
from pulsarfn.stream.layout import layout
from pulsarfn.stream.long_text import LongText
from pulsarfn.stream.reader import read_document, read_yaml
from pulsarfn.stream.splice import COMPACT_DOCUMENT, leading, slots
from pulsarfn.stream.texts import ReadError, decode
from pulsarfn.values import mapping

TWO = ({"kind": "Service", "ports": [{"port": 9093}]}, {"kind": "StatefulSet", "text": 'a\n"b"\n'})
SERVICE = "kind: Service\nports:\n- port: 9093\n"
STATEFUL_SET = 'kind: StatefulSet\ntext: |\n  a\n  "b"\n'


def whole(stream, manifests=TWO, *, number=1):
    """The stream with its document of that number replaced."""
    documents = split(stream.encode())
    return b"".join(spliced(each, {(): manifests}) if each.index == number else each.raw for each in documents).decode()


def spliced(document, replacements):
    """The bytes of a document with these manifests in the place of what stands at their paths; the same when it is long."""
    first = _spliced(document, decode(document.raw), replacements)
    assert _spliced(document, LongText(document.raw), replacements) == first
    return first


def _spliced(document, text, replacements):
    read = read_document(text, outline=mapping)
    removed = [path for path, manifests in replacements.items() if not manifests]
    room = slots(document, text, read, replacements.keys() - removed, removed)
    spliced, at = b"", 0
    for slot in sorted(room, key=lambda each: each.start):
        start, end, blocks = slot.filled(replacements[slot.path])
        spliced += document.raw[at : start - document.start] + b"".join(blocks)
        at = end - document.start
    return spliced + document.raw[at:]


def items(text, replaced):
    """The document with the items of its list replaced, by index."""
    (document,) = split(text.encode())
    return spliced(document, {("items", index): manifests for index, manifests in replaced.items()}).decode()


def values(stream):
    """The values of a stream; every reader at hand finds the same."""
    read = list(YAML(typ="safe", pure=True).load_all(stream))
    assert list(yaml.safe_load_all(stream)) == read
    return read


@pytest.mark.parametrize(
    ("stream", "expected"),
    [
        pytest.param("a: b\n", f"{SERVICE}---\n{STATEFUL_SET}", id="without a marker the first has none"),
        pytest.param("---\na: b\n", f"---\n{SERVICE}---\n{STATEFUL_SET}", id="a marker stays"),
        pytest.param(
            "--- # mine\na: b\n", f"--- # mine\n{SERVICE}---\n{STATEFUL_SET}", id="a marker's comment stays with it"
        ),
        pytest.param(
            "---\n# Source: a.yaml\n\n# note\na: b\n",
            f"---\n# Source: a.yaml\n\n# note\n{SERVICE}---\n# Source: a.yaml\n# note\n{STATEFUL_SET}",
            id="leading comments stand above each document",
        ),
        pytest.param(
            "# licence\n---\n# Source: a.yaml\na: b\n",
            f"# licence\n---\n# Source: a.yaml\n{SERVICE}---\n# Source: a.yaml\n{STATEFUL_SET}",
            id="comments above the first marker belong to the stream",
        ),
        pytest.param(
            "---\na: b\n\n# end\n...\n", f"---\n{SERVICE}---\n{STATEFUL_SET}\n# end\n...\n", id="the tail stays once"
        ),
        pytest.param("a: b\n---\nc: d", f"{SERVICE}---\n{STATEFUL_SET}---\nc: d", id="another document stays as it is"),
        pytest.param("--- {a: b} # x\n", f"---\n{SERVICE}---\n{STATEFUL_SET}", id="content on the marker's line"),
        pytest.param("--- {a: b,\n c: d\n}\n", f"---\n{SERVICE}---\n{STATEFUL_SET}", id="braces over several lines"),
        pytest.param('{"a": "b"}\n', f"{SERVICE}---\n{STATEFUL_SET}", id="a JSON document"),
        pytest.param("--- !!map\na: b\n", f"---\n{SERVICE}---\n{STATEFUL_SET}", id="a tag is of the content"),
        pytest.param("---\n  a: b\n  c: d\n", f"---\n{SERVICE}---\n{STATEFUL_SET}", id="indented content"),
        pytest.param(
            "%YAML 1.1\n---\na: b\n", f"%YAML 1.1\n---\n{SERVICE}---\n{STATEFUL_SET}", id="a directive of its own"
        ),
        pytest.param("\ufeffa: b\n", f"\ufeff{SERVICE}---\n{STATEFUL_SET}", id="a byte order mark stays first"),
        pytest.param("a: |+\n  x\n\n\n", f"{SERVICE}---\n{STATEFUL_SET}\n\n", id="blank lines at the end stay"),
        pytest.param("a: 'x\n  y'\n# end\n", f"{SERVICE}---\n{STATEFUL_SET}# end\n", id="a quoted text of two lines"),
        pytest.param("a: b\nc: # nothing\n", f"{SERVICE}---\n{STATEFUL_SET}", id="an empty value at the end"),
        pytest.param("a: 😀\n# end\n", f"{SERVICE}---\n{STATEFUL_SET}# end\n", id="characters beyond the basic plane"),
        pytest.param(
            "a:\n  b: c\n    # deep\n# end\n",
            f"{SERVICE}---\n{STATEFUL_SET}# end\n",
            id="a comment that the block scalar would swallow goes",
        ),
        pytest.param("a: |\n  b\n     ", f"{SERVICE}---\n{STATEFUL_SET}", id="and so do blanks"),
        pytest.param("a: b\n# end\n    # c\n", f"{SERVICE}---\n{STATEFUL_SET}# end\n    # c\n", id="others stay"),
    ],
)
def test_documents_take_the_place_of_a_carrier(stream, expected):
    assert whole(stream) == expected
    assert values(expected)[:2] == list(TWO)


def test_line_endings_are_those_of_the_carrier():
    stream = "--- # x\n# Source: a.yaml\na: b\n\n# end\n---\nc: d\n"
    assert whole(stream.replace("\n", "\r\n")) == whole(stream).replace("\n", "\r\n")
    assert values(whole(stream.replace("\n", "\r\n"))) == [*TWO, {"c": "d"}]


def test_comments_above_a_crlf_marker_are_not_repeated():
    assert whole("# licence\r\n---\r\na: b\r\n").count("licence") == 1


def test_a_missing_last_line_break_stays_missing():
    assert whole("a: b", TWO[:1]) == SERVICE.removesuffix("\n")
    assert items("items:\n- a: 1", {0: TWO[:1]}) == "items:\n- kind: Service\n  ports:\n  - port: 9093"


def test_a_block_scalar_at_the_very_end_keeps_the_line_break_that_it_needs():
    assert whole("a: b", TWO[1:]) == STATEFUL_SET
    assert values(items("items:\n- a: 1", {0: TWO[1:]})) == [{"items": [TWO[1]]}]


@pytest.mark.parametrize(
    ("stream", "number", "expected"),
    [
        pytest.param("a: b\n---\nc: d\n", 1, "---\nc: d\n", id="the first, without a marker"),
        pytest.param("---\na: b\n---\nc: d\n", 1, "---\nc: d\n", id="the first, with a marker"),
        pytest.param("a: b\n---\nc: d\n---\ne: f\n", 2, "a: b\n---\ne: f\n", id="one in the middle"),
        pytest.param("a: b\n---\nc: d", 2, "a: b\n", id="the last"),
        pytest.param("---\na: b\n# end\n...\n---\nc: d\n", 1, "---\nc: d\n", id="with its tail"),
        pytest.param("\ufeffa: b\n---\nc: d\n", 1, "\ufeff---\nc: d\n", id="but not the byte order mark"),
        pytest.param("%YAML 1.1\n---\na: b\n---\nc: d\n", 1, "---\nc: d\n", id="with its own directive"),
        pytest.param(
            "a: b\n...\n%YAML 1.1\n---\nc: d\n", 1, "%YAML 1.1\n---\nc: d\n", id="not with that of the next document"
        ),
        pytest.param(
            "x: y\n---\na: b\n... # over\n%YAML 1.1\n---\nc: d\n",
            2,
            "x: y\n... # over\n%YAML 1.1\n---\nc: d\n",
            id="nor with the end mark before a directive",
        ),
    ],
)
def test_a_consumed_document_goes_without_a_trace(stream, number, expected):
    assert whole(stream, (), number=number) == expected


BLOCK_ITEMS = '- kind: Service\n  ports:\n  - port: 9093\n- kind: StatefulSet\n  text: |\n    a\n    "b"\n'
FLOW_ITEMS = '{"kind": "Service", "ports": [{"port": 9093}]}, {"kind": "StatefulSet", "text": "a\\n\\"b\\"\\n"}'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("items:\n- a: 1\n- x\n", f"items:\n{BLOCK_ITEMS}- x\n", id="at the key's column"),
        pytest.param(
            "items: # all\n  # one\n  - a: 1 # a\n\n  # two\n  - x # b\nz: 1\n",
            "items: # all\n  # one\n"
            + "".join(f"  {line}\n" for line in BLOCK_ITEMS.splitlines())
            + "\n  # two\n  - x # b\nz: 1\n",
            id="indented, with comments between",
        ),
        pytest.param("items:\n-\n  a: 1\n- x\n", f"items:\n{BLOCK_ITEMS}- x\n", id="below its dash"),
        pytest.param("items:\n- # c\n  a: 1\n- x\n", f"items:\n{BLOCK_ITEMS}- x\n", id="below its dash's comment"),
        pytest.param("items:\n- {a: 1,\n   b: 2}\n- x\n", f"items:\n{BLOCK_ITEMS}- x\n", id="in braces"),
        pytest.param(
            "items:\n- a: |\n    y\n\n- x\n", f"items:\n{BLOCK_ITEMS}\n- x\n", id="with a block scalar at its end"
        ),
        pytest.param(
            "items:\n- a: 1\n      # deep\n  # not deep\n- x\n",
            f"items:\n{BLOCK_ITEMS}  # not deep\n- x\n",
            id="without the comment that a block scalar would swallow",
        ),
        pytest.param(
            "? items\n: - a: 1\n  - x\n",
            "? items\n: " + "  ".join(f"{line}\n" for line in BLOCK_ITEMS.splitlines()) + "  - x\n",
            id="behind the colon of an explicit key",
        ),
        pytest.param("items: [{a: 1}, x]\n", f"items: [{FLOW_ITEMS}, x]\n", id="in brackets"),
        pytest.param(
            '{"items":[\n  {"a":1},\n  "x"\n]}\n',
            '{"items":[\n  {"kind": "Service", "ports": [{"port": 9093}]}, '
            '{"kind": "StatefulSet", "text": "a\\n\\"b\\"\\n"},\n  "x"\n]}\n',
            id="in JSON",
        ),
    ],
)
def test_items_take_the_place_of_an_item(text, expected):
    assert items(text, {0: TWO}) == expected
    assert values(expected)[0]["items"] == [*TWO, "x"]


def test_items_in_a_json_list_stay_json():
    text = json.dumps({"kind": "List", "items": [{"a": 1}, {"b": 2}]}, indent=4)
    secret = {"text": "\u2028 \x7f é 😀 \U000e0001 \ufeff"}
    assert json.loads(items(text, {0: (secret,), 1: ()})) == {"kind": "List", "items": [secret]}


@pytest.mark.parametrize(
    ("text", "removed", "expected"),
    [
        pytest.param("items:\n- a: 1\n- b: 2\n", [0], "items:\n- b: 2\n", id="the first of two"),
        pytest.param("items:\n- a: 1\n# c\n- b: 2\nz: 1\n", [1], "items:\n- a: 1\n# c\nz: 1\n", id="the last of two"),
        pytest.param(
            "items:\n- |+\n  a\n\n- b: 2\n\n- c: 3\n",
            [1],
            "items:\n- |+\n  a\n\n- c: 3\n",
            id="with the blank lines below",
        ),
        pytest.param("items:\n- a: 1\n# c\n- b: 2\nz: 1\n", [0, 1], "items:\n  []\n# c\nz: 1\n", id="all of a block"),
        pytest.param("items:\n  - a: 1", [0], "items:\n    []", id="all of a block without a last line break"),
        pytest.param("? items\n: - a: 1\n  - b: 2\n", [0], "? items\n: \n  - b: 2\n", id="behind a colon"),
        pytest.param("? items\n: - a: 1\n  - b: 2\n", [0, 1], "? items\n:   []\n", id="all behind a colon"),
        pytest.param('{"items": [{"a":1}, 2, 3]}', [0], '{"items": [2, 3]}', id="the first in brackets"),
        pytest.param('{"items": [1, 2, 3]}', [1], '{"items": [1, 3]}', id="the middle in brackets"),
        pytest.param('{"items": [1, 2, 3]}', [2], '{"items": [1, 2]}', id="the last in brackets"),
        pytest.param('{"items": [1, 2, 3, 4]}', [0, 2, 3], '{"items": [2]}', id="several in brackets"),
        pytest.param("items: [1, 2,]", [1], "items: [1,]", id="the last before a comma"),
        pytest.param("items: [1, 2,]", [0, 1], "items: []", id="all in brackets, and the last comma"),
        pytest.param("items: [ # c\n 1,\n 2 # d\n]", [1], "items: [ # c\n 1 # d\n]", id="comments in brackets stay"),
    ],
)
def test_consumed_items_go(text, removed, expected):
    assert items(text, dict.fromkeys(removed, ())) == expected
    kept = [each for index, each in enumerate(values(text)[0]["items"]) if index not in removed]
    assert values(expected)[0]["items"] == kept


def test_items_of_a_list_in_a_list():
    text = "items:\n- items:\n  - a: 1\n  - b: 2\n- c: 3\n- items: [{d: 4}, {e: 5}]\n- f: 6\n"
    (document,) = split(text.encode())
    paths = [("items", 3), ("items", 0, "items", 1), ("items", 1), ("items", 2, "items", 0)]
    text = spliced(document, dict.fromkeys(paths, TWO)).decode()
    assert values(text) == [{"items": [{"items": [{"a": 1}, *TWO]}, *TWO, {"items": [*TWO, {"e": 5}]}, *TWO]}]


def test_items_after_line_breaks_that_are_no_line_feeds():
    text = "items:\r- a: 1 # x\r- b: 2\x85- c: 3\u2028"
    assert read_yaml(items(text, {0: TWO, 1: ()}), "kubernetes") == {"items": [*TWO, {"c": 3}]}


ITEM_TEXTS = {
    "- a: 1\n": {"a": 1},
    "- a: |\n    x\n": {"a": "x\n"},
    "- a: |+\n    x\n\n": {"a": "x\n\n"},
    "-\n  a: b # c\n": {"a": "b"},
    "- # c\n\n  a: [1,\n   2]\n": {"a": [1, 2]},
    "- {a: 1,\n  b: '2 '} # c\n": {"a": 1, "b": "2 "},
    '- a:\n    b: "c\n\n      d"\n': {"a": {"b": "c\nd"}},
    "- a: b\n  c:\n": {"a": "b", "c": None},
    "- ? a\n  : b\n": {"a": "b"},
    "- a:\n  - - 1\n    - x\n": {"a": [[1, "x"]]},
}
BETWEEN = ["", "\n", "# c\n", "  # - x: y\n", "\n\n# -\n\n"]
MANIFESTS = st.lists(
    st.sampled_from([{"k": "x\n"}, {"k": ["y\nz", "'\"'\n"]}, {"k": {}}, {"a": {"b": [{"c": "\\"}]}}]), max_size=3
)


@pytest.mark.slow
@settings(deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(sorted(ITEM_TEXTS)),
            st.sampled_from(BETWEEN),
            st.sampled_from(["", "      # deep\n", "       \n"]),
            st.none() | MANIFESTS,
        ),
        min_size=1,
        max_size=5,
    ),
    st.sampled_from(["", "  "]),
    st.sampled_from(["", "z: 1\n", "# c\nz:\n- 1\n"]),
    st.sampled_from(["\n", "\r\n"]),
)
def test_any_items_are_replaced_and_what_is_between_them_stays(parts, indent, after, eol):
    lines = [line for item, between, deep, _ in parts for line in (between + item + deep).splitlines()]
    text = "# first\nkind: List\nitems:\n" + "".join(f"{indent}{each}\n" if each else "\n" for each in lines) + after
    replaced = {index: manifests for index, (*_, manifests) in enumerate(parts) if manifests is not None}
    if not replaced:
        return
    spliced = items(text.replace("\n", eol), replaced)
    expected = [
        each
        for index, (item, *_) in enumerate(parts)
        for each in (replaced[index] if index in replaced else values(text)[0]["items"][index : index + 1])
    ]
    assert read_yaml(spliced, "kubernetes")["items"] == expected
    assert values(spliced)[0] == values(text)[0] | {"items": expected}
    assert spliced.startswith(f"# first{eol}kind: List{eol}items:{eol}")
    assert spliced.endswith(after.replace("\n", eol))
    assert spliced.replace(eol, "").count("# c") >= sum(between.count("# c") for _, between, *_ in parts)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        pytest.param("# a\na: b\n", "# a\n", id="comments"),
        pytest.param("--- # x\n\n# a\na: b\n# c\n", "--- # x\n\n# a\n", id="marker, blank lines and comments"),
        pytest.param("---\r\n# Source: x\r\na: b\r\n", "---\r\n# Source: x\r\n", id="with CRLF"),
        pytest.param("%YAML 1.1\n---\na: b\n", "%YAML 1.1\n---\n", id="directives"),
        pytest.param("\ufeff# a\na: b\n", "# a\n", id="without the byte order mark"),
        pytest.param("a: b\n", "", id="nothing"),
    ],
)
def test_what_stands_above_the_content(raw, expected):
    assert leading(raw.encode()) == expected


@pytest.mark.parametrize("files", ["cases/*/input.yaml", "errors/*/input.yaml"])
def test_the_span_of_a_whole_document_is_that_in_its_layout(files):
    compare_spans(TESTS.glob(files))


@pytest.mark.slow
@pytest.mark.parametrize("files", ["yaml-test-suite/src/*.yaml", "streams/*.yaml"])
def test_the_span_of_a_whole_document_of_others_is_that_in_its_layout(files, shared):
    compare_spans(shared.glob(files))


def compare_spans(files):
    compared = 0
    for file in files:
        for document in split(file.read_bytes()):
            with suppress(ReadError):
                text = decode(document.raw)
                value, whole, *_ = read_document(text)
                if value and isinstance(value, dict | list):
                    first = next(iter(value)) if isinstance(value, dict) else 0
                    *_, found = layout(text, [(first,)])  # of a key that is there twice, the last value counts
                    span = found.within.span
                    assert (whole.start, whole.end, whole.flow) == (span.start, span.end, span.flow)
                    assert repr(found.value) == repr(value[first])  # NaN is not equal to itself
                    compared += 1
    assert compared > 20


def test_manifests_for_a_comparison_are_a_line_each_and_the_directives_of_the_next_document_stay():
    (document, _) = split(b"# head\nkind: A # end\n# foot\n...\n%YAML 1.2\n---\nkind: B\n")
    text = decode(document.raw)
    (slot,) = slots(document, text, read_document(text), [()], [], compact=True)
    start, end, blocks = slot.filled(TWO)
    lines = [COMPACT_DOCUMENT + json.dumps(each) + "\n" for each in TWO]
    assert (start, end) == (0, len(document.raw))
    assert b"".join(blocks).decode() == "".join(lines) + "...\n%YAML 1.2\n"
