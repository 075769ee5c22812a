import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulsarfn.java.jackson import json_string

TEXTS = {
    "what Gson escapes for HTML stays": ("<it's=&>\u2028é", '"<it\'s=&>\u2028é"'),
    "what server-side apply does not take is escaped": ("\x7f\x9f", r'"\u007F\u009F"'),
    "quotes and backslashes": ('"\\', r'"\"\\"'),
    "controls have short names or upper-case hex": ("\b\f\n\r\t\x01\x1f", r'"\b\f\n\r\t\u0001\u001F"'),
}


@pytest.mark.parametrize(("text", "expected"), TEXTS.values(), ids=TEXTS)
def test_json_string(text, expected):
    assert json_string(text) == expected


@given(st.text())
def test_a_string_reads_back_equal(text):
    assert json.loads(json_string(text)) == text
