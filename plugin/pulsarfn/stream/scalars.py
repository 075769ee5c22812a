"""What plain scalars mean to the two programs that read them: Pulsar's Jackson and Kubernetes' YAML library.

Neither follows YAML 1.1 or 1.2. Sources: jackson-dataformat-yaml 2.18 `YAMLParser._decodeScalar` over SnakeYAML's
`Resolver`; go.yaml.in/yaml v2 `resolve.go`, on which sigs.k8s.io/yaml stands.
"""

import re
from collections.abc import Callable
from typing import TypeAlias

Scalar: TypeAlias = str | int | float | bool | None
Rules: TypeAlias = Callable[[str], Scalar]
"""What an untagged plain scalar means."""


class IntText(int):
    """A whole number that was written in another way than `str` writes it: `text` is how."""

    text: str


class FloatText(float):
    """A float that was written in another way than `repr` writes it: `text` is how."""

    text: str


_TRUE = frozenset({"yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"})
_FALSE = frozenset({"no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"})
_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_JACKSON_INT = re.compile(
    r"[-+]?0b_*[01][01_]*|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x_*[0-9a-fA-F][0-9a-fA-F_]*"
)
_JACKSON_FLOAT = re.compile(
    r"[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+]?[0-9]+)?|[-+]?[0-9][0-9_]*[eE][-+]?[0-9]+|\.[0-9][0-9_]*(?:[eE][-+]?[0-9]+)?"
)
_NOT_FINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_GO_INT = re.compile(r"[-+]?(?:0b[01]+|0o?[0-7]+|0x[0-9a-fA-F]+|0|[1-9][0-9]*)")
_GO_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_NUMBER_START = frozenset("+-.0123456789")


def jackson(text: str) -> Scalar:
    """A plain scalar of a component config or worker config, as Pulsar's own reader takes it."""
    if text[:1] not in _NUMBER_START:
        if text in _TRUE or text in _FALSE:
            return text in _TRUE
        return None if text in _NULL else text
    if _JACKSON_INT.fullmatch(text):
        number = _whole(text.replace("_", ""))
        return text if number is None else as_written(number, text)
    if _JACKSON_FLOAT.fullmatch(text):
        return as_written(float(text.replace("_", "")), text)
    if _NOT_FINITE.fullmatch(text):
        return as_written(float(text.replace(".", "")), text)
    return text


def kubernetes(text: str) -> Scalar:
    """A plain scalar of a document, as the API server's reader takes it."""
    if text[:1] not in _NUMBER_START:
        if text in _TRUE or text in _FALSE or text in ("y", "Y", "n", "N"):
            return text in _TRUE or text in ("y", "Y")
        return None if text in _NULL else text
    digits = text.replace("_", "")
    if _GO_INT.fullmatch(digits):
        number = _whole(digits)
        return text if number is None else as_written(number, text)
    if _GO_FLOAT.fullmatch(digits):
        return as_written(float(digits), text)
    if _NOT_FINITE.fullmatch(text):
        return as_written(float(text.replace(".", "")), text)
    return text


def as_written(number: float, text: str) -> Scalar:
    """`number`, with the text it was read from where that is not its own."""
    if str(number) == text:
        return number
    kept = IntText(number) if isinstance(number, int) else FloatText(number)
    kept.text = text
    return kept


def _whole(text: str) -> int | None:
    """A whole number with YAML 1.1's prefixes; None for digits that make none."""
    sign, digits = (-1, text[1:]) if text[0] == "-" else (1, text.lstrip("+"))
    base = {"0b": 2, "0x": 16, "0o": 8}.get(digits[:2].lower(), 8 if len(digits) > 1 and digits[0] == "0" else 10)
    if base != 10 and digits[1:2] in "bxoBXO":  # noqa: PLR2004 - the base without a prefix
        digits = digits[2:]
    try:
        return sign * int(digits, base)
    except ValueError:
        return None
