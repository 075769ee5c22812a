"""JSON text in the form that Gson writes; protobuf's JsonFormat uses it for its strings as well.

Source: `com.google.gson.Gson.toJson`, `com.google.protobuf.util.JsonFormat`. Gson's HTML-safe mode also escapes the
single quote, so no value of a user ends the quoting of ``--function_details '...'``.
"""

from math import isfinite

from pulsarfn.java.java_text import JAVA_17, Jvm
from pulsarfn.patterns import pattern
from pulsarfn.stream.scalars import BooleanText
from pulsarfn.typed import Final
from pulsarfn.values import Value

UNPRINTABLE: Final = (*range(0x7F, 0xA0), 0xFFFE, 0xFFFF)
"""Code points that Java writes unchanged and server-side apply rejects: DEL, C1 and noncharacters (contract 9.2)."""

_OF_HTML: Final = "<>&='"
_HAS_HTML: Final = pattern(f"[{_OF_HTML}]")
# besides quotes and backslashes:
_RARE: Final = _OF_HTML + "".join(map(chr, (*range(0x20), *UNPRINTABLE, 0x2028, 0x2029)))
SHORT_ESCAPES: Final = {
    '"': '\\"',
    "\\": "\\\\",
    "\b": "\\b",
    "\f": "\\f",
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
}
"""The characters for which JSON has an escape of two characters."""

_ESCAPES: Final = str.maketrans({each: f"\\u{ord(each):04x}" for each in _RARE} | SHORT_ESCAPES)


def json_string(text: str) -> str:
    r"""Return `text` as a JSON string in double quotes, HTML-safe.

    >>> print(json_string("it's <b>"))
    "it\u0027s \u003cb\u003e"
    """
    # most texts do without `translate`, which takes many times as long as two replacements
    if not (text.isascii() and text.isprintable()) or _HAS_HTML.search(text):
        return f'"{text.translate(_ESCAPES)}"'
    if '"' in text or "\\" in text:
        text = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'


def gson_text(value: Value, jvm: Jvm = JAVA_17) -> str:
    """Return `value` in the form that ``new Gson().toJson(value)`` writes, members in the order of the mapping.

    Null members are dropped, nulls in lists are kept (oracle: uc-null, si-35).

    Raises:
        ValueError: if a float is not finite, which Gson refuses. Configs are checked for this earlier.
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
