"""Scalars mean what the real readers say: the two tables were written by Jackson and by Kubernetes' own YAML library."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulsarfn.models.java_types import written_text
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


def kind(value):
    return next(name for types, name in KINDS if isinstance(value, types))


KINDS = (
    (bool | BooleanText, "bool"),
    (int, "int"),
    (float, "float"),
    (str, "str"),
    (type(None), "null"),
)


def read_value(scalar, rules):
    return read_yaml(f"v: {scalar}\n", rules)["v"]


def test_tables_are_long():
    assert len(JACKSON) == len(KUBERNETES) > 400


@pytest.mark.parametrize(("scalar", "type_name", "value"), [row[:3] for row in JACKSON if row[1] != "error"])
def test_jackson_gives_an_object(scalar, type_name, value):
    found = read_value(scalar, "jackson")
    assert kind(found) == type_name
    if type_name == "float":
        assert found == float(value.replace("Infinity", "inf"))
    elif type_name == "int":
        assert found == int(value)
    else:
        assert found == value


@pytest.mark.parametrize(("scalar", "text"), [(row[0], row[3]) for row in JACKSON if row[3] is not None])
def test_jackson_gives_a_string_what_was_written(scalar, text):
    found = read_value(scalar, "jackson")
    if isinstance(found, bool):
        assert text in scalar  # the text of a boolean is not kept
    else:
        assert written_text(found) == text


@pytest.mark.parametrize("scalar", [row[0] for row in JACKSON if row[1] == "error"])
def test_jackson_refuses(scalar):
    with pytest.raises(ReadError):
        read_value(scalar, "jackson")


@pytest.mark.parametrize(("scalar", "value"), [(row[0], row[2]) for row in KUBERNETES if row[1]])
def test_kubernetes_reads(scalar, value):
    found = read_value(scalar, "kubernetes")
    assert (float(found) if isinstance(found, float) else found) == (
        float(value) if isinstance(found, float) else value
    )
    assert isinstance(found, bool) == isinstance(value, bool)


@pytest.mark.parametrize("scalar", [row[0] for row in KUBERNETES if not row[1]])
def test_kubernetes_refuses(scalar):
    with pytest.raises(ReadError):
        read_value(scalar, "kubernetes")


@pytest.mark.parametrize(("scalar", "key"), [(row[0], row[3]) for row in KUBERNETES if row[4] and row[3] is not None])
def test_kubernetes_has_keys(scalar, key):
    assert list(read_yaml(f"{scalar} : 1\n", "kubernetes")) == [key]


@pytest.mark.parametrize("scalar", [row[0] for row in KUBERNETES if row[4] and row[3] is None])
def test_kubernetes_refuses_as_a_key(scalar):
    with pytest.raises(ReadError):
        read_yaml(f"{scalar} : 1\n", "kubernetes")


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
