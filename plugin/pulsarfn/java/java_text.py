"""Java's text of doubles, key order of a HashMap, white space and array names, which show in Pulsar's commands.

The functions follow the JVMs on which the oracle ran: 17, and for Pulsar 5 one after JDK 19, which changed texts and orders
(`Jvm`). Compared with 17: `double_text` over several million doubles (bit patterns, integers, short decimals, powers of
two and ten and their neighbours) without a difference; `hash_map_order` over random and colliding keys. One difference
remains: if nine or more keys share a bucket of a table of 64 or more, Java turns the bucket into a tree and moves the root
of the tree to the front; here the keys stay in insertion order.
"""

from collections.abc import Callable, Collection, Iterable
from functools import lru_cache
from math import ceil, copysign, floor, frexp

from pulsarfn.named_tuples import NamedTuple
from pulsarfn.patterns import pattern
from pulsarfn.typed import Final

_MANTISSA_BITS: Final = 53
_LONG_BITS: Final = 64
_LONG_OVERFLOW: Final = 1 << 63
_LONGEST_INTEGER: Final = 62  # exponent of the largest power of two that the JVM prints through a long
_POWERS_OF_5_IN_A_LONG: Final = 27  # 5**26 is the largest that the JVM keeps in a table
_PLAIN_FROM, _PLAIN_BELOW = -3, 8  # exponents of ten that are printed without an E (10**-3 up to 10**7)


def double_text(value: float) -> str:
    """Return the text of Java 17's ``Double.toString``, such as ``1.0``, ``5.0E-4`` or ``1.0E8``.

    Up to JDK 18 this is not always the shortest text that reads back as the same double (JDK-4511638): 2e23 prints as
    ``1.9999999999999998E23``. So Python's `repr` is not equal to it, and the digits are generated as in the JVM,
    by the free-format method of Steele and White with the JVM's own stopping rules.
    """
    if value != value:  # noqa: PLR0124 - the one value that differs from itself
        return "NaN"
    sign = "-" if copysign(1.0, value) < 0 else ""
    size = abs(value)
    if size == float("inf"):
        return f"{sign}Infinity"
    if size < 1e7 and size.is_integer():  # noqa: PLR2004 - below, Java prints integers plainly, and most values are integers
        return f"{sign}{int(size)}.0"
    digits, point = _digits(size)
    return sign + _laid_out(digits, point)


def shortest_double_text(value: float) -> str:
    """Return the text of ``Double.toString`` since JDK 19: the shortest that reads back as the same double (JDK-4511638).

    Among several it is the nearest one, where a text of one digit counts as one of two: 4.9E-324, not 5.0E-324.
    """
    size = abs(value)
    if not 0 < size < float("inf") or (size < 1e7 and size.is_integer()):  # noqa: PLR2004 - as in `double_text`
        return double_text(value)
    digits, point = _shortest_digits(repr(size))
    if len(digits) == 1:
        two = f"{size:.1e}"
        digits, point = _shortest_digits(two) if float(two) == size else (digits, point)
    return ("-" if value < 0 else "") + _laid_out(digits, point)


def _shortest_digits(text: str) -> tuple[str, int]:
    """Return the digits and the position of the point, as in `_digits`, of the decimal number in `text`."""
    mantissa, _, exponent = text.partition("e")
    whole, _, fraction = mantissa.partition(".")
    significant = (whole + fraction).lstrip("0")
    point = len(significant) - len(fraction) + int(exponent or 0)
    return significant.rstrip("0"), point


def _laid_out(digits: str, point: int) -> str:
    """Return ``0.DIGITS * 10**point`` in Java's layout."""
    if 0 < point < _PLAIN_BELOW:
        whole, fraction = digits[:point].ljust(point, "0"), digits[point:]
        return f"{whole}.{fraction or '0'}"
    if _PLAIN_FROM < point <= 0:
        return f"0.{'0' * -point}{digits}"
    return f"{digits[0]}.{digits[1:] or '0'}E{point - 1}"


@lru_cache(1024)
def _digits(size: float) -> tuple[str, int]:
    """Return the decimal digits and the position of the point (``0.DIGITS * 10**point``) of a positive finite double."""
    fraction, exponent = frexp(size)  # size == fraction * 2**exponent, 0.5 <= fraction < 1
    exponent -= 1
    bits = _MANTISSA_BITS if exponent >= -1022 else exponent + 1022 + _MANTISSA_BITS  # noqa: PLR2004 - subnormals
    odd = int(fraction * 2**_MANTISSA_BITS)
    odd >>= (odd & -odd).bit_length() - 1
    binary_places = max(0, odd.bit_length() - exponent - 1)
    if binary_places == 0 and exponent <= _LONGEST_INTEGER:
        return _integer_digits(int(size), max(0, exponent - bits - 1))
    return _free_format_digits(odd, exponent, bits, binary_places)


def _integer_digits(value: int, insignificant_bits: int) -> tuple[str, int]:
    """Return the digits of an integer that fits a long, rounded to the precision of a double."""
    dropped = len(str(1 << insignificant_bits)) - 1
    unit = 10**dropped
    text = str((value + unit // 2) // unit)
    return text.rstrip("0"), len(text) + dropped


def _free_format_digits(odd: int, exponent: int, bits: int, binary_places: int) -> tuple[str, int]:
    """Return the digits of ``odd * 2**(exponent - odd.bit_length() + 1)`` that distinguish it from its neighbours.

    At every step the value is ``rest / scale`` tenths; `margin` is half the distance between neighbouring doubles.
    """
    length = odd.bit_length()
    power = floor((odd / 2 ** (length - 1) - 1.5) * 0.289529654 + 0.176091259 + exponent * 0.301029995663981)
    rest_5, scale_5 = max(0, -power), max(0, power)
    rest_2, scale_2 = rest_5 + binary_places + exponent, scale_5 + binary_places
    margin_2 = rest_2 - bits - (length == 1)  # below a power of two the neighbour is half as far
    rest_2 -= length - 1
    common = min(rest_2, scale_2, margin_2)
    rest_2, scale_2, margin_2 = rest_2 - common, scale_2 - common, margin_2 - common
    rest, scale = odd * 5**rest_5 << rest_2, 5**scale_5 << scale_2
    margin, tens = 5**rest_5 << margin_2, 10 * scale
    in_longs = _in_longs(length + rest_2, rest_5, scale_2 + 1, scale_5 + 1)

    digit, rest = divmod(rest, scale)
    rest, margin = rest * 10, margin * 10
    low, high = _near(rest, margin, tens, in_longs=in_longs)
    digits = [digit]
    if digit == 0 and not high:  # the estimate of the power was one too high
        power, digits = power - 1, []
    if not _PLAIN_FROM <= power < _PLAIN_BELOW:  # with an E, at least one more digit is generated
        low = high = False
    while not (low or high):
        digit, rest = divmod(rest, scale)
        rest, margin = rest * 10, margin * 10
        low, high = _near(rest, margin, tens, in_longs=in_longs)
        digits.append(digit)
    return _rounded(digits, low=low, high=high, beyond_half=2 * rest - tens, point=power + 1)


def _near(rest: int, margin: int, tens: int, *, in_longs: bool) -> tuple[bool, bool]:
    """Whether the digits so far, and the same digits with the last one raised, are nearer than a neighbouring double.

    The JVM calculates in longs if it estimates that the numbers fit, otherwise in big integers. Its two branches differ:
    the branch for longs excludes ties and has a sum that may overflow (seen from 2**84 to 2**85).
    """
    if not in_longs:
        return rest < margin, rest + margin >= tens
    if margin >= _LONG_OVERFLOW:
        return True, True
    return rest < margin, tens < rest + margin < _LONG_OVERFLOW


def _in_longs(rest_bits: int, rest_5: int, tens_bits: int, tens_5: int) -> bool:
    """Whether the JVM estimates that ``rest`` and ``tens`` fit in 63 bits."""
    return rest_bits + _bits_of_power_of_5(rest_5) < _LONG_BITS and tens_bits + _bits_of_power_of_5(tens_5) < _LONG_BITS


def _bits_of_power_of_5(power: int) -> int:
    if power == 0:
        return 0
    return (5**power).bit_length() if power < _POWERS_OF_5_IN_A_LONG else 3 * power


def _rounded(digits: list[int], *, low: bool, high: bool, beyond_half: int, point: int) -> tuple[str, int]:
    """Round the last digit up if that is nearer, a tie to the even digit."""
    text = "".join(map(str, digits))
    if high and (not low or beyond_half > 0 or (beyond_half == 0 and digits[-1] % 2)):
        rounded = str(int(text) + 1).rjust(len(text), "0")
        point += len(rounded) - len(text)
        text = rounded
    return text.rstrip("0"), point


_TABLE_SIZE: Final = 16  # of an empty HashMap; tables double when they are more than three quarters full
_LONGEST_BUCKET, _SMALLEST_TREE_TABLE = 8, 64  # a longer bucket doubles a smaller table


def hash_map_order(keys: Collection[str], put: Iterable[str] = (), *, jvm: "Jvm | None" = None) -> list[str]:
    """Return the order in which a ``java.util.HashMap`` iterates over its keys.

    Args:
        keys: keys that are added to the empty HashMap at once (``new HashMap(map)``, ``putAll``).
        put: keys that are then added one by one; keys that are already in `keys` keep their place.
        jvm: the JVM of the map; JDK 17 unless given.
    """
    hashes: dict[str, int] = {}
    size = (jvm or JAVA_17).table_size_for(len(keys))
    for key in keys:
        size = _size_with(hashes, key, size)
    for key in put:
        if key not in hashes:
            size = _size_with(hashes, key, size)
    return sorted(hashes, key=lambda key: hashes[key] & (size - 1))


def _table_size_for(count: int) -> int:
    """Return the size of an empty table to which `count` entries are added (``HashMap.putMapEntries`` up to JDK 18)."""
    return 1 << int(count / 0.75).bit_length() if count else _TABLE_SIZE


def _table_size_since_19(count: int) -> int:
    """Return the same since JDK 19, which no longer makes some tables twice as large as necessary."""
    return 1 << (ceil(count / 0.75) - 1).bit_length() if count else _TABLE_SIZE


class Jvm(NamedTuple):
    """The parts of a Java version that show in a command: the text of a double, and the size of a HashMap's table."""

    double_text: Callable[[float], str]
    table_size_for: Callable[[int], int]


JAVA_17: Final = Jvm(double_text, _table_size_for)
JAVA_21: Final = Jvm(shortest_double_text, _table_size_since_19)


def _size_with(hashes: dict[str, int], key: str, size: int) -> int:
    """Put `key` into `hashes`, and return the new size of the table (``HashMap.putVal``)."""
    spread = hashes[key] = _spread_hash(key)
    if len(hashes) > _LONGEST_BUCKET and size < _SMALLEST_TREE_TABLE:
        bucket = sum((each ^ spread) & (size - 1) == 0 for each in hashes.values())
        size *= 2 if bucket > _LONGEST_BUCKET else 1
    return size * 2 if len(hashes) * 4 > size * 3 else size


@lru_cache(1024)
def _spread_hash(key: str) -> int:
    """Return ``String.hashCode`` over UTF-16 units, with its upper half mixed into the lower half (``HashMap.hash``)."""
    value = 0
    if key.isascii():
        for unit in key.encode():
            value = value * 31 + unit & 0xFFFFFFFF
    else:
        units = key.encode("utf-16-be", "surrogatepass")
        for at in range(0, len(units), 2):
            value = value * 31 + (units[at] << 8 | units[at + 1]) & 0xFFFFFFFF
    return value ^ value >> 16


# `Character.isWhitespace`: unlike Python's `str.isspace`, without no-break spaces and U+0085.
_BLANKS: Final = "\t\n\v\f\r\x1c\x1d\x1e\x1f \u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a\u2028\u2029\u205f\u3000"


def is_blank(text: str | None) -> bool:
    """Whether `text` is absent or white space only (``StringUtils.isBlank``)."""
    return text is None or not text.strip(_BLANKS)


_PRIMITIVES: Final = {
    "boolean": "Z",
    "byte": "B",
    "char": "C",
    "double": "D",
    "float": "F",
    "int": "I",
    "long": "J",
    "short": "S",
}
_ARRAY: Final = pattern(r"([^\[\]\s]+)((?:\[\])+)")


def class_name(type_name: str) -> str:
    """Return the name by which the JVM loads a type (``Class.getName``); it differs from the source name for arrays only.

    >>> class_name("byte[]"), class_name("java.lang.String[][]"), class_name("java.lang.String")
    ('[B', '[[Ljava.lang.String;', 'java.lang.String')
    """
    array = _ARRAY.fullmatch(type_name) if type_name.endswith("[]") else None
    if array is None:
        return type_name
    element, dimensions = array[1], array[2].count("[")
    return "[" * dimensions + _PRIMITIVES.get(element, f"L{element};")
