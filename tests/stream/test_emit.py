"""What is emitted reads back equal, in every YAML reader at hand."""

import json

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from pulsarfn.stream.emit import emit, emit_flow
from pulsarfn.stream.reader import read_yaml

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


@given(st.dictionaries(STRINGS, VALUES, max_size=5))
def test_reads_back_equal_in_every_reader(value):
    text = emit(value) if value else "{}"
    assert read_yaml(text, "kubernetes") == value
    assert read_yaml(text, "jackson") == value
    assert YAML(typ="safe", pure=True).load(text) == value
    assert yaml.safe_load(text) == value


@given(VALUES)
def test_flow_reads_back_equal_in_every_reader(value):
    text = emit_flow(value)
    assert "\n" not in text
    assert read_yaml(f"- {text}\n", "kubernetes") == [value]
    assert YAML(typ="safe", pure=True).load(f"[{text}]") == [value]


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
