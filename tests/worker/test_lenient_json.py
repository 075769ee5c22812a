"""What Gson's lenient reader takes and refuses, by its source and the oracle's cust-raw-* cases."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulsarfn.java.lenient_json import LenientJson, NumberText, SyntaxFault, line_and_column, read_lenient, read_plain

ACCEPTED = {
    "nothing is null": ("", None),
    "blanks are null": (" \n\t\r ", None),
    "a comment alone is null": ("// nothing\n", None),
    "null": ("null", None),
    "a keyword in any case": ("{a: nULL, b: True, c: FALSE}", {"a": None, "b": True, "c": False}),
    "whatever follows null is not looked at": ("null { garbage", None),
    "an empty object": ("{}", {}),
    "plain JSON": ('{"a": {"b": [1, "x"]}}', {"a": {"b": ["1", "x"]}}),
    "names without quotes": ('{jobNamespace: "lenient"}', {"jobNamespace": "lenient"}),
    "single quotes": ("{'jobName':'q'}", {"jobName": "q"}),
    "a double quote between single quotes": ("{'a':'\"'}", {"a": '"'}),
    "values without quotes": ("{a: x-y.z_1}", {"a": "x-y.z_1"}),
    "an equals sign": ("{a = b}", {"a": "b"}),
    "an arrow": ("{a => b}", {"a": "b"}),
    "semicolons": ("{a: b; c: [d; e]}", {"a": "b", "c": ["d", "e"]}),
    "comments": ("/* one */ {a: # two\n b // three\n, c: d /* four */ }", {"a": "b", "c": "d"}),
    "a hole in a list is null": ("[1,,2]", ["1", None, "2"]),
    "a comma at the end of a list is null": ("[1,]", ["1", None]),
    "a comma at the beginning of a list is null": ("[,1]", [None, "1"]),
    "the last of two members counts": ('{"jobName":"dup1","jobName":"dup2"}', {"jobName": "dup2"}),
    "escapes": (r'{"a": "\t\b\n\r\f\"\\\/\u00e9\'"}', {"a": "\t\b\n\r\f\"\\/é'"}),
    "an escaped line break": ('{"a": "x\\\ny"}', {"a": "x\ny"}),
    "a raw line break in a text": ('{"a": "x\ny"}', {"a": "x\ny"}),
    "a pair of escaped surrogates": (r'{"a": "\ud83d\ude00"}', {"a": "\U0001f600"}),
    "the prefix against cross-site inclusion": (")]}'\n{a: b}", {"a": "b"}),
    "a byte order mark": ("\ufeff{a: b}", {"a": "b"}),
    "a number keeps its text": ("{a: 1.10, b: -0, c: 1e3}", {"a": "1.10", "b": "-0", "c": "1e3"}),
    "a leading zero makes a text": ("{a: 010}", {"a": "010"}),
}

REFUSED = {
    "the value is missing at the end": ('{"jobNamespace":', "End of input", 16),
    "an object is not closed": ('{"a": 1', "End of input", 7),
    "a list is not closed": ("[1", "End of input", 2),
    "a text is not closed": ('{"a": "b}', "Unterminated string", 6),
    "a comment is not closed": ("{a: b /* x", "Unterminated comment", 6),
    "a comment at the end": ("{a: b} // x", "JSON document was not fully consumed", 7),
    "a comma before the end of an object": ("{a: b,}", "Expected name", 6),
    "a lone semicolon in an object": ("{;}", "Expected name", 1),
    "a blank in a bare value": ("{a: b c}", "Unterminated object", 6),
    "a slash in a bare value": ("{a: b/c}", "Unterminated object", 5),
    "a name without value": ("{a}", "Expected ':'", 2),
    "an empty value": ("{a: }", "Expected value", 4),
    "a comma for a value": ("{a: ,}", "Unexpected value", 4),
    "something behind the object": ('{"a": 1} x', "JSON document was not fully consumed", 9),
    "a second object": ("{} {}", "JSON document was not fully consumed", 3),
    "a form feed is no blank": ("{\fa: b}", "Expected name", 1),
    "an unknown escape": (r'{"a": "\x"}', "Invalid escape sequence", 7),
    "a bad unicode escape": (r'{"a": "\u12g4"}', "Malformed Unicode escape", 7),
    "half a character": (r'{"a": "\ud83d"}', "Half a surrogate pair is no character", 6),
    "too deep": ("[" * 1000, "Nesting deeper than 32", 33),
}


@pytest.mark.parametrize(("text", "value"), ACCEPTED.values(), ids=ACCEPTED)
def test_accepted(text, value):
    read = read_lenient(text)
    assert isinstance(read, LenientJson)
    assert read.value == value


@pytest.mark.parametrize(("text", "message", "offset"), REFUSED.values(), ids=REFUSED)
def test_refused(text, message, offset):
    assert read_lenient(text) == SyntaxFault(message, offset)


def test_numbers_are_known_from_texts():
    read = read_lenient("[5, '5', 5a, -1.5E+3]")
    assert isinstance(read, LenientJson)
    assert [isinstance(each, NumberText) for each in read.value] == [True, False, False, True]


def test_places_of_names_and_values():
    read = read_lenient("{a: {b: [x, y]}}")
    assert isinstance(read, LenientJson)
    assert read.names == {("a",): 1, ("a", "b"): 5}
    assert read.offsets == {(): 0, ("a",): 4, ("a", "b"): 8, ("a", "b", 0): 9, ("a", "b", 1): 12}


def test_members_given_twice_are_told():
    read = read_lenient("{a: {b: 1, b: 2}, a: 3}")
    assert isinstance(read, LenientJson)
    assert read.duplicates == (("a", "b"), ("a",))


@pytest.mark.parametrize(
    ("offset", "expected"),
    [(0, (1, 1)), (2, (1, 3)), (3, (2, 1)), (5, (3, 1))],
    ids=["first", "end of line", "second", "last"],
)
def test_line_and_column(offset, expected):
    assert line_and_column("ab\nc\nd", offset) == expected


def _as_texts(value):
    """JSON with the numbers as texts, as the lenient reader gives them."""
    return json.loads(json.dumps(value), parse_int=str, parse_float=str)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.slow
@given(_JSON, st.booleans(), st.sampled_from([None, 2]))
def test_json_reads_as_json(value, ascii_only, indent):
    read = read_lenient(json.dumps(value, ensure_ascii=ascii_only, indent=indent))
    assert isinstance(read, LenientJson)
    assert read.value == _as_texts(value)


@given(st.text(alphabet="{}[]:=>,;'\"\\#/* \nabnul1-.ue\ufeff\ud800é"))
def test_any_text_is_read_or_refused_inside_of_it(text):
    read = read_lenient(text)
    assert isinstance(read, LenientJson) or 0 <= read.offset <= len(text)


@pytest.mark.slow
@given(st.dictionaries(st.text(), _JSON, max_size=4), st.booleans())
def test_the_fast_reader_gives_what_the_lenient_one_gives(value, ascii_only):
    text = json.dumps(value, ensure_ascii=ascii_only)
    plain, read = read_plain(text), read_lenient(text)
    assert isinstance(read, LenientJson)
    assert plain == read.value or (plain is None and "\\u" in text)


@pytest.mark.parametrize(
    "text",
    ["{a: 1}", "[]", '{"a": NaN}', '{"a": 1, "a": 1}', r'{"a": "\u0041"}', "", '{"a": "\n"}', "[" * 100_000],
    ids=["lenient", "list", "constant", "twice", "escape", "nothing", "raw line break", "very deep"],
)
def test_the_fast_reader_leaves_the_rest_to_the_lenient_one(text):
    assert read_plain(text) is None
