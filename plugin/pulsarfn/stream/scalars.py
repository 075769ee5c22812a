"""What scalars mean to the two programs that read them: Pulsar's Jackson and Kubernetes' YAML library.

Neither follows YAML 1.1 or 1.2. Sources: jackson-dataformat-yaml 2.18 `YAMLParser._decodeScalar` over SnakeYAML 2.3
`Resolver`; go.yaml.in/yaml 2.4 `resolve.go` and sigs.k8s.io/yaml 1.6 `convertToJSONableObject`.
"""

import math
import struct
from base64 import b64decode
from collections.abc import Callable, Mapping
from typing import NamedTuple, TypeAlias

from pulsarfn.patterns import pattern

Scalar: TypeAlias = str | int | float | bool | None


class IntText(int):
    """A whole number that was written in another way than `str` writes it: `text` is how."""

    text: str


class FloatText(float):
    """A float that was written in another way than `repr` writes it: `text` is how.

    NaN where Jackson takes the text for a float and then cannot read it, as with ``.inf``: it refuses it for any type.
    """

    text: str


class BooleanText(int):
    """A boolean of Jackson's, 1 or 0, that was not written ``true`` or ``false``: `text` is how, such as ``no``.

    Jackson gives a String field the text and any other the boolean; a `bool` of Python cannot carry a text.
    """

    text: str


class Rules(NamedTuple):
    """How one of the two readers takes scalars.

    Attributes:
        plain: what an untagged plain scalar means.
        bare_tag: what a scalar with the tag ``!`` means.
        tagged: what a scalar means whose tag is the first argument, such as ``int``; ValueError where it is refused.
        key: the text of a key, from its value and its text; ValueError where it is refused.
    """

    plain: Callable[[str], Scalar]
    bare_tag: Callable[[str], Scalar]
    tagged: Callable[[str, str], Scalar]
    key: Callable[[Scalar, str], str]


_TRUE = frozenset({"yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"})
_FALSE = frozenset({"no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"})
_NULL = frozenset({"", "~", "null", "Null", "NULL"})


def _boolean(text: str, value: bool) -> BooleanText:  # noqa: FBT001 - what it is made of
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
"""In characters. SnakeYAML looks at no longer texts, and none that is longer is one of Go's whole numbers."""

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
    """A plain scalar of a component config or worker config, as Pulsar's own reader takes it."""
    if text[:1] not in _NUMBER_START:
        return _JACKSON_WORDS.get(text, text)
    if len(text) > _LONGEST_NUMBER:
        return text
    if _JACKSON_INT.fullmatch(text):
        return as_written(_whole(text.replace("_", "")), text)
    if _JACKSON_FLOAT.fullmatch(text) or _NOT_FINITE.fullmatch(text):
        return _jackson_float(text)
    return text


def kubernetes(text: str) -> Scalar:
    """A plain scalar of a document, as the API server's reader takes it."""
    if text[:1] not in _NUMBER_START:
        return _GO_WORDS.get(text, text)
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


def as_written(number: float, text: str) -> Scalar:
    """`number`, with the text it was read from where that is not its own."""
    if str(number) == text:
        return number
    kept = IntText(number) if isinstance(number, int) else FloatText(number)
    kept.text = text
    return kept


def _whole(text: str) -> int:
    """A whole number with the prefixes of YAML 1.1 and Go, without underscores."""
    sign, digits = (-1, text[1:]) if text[0] == "-" else (1, text.removeprefix("+"))
    base = {"0b": 2, "0x": 16, "0o": 8}.get(digits[:2].lower())
    if base is not None:
        return sign * int(digits[2:], base)
    return sign * int(digits, 8 if digits[0] == "0" else 10)


def _jackson_float(text: str) -> Scalar:
    """A text that SnakeYAML takes for a float, among them ``1:30.5`` and ``._``, which Jackson then cannot read."""
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
    """`YAMLParser._decodeNumberScalar` without the resolver before it: what is no number to it is a text."""
    digits = text.replace("_", "")
    try:
        if _JACKSON_TAGGED_PREFIX.match(text) or _JACKSON_TAGGED_DECIMAL.fullmatch(text):
            return as_written(_whole(digits), text)
    except (ValueError, IndexError):
        raise ValueError("on what is no whole number") from None
    if text in ("+", "-"):
        raise ValueError("on what is no whole number")
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


def _jackson_key(_: Scalar, text: str) -> str:
    return text


def _kubernetes_key(value: Scalar, _: str) -> str:
    """A key as JSON has it."""
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
    """Go's ``strconv.FormatFloat(number, 'g', -1, 32)``, but for what is not finite as YAML writes it."""
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


JACKSON = Rules(jackson, jackson, _jackson_tagged, _jackson_key)
"""Pulsar's reader of component configs and worker configs."""

KUBERNETES = Rules(kubernetes, str, _kubernetes_tagged, _kubernetes_key)
"""The API server's, kubectl's and Helm's reader of manifests."""


class NumberText(str):
    """A number that is kept as it was written, for a reader that takes texts and numbers alike."""

    __slots__ = ()
