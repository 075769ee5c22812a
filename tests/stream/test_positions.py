"""A problem points at the very character, through everything that a text may be embedded in."""

import tracemalloc

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from pulsarfn.stream.lines import Lines
from pulsarfn.stream.parser import events
from pulsarfn.stream.positions import Positions
from pulsarfn.stream.scalar_places import embedded
from pulsarfn.stream.texts import MAX_DEPTH

TEXT = """\
# a comment
kind: ConfigMap
metadata:
  labels: {app: x, "the tier": y}
data:
  é.yaml: |
    name: f
    inputs:
    - a
items:
- a
- - b
  - c: d
"""


@pytest.mark.parametrize(
    ("path", "key", "value"),
    [
        ((), (2, 1), (2, 1)),
        (("kind",), (2, 1), (2, 7)),
        (("metadata", "labels"), (4, 3), (4, 11)),
        (("metadata", "labels", "the tier"), (4, 20), (4, 32)),
        (("data", "é.yaml"), (6, 3), (6, 11)),
        (("items", 0), (11, 3), (11, 3)),
        (("items", 1, 1, "c"), (13, 5), (13, 8)),
        (("metadata", "name"), (3, 1), (3, 1)),
        (("metadata", "labels", "no", 3, "such"), (4, 3), (4, 3)),
        (("items", 9), (10, 1), (10, 1)),
        (("nothing",), (2, 1), (2, 1)),
    ],
    ids=[
        "the whole",
        "a member",
        "a mapping in braces",
        "a member in braces, its key quoted",
        "a literal",
        "an item",
        "a member of an item of an item",
        "a missing member is at its parent's key",
        "far below what is there",
        "a missing item is at its list's key",
        "a missing member of the whole",
    ],
)
def test_yaml(path, key, value):
    found = Positions(TEXT)
    assert (found.key(path), found.value(path)) == (key, value)


@pytest.mark.parametrize("path", [("a",), ("b",), ("b", "c")])
def test_a_value_of_json_that_yaml_cannot_read_is_looked_for_first(path):
    """The pair of escapes is one character in JSON; a key has the path of its value, and comes before it."""
    places = {("a",): (1, 7), ("b",): (1, 28), ("b", "c"): (1, 34)}
    assert Positions('{"a": "\\ud83d\\ude00", "b": {"c": 1}}').value(path) == places[path]


@pytest.mark.parametrize(
    "text",
    [
        '{\n\t"a": [1,\n\t\t{"b": "c"}]\n}',
        '\t{\n\t"a": [1,\n\t\t{"b": "c"}]\n}',
        '{\n\t"a": [1,\n\t\t{"b":"\\ud83d\\ude00"}]\n}',
    ],
    ids=["tabs inside", "a tab before it", "a pair of surrogates, which is no YAML"],
)
def test_json(text):
    found = Positions(text)
    assert found.key(("a",)) == (2, 2)
    assert found.value(("a", 0)) == (2, 8)
    assert found.key(("a", 1, "b")) == (3, 4)
    assert found.value(("a", 1, "x")) == (3, 3)


@pytest.mark.parametrize(
    "text",
    ["", "# c\n", "\x07", "\ud800", "a: 'b\n", "{", "[[[", '{"a" 1', "]", '"', "a: *b\n", "? [a]\n: b\n", "\t"],
)
def test_what_cannot_be_read_raises_nothing(text):
    found = Positions(text)
    assert all(place is None or place[0] == 1 for place in (found.key(("a", "b")), found.value(("c", 1))))
    assert found.embedded(("zz",)) is None


def test_the_order_of_questions_does_not_matter():
    paths = [("metadata", "labels", "the tier"), ("kind",), ("items", 9), ("items", 1, 1, "c"), ("data", "é.yaml")]
    found, again = Positions(TEXT), Positions(TEXT)
    places = {path: (found.key(path), found.value(path), found.text(path)) for path in paths}
    assert places == {path: (again.key(path), again.value(path), again.text(path)) for path in reversed(paths)}


def test_what_stands_before_a_fault_is_found():
    found = Positions("a: 1\nb: 2\nc: 'x\n")
    assert (found.value(("a",)), found.key(("b",))) == ((1, 4), (2, 1))


@pytest.mark.parametrize("opening", ["[", '{"a":', "- ", "[{a: "])
def test_hostile_nesting_is_not_followed(opening):
    tracemalloc.start()
    found = Positions(opening * 50_000)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found.value((0,) * 200) is not None
    assert peak < 40 * 2**20


def test_what_is_nested_as_deep_as_a_reader_goes_is_found():
    found = Positions("[" * 50_000)
    assert found.value((0,) * MAX_DEPTH) == (1, MAX_DEPTH + 1)


def test_below_a_list_as_a_key_nothing_is_mistaken_for_something_else():
    found = Positions("? [a, {b: c}]\n: d\ne: f\n")
    assert found.value(("e",)) == (3, 4)


@given(
    st.text(alphabet="ab:-#'\"|>&*![]{}, \n\t\r\\\x85", max_size=25), st.lists(st.sampled_from(["a", 0]), max_size=3)
)
def test_never_raises(text, path):
    found = Positions(text)
    for place in (found.key(tuple(path)), found.value(tuple(path))):
        assert place is None or 1 <= place[0] <= text.count("\n") + 1
    inner = found.embedded(tuple(path))
    assert inner is None or inner((2, 3))[0] >= 1


@pytest.mark.parametrize(
    ("text", "inner", "outer"),
    [
        pytest.param("a:\n  b: |\n    x\n    y z\n", (2, 3), (4, 7), id="a literal"),
        pytest.param("a:\n  b: |2-\n      x\n    y\n", (2, 1), (4, 5), id="a literal with an indentation indicator"),
        pytest.param(
            "a:\n  b: |+ # c\r\n\r\n   x\r\n   y\r\n\r\n", (3, 1), (5, 4), id="a literal with carriage returns"
        ),
        pytest.param("a:\n  b: !!str |\n    x\n    y\n", (2, 1), (4, 5), id="a literal with a tag"),
        pytest.param('a:\n  b: "x: 1\\n\\ty: \\u00e9z"\n', (2, 6), (2, 24), id="escapes"),
        pytest.param('a:\n  b: "x\\n\n    y\\n\\\n    \\ z"\n', (3, 2), (4, 7), id="escaped line breaks"),
        pytest.param("a:\n  b: 'it''s\n\n    y'\n", (2, 1), (4, 5), id="single quotes"),
        pytest.param("a:\n  b: >\n    x\n    y\n\n    z\n", (1, 3), (4, 5), id="a folded line"),
        pytest.param("a:\n  b: >-\n    x\n\n    z\n", (2, 1), (5, 5), id="a fold that is a line break"),
        pytest.param("a:\n  b: >\n    x\n      y\n    z\n", (2, 3), (4, 7), id="a deeper line of a folded text"),
        pytest.param("a:\n  b: x\n    y\n", (1, 3), (3, 5), id="a plain text of two lines"),
        pytest.param("a: {b: &x 'xyz'}\n", (1, 3), (1, 14), id="quotes in braces with an anchor"),
        pytest.param('{"a": {"b": "x\\/\\"z"}}', (1, 4), (1, 19), id="JSON"),
        pytest.param("a:\n  b: |\n    x\n", (1, 99), (3, 6), id="behind the end of a line"),
        pytest.param("a:\n  b: |\n    x\n", (9, 9), (3, 6), id="behind the end"),
        pytest.param("a:\n  b:\n", (1, 1), (2, 5), id="nothing"),
        pytest.param("a:\n  b: ''\n", (3, 1), (2, 6), id="an empty text"),
    ],
)
def test_embedded(text, inner, outer):
    found = Positions(text).embedded(("a", "b"))
    assert found is not None
    assert found(inner) == outer


def test_what_the_scalar_only_encodes_is_where_it_begins():
    found = Positions("a: 'eDogMQp5OiAyCg=='\n")
    assert found.embedded(("a",), "x: 1\ny: 2\n")((2, 4)) == (1, 4)
    assert found.embedded(("a",), "eDogMQp5OiAyCg==")((1, 4)) == (1, 8)


def test_what_is_no_scalar_embeds_nothing():
    found = Positions("a: [b]\n")
    assert found.embedded(("a",)) is None
    assert found.embedded(("b",)) is None


LINES = st.text(alphabet="ab: #'\"\\-é\U0001f600\t", max_size=12)
MULTI_LINE = st.lists(LINES, min_size=1, max_size=6).map("\n".join)


def scalar_events(text):
    return [each for each in events(text) if isinstance(each, yaml.ScalarEvent)]


OPTIONS = st.fixed_dictionaries(
    {
        "default_style": st.sampled_from(["|", ">", '"', "'", None]),
        "width": st.sampled_from([4, 20, 1000]),
        "indent": st.sampled_from([2, 4, 7]),
        "line_break": st.sampled_from(["\n", "\r\n"]),
        "allow_unicode": st.booleans(),
    }
)


@given(MULTI_LINE, OPTIONS)
def test_every_character_is_found_where_it_is_written(value, options):
    text = yaml.dump({"k": [{"b": value}]}, **options)
    event = scalar_events(text)[-1]
    found = embedded(text, (event.start_mark.index, event.end_mark.index), event.style, event.value)
    assert event.value == value
    assert bool(found.pieces) == bool(value)
    source, lines = text.split("\n"), Lines(text)
    last = (0, 0)
    for number, line in enumerate(value.split("\n"), 1):
        for column, character in enumerate(line, 1):
            place = lines.place(found.source((number, column)))
            assert place > last
            last = place
            written = source[place[0] - 1][place[1] - 1 :]
            assert written[:1] in (character, "\\") or (character == " " and written.strip("\r") == "")


@pytest.mark.slow
def test_every_scalar_of_the_yaml_test_suite_is_taken_apart_exactly(shared):
    checked = 0
    for file in sorted((shared / "yaml-test-suite" / "src").glob("*.yaml")):
        text = file.read_text("utf-8")
        cases = [case["yaml"] for case in yaml.safe_load(text) if "yaml" in case]
        plain = [case.replace("␣", " ").replace("»", "\t").replace("—", "").replace("∎\n", "") for case in cases]
        for each in [text, *plain, *(case.replace("\n", "\r\n") for case in plain)]:
            try:
                scalars = scalar_events(each)
            except yaml.YAMLError:
                continue
            for event in scalars:
                span = (event.start_mark.index, event.end_mark.index)
                exact = embedded(each, span, event.style, event.value).pieces
                # libyaml ends the anchor &an:chor at its colon
                assert exact or not event.value or each[slice(*span)].startswith("&an:chor")
                checked += 1
    assert checked > 7_000
