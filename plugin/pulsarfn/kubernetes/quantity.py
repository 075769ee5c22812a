"""Kubernetes quantities: parse a text, and print it in the canonical form of the client that Pulsar uses.

Source: `io.kubernetes.client.custom.QuantityFormatter` and `BaseExponent` (client-java 23). Values are exact decimals.
"""

import re
from decimal import Context, Decimal
from functools import lru_cache

from pulsarfn.named_tuples import NamedTuple
from pulsarfn.patterns import pattern

_BINARY = {"Ki": 1, "Mi": 2, "Gi": 3, "Ti": 4, "Pi": 5, "Ei": 6}
_DECIMAL = {"n": -9, "u": -6, "m": -3, "": 0, "k": 3, "M": 6, "G": 9, "T": 12, "P": 15, "E": 18}
_SUFFIX_OF = {exponent: suffix for suffix, exponent in _DECIMAL.items()}
_QUANTITY = pattern(
    r"([+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+))(?:([KMGTPE]i)|([numkMGTPE]?)|[eE]([+-]?[0-9]{1,3}))", re.ASCII
)
_EXACT = Context(prec=400)
_MAX_DIGITS = 60


class Quantity(NamedTuple):
    """An amount of a resource: cores of cpu, bytes of memory, a count of devices.

    Attributes:
        value: the exact amount.
        text: the canonical text, such as ``100m`` or ``1Gi``.
    """

    value: Decimal
    text: str


@lru_cache(1024)
def parse(text: str) -> Quantity | None:
    """Return the quantity of a text such as ``0.1``, ``100m``, ``1.5Gi`` or ``10e6``; None for any other text."""
    if len(text) > _MAX_DIGITS:
        return None
    if text.isascii() and text.replace(".", "", 1).isdecimal():  # without a suffix, as many are
        value = Decimal(text)
        return Quantity(value, _decimal_text(value))
    match = _QUANTITY.fullmatch(text)
    if match is None:
        return None
    number, binary, decimal, exponent = match.groups()
    mantissa = Decimal(number)
    if binary:
        value = _EXACT.multiply(mantissa, Decimal(1024) ** _BINARY[binary])
        return Quantity(value, _binary_text(value))
    if exponent is not None:
        value = mantissa.scaleb(int(exponent), _EXACT)
        return Quantity(value, _decimal_text(value, exponent_form=True))
    value = mantissa.scaleb(_DECIMAL[decimal], _EXACT)
    return Quantity(value, _decimal_text(value))


def from_double(text: str) -> Quantity:
    """Return the quantity of a Java double or long, as `Double.toString` or `Long.toString` prints it.

    Raises:
        ValueError: for any other text.
    """
    quantity = parse(text)
    if quantity is None:
        raise ValueError(text)
    return quantity


def _binary_text(value: Decimal) -> str:
    """Strip factors of 1024 while whole numbers remain; a fraction is printed in decimal form."""
    if value != value.to_integral_value():
        return _decimal_text(value)
    number, power = int(value), 0
    while number and number % 1024 == 0 and power < len(_BINARY):
        number, power = number // 1024, power + 1
    return f"{number}{['', *_BINARY][power]}"


def _decimal_text(value: Decimal, *, exponent_form: bool = False) -> str:
    """Strip factors of ten, then raise the exponent to a multiple of three; suffixes end at E, exponents do not."""
    sign, digits, raw_exponent = value.as_tuple()
    if not isinstance(raw_exponent, int):
        raise TypeError(value)
    number, exponent = int("".join(map(str, digits))), raw_exponent
    while number >= 10 and number % 10 == 0:  # noqa: PLR2004 - a digit
        number, exponent = number // 10, exponent + 1
    down = exponent % 3
    number, exponent = number * 10**down, exponent - down
    text = f"{'-' if sign and number else ''}{number}"
    if exponent_form or exponent not in _SUFFIX_OF:
        return f"{text}e{exponent}" if exponent else text
    return text + _SUFFIX_OF[exponent]
