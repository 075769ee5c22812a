"""What the reader makes of texts, and what it refuses: each with its code, its place and words that help."""

import json
import subprocess
import sys
from collections import Counter

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from pulsarfn.diagnostics import codes
from pulsarfn.stream import parser
from pulsarfn.stream.json_reader import read_json
from pulsarfn.stream.parser import events
from pulsarfn.stream.reader import read_document, read_yaml
from pulsarfn.stream.texts import MAX_DEPTH, ReadError, decode

RULES = ("jackson", "kubernetes")
YAML_LIKE = st.text(alphabet="a1:-#'\"|>&*!%@`{}[], \n\t\r\\?~<=.\x85\u2028é\x07\ufffe", max_size=30)


@pytest.mark.parametrize("rules", RULES)
@pytest.mark.parametrize(
    ("text", "value"),
    [
        pytest.param("", None, id="an empty text is null"),
        pytest.param("# c\n\n", None, id="comments alone are null"),
        pytest.param("---\n", None, id="a marker alone is null"),
        pytest.param("a: 1\nb: [x, {c: d}]\n", {"a": 1, "b": ["x", {"c": "d"}]}, id="mappings and lists"),
        pytest.param("a: &x 1\n", {"a": 1}, id="an anchor that nothing refers to"),
        pytest.param("!!map {a: !!seq [1]}\n", {"a": [1]}, id="tags that say what is there anyway"),
        pytest.param("a: [persistent://a/b/c]\n", {"a": ["persistent://a/b/c"]}, id="a topic in brackets"),
        pytest.param('{"a":1,\n\t"b":"c"}', {"a": 1, "b": "c"}, id="JSON with tabs"),
        pytest.param("a: 1\r\nb: |\r\n  c\r\n  d\r\n", {"a": 1, "b": "c\nd\n"}, id="carriage returns"),
        pytest.param("a: 1\n...\n# c\n%YAML 1.1\n", {"a": 1}, id="the next document's directives at the end"),
        pytest.param("%YAML 1.1\n---\na: 1\n", {"a": 1}, id="its own directives"),
        pytest.param('"x\n...y\n%z"', "x ...y %z", id="what looks like directives in a text"),
        pytest.param("'<<': {a: 1}\n", {"<<": {"a": 1}}, id="a merge key in quotes is a key"),
        pytest.param("a: 'b: c'\nd: \"\\x41\"\n", {"a": "b: c", "d": "A"}, id="quotes"),
        pytest.param("- - - a\n", [[["a"]]], id="lists of lists"),
    ],
)
def test_read(text, value, rules):
    assert read_yaml(text, rules) == value


@pytest.mark.parametrize(
    ("text", "of_jackson", "of_kubernetes"),
    [
        pytest.param("y: yes", {"y": True}, {"true": True}, id="words for true"),
        pytest.param("010: 0o10", {"010": "0o10"}, {"8": 8}, id="octals"),
        pytest.param("1.0: 1_0", {"1.0": 10}, {"1": 10}, id="numbers as keys"),
        pytest.param(".Inf: 1", {".Inf": 1}, {".inf": 1}, id="what is no number may be a key"),
        pytest.param("a: ! 1", {"a": 1}, {"a": "1"}, id="a bare tag"),
        pytest.param("a: !!bool y", {"a": True}, {"a": True}, id="a tagged boolean"),
    ],
)
def test_the_two_readers_differ(text, of_jackson, of_kubernetes):
    assert read_yaml(text, "jackson") == of_jackson
    assert read_yaml(text, "kubernetes") == of_kubernetes


def test_an_alias_is_refused_where_pulsar_reads():
    with pytest.raises(ReadError) as refused:
        read_yaml("a: &x 1\nb: *x\n", "jackson")
    assert (refused.value.code, refused.value.line, refused.value.column) == (codes.ALIAS, 2, 4)
    assert str(refused.value) == "an alias, which Pulsar's own reader does not follow"


def test_a_merge_key_is_a_key_like_any_other_to_jackson():
    assert read_yaml("<<: {a: 1}\n", "jackson") == {"<<": {"a": 1}}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("b: 1\n<<: {a: 1, b: 2}\n", {"b": 1, "a": 1}),
        ("<<: [{a: 1}, {a: 2, b: 2}]\n", {"a": 1, "b": 2}),
        ("x: &x {a: 1}\nv: {<<: *x, b: 2}\n", {"x": {"a": 1}, "v": {"b": 2, "a": 1}}),
        ("x: &x 1\nv: &x 2\nz: [*x, *x]\n", {"x": 1, "v": 2, "z": [2, 2]}),
        ("&k a: *k\n", {"a": "a"}),
        ("x: &x {v: &v [1]}\nz: *v\n", {"x": {"v": [1]}, "z": [1]}),
        ("'<<': {a: 1}\n", {"<<": {"a": 1}}),
        ("&x a: 1\n*x : 2\n", {"a": 2}),
    ],
)
def test_kubernetes_follows_aliases_and_merge_keys(text, value):
    assert read_document(text).value == value


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("a: *nobody\n", (1, 4), "no anchor of this name has a value before this"),
        ("a: &a [*a]\n", (1, 8), "no anchor of this name has a value before this"),
        ("b: *a\na: &a 1\n", (1, 4), "no anchor of this name has a value before this"),
        (
            "a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n"
            + "".join(
                f"{new}: &{new} [{', '.join([f'*{old}'] * 10)}]\n" for old, new in zip("abcde", "bcdef", strict=True)
            ),
            (5, 36),
            "the aliases mean more than 100,000 values",
        ),
    ],
)
def test_an_alias_that_stands_for_nothing_or_for_too_much_is_refused(text, place, message):
    with pytest.raises(ReadError) as refused:
        read_document(text)
    assert (refused.value.code, str(refused.value)) == (codes.ALIAS, message)
    assert (refused.value.line, refused.value.column) == place


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    "above", ["---", "--- # app", "# Source: app.yaml", "---|# Source: app.yaml", "---|", "%YAML 1.1|---"]
)
def test_a_byte_order_mark_below_lines_without_content(above, end):
    text = "".join(f"{line}{end}" for line in [*above.split("|"), "\ufeffa: 1", "b: 2"])
    assert read_document(text).value == {"a": 1, "b": 2}


@pytest.mark.parametrize("glued", ["---b: 2", "---{b: 2}", '---{"b": 2}', '---"b": 2', "---[b]", "---b"])
def test_a_separator_with_text_after_it(glued):
    try:
        (fault,) = read_document(f"a: 1\n{glued}\nc: 3\n").faults
        error = fault.error
    except ReadError as refused:
        error = refused
    assert (error.line, error.column, error.message) == (2, 1, "--- is not a separator here, as text follows it")


def test_what_kubectl_takes_in_other_objects_is_a_fault_of_those():
    text = "kind: List\nitems:\n- {a: 1, a: 2}\n- {b: 1}\n- {c: .nan, d: !mine x}\n- " + "[" * 150 + "]" * 150 + "\n"
    read = read_document(text)
    assert read.value["items"][:2] == [{"a": 2}, {"b": 1}]
    assert [each.part for each in read.faults] == [("items", 0), ("items", 2), ("items", 3)]


def test_the_value_of_a_merge_key_is_a_mapping():
    (fault,) = read_document("a: {<<: 1}\n").faults
    assert (fault.part, fault.error.code) == (("a",), codes.MERGE_KEY)


@pytest.mark.parametrize("rules", RULES)
@pytest.mark.parametrize(
    ("text", "code", "place", "message"),
    [
        pytest.param(
            "a: 1\nb: 2\n'a': 3\n",
            codes.DUPLICATE_KEY,
            (3, 1),
            "duplicate key 'a', first in line 1",
            id="a key twice",
        ),
        pytest.param(
            "é:\n  {k: 1, k: 2}\n",
            codes.DUPLICATE_KEY,
            (2, 10),
            "duplicate key 'k', first in line 2",
            id="a key twice in braces",
        ),
        pytest.param(
            "a: 1\n---\nb: 2\n", codes.SEVERAL_DOCUMENTS, (2, 1), "a second document begins here", id="two documents"
        ),
        pytest.param(
            "a: 1\n...\n---\n",
            codes.SEVERAL_DOCUMENTS,
            (3, 1),
            "a second document begins here",
            id="a second empty one",
        ),
        pytest.param("? [a]\n: b\n", codes.BROKEN_YAML, (1, 3), "a list as a key", id="a list as a key"),
        pytest.param("{a: 1}: b\n", codes.BROKEN_YAML, (1, 1), "a mapping as a key", id="a mapping as a key"),
        pytest.param(
            "a: !foo b\n",
            codes.TAG,
            (1, 4),
            "the tag !foo, which names a type that no config has",
            id="a tag of one's own",
        ),
        pytest.param(
            "a: !!python/object:os.system b\n",
            codes.TAG,
            (1, 4),
            "the tag !!python/object:os.system, which names a type that no config has",
            id="a tag that constructs an object",
        ),
        pytest.param(
            "- !!omap [a: 1]\n",
            codes.TAG,
            (1, 3),
            "the tag !!omap, which names a type that no config has",
            id="a tag on a list",
        ),
        pytest.param(
            "a: .nan\n",
            codes.BROKEN_YAML,
            (1, 4),
            "a number that neither Pulsar nor Kubernetes can read",
            id="not a number",
        ),
        pytest.param(
            "ü: \x07\n", codes.BROKEN_YAML, (1, 4), "a control character, which YAML does not allow", id="a bell"
        ),
        pytest.param(
            "a: \ud800\n", codes.BROKEN_YAML, (1, 4), "a control character, which YAML does not allow", id="half a pair"
        ),
        pytest.param(
            "a: 1\r---\nb: 2\n",
            codes.BROKEN_YAML,
            (1, 5),
            "--- follows a line break that only some YAML readers know",
            id="a marker behind a lone carriage return",
        ),
        pytest.param(
            "a: 1\u2028---\n",
            codes.BROKEN_YAML,
            (1, 5),
            "--- follows a line break that only some YAML readers know",
            id="a marker behind a line separator",
        ),
        pytest.param(
            "a: b: c\n",
            codes.BROKEN_YAML,
            (1, 5),
            "broken YAML: a colon where no key can be",
            id="a colon in a plain text",
        ),
        pytest.param(
            "a:\n\t- b\n",
            codes.BROKEN_YAML,
            (2, 1),
            "broken YAML: a tab where YAML allows only blanks",
            id="a tab as indentation",
        ),
        pytest.param(
            "a: 1\nb: 'x\nc: d\n",
            codes.BROKEN_YAML,
            (2, 4),
            "broken YAML: a text in quotes that is not closed",
            id="a quote that is not closed",
        ),
        pytest.param(
            "a: @x\n", codes.BROKEN_YAML, (1, 4), "broken YAML: a value cannot begin with @", id="an at sign first"
        ),
        pytest.param(
            "a: [1\nb: 2\n",
            codes.BROKEN_YAML,
            (2, 2),
            "broken YAML: a list in brackets that is not closed",
            id="a bracket that is not closed",
        ),
        pytest.param(
            "a: 1\nname\nb: 2\n",
            codes.BROKEN_YAML,
            (2, 1),
            "broken YAML: a key without a colon",
            id="a key without a colon",
        ),
        pytest.param(
            "é:\n  a 1\n  b: 2\n",
            codes.BROKEN_YAML,
            (2, 3),
            "broken YAML: a key without a colon",
            id="the first key without a colon",
        ),
        pytest.param(
            "name:n\nb: 2\n",
            codes.BROKEN_YAML,
            (1, 1),
            "broken YAML: a colon without a blank after it",
            id="a colon without a blank",
        ),
        pytest.param(
            "a: 1\nname:n\nb: 2\n",
            codes.BROKEN_YAML,
            (2, 1),
            "broken YAML: a colon without a blank after it",
            id="a colon without a blank in the middle",
        ),
        pytest.param(
            "a: 1\nb\n",
            codes.BROKEN_YAML,
            (2, 1),
            "broken YAML: a key without a colon",
            id="a key without a colon at the end",
        ),
        pytest.param(
            "a: some\n  more\n  note: x\n",
            codes.BROKEN_YAML,
            (3, 7),
            "broken YAML: a colon where no key can be",
            id="a colon in a text of several lines",
        ),
        pytest.param(
            "a: 1\n\tb: 2\n",
            codes.BROKEN_YAML,
            (2, 1),
            "broken YAML: a tab where YAML allows only blanks",
            id="a tab before a key",
        ),
        pytest.param(
            "a: *.js\n",
            codes.BROKEN_YAML,
            (1, 4),
            "broken YAML: a value cannot begin with *",
            id="a star first",
        ),
        pytest.param(
            "a: & b\n",
            codes.BROKEN_YAML,
            (1, 4),
            "broken YAML: a value cannot begin with &",
            id="an ampersand first",
        ),
        pytest.param(
            "a: | b\n",
            codes.BROKEN_YAML,
            (1, 6),
            "broken YAML: a text right after | or >, which begin a text of several lines",
            id="a text after a bar",
        ),
        pytest.param(
            'a: "\\xzz"\n',
            codes.BROKEN_YAML,
            (1, 7),
            "broken YAML: an escape in double quotes that is not complete",
            id="an incomplete escape",
        ),
        pytest.param(
            'a: "\\udfff"\n',
            codes.BROKEN_YAML,
            (1, 7),
            "broken YAML: an escape of no character",
            id="half a pair of escapes",
        ),
        pytest.param(
            'a: "\\w"\n',
            codes.BROKEN_YAML,
            (1, 5),
            "broken YAML: an escape in double quotes that YAML does not know",
            id="an unknown escape",
        ),
        pytest.param(
            "a: 1\u2028\u2028\nb: !foo\n",
            codes.TAG,
            (2, 4),
            "the tag !foo, which names a type that no config has",
            id="only line feeds count as lines",
        ),
    ],
)
def test_refused(text, code, place, message, rules):
    with pytest.raises(ReadError) as refused:
        read_yaml(text, rules)
    found = refused.value
    assert (found.code, (found.line, found.column), found.message) == (code, place, message)
    assert found.hint
    assert not found.message.endswith(".")


@pytest.mark.parametrize("rules", RULES)
@pytest.mark.parametrize(
    ("opening", "closing"), [("[", "]"), ('{"a":', "}"), ("- ", "")], ids=["brackets", "braces", "dashes"]
)
def test_nesting_is_limited(opening, closing, rules):
    text = opening * MAX_DEPTH + "1" + closing * MAX_DEPTH
    assert read_yaml(text, rules) is not None
    with pytest.raises(ReadError) as refused:
        read_yaml(opening * (MAX_DEPTH + 1) + "1" + closing * (MAX_DEPTH + 1), rules)
    assert (refused.value.code, refused.value.column) == (codes.TOO_DEEP, len(opening) * MAX_DEPTH + 1)
    with pytest.raises(ReadError) as refused:  # libyaml may be the first to refuse it, further on
        read_yaml(opening * 20_000 + "1" + closing * 20_000, rules)
    assert refused.value.code is codes.TOO_DEEP


def refusal(read, *arguments):
    try:
        read(*arguments)
    except ReadError as refused:
        return refused
    return None


def test_nothing_but_read_errors_for_any_yaml():
    reached = Counter()

    @given(YAML_LIKE, st.sampled_from(RULES))
    @settings(max_examples=200)
    def check(text, rules):
        refused = refusal(read_yaml, text, rules)
        reached["refused" if refused else "read"] += 1
        if refused:
            assert 1 <= refused.line <= text.count("\n") + 1
            assert 1 <= refused.column <= len(text.split("\n")[refused.line - 1]) + 1
        else:
            assert list(yaml.parse(text, Loader=yaml.CSafeLoader))

    check()
    assert min(reached["refused"], reached["read"]) >= 10


@pytest.mark.parametrize(
    ("raw", "text"),
    [(b"", ""), (b"\xef\xbb\xbfa", "a"), ("é\U0001f600".encode(), "é\U0001f600")],
    ids=["nothing", "a byte order mark", "characters beyond ASCII"],
)
def test_decode(raw, text):
    assert decode(raw) == text


@pytest.mark.parametrize(
    ("raw", "place", "message"),
    [
        ("a".encode("utf-16"), (1, 1), "the text is UTF-16, and only UTF-8 is read"),
        (b"\xfe\xff\0a", (1, 1), "the text is UTF-16, and only UTF-8 is read"),
        ("a".encode("utf-32"), (1, 1), "the text is UTF-32, and only UTF-8 is read"),
        (b"\0\0\xfe\xff\0\0\0a", (1, 1), "the text is UTF-32, and only UTF-8 is read"),
        (b"a\n\xc3\xa9\xff", (2, 2), "the text is not UTF-8"),
        (b"\xef\xbb\xbfa\xff", (1, 2), "the text is not UTF-8"),
        (b"a\nb\0", (2, 2), "the text holds a NUL byte"),
    ],
    ids=["UTF-16", "UTF-16 in the other order", "UTF-32", "UTF-32 in the other order", "Latin-1", "a mark", "a NUL"],
)
def test_not_decoded(raw, place, message):
    with pytest.raises(ReadError) as refused:
        decode(raw)
    found = refused.value
    assert (found.code, (found.line, found.column), found.message) == (codes.NOT_UTF8, place, message)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        (" \n", None),
        ('{"a": [1, 2.5, true, null, "\\u00e9\\ud83d\\ude00"]}', {"a": [1, 2.5, True, None, "é\U0001f600"]}),
        ("123456789012345678901234567890", 123456789012345678901234567890),
        ("[" * MAX_DEPTH + "]" * MAX_DEPTH, json.loads("[" * MAX_DEPTH + "]" * MAX_DEPTH)),
        (json.dumps("[" * 200), "[" * 200),
    ],
    ids=["nothing", "blanks", "every kind", "a big number", "as deep as may be", "brackets in a text"],
)
def test_read_json(text, value):
    assert read_json(text) == value


@pytest.mark.parametrize(("text", "written"), [("1.10", "1.10"), ("1E2", "1E2"), ("-0", "-0"), ("1e400", "1e400")])
def test_json_numbers_keep_their_text(text, written):
    assert read_json(text).text == written


@pytest.mark.parametrize(
    ("text", "code", "place", "message"),
    [
        pytest.param("{'a': 1}", codes.BROKEN_JSON, (1, 2), None, id="single quotes"),
        pytest.param(
            '{"a": 1,}', codes.BROKEN_JSON, (1, 8), "broken JSON: a comma before the closing }", id="a comma too many"
        ),
        pytest.param(
            '{"a": [1 ,\n ]}', codes.BROKEN_JSON, (1, 10), "broken JSON: a comma before the closing ]", id="in a list"
        ),
        pytest.param("{,}", codes.BROKEN_JSON, (1, 2), "broken JSON: a comma before the closing }", id="only a comma"),
        pytest.param(", 1", codes.BROKEN_JSON, (1, 1), "broken JSON: Expecting value", id="a comma at the begin"),
        pytest.param("[1] 2", codes.BROKEN_JSON, (1, 5), None, id="something behind the end"),
        pytest.param('["a", NaN]', codes.BROKEN_JSON, (1, 7), "NaN is no JSON", id="not a number"),
        pytest.param('["NaN", -Infinity]', codes.BROKEN_JSON, (1, 9), "-Infinity is no JSON", id="minus infinity"),
        pytest.param(
            '{"b": {"a": 1},\n "a": "a", "\\u0061": 3}',
            codes.DUPLICATE_KEY,
            (2, 12),
            "duplicate key 'a', first in line 2",
            id="a key twice",
        ),
        pytest.param(
            '[{"a": 1}, {"a": 1, "a": 1}]',
            codes.DUPLICATE_KEY,
            (1, 21),
            "duplicate key 'a', first in line 1",
            id="a key twice in the second object",
        ),
        pytest.param('["\\ude00\\ud83d"]', codes.BROKEN_JSON, (1, 2), "half of a surrogate pair", id="half a pair"),
        pytest.param(
            "[1, " + "1" * 5000 + "]", codes.BROKEN_JSON, (1, 5), "a number of more than 1000 digits", id="too long"
        ),
        pytest.param(
            "[" * 101 + "]" * 101, codes.TOO_DEEP, (1, 101), "nested more than 100 levels deep", id="one too deep"
        ),
        pytest.param("[" * 10**6, codes.TOO_DEEP, (1, 101), "nested more than 100 levels deep", id="far too deep"),
        pytest.param('"' + '\\"' * 10**5 + "[" * 200, codes.BROKEN_JSON, (1, 1), None, id="an endless text"),
    ],
)
def test_json_refused(text, code, place, message):
    with pytest.raises(ReadError) as refused:
        read_json(text)
    found = refused.value
    assert (found.code, (found.line, found.column)) == (code, place)
    assert message is None or found.message == message


def test_nothing_but_read_errors_for_any_json():
    reached = Counter()

    @given(st.text(alphabet='{}[]:,"\\ud8a1.eE+-Nn \n', max_size=30) | st.recursive(SMALL_JSON, within).map(json.dumps))
    def check(text):
        refused = refusal(read_json, text)
        reached["refused" if refused else "read" if text.strip() else "empty"] += 1
        if refused:
            assert min(refused.line, refused.column) >= 1
        else:
            assert not text.strip() or read_json(text) == json.loads(text)

    check()
    assert min(reached["refused"], reached["read"]) >= 10


SMALL_JSON = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()


def within(inner):
    return st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3)


def test_the_c_parser_is_used_where_there_is_one():
    assert parser._Parser.__module__ == "yaml._yaml"


def test_without_the_c_parser_the_same_is_read():
    """In a process of its own, as the parser is chosen on import."""
    program = """
import sys
sys.modules["yaml._yaml"] = None
from pulsarfn.stream.parser import _Parser
from pulsarfn.stream.reader import ReadError, read_yaml
assert _Parser.__module__ == "pulsarfn.stream.parser"
print(read_yaml("a: [1, {b: 'c'}]\\n...\\n%YAML 1.1\\n", "jackson"))
for text in ("a: 1\\nb: *x\\n", "a: 'x\\n", "a: \\x07\\n", "a: 1\\na: 2\\n"):
    try:
        read_yaml(text, "jackson")
    except ReadError as refused:
        print(refused.code.id, refused.line, refused.column)
"""
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines() == [
        "{'a': [1, {'b': 'c'}]}",
        "PF104 2 4",
        "PF102 1 4",
        "PF102 1 4",
        "PF103 2 1",
    ]


def test_events_are_those_of_a_parser():
    assert [type(event).__name__ for event in events("a\n...\n%TAG ! x\n")] == [
        "StreamStartEvent",
        "DocumentStartEvent",
        "ScalarEvent",
        "DocumentEndEvent",
        "StreamEndEvent",
    ]
