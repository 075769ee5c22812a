import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulsarfn.java.java_text import JAVA_21, double_text, hash_map_order, is_blank, shortest_double_text

# Printed by OpenJDK 17.0.15.
JAVA_17 = {
    0.0: "0.0",
    1.0: "1.0",
    0.5: "0.5",
    0.1: "0.1",
    0.001: "0.001",
    0.002: "0.002",
    0.0005: "5.0E-4",
    100.0: "100.0",
    9999999.0: "9999999.0",
    1e7: "1.0E7",
    1e8: "1.0E8",
    123456789.125: "1.23456789125E8",
    9999999.999999998: "9999999.999999998",
    4.35: "4.35",
    1e16: "1.0E16",
    2.0**62: "4.6116860184273879E18",
    2.0**63: "9.223372036854776E18",
    1e22: "1.0E22",
    2.0**-44: "5.6843418860808015E-14",
    8.41e21: "8.409999999999999E21",
    1e23: "9.999999999999999E22",
    2e23: "1.9999999999999998E23",
    2.0**84: "1.9342813113834067E25",
    3.8379182706411003e25: "3.8379182706411002E25",
    2.2e-322: "2.2E-322",
    5e-324: "4.9E-324",
    1e300: "1.0E300",
    1.7976931348623157e308: "1.7976931348623157E308",
    math.inf: "Infinity",
}


@pytest.mark.parametrize(("value", "text"), JAVA_17.items(), ids=JAVA_17.values())
def test_doubles_print_as_java_17_prints_them(value, text):
    assert double_text(value) == text
    assert double_text(-value) == f"-{text}"


def test_no_number_prints_as_java_prints_it():
    assert double_text(math.nan) == "NaN"


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_double_reads_back_from_its_text(value):
    text = double_text(value)
    assert float(text) == value
    assert "e" not in text
    assert "." in text


# Printed by OpenJDK 17.0.15: new HashMap(), putAll(first), put(each of second).
JAVA_17_ORDERS = {
    "no keys at all": ((), (), ()),
    "keys put into an empty table of sixteen": ((), ("zeta", "a"), ("zeta", "a")),
    "colliding keys stay as they were put": (("BB", "Aa"), (), ("BB", "Aa")),
    "keys that are already there keep their place": (("b", "a"), ("b",), ("a", "b")),
    "the table of six keys has sixteen buckets": (
        (
            "k1",
            "k2",
            "k3",
            "zeta",
            "alpha",
            "Omega",
        ),
        (),
        (
            "zeta",
            "k1",
            "k2",
            "alpha",
            "k3",
            "Omega",
        ),
    ),
    "the seventh key doubles a table of eight that was made for five": (
        (
            "zeta",
            "alpha",
            "mid",
            "beta",
            "Omega",
        ),
        (
            "x1",
            "x2",
        ),
        (
            "zeta",
            "alpha",
            "mid",
            "x1",
            "x2",
            "Omega",
            "beta",
        ),
    ),
    "thirteen keys that are put one by one double the table of sixteen": (
        (),
        (
            "q",
            "w",
            "e",
            "r",
            "t",
            "y",
            "u",
            "i",
            "o",
            "p",
            "as",
            "df",
            "gh",
        ),
        (
            "gh",
            "df",
            "e",
            "i",
            "o",
            "p",
            "q",
            "r",
            "as",
            "t",
            "u",
            "w",
            "y",
        ),
    ),
    "keys beyond the basic plane hash by UTF-16 units": (
        (
            "é",
            "ß",
            "😀",
            "中文",
            "a",
        ),
        (),
        (
            "😀",
            "é",
            "a",
            "中文",
            "ß",
        ),
    ),
    "nine keys in one bucket double a small table": (
        (),
        (
            "AaAaAaAa",
            "AaAaAaBB",
            "AaAaBBAa",
            "AaAaBBBB",
            "AaBBAaAa",
            "AaBBAaBB",
            "AaBBBBAa",
            "AaBBBBBB",
            "BBAaAaAa",
            "b",
            "c",
            "z9",
            "hello",
        ),
        (
            "b",
            "c",
            "AaAaAaAa",
            "AaAaAaBB",
            "AaAaBBAa",
            "AaAaBBBB",
            "AaBBAaAa",
            "AaBBAaBB",
            "AaBBBBAa",
            "AaBBBBBB",
            "BBAaAaAa",
            "hello",
            "z9",
        ),
    ),
    "one key is a table of two": (
        ("persistent://public/default/in",),
        ("__WINDOWCONFIGS__",),
        (
            "persistent://public/default/in",
            "__WINDOWCONFIGS__",
        ),
    ),
    "four keys are a table of eight": (
        (
            "d",
            "c",
            "b",
            "a",
        ),
        ("zz",),
        (
            "zz",
            "a",
            "b",
            "c",
            "d",
        ),
    ),
}


@pytest.mark.parametrize(("keys", "put", "order"), JAVA_17_ORDERS.values(), ids=JAVA_17_ORDERS)
def test_hash_map_order(keys, put, order):
    assert hash_map_order(keys, put) == list(order)


@given(st.lists(st.text()), st.lists(st.text()))
def test_hash_map_order_yields_every_key_once(keys, put):
    given_once = list(dict.fromkeys(keys))
    order = hash_map_order(given_once, put)
    assert sorted(order) == sorted({*keys, *put})


@pytest.mark.parametrize("text", [None, "", " ", "\t\n\u2003\x1f"], ids=["absent", "empty", "a blank", "white space"])
def test_what_java_takes_for_blank(text):
    assert is_blank(text)


@pytest.mark.parametrize("text", ["a", " a ", "\u00a0", "\u200b", "\x85"])
def test_what_java_takes_for_no_blank(text):
    assert not is_blank(text)


SINCE_JDK_19 = {
    2e23: "2.0E23",
    1e23: "1.0E23",
    5e-324: "4.9E-324",
    1e-323: "9.9E-324",
    2.2250738585072014e-308: "2.2250738585072014E-308",
    1.7976931348623157e308: "1.7976931348623157E308",
    0.001: "0.001",
    1e-4: "1.0E-4",
    1e7: "1.0E7",
    9999999.5: "9999999.5",
    12345678.9: "1.23456789E7",
    33.333333333333336: "33.333333333333336",
    100.0: "100.0",
    0.0: "0.0",
}
"""As JDK 25 prints them."""


@pytest.mark.parametrize(("value", "text"), SINCE_JDK_19.items(), ids=SINCE_JDK_19.values())
def test_doubles_of_newer_jvms(value, text):
    assert shortest_double_text(value) == text
    assert shortest_double_text(-value) == f"-{text}"


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_doubles_of_newer_jvms_read_back(value):
    assert float(shortest_double_text(value)) == value


def test_a_table_of_newer_jvms_is_no_larger_than_it_must_be():
    assert [JAVA_21.table_size_for(count) for count in (0, 1, 3, 12, 13, 24, 25)] == [16, 2, 4, 16, 32, 32, 64]
