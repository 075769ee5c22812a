"""Java's types as Jackson fills them from YAML, for the fields of pydantic models.

Jackson is lenient where pydantic is not, and strict where it is lenient: a text field takes a number or a boolean, a
whole number a numeric text or a float (which it truncates), a boolean a number. Source: the deserializers of
com.fasterxml.jackson.databind.deser.std (`StringDeserializer`, `NumberDeserializers`, `StdDeserializer`), 2.18.
No message holds the offending value: it may be a misplaced credential.
"""

import math
import re
from typing import Annotated

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from pulsarfn.details.java_text import double_text
from pulsarfn.stream.scalars import BooleanText

_WHOLE = re.compile(r"[+-]?[0-9]+", re.ASCII)
_DOUBLE = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?[dDfF]?", re.ASCII)
_INFINITE = {"INF": math.inf, "Infinity": math.inf, "-INF": -math.inf, "-Infinity": -math.inf}
_BOOLEANS = {text: word == "true" for word in ("true", "false") for text in (word, word.capitalize(), word.upper())}


class NumberText(str):
    """A number that is kept as it was written, for a reader that takes texts and numbers alike."""

    __slots__ = ()


def kind_of(value: object) -> str:
    """What a person calls the kind of a value."""
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


def wrong_type(expected: str, value: object, why: str = "") -> PydanticCustomError:
    """The refusal of a value where `expected` (such as ``a whole number``) should be; without the value."""
    kind = kind_of(value)
    reason = why or ("" if kind == "a number" and "number" in expected else f", not {kind}")
    return PydanticCustomError("wrong_type", "must be {expected}{reason}", {"expected": expected, "reason": reason})


def written_text(value: object) -> object:
    """A String: numbers and booleans as they were written; a mapping or list is refused."""
    text = getattr(value, "text", None)
    if isinstance(text, str):
        return text
    return str(value) if isinstance(value, float) else _value_text(value)


def _value_text(value: object) -> object:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool | BooleanText):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(int(value))
    if isinstance(value, float):
        return double_text(value)
    raise wrong_type("a text", value)


def whole_number(value: object, *, bits: int) -> int:
    """An int (32 bits) or long (64 bits)."""
    match value:
        case bool() | BooleanText():
            raise wrong_type("a whole number", value)
        case int():
            number = int(value)
        case float() if math.isfinite(value):
            number = int(value)
        case str() if _WHOLE.fullmatch(value.strip()):
            number = int(value)
        case _:
            raise wrong_type("a whole number", value)
    if not -(1 << bits - 1) <= number < 1 << bits - 1:
        raise wrong_type("a whole number", value, f" that fits in {bits} bits")
    return number


def double(value: object) -> object:
    """A double, from a number or a numeric text; NaN is refused."""
    match value:
        case bool() | BooleanText():
            raise wrong_type("a number", value)
        case int() | float():
            try:
                number = float(value)
            except OverflowError:
                number = math.copysign(math.inf, value)
        case str() if _DOUBLE.fullmatch(value.strip()):
            number = float(value.strip().rstrip("dDfF"))
        case str() if value.strip() in _INFINITE:
            number = _INFINITE[value.strip()]
        case _:
            raise wrong_type("a number", value)
    if math.isnan(number):
        raise wrong_type("a number", value, ", which NaN is not")
    return number


def boolean(value: object) -> object:
    """A boolean, from a number or the texts that Jackson takes for one; null is false."""
    match value:
        case bool():
            return value
        case None:
            return False
        case int():
            return value != 0
        case str() if value.strip() in _BOOLEANS:
            return _BOOLEANS[value.strip()]
        case "":
            return False
    raise wrong_type("true or false", value)


def _int(value: object) -> object:
    return 0 if value is None or value == "" else whole_number(value, bits=32)


def _resource_double(value: object) -> object:
    return None if value is None or value == "" else double(value)


def _resource_long(value: object) -> object:
    return None if value is None or value == "" else whole_number(value, bits=64)


WrittenText = Annotated[str, BeforeValidator(written_text)]
"""A String read straight from YAML: a number is the text as it was written."""

OptionalWrittenText = Annotated[str | None, BeforeValidator(written_text)]
"""Likewise, null where it is null."""

ValueText = Annotated[str, BeforeValidator(_value_text)]
"""A String converted from a value read before: a number is what Java prints for it (``1.10`` becomes ``1.1``)."""

JavaBoolean = Annotated[bool, BeforeValidator(boolean)]
"""A boolean; null and the empty text are false, as for any primitive."""

JavaInt = Annotated[int, BeforeValidator(_int)]
"""An int of 32 bits; null and the empty text are 0, as for any primitive."""

JavaDouble = Annotated[float, BeforeValidator(double)]
"""A double that is a number."""

OptionalDouble = Annotated[float | None, BeforeValidator(_resource_double)]
"""A Double that may be null."""

OptionalLong = Annotated[int | None, BeforeValidator(_resource_long)]
"""A Long that may be null."""
