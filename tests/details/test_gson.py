import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulsarfn.java.gson import gson_text, json_string

TEXTS = {
    "plain text stays": ("a/b é 中 \xa0", '"a/b é 中 \xa0"'),
    "what server-side apply does not take is escaped": ("\x7f\x80\x9f\ufffe", r'"\u007f\u0080\u009f\ufffe"'),
    "what HTML could mistake is escaped": ("<a b='c'>&", r'"\u003ca b\u003d\u0027c\u0027\u003e\u0026"'),
    "quotes and backslashes": ('"\\', r'"\"\\"'),
    "controls have short names or lower-case hex": ("\b\f\n\r\t\x01\x1f", r'"\b\f\n\r\t\u0001\u001f"'),
    "line separators of JavaScript": ("\u2028\u2029", r'"\u2028\u2029"'),
}

VALUES = {
    "a null": (None, "null"),
    "booleans": ([True, False], "[true,false]"),
    "integers of any size": ([0, -1, 12345678901234567890], "[0,-1,12345678901234567890]"),
    "doubles as Java prints them": ([2.0, 1e300, 1e8, -0.0], "[2.0,1.0E300,1.0E8,-0.0]"),
    "members without a value are dropped at any depth": ({"a": None, "b": {"c": None}}, '{"b":{}}'),
    "nulls in lists are kept": ({"b": 1, "a": [1.5, None]}, '{"b":1,"a":[1.5,null]}'),
    "names are escaped too": ({"k'": "<>"}, r'{"k\u0027":"\u003c\u003e"}'),
    "an empty map and an empty list": ([{}, []], "[{},[]]"),
}


@pytest.mark.parametrize(("text", "expected"), TEXTS.values(), ids=TEXTS)
def test_json_string(text, expected):
    assert json_string(text) == expected


@pytest.mark.parametrize(("value", "expected"), VALUES.values(), ids=VALUES)
def test_gson_text(value, expected):
    assert gson_text(value) == expected


@pytest.mark.parametrize("value", [float("nan"), float("inf")], ids=["no number", "infinity"])
def test_gson_has_no_text_for_doubles_that_json_lacks(value):
    with pytest.raises(ValueError, match="is not a valid double value"):
        gson_text([value])


scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
values = st.recursive(scalars, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner))


@pytest.mark.slow
@given(values)
def test_gson_text_reads_back_equal_but_for_members_without_value(value):
    text = gson_text(value)
    assert json.loads(text) == without_nulls(value)
    assert "'" not in text


def without_nulls(value):
    if isinstance(value, dict):
        return {key: without_nulls(each) for key, each in value.items() if each is not None}
    return [without_nulls(each) for each in value] if isinstance(value, list) else value
