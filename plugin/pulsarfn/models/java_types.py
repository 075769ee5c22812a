"""The kinds of fields that correspond to Java's types, with the conversions of Jackson's YAML reader.

Jackson converts values: a text field accepts a number or a boolean, a whole number accepts a numeric text or a float
(which it truncates), a boolean accepts a number. Source: the deserializers of
com.fasterxml.jackson.databind.deser.std (`StringDeserializer`, `NumberDeserializers`, `StdDeserializer`), 2.18.
No message contains the refused value: it may be a misplaced credential.
"""

import math
import re
from collections.abc import Callable

from pulsarfn import values
from pulsarfn.java.java_text import double_text
from pulsarfn.models.fields import RefusedValueError, Scalar
from pulsarfn.patterns import pattern
from pulsarfn.stream.scalars import BooleanText, NumberText
from pulsarfn.typed import get_args

_WHOLE = pattern(r"[+-]?\d+")  # digits of any script, as in `Integer.parseInt`
_DOUBLE = pattern(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?", re.ASCII)
_INFINITE = {"INF": math.inf, "Infinity": math.inf, "-INF": -math.inf, "-Infinity": -math.inf}
_BOOLEANS = {text: word == "true" for word in ("true", "false") for text in (word, word.capitalize(), word.upper())}


def kind_of(value: object) -> str:
    """Return a name for the kind of a value, with its article, for messages."""
    if isinstance(value, NumberText):
        return "a number"
    for kinds, name in (
        (bool | BooleanText, "a boolean"),
        (int | float, "a number"),
        (str, "a text"),
        (list, "a list"),
        (dict, "a mapping"),
    ):
        if isinstance(value, kinds):
            return name
    return "null"


def wrong_type(expected: str, value: object, why: str = "") -> RefusedValueError:
    """Return the refusal of a value where `expected`, such as ``a whole number``, is required; it omits the value."""
    kind = kind_of(value)
    reason = why or ("" if kind == "a number" and "number" in expected else f", not {kind}")
    return RefusedValueError("wrong_type", f"must be {expected}{reason}")


def written_text(value: object) -> object:
    """Return a String: numbers and booleans as they are written.

    Raises:
        RefusedValueError: for a mapping or list.
    """
    if type(value) is str:  # as most values are
        return value
    text = getattr(value, "text", None)
    if isinstance(text, str):
        return text
    return str(value) if isinstance(value, float) else value_text(value)


def value_text(value: object) -> object:
    """Return a String from a value that Jackson has already parsed: numbers as Java prints them.

    Raises:
        RefusedValueError: for a mapping or list.
    """
    if value is None or isinstance(value, str):
        return str(value) if isinstance(value, NumberText) else value
    if isinstance(value, (bool, BooleanText)):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(int(value))
    if isinstance(value, float):
        return double_text(value)
    raise wrong_type("a text", value)


def whole_number(value: object, *, bits: int) -> int:
    """Return an int (32 bits) or long (64 bits).

    Raises:
        RefusedValueError: if the value is not a whole number, or does not fit.
    """
    match value:
        case bool() | BooleanText():
            raise wrong_type("a whole number", value)
        case int():
            number = int(value)
        case float() if math.isfinite(value):
            number = int(value)
        case str() if _WHOLE.fullmatch(value.strip()):
            number = values.whole_number(value)
        case _:
            raise wrong_type("a whole number", value)
    if not -(1 << bits - 1) <= number < 1 << bits - 1:
        raise wrong_type("a whole number", value, f" that fits in {bits} bits")
    return number


def double(value: object) -> object:
    """Return a double, from a number or a numeric text.

    Raises:
        RefusedValueError: for NaN and anything else.
    """
    match value:
        case bool() | BooleanText():
            raise wrong_type("a number", value)
        case int() | float():
            try:
                number = float(value)
            except OverflowError:
                number = math.inf if value > 0 else -math.inf
        case str() if _DOUBLE.fullmatch(value.strip()):
            number = float(value.strip())
        case str() if value.strip() in _INFINITE:
            number = _INFINITE[value.strip()]
        case _:
            raise wrong_type("a number", value)
    if math.isnan(number):
        raise wrong_type("a number", value, ", which NaN is not")
    return number


def boolean(value: object) -> object:
    """Return a boolean, from a boolean, a number or a text that Jackson reads as a boolean; null is false.

    Raises:
        RefusedValueError: for anything else.
    """
    match value:
        case bool():
            return value
        case None:
            return False
        case int():
            return value != 0
        case str() if value.strip() in _BOOLEANS:
            return _BOOLEANS[value.strip()]
        case str() if _is_null(value):
            return False
    raise wrong_type("true or false", value)


def _is_null(value: object) -> bool:
    """Whether Jackson reads a value as null for a number or boolean: null, a blank text, or the text ``null``."""
    return value is None or (isinstance(value, str) and value.strip() in ("", "null"))


def _int(value: object) -> object:
    return 0 if _is_null(value) else whole_number(value, bits=32)


def _optional_int(value: object) -> object:
    return None if _is_null(value) else whole_number(value, bits=32)


def _optional_long(value: object) -> object:
    return None if _is_null(value) else whole_number(value, bits=64)


def _double(value: object) -> object:
    return 0.0 if isinstance(value, str) and _is_null(value) else double(value)


def _optional_double(value: object) -> object:
    return None if _is_null(value) else double(value)


def _optional_boolean(value: object) -> object:
    return None if _is_null(value) else boolean(value)


def _never_null(read: Callable[[object], object]) -> Callable[[object], object]:
    def read_given(value: object) -> object:
        if value is None:
            raise wrong_type("a text", value)
        return read(value)

    return read_given


_A_TEXT = {"type": ["string", "number", "boolean"]}
_A_BOOLEAN = {
    "type": ["boolean", "integer", "string", "null"],
    # yes, no, on, off: booleans in YAML 1.1, but texts to newer readers such as editors
    "pattern": r"^\s*(null)?\s*$|^\s*(true|True|TRUE|false|False|FALSE)\s*$|^(y|yes|n|no|on|off|Y|Yes|YES|N|No|NO|On|ON|Off|OFF)$",
}
_A_WHOLE_NUMBER = {
    "type": ["integer", "number", "string", "null"],
    "pattern": r"^\s*(null)?\s*$|^\s*[+-]?[0-9][0-9_]*\s*$|^[+-]?0[xob][0-9a-fA-F_]+$",
}
_A_NUMBER = {
    "type": ["number", "string"],
    "pattern": r"^\s*[+-]?([0-9][0-9_]*\.?[0-9_]*|\.[0-9][0-9_]*)([eE][+-]?[0-9]+)?\s*$|^\s*-?(INF|Infinity)\s*$",
}
_A_NUMBER_OR_NULL_TEXT = {**_A_NUMBER, "pattern": rf"^\s*(null)?\s*$|{_A_NUMBER['pattern']}"}
_A_NUMBER_OR_NONE = {**_A_NUMBER_OR_NULL_TEXT, "type": ["number", "string", "null"]}


def _of_bits(bits: int) -> dict[str, object]:
    """Return the schema of values that are truncated to a whole number of so many bits."""
    limit = 1 << bits - 1
    return {**_A_WHOLE_NUMBER, "exclusiveMinimum": -limit - 1, "exclusiveMaximum": limit}


WRITTEN_TEXT = Scalar(_never_null(written_text), str, _A_TEXT)
"""A String that is read directly from YAML: a number is the text as it is written."""

OPTIONAL_WRITTEN_TEXT = Scalar(written_text, str | None, {"type": [*_A_TEXT["type"], "null"]})
"""The same, but null is allowed."""

VALUE_TEXT = Scalar(_never_null(value_text), str, _A_TEXT)
"""A String that is converted from a parsed value: a number is printed as Java prints it (``1.10`` becomes ``1.1``)."""

BOOLEAN = Scalar(boolean, bool, _A_BOOLEAN)
"""A boolean; null and the empty text are false, as for any primitive."""

OPTIONAL_BOOLEAN = Scalar(_optional_boolean, bool | None, _A_BOOLEAN)
"""A Boolean that may be null."""

INT = Scalar(_int, int, _of_bits(32))
"""An int of 32 bits; null and the empty text are 0, as for any primitive."""

OPTIONAL_INT = Scalar(_optional_int, int | None, _of_bits(32))
"""An Integer of 32 bits that may be null."""

OPTIONAL_LONG = Scalar(_optional_long, int | None, _of_bits(64))
"""A Long of 64 bits that may be null."""

DOUBLE = Scalar(_double, float, _A_NUMBER_OR_NULL_TEXT)
"""A double; the empty text is 0, as for any primitive."""

OPTIONAL_DOUBLE = Scalar(_optional_double, float | None, _A_NUMBER_OR_NONE)
"""A Double that may be null."""


def one_of(names: object) -> Scalar:
    """Return the kind of an enum of Pulsar, given as a Literal of its case-sensitive names.

    The reference reads any other word as unset, here it is refused.

    `component.config.refusals` writes the message, from the names in the context of the refusal.
    """
    known = get_args(names)

    def read(value: object) -> object:
        if value is None or value in known:
            return value
        # Numbers too, which Jackson reads as the index of a name.
        raise RefusedValueError("enum", "unknown value", names=known)

    return Scalar(read, object, {"enum": [*known, None]})
