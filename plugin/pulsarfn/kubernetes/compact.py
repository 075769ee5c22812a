"""Objects without the values that the API server does not keep: nulls, empty lists and maps, zero texts, flags and numbers.

The API server omits a field that Go holds by value when it is zero, and keeps a field that Go holds by pointer: ``replicas: 0``.
Source: the ``omitempty`` of k8s.io/api core/v1 and apps/v1, and k8s.io/apimachinery pkg/api/resource for quantities.
"""

import re
from decimal import ROUND_UP, Context, Decimal
from typing import Final

from pulsarfn.kubernetes.quantity import parse
from pulsarfn.values import Value

_TEXT_MAPS: Final = frozenset(
    {"labels", "annotations", "matchLabels", "nodeSelector", "data", "stringData", "binaryData"}
)
_EMPTY_MAPS: Final = _TEXT_MAPS | {"limits", "requests", "resources", "options"}
_AMOUNTS: Final = frozenset({"limits", "requests"})
_AMOUNT: Final = frozenset({"sizeLimit", "divisor"})
_FALSE: Final = frozenset(
    {
        "hostNetwork",
        "hostPID",
        "hostIPC",
        "stdin",
        "stdinOnce",
        "tty",
        "readOnly",
        "publishNotReadyAddresses",
        "immutable",  # held by pointer, but false means the same as no value
    }
)
_ZERO: Final = frozenset({"hostPort", "nodePort", "initialDelaySeconds", "minReadySeconds", "healthCheckNodePort"})
_DEFAULTED: Final = frozenset({"timeoutSeconds", "periodSeconds", "successThreshold", "failureThreshold", "targetPort"})
_EMPTY_TEXTS: Final = frozenset({"storageClassName", "service"})
_NUMBER: Final = re.compile(r"[+-]?0*([0-9]*)\.?([0-9]*)(?:([KMGTPE]i)|([numkMGTPE]?|[eE][+-]?[0-9]{1,3}))", re.ASCII)
_SCALES: Final = {"n": -9, "u": -6, "m": -3, "": 0, "k": 3, "M": 6, "G": 9, "T": 12, "P": 15, "E": 18}
_EXACT_DIGITS: Final = 10  # with at most so many digits, every quantity is exact in 64 bits
_EXACT: Final = Context(prec=400)
_MILLI: Final = Decimal("0.001")


def compact(value: Value, key: str = "") -> Value:
    """Return the value of the field `key` without empty members, and with its quantities in canonical form."""
    if isinstance(value, list):
        return [compact(each) for each in value]
    if not isinstance(value, dict):
        return _amount(value) if key in _AMOUNT else value
    if key in _TEXT_MAPS or (key == "selector" and all(isinstance(each, str) for each in value.values())):
        return {name: each for name, each in value.items() if each is not None}
    if key in _AMOUNTS:
        return {name: _amount(each) for name, each in value.items()}
    members = {name: compact(each, name) for name, each in value.items()}
    return {name: each for name, each in members.items() if not _says_nothing(name, each)}


def _says_nothing(key: str, value: Value) -> bool:
    if value is None or value == []:
        return True
    if value == {}:
        return key in _EMPTY_MAPS
    if value == "":
        return key not in _EMPTY_TEXTS
    if value is False:
        return key in _FALSE
    return value == 0 and key in _ZERO | _DEFAULTED


def _amount(value: Value) -> Value:
    """Return a quantity in its stored form: as written, or its canonical text, rounded up to thousandths; other values unchanged."""
    text = str(value)
    quantity = parse(text)
    if quantity is None:
        return value
    if _is_kept(text):
        return text
    if quantity.value != quantity.value.quantize(_MILLI, context=_EXACT):
        quantity = parse(f"{quantity.value.quantize(_MILLI, ROUND_UP, _EXACT):f}") or quantity
    return quantity.text if quantity.value else "0"


def _is_kept(text: str) -> bool:
    """Whether `ParseQuantity` keeps a text as it is written, without computing its canonical form: ``1e0``, ``1.500``."""
    match = _NUMBER.fullmatch(text)
    if match is None:
        return False
    whole, fraction, binary, exponent = match.groups(default="")
    digits = (whole or "0") + fraction
    if len(digits) > _EXACT_DIGITS:
        return False
    if binary:
        return not fraction and int(digits) % 8 != 0
    scale = (int(exponent[1:]) if exponent[:1] in ("e", "E") and exponent[1:] else _SCALES[exponent]) - len(fraction)
    return scale >= -3 and scale % 3 == 0 and not digits.endswith("000") and digits[0] != "0"  # noqa: PLR2004 - thousandths
