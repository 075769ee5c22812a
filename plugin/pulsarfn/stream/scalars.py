"""The meaning of scalars for the two readers: Pulsar's Jackson and Kubernetes' YAML library.

Neither follows YAML 1.1 or 1.2. Sources: jackson-dataformat-yaml 2.18 `YAMLParser._decodeScalar` over SnakeYAML 2.3
`Resolver`; go.yaml.in/yaml 2.4 `resolve.go` and sigs.k8s.io/yaml 1.6 `convertToJSONableObject`.
"""

import math
import struct
from base64 import b64decode
from collections.abc import Callable, Mapping
from functools import lru_cache

from pulsarfn.named_tuples import NamedTuple
from pulsarfn.patterns import pattern
from pulsarfn.typed import TypeAlias

Scalar: TypeAlias = str | int | float | bool | None


class IntText(int):
    """A whole number whose `text` in the input differs from `str`."""

    text: str


class FloatText(float):
    """A float whose `text` in the input differs from `repr`.

    It is NaN if Jackson reads the text as a float and then cannot parse it, as with ``.inf``: it refuses it for any type.
    """

    text: str


class BooleanText(int):
    """A boolean of Jackson, 1 or 0, whose `text` in the input is not ``true`` or ``false``, such as ``no``.

    Jackson gives the text to a String field and the boolean to any other; a `bool` of Python cannot carry a text.
    """

    text: str


class Rules(NamedTuple):
    """The rules of one of the two readers for scalars.

    Attributes:
        plain: returns the value of an untagged plain scalar.
        known: the same for short texts; it keeps the latest values, so that equal ones are read once, and are one object.
        ordinary_key: returns a short text if a plain key of this text is nothing else; otherwise None.
        bare_tag: returns the value of a scalar with the tag ``!``.
        tagged: returns the value of a scalar whose tag is the first argument, such as ``int``; ValueError if it is refused.
        key: returns the text of a key, from its value and its text; ValueError if it is refused.
    """

    plain: Callable[[str], Scalar]
    known: Callable[[str], Scalar]
    ordinary_key: Callable[[str], str | None]
    bare_tag: Callable[[str], Scalar]
    tagged: Callable[[str, str], Scalar]
    key: Callable[[Scalar, str], str]


_TRUE = frozenset({"yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"})
_FALSE = frozenset({"no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"})
_NULL = frozenset({"", "~", "null", "Null", "NULL"})


def _boolean(text: str, value: bool) -> BooleanText:  # noqa: FBT001 - the value itself
    boolean = BooleanText(value)
    boolean.text = text
    return boolean


_JACKSON_WORDS: Mapping[str, Scalar] = {
    **dict.fromkeys(_NULL),
    **{text: _boolean(text, text in _TRUE) for text in _TRUE | _FALSE},
    "true": True,
    "false": False,
}
_GO_WORDS: Mapping[str, Scalar] = {
    **dict.fromkeys(_NULL),
    **dict.fromkeys([*_TRUE, "y", "Y"], True),
    **dict.fromkeys([*_FALSE, "n", "N"], False),
}
_JACKSON_TAGGED_TRUE = frozenset({"y", "on", "yes", "true"})
_JACKSON_TAGGED_FALSE = frozenset({"n", "no", "off", "false"})
_JACKSON_INT = pattern(
    r"[-+]?0b_*[01][01_]*|[-+]?0_*[0-7][0-7_]*|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x_*[0-9a-fA-F][0-9a-fA-F_]*"
)
_JACKSON_FLOAT = pattern(
    r"[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+]?[0-9]+)?"
    r"|[-+]?[0-9][0-9_]*[eE][-+]?[0-9]+"
    r"|[-+]?\.[0-9_]+(?:[eE][-+]?[0-9]+)?"
    r"|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*"
)
_LONGEST_NUMBER = 1024
"""The maximum length of a number, in characters. SnakeYAML reads longer ones as texts, and Go has no such whole number."""

_SHORT_NUMBER = 18
"""The number of digits that fit into a whole number of every reader."""

_JACKSON_TAGGED_DECIMAL = pattern(r"[-+]?[1-9_][0-9_]*|[-+]?0")
_JACKSON_TAGGED_PREFIX = pattern(r"[-+]?0[bBxX0-9_]")
_NOT_FINITE = pattern(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_GO_INT = pattern(r"[-+]?(?:0[bB][01]+|0[oO][0-7]+|0[xX][0-9a-fA-F]+|0[0-7]*|[1-9][0-9]*)|0b[-+][01]+")
_GO_FLOAT = pattern(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_GO_FRACTION = pattern(r"\.[0-9]+(?:_[0-9]+)*(?:[eE][-+]?[0-9]+(?:_[0-9]+)*)?")
_NUMBER_START = frozenset("+-.0123456789")
_GO_KINDS: dict[str, tuple[type, ...]] = {
    "int": (int,),
    "float": (int, float),
    "bool": (bool,),
    "null": (type(None),),
}


def jackson(text: str) -> Scalar:
    """Return the value of a plain scalar of a component config or worker config, by the rules of Pulsar's own reader."""
    if text[:1] not in _NUMBER_START:
        return _JACKSON_WORDS.get(text, text)
    if _is_ordinary(text):
        return int(text)
    if len(text) > _LONGEST_NUMBER:
        return text
    whole, _, fraction = text.partition(".")
    if _is_ordinary(whole) and fraction.isdecimal() and fraction.isascii():  # as most floats are
        return _jackson_float(text)
    if _JACKSON_INT.fullmatch(text):
        return as_written(_whole(text.replace("_", "")), text)
    if _JACKSON_FLOAT.fullmatch(text) or _NOT_FINITE.fullmatch(text):
        return _jackson_float(text)
    return text


def kubernetes(text: str) -> Scalar:
    """Return the value of a plain scalar of a document, by the rules of the API server's reader."""
    if text[:1] not in _NUMBER_START:
        return _GO_WORDS.get(text, text)
    if _is_ordinary(text):
        return int(text)
    if _NOT_FINITE.fullmatch(text):
        return as_written(float(text.replace(".", "")), text)
    if text[0] == "." and not _GO_FRACTION.fullmatch(text):
        return text
    digits = text.replace("_", "")
    if len(digits) <= _LONGEST_NUMBER and _GO_INT.fullmatch(digits):
        number = _whole(digits)
        if -(2**63) <= number < (2**63 if digits[0] in "+-" else 2**64):
            return as_written(number, text)
    if _GO_FLOAT.fullmatch(digits) and math.isfinite(float(digits)):
        return as_written(float(digits), text)
    return text


def _is_ordinary(text: str) -> bool:
    """Whether a text is a whole number for all readers, as most numbers are: they need no pattern."""
    return text.isdecimal() and text.isascii() and len(text) <= _SHORT_NUMBER and (text[0] != "0" or text == "0")


def as_written(number: float, text: str) -> Scalar:
    """Return `number`, with `text` attached if the two differ."""
    if str(number) == text:
        return number
    kept = IntText(number) if isinstance(number, int) else FloatText(number)
    kept.text = text
    return kept


def _whole(text: str) -> int:
    """Return a whole number from a text with the prefixes of YAML 1.1 and Go, without underscores."""
    sign, digits = (-1, text[1:]) if text[0] == "-" else (1, text.removeprefix("+"))
    base = {"0b": 2, "0x": 16, "0o": 8}.get(digits[:2].lower())
    if base is not None:
        return sign * int(digits[2:], base)
    return sign * int(digits, 8 if digits[0] == "0" else 10)


def _jackson_float(text: str) -> Scalar:
    """Return the value of a text that SnakeYAML reads as a float; NaN for ``1:30.5`` or ``._``, which Jackson cannot parse."""
    try:
        number = float(text.replace("_", ""))
    except ValueError:
        number = math.nan
    return as_written(number, text)


def _jackson_tagged(kind: str, text: str) -> Scalar:
    if kind == "binary":
        raise ValueError("which Pulsar takes for bytes, or for their base64 text, as the key may be")
    if kind == "str" or not text:
        return text
    if kind == "null":
        return None
    if kind == "bool":
        word = text.lower()
        if word not in _JACKSON_TAGGED_TRUE | _JACKSON_TAGGED_FALSE:
            return text
        return text == "true" if text in ("true", "false") else _boolean(text, word in _JACKSON_TAGGED_TRUE)
    return _jackson_float(text) if kind == "float" else _jackson_tagged_int(text)


def _jackson_tagged_int(text: str) -> Scalar:
    """Return the value by `YAMLParser._decodeNumberScalar`, without the resolver before it: a text if it is not a number."""
    digits = text.replace("_", "")
    try:
        if _JACKSON_TAGGED_PREFIX.match(text) or _JACKSON_TAGGED_DECIMAL.fullmatch(text):
            return as_written(_whole(digits), text)
    except (ValueError, IndexError):
        raise ValueError("on what is not a whole number") from None
    if text in ("+", "-"):
        raise ValueError("on what is not a whole number")
    return text


def _kubernetes_tagged(kind: str, text: str) -> Scalar:
    if kind == "str":
        return text
    if kind == "binary":
        return b64decode(text.replace("\n", ""), validate=True).decode("utf-8", "replace")
    value = kubernetes(text)
    if not isinstance(value, _GO_KINDS[kind]) or (isinstance(value, bool) and kind != "bool"):
        raise ValueError("which the value does not fit")
    return as_written(float(value), text) if kind == "float" and isinstance(value, int) else value


@lru_cache(1024)
def _jackson_ordinary_key(text: str) -> str | None:
    return None if text.startswith("---") else text


@lru_cache(1024)
def _kubernetes_ordinary_key(text: str) -> str | None:
    return None if text == "<<" or text.startswith("---") or kubernetes(text) is not text else text


def _jackson_key(_: Scalar, text: str) -> str:
    return text


def _kubernetes_key(value: Scalar, _: str) -> str:
    """Return a key in the form of JSON."""
    match value:
        case bool():
            return "true" if value else "false"
        case None:
            raise ValueError("null as a key")
        case int() if value >= 2**63:
            raise ValueError("a number as a key that is larger than any whole number of Kubernetes")
        case float():
            return _go_float32(value)
    return str(value)


def _go_float32(number: float) -> str:
    """Return Go's ``strconv.FormatFloat(number, 'g', -1, 32)``, with YAML's spelling of numbers that are not finite."""
    single = _float32(number)
    if not math.isfinite(single):
        return ".nan" if math.isnan(single) else "-.inf" if single < 0 else ".inf"
    candidates = (f"{single:.{digits}e}" for digits in range(9))
    shortest = next(text for text in candidates if _float32(float(text)) == single)
    mantissa, exponent = shortest.split("e")
    if not -4 <= int(exponent) < 6:  # noqa: PLR2004 - where Go changes to an exponent
        return shortest
    decimals = len(mantissa.lstrip("-")[2:]) - int(exponent)
    return f"{single:.{max(decimals, 0)}f}"


def _float32(number: float) -> float:
    single: float = struct.unpack("f", struct.pack("f", number))[0]
    return single


JACKSON = Rules(jackson, lru_cache(1024)(jackson), _jackson_ordinary_key, jackson, _jackson_tagged, _jackson_key)
"""Pulsar's reader of component configs and worker configs."""

KUBERNETES = Rules(
    kubernetes, lru_cache(1024)(kubernetes), _kubernetes_ordinary_key, str, _kubernetes_tagged, _kubernetes_key
)
"""The API server's, kubectl's and Helm's reader of manifests."""


class NumberText(str):
    """A number that is kept as it is written, for a reader that accepts both texts and numbers."""

    __slots__ = ()
