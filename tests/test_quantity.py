"""Quantities as client-java prints them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulsarfn.kubernetes.quantity import parse


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("0.1", "100m"),
        ("1.0", "1"),
        ("0.0", "0m"),
        ("1.235", "1235m"),
        ("1073741824", "1073741824"),
        ("1000000000", "1G"),
        ("1500000", "1500k"),
        ("1.0E7", "10e6"),
        ("512Mi", "512Mi"),
        ("1024Mi", "1Gi"),
        ("1.5Gi", "1536Mi"),
        ("0.5Ki", "512"),
        ("4G", "4G"),
        ("9007199254740993", "9007199254740993"),
        ("-5", "-5"),
    ],
)
def test_canonical_text(text, canonical):
    assert parse(text).text == canonical


@pytest.mark.parametrize("text", ["", "abc", "1 Gi", "Gi", "1Xi", "--1", "1e", "0x10", "1_000", "NaN", "9" * 100])
def test_not_a_quantity(text):
    assert parse(text) is None


@given(st.integers(0, 2**63 - 1), st.sampled_from(["", "k", "M", "Ki", "Mi", "m", "u", "n", "e3"]))
def test_the_canonical_text_has_the_same_value(number, suffix):
    quantity = parse(f"{number}{suffix}")
    again = parse(quantity.text)
    assert again.value == quantity.value
    assert isinstance(quantity.value, Decimal)


@given(st.from_regex(r"[0-9]{0,29}\.?[0-9]{0,29}", fullmatch=True))
def test_a_number_without_a_suffix_means_what_it_means_with_a_sign(text):
    """It is read without the pattern, which a sign needs."""
    assert parse(text) == parse(f"+{text}")
