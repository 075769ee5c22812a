"""What is emitted reads back equal, in every YAML reader at hand."""

import json
import math
from types import MappingProxyType

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from pulsarfn.stream.emit import emit, emit_flow
from pulsarfn.stream.reader import read_yaml
from pulsarfn.stream.scalars import FloatText, IntText

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
TRICKY = st.text(alphabet="0179.eExXoObB+-_:~ynNfFtT<=aAiI#'\"|>&*!%@`{}[], \n\t\\é\x85\u2028", max_size=8)
STRINGS = TEXT | TRICKY
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | STRINGS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(STRINGS, inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.slow
@settings(deadline=None)
@given(st.dictionaries(STRINGS, VALUES, max_size=5))
def test_reads_back_equal_in_every_reader(value):
    text = emit(value) if value else "{}"
    assert read_yaml(text, "kubernetes") == value
    assert read_yaml(text, "jackson") == value
    assert YAML(typ="safe", pure=True).load(text) == value
    assert yaml.safe_load(text) == value


@pytest.mark.slow
@settings(deadline=None)
@given(VALUES)
def test_flow_reads_back_equal_in_every_reader(value):
    text = emit_flow(value)
    assert "\n" not in text
    assert read_yaml(f"- {text}\n", "kubernetes") == [value]
    assert YAML(typ="safe", pure=True).load(f"[{text}]") == [value]


@pytest.mark.slow
@settings(deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(st.characters(max_codepoint=126)),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(max_codepoint=126)), inner),
    )
)
def test_flow_of_ordinary_text_is_json(value):
    assert json.loads(emit_flow(value)) == value


@pytest.mark.parametrize(
    "text",
    [
        "yes",
        "on",
        "y",
        "N",
        "null",
        "~",
        "",
        "0o14",
        "012",
        "1e3",
        "1_000",
        "12:30:45",
        "2001-01-01",
        ".5",
        "0x1F",
        "=",
        "<<",
        "-",
        "- a",
        "a: b",
        "a #b",
        "#a",
        "!a",
        "&a",
        "*a",
        "%a",
        "@a",
        "`a",
        "{a",
        "[a",
        "1",
        "1.5",
        "+1",
        ".inf",
        "NaN",
        " a",
        "a ",
        "a:",
    ],
)
def test_what_a_reader_could_take_for_another_type_is_quoted(text):
    assert emit({"a": text}) == f'a: "{text}"\n'
    assert emit({text: "a"}) == f'"{text}": a\n'


@pytest.mark.parametrize(
    "text",
    [
        "sh",
        "-c"[1:],
        "pulsar://broker:6650",
        "apachepulsar/pulsar:4.2.4",
        "IfNotPresent",
        "a sentence of words",
        "/etc/auth",
    ],
)
def test_what_nobody_could_mistake_is_plain(text):
    assert emit({"a": text}) == f"a: {text}\n"


def test_lists_stand_at_their_keys_column_as_kubectl_writes_them():
    assert emit({"ports": [{"name": "grpc", "port": 1}, ["a", ["b"]], {}], "empty": []}) == (
        "ports:\n- name: grpc\n  port: 1\n- - a\n  - - b\n- {}\nempty: []\n"
    )


def test_text_with_quotes_is_literal():
    assert emit({"command": ["sh", "-c", "run '{\"a\":1}'"]}) == 'command:\n- sh\n- "-c"\n- |-\n  run \'{"a":1}\'\n'


def test_a_long_key_reads_back():
    key = "k" * 5000
    assert yaml.safe_load(emit({key: {"a": 1}})) == {key: {"a": 1}}


@pytest.mark.parametrize("text", ["a b", "-c", "a-b", "a:b", "k8s.io/x", "a=b", "v1"])
def test_keys_follow_the_rule_of_values(text):
    written = emit({"a": text}).removeprefix("a: ").removesuffix("\n")
    assert emit({text: "a"}) == f"{written}: a\n"


# What sigs.k8s.io/yaml, which Kubernetes reads with, took for something else when a library's dumper had written it.
MISREAD = """
y Y n N yes Yes YES no No NO on On ON off Off OFF 0O14 0X1F 0B101 .5e3 1_0e1_0 1e1_0 0o14 -0o17 +0o17 08 09 0888 +09
-09 09_ 0_9 +.5 -.5 -.0 +_9 1e3 1E3 685e3 7e10 123e45 12345e6 1e+3 1e-3 -_1 +_1 1_000 1_ 0x_1 0_7 0b101 +0x1F 2001-1-1
2001-12-14t21:59:43.10-05:00 12:30:45 190:20:30.15 0 -0 1. .5 . .. ... + ++ --- -- -.inf .NaN nan inf NaN Null NULL
TRUE False = << ~ * & ! | > ? : , [] {} # % @ `
"""


@pytest.mark.parametrize(
    "text", [*MISREAD.split(), "a\x85b", "\x85", "a\u2028b", "\x7f", "\ufffe", "\ufeffa", "😀", "\U000e0001"]
)
def test_what_other_dumpers_get_wrong_is_in_double_quotes(text):
    assert emit({"a": text}).startswith('a: "')
    assert read_yaml(emit({text: text}), "kubernetes") == {text: text}


@pytest.mark.parametrize(
    ("text", "written"),
    [
        pytest.param("a\nb", "|-\n  a\n  b", id="two lines"),
        pytest.param("a\nb\n", "|\n  a\n  b", id="two whole lines"),
        pytest.param("a\n\n\tb\n", "|\n  a\n\n  \tb", id="an empty line, and a tab at the beginning of another"),
        pytest.param("#!/bin/sh\n---\n", "|\n  #!/bin/sh\n  ---", id="what is no comment and no marker here"),
        pytest.param("a\n\n", r'"a\n\n"', id="an empty line at the end"),
        pytest.param(" a\nb", r'" a\nb"', id="a blank at the beginning"),
        pytest.param("a \nb", r'"a \nb"', id="a blank at the end of a line"),
        pytest.param("a\r\nb\r\n", r'"a\r\nb\r\n"', id="CRLF"),
        pytest.param("\na", r'"\na"', id="an empty line at the beginning"),
        pytest.param('\\"', '|-\n  \\"', id="quotes and backslashes on one line"),
        pytest.param('"\x1b"', r'"\"\u001b\""', id="quotes beside a control character"),
    ],
)
def test_texts_of_lines_are_literal_where_that_keeps_them(text, written):
    assert emit({"a": text}) == f"a: {written}\n"


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (0, "0"),
        (-(2**63), "-9223372036854775808"),
        (IntText(12), "12"),
        (1.0, "1.0"),
        (-0.0, "-0.0"),
        (1e22, "1.0e+22"),
        (1.5e-7, "1.5e-07"),
        (5e-324, "5.0e-324"),
        (FloatText(0.5), "0.5"),
        (math.inf, ".inf"),
        (-math.inf, "-.inf"),
        (math.nan, ".nan"),
        (True, "true"),
        (None, "null"),
        ({}, "{}"),
        ((), "[]"),
    ],
)
def test_what_is_no_text_is_plain(number, written):
    assert emit({"a": number}) == f"a: {written}\n"


@pytest.mark.parametrize("value", [{1, 2}, set(), b"", object(), MappingProxyType({"b": 1})])
def test_what_no_manifest_can_hold_is_a_bug_and_never_dropped(value):
    with pytest.raises(TypeError, match="a manifest cannot hold a"):
        emit({"a": value})


def test_flow_writes_no_escape_that_json_lacks():
    text = "\u2028 \x7f \ufeff é 😀 \U000e0001"
    assert json.loads(emit_flow([text])) == yaml.safe_load(emit_flow([text])) == [text]
    assert emit_flow("\u2028\U000e0001") == '"\\u2028\U000e0001"'
