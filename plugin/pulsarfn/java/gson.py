"""JSON text as Gson writes it, which protobuf's JsonFormat takes for its strings too (pulsar-runtime.md 4.2, 4.3).

Gson's HTML-safe mode also escapes the single quote: whatever a user writes, no ``'`` ends the quoting of
``--function_details '...'``.
"""

from math import isfinite
from typing import Final

from pulsarfn.java.java_text import JAVA_17, Jvm
from pulsarfn.patterns import pattern
from pulsarfn.stream.scalars import BooleanText
from pulsarfn.values import Value

UNPRINTABLE: Final = (*range(0x7F, 0xA0), 0xFFFE, 0xFFFF)
"""What Java writes as it is, and server-side apply does not take: DEL, C1 and what is no character (contract 9.2)."""

_RARE: Final = "".join(map(chr, (*range(0x20), *UNPRINTABLE))) + "<>&='\u2028\u2029"  # beside quotes and backslashes
_HAS_RARE: Final = pattern(f"[{_RARE}]")
SHORT_ESCAPES: Final = {
    '"': '\\"',
    "\\": "\\\\",
    "\b": "\\b",
    "\f": "\\f",
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
}
"""What JSON has escapes of two characters for."""

_ESCAPES: Final = str.maketrans({each: f"\\u{ord(each):04x}" for each in _RARE} | SHORT_ESCAPES)


def json_string(text: str) -> str:
    r"""`text` as a JSON string in double quotes, HTML-safe.

    >>> print(json_string("it's <b>"))
    "it\u0027s \u003cb\u003e"
    """
    if _HAS_RARE.search(text):  # `translate` takes many times as long as two replacements
        return f'"{text.translate(_ESCAPES)}"'
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def gson_text(value: Value, jvm: Jvm = JAVA_17) -> str:
    """`value` as ``new Gson().toJson(value)`` writes it, members in the order of the mapping.

    Members without a value are dropped, nulls inside lists are kept (oracle: uc-null, si-35).

    Raises:
        ValueError: a float is not finite, which Gson refuses; configs are checked for this before.
    """
    if isinstance(value, str):
        return json_string(value)
    if value is None or isinstance(value, (bool, BooleanText)):
        return _WORDS[None if value is None else bool(value)]
    if isinstance(value, int):
        return int.__repr__(value)
    if isinstance(value, float):
        if not isfinite(value):
            raise ValueError(f"{value} is not a valid double value as per JSON specification")
        return jvm.double_text(value)
    if isinstance(value, dict):
        members = [f"{json_string(key)}:{gson_text(each, jvm)}" for key, each in value.items() if each is not None]
        return f"{{{','.join(members)}}}"
    return f"[{','.join([gson_text(each, jvm) for each in value])}]"


_WORDS: Final = {None: "null", True: "true", False: "false"}
