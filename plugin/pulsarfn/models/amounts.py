"""Conversion of amounts with a unit to the numbers that Pulsar reads: bytes, milliseconds, cores."""

from collections.abc import Mapping
from fractions import Fraction

from pulsarfn.kubernetes.quantity import parse
from pulsarfn.patterns import pattern

_AMOUNT = pattern(r"\s*([0-9]{1,18}(?:\.[0-9]{1,18})?)\s*([a-zA-Z]{1,12})\s*")
_BINARY = {unit: 1024**power for power, unit in enumerate(("ki", "mi", "gi", "ti", "pi", "ei"), 1)}
_DECIMAL = {unit: 1000**power for power, unit in enumerate(("k", "m", "g", "t", "p", "e"), 1)}
_BYTES = {
    **_BINARY,
    **_DECIMAL,
    **{f"{unit}b": factor for unit, factor in (*_BINARY.items(), *_DECIMAL.items())},
    "b": 1,
}
_MILLISECONDS = {
    **dict.fromkeys(("ms", "milliseconds", "millis"), 1),
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), 1000),
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), 60_000),
    **dict.fromkeys(("h", "hour", "hours"), 3_600_000),
    **dict.fromkeys(("d", "day", "days"), 86_400_000),
}

_CERTAIN_BYTES = {"B": 1, "k": 1000, **{unit.upper(): factor for unit, factor in _DECIMAL.items() if unit != "k"}}
"""Units of Kubernetes' quantities; other spellings of these, such as m and MB, are also read with a factor of 1024."""

_PERCENT = pattern(r"\s*([0-9]{1,9})\s*%\s*")
_WHOLE = pattern(r"0|[1-9][0-9]{0,17}")
_LONG = 1 << 63
_BYTE_KEYS = ("ram", "disk", "limitInBytes")
_SECONDS = {unit: Fraction(factor, 1000) for unit, factor in _MILLISECONDS.items()}
_SMALLEST = 10**6  # the largest denominator of a number of cores

_CORES: Mapping[str, Fraction | int] = {"m": Fraction(1, 1000), **dict.fromkeys(("core", "cores", "cpu", "cpus"), 1)}


def amount_hint(key: str, value: object) -> str:
    """Return a hint: the number to write for an amount with a unit, or the unit of the key; empty if the key is not an amount."""
    text = str(value).strip()
    hint = _unit_hint(key, text)
    return f"write it without quotes: {text}" if hint and _WHOLE.fullmatch(text) else hint


def _unit_hint(key: str, text: str) -> str:
    if key in _BYTE_KEYS:
        return _bytes_hint(text)
    if key.startswith("percent"):
        percent = _PERCENT.fullmatch(text)
        return f"write {percent[1]}, without the sign" if percent else "write a number of percent"
    if key == "cpu":
        cores = _scaled(text, _CORES)
        number = "" if cores is None or cores.denominator > _SMALLEST else f"{float(cores):g}"
        return f"write cores without a unit: {text} is {number}" if number else "write cores, as a number"
    if key.endswith(("Ms", "Millis")):
        found = _whole(_scaled(text, _MILLISECONDS))
        return f"write milliseconds without a unit: {text} is {found}" if found else "write milliseconds without a unit"
    if key.endswith("Seconds"):
        found = _whole(_scaled(text, _SECONDS))
        return f"write seconds without a unit: {text} is {found}" if found else "write seconds without a unit"
    return ""


def certain_amount(key: str, text: str) -> int | float | None:
    """Return the number for an amount with a unit that has only one meaning; None if there is none."""
    match = _AMOUNT.fullmatch(text)
    unit = match[2] if match else ""
    if key.startswith("percent"):
        percent = _PERCENT.fullmatch(text)
        return int(percent[1]) if percent else None
    if key in _BYTE_KEYS:
        of_1024 = _BINARY.get(unit.lower().removesuffix("b"))
        number = _scaled(text, _BYTES) if of_1024 or unit in _CERTAIN_BYTES else None
    elif key == "cpu":
        cores = _scaled(text, _CORES) if unit == "m" else None
        return None if cores is None or cores.denominator > _SMALLEST else _number(cores)
    elif key.endswith(("Ms", "Millis")):
        number = _scaled(text, _MILLISECONDS) if unit.lower() != "m" else None
    elif key.endswith("Seconds"):
        number = _scaled(text, _SECONDS) if unit.lower() != "m" else None
    else:
        return None
    found = _whole(number)
    return found if found is not None and found < _LONG else None


def certain_quantity(text: str) -> str | None:
    """Return the quantity of Kubernetes that a text with blanks in it is; None if it is none."""
    written = "".join(text.split())
    return written if written and written != text and parse(written) else None


def quantity_hint(text: str) -> str:
    """Return a hint for a text that is no quantity of Kubernetes."""
    written = "".join(text.split())
    without = written[:-1] if written[-1:] in ("b", "B") else ""
    if certain_quantity(text):
        return f"write it without blanks: {written}"
    if without and parse(without):
        binary = "" if without.endswith("i") else f" (of 1000) or {without}i (of 1024)"
        return f"units of Kubernetes have no B: write {without}{binary}"
    return "write a number, with one of the units m, k, M, G, T, P, E, Ki, Mi, Gi, Ti, Pi, Ei or none"


def _number(cores: Fraction) -> int | float:
    return cores.numerator if cores.denominator == 1 else float(cores)


def _bytes_hint(text: str) -> str:
    found = _whole(_scaled(text, _BYTES))
    if found is None:
        return "write bytes as a whole number, without a unit"
    hint = f"write bytes without a unit: {text} is {found}"
    match = _AMOUNT.fullmatch(text)
    unit = match[2].lower().removesuffix("b") if match else ""
    if f"{unit}i" not in _BINARY or match is None:
        return hint
    binary = _whole(Fraction(match[1]) * _BINARY[f"{unit}i"])
    return f"{hint} ({match[1]}{match[2][0].upper()}i, of 1024, is {binary})" if binary else hint


def _scaled(text: str, units: Mapping[str, Fraction | int]) -> Fraction | None:
    match = _AMOUNT.fullmatch(text)
    factor = units.get(match[2].lower()) if match else None
    return None if match is None or factor is None else Fraction(match[1]) * factor


def _whole(number: Fraction | None) -> int | None:
    return number.numerator if number is not None and number.denominator == 1 else None
