"""Scalars mean what the real readers say: the two tables were written by Jackson and by Kubernetes' own YAML library."""

import json
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulsarfn.models.java_types import written_text
from pulsarfn.stream import scalars
from pulsarfn.stream.reader import read_yaml
from pulsarfn.stream.scalars import BooleanText, FloatText, IntText, as_written, jackson, kubernetes
from pulsarfn.stream.texts import ReadError

FOLDER = Path(__file__).parent
JACKSON = json.loads((FOLDER / "jackson_scalars.json").read_text("utf-8"))["scalars"]
KUBERNETES = json.loads((FOLDER / "kubernetes_scalars.json").read_text("utf-8"))["scalars"]
ODD_TEXT = st.text(alphabet="0179_.eExXoObB+-:~ynNfFtTaAiI ", min_size=1, max_size=10)
NUMBER_LIKE = st.from_regex(
    r"[-+]?(0x[0-9A-F]+|0[0-7]+|[1-9][0-9_]{0,8}|[0-9]\.[0-9]{1,3}(e[-+]?[0-9])?)", fullmatch=True
)


KINDS = (
    (bool | BooleanText, "bool"),
    (int, "int"),
    (float, "float"),
    (str, "str"),
    (type(None), "null"),
)
REFUSED = ("error", None)


def typed(value):
    return next(name for types, name in KINDS if isinstance(value, types)), value


def read_value(scalar, rules):
    return read_yaml(f"v: {scalar}\n", rules)["v"]


def outcome(scalar, rules):
    try:
        return typed(read_value(scalar, rules))
    except ReadError:
        return REFUSED


def keys_of(scalar):
    try:
        return list(read_yaml(f"{scalar} : 1\n", "kubernetes"))
    except ReadError:
        return [None]


def test_tables_are_long():
    assert len({row[0] for row in JACKSON}) == len({row[0] for row in KUBERNETES}) > 400


def test_jackson_gives_an_object_or_refuses():
    numbers = {"int": int, "float": lambda text: float(text.replace("Infinity", "inf"))}
    expected = {
        scalar: (name, numbers[name](value) if name in numbers else value) for scalar, name, value, _ in JACKSON
    }
    assert REFUSED in expected.values()
    assert {scalar: outcome(scalar, "jackson") for scalar in expected} == expected


def test_jackson_gives_a_string_what_was_written():
    expected = {scalar: text for scalar, _, _, text in JACKSON if text is not None}
    found = {scalar: read_value(scalar, "jackson") for scalar in expected}
    booleans = {scalar for scalar, value in found.items() if isinstance(value, bool)}  # their text is not kept
    assert [scalar for scalar in booleans if expected[scalar] not in scalar] == []
    assert {scalar: written_text(value) for scalar, value in found.items() if scalar not in booleans} == {
        scalar: text for scalar, text in expected.items() if scalar not in booleans
    }


def test_kubernetes_reads_or_refuses():
    found = {scalar: outcome(scalar, "kubernetes") for scalar, *_ in KUBERNETES}
    assert {scalar for scalar, is_read, *_ in KUBERNETES if not is_read} == {
        scalar for scalar, each in found.items() if each == REFUSED
    }
    read = [(scalar, *found[scalar], value) for scalar, is_read, value, *_ in KUBERNETES if is_read]
    assert [each for each in read if not is_json(*each[1:])] == []


def is_json(name, found, value):
    """Whether a value that is read is that of JSON, which has one type of numbers."""
    return found == (float(value) if name == "float" else value) and (name == "bool") == isinstance(value, bool)


def test_kubernetes_has_keys_or_refuses():
    expected = {scalar: [key] for scalar, *_, key, can_be_a_key in KUBERNETES if can_be_a_key}
    assert [None] in expected.values()
    assert {scalar: keys_of(scalar) for scalar in expected} == expected


@pytest.mark.parametrize("rules", [jackson, kubernetes])
def test_a_number_keeps_the_text_that_it_was_written_as(rules):
    numbers = 0

    @given(ODD_TEXT | NUMBER_LIKE)
    def check(text):
        nonlocal numbers
        value = rules(text)
        if isinstance(value, int | float) and not isinstance(value, bool):
            assert getattr(value, "text", str(value)) == text
            numbers += 1

    check()
    assert numbers >= 10


@pytest.mark.parametrize(
    ("number", "text", "kept"),
    [(10, "10", int), (8, "010", IntText), (1.5, "1.5", float), (1.1, "1.10", FloatText), (1000.0, "1e3", FloatText)],
    ids=["a plain int", "an octal int", "a plain float", "a float with a nought behind it", "an exponent"],
)
def test_only_a_text_of_its_own_is_kept(number, text, kept):
    assert type(as_written(number, text)) is kept


@pytest.mark.parametrize("length", [1024, 1025])
def test_jackson_takes_longer_digits_than_its_resolver_looks_at_for_a_text(length):
    assert isinstance(jackson("1" * length), int if length == 1024 else str)


def test_digits_beyond_pythons_own_limit_do_no_harm():
    assert kubernetes("1" * 5000) == "1" * 5000
    assert kubernetes("0" + "7" * 5000) == "0" + "7" * 5000


def test_a_boolean_that_is_not_written_true_or_false_remembers_how_it_was_written():
    assert read_value("no", "jackson").text == "no"
    assert type(read_value("true", "jackson")) is bool
    assert type(read_value("no", "kubernetes")) is bool


@pytest.mark.parametrize("rules", [jackson, kubernetes])
def test_ordinary_numbers_mean_what_the_patterns_say(rules):
    """They are read without the patterns, which take longer to compile than to use."""

    @given(NUMBER_LIKE | ODD_TEXT | st.from_regex(r"[0-9]{1,20}(\.[0-9]{0,20})?", fullmatch=True))
    def check(text):
        found = rules(text)
        with patch.object(scalars, "_is_ordinary", lambda _: False):
            expected = rules(text)
        assert (type(found), repr(found), str(found)) == (type(expected), repr(expected), str(expected))

    check()
