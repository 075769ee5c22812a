"""Values as YAML text that every reader reads back unchanged: YAML 1.1, YAML 1.2, and Go's mixture of both.

A string is plain only if an allow-list accepts it. Deny-lists of texts that some reader reads as numbers, booleans or
dates have never been complete (measured with go-yaml: see the tests).
"""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache

from pulsarfn.patterns import compiled_on_first_use, pattern
from pulsarfn.typed import Any
from pulsarfn.values import Constant

_WORDS = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf"})
_PLAIN = pattern(
    r"[A-Za-z/_][A-Za-z0-9_./@%+=-]*"
    r"(?::[A-Za-z0-9_./@%+=-]+)*(?: [A-Za-z0-9_./@%+=(-][A-Za-z0-9_./@%+=()-]*)*"
)
_LITERAL_ASCII = bytes([0x09, 0x0A, *range(0x20, 0x7F)])
_NOT_LITERAL = "[^\t\n -~\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
_ESCAPED_IN_JSON = "[\x7f-\xa0\u00ad\u0600-\u0605\u200b-\u206f\ud800-\uf8ff\ufe00-\uffff]"
_ESCAPED = f"{_ESCAPED_IN_JSON}|[\U000e0000-\U0010ffff]"  # these three are compiled on first use
_SEQUENCES = (list, tuple)  # a union of types would be created anew at each check
_SHORT = 120  # a longer text rarely repeats
_LONGEST_KEY = 120  # libyaml reads an unmarked key only up to 1024 characters


def emit(manifest: Mapping[str, Any]) -> str:
    """Return a mapping in block style, as kubectl writes it: two blanks per level, lists at the column of their key."""
    lines: list[str] = []
    _mapping(manifest, "", lines)
    return "\n".join([*lines, ""])


def emit_json(manifest: Mapping[str, Any]) -> str:
    """Return a mapping as one line of JSON."""
    import json  # noqa: PLC0415 - for lists in JSON only

    return json.dumps(manifest)


def emit_flow(value: Any) -> str:  # noqa: ANN401 - any value
    """Return a value on one line, in JSON that YAML readers read as well: for lists and documents in braces.

    The exception is a key of more than 1,000 characters, which YAML readers refuse; Kubernetes has no such keys.
    """
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{_json(key)}: {emit_flow(each)}' for key, each in value.items())}}}"
    if isinstance(value, _SEQUENCES):
        return f"[{', '.join(map(emit_flow, value))}]"
    return _json(value) if isinstance(value, str) else _scalar(value)


def _is_plain(text: str) -> bool:
    """Whether no reader takes a text for anything else if it is written without quotes."""
    return _PLAIN.fullmatch(text) is not None and text.lower() not in _WORDS


@lru_cache(1024)
def _head(indent: str, key: str) -> str:
    """Return a key in YAML, with its colon and what is before it; cached, as objects have few different keys."""
    name = key if _is_plain(key) else _quoted(key)
    return f"{indent}{name}:" if len(name) <= _LONGEST_KEY else f"{indent}? {name}\n{indent}:"


def _member(indent: str, key: str, value: str) -> str:
    """Return a key and its text: one line, or several if a block scalar reads better."""
    return _text(f"{_head(indent, key)} ", value, f"{indent}  ")


_short_member = lru_cache(1024)(_member)  # most are in many objects


def _mapping(value: Mapping[str, Any], indent: str, lines: list[str]) -> None:
    deeper, append = f"{indent}  ", lines.append
    for key, each in value.items():
        if isinstance(each, str):
            append(_short_member(indent, key, each) if len(each) <= _SHORT else _member(indent, key, each))
        elif each and isinstance(each, dict):
            append(_head(indent, key))
            if type(each) is Constant:
                lines += _constant_lines(each, deeper)
            else:
                _mapping(each, deeper, lines)
        elif each and isinstance(each, _SEQUENCES):
            append(_head(indent, key))
            _items(each, indent, lines)
        else:
            append(f"{_head(indent, key)} {_scalar(each)}")


def _items(value: Sequence[Any], indent: str, lines: list[str]) -> None:
    """Write the items of a list; the first line of an item follows its dash."""
    deeper = f"{indent}  "
    for item in value:
        first = len(lines)
        if isinstance(item, str):
            lines.append(_text(f"{indent}- ", item, deeper))
            continue
        if type(item) is Constant:
            lines += _constant_lines(item, deeper)
        elif item and isinstance(item, dict):
            _mapping(item, deeper, lines)
        elif item and isinstance(item, _SEQUENCES):
            _items(item, deeper, lines)
        else:
            lines.append(f"{indent}- {_scalar(item)}")
            continue
        lines[first] = f"{indent}- {lines[first][len(deeper) :]}"


@lru_cache(64)
def _constant_lines(value: Constant, indent: str) -> tuple[str, ...]:
    lines: list[str] = []
    _mapping(value, indent, lines)
    return tuple(lines)


def _text(head: str, value: str, indent: str) -> str:
    """Return a text after its head; the lines of a block scalar begin with `indent`."""
    text = _short(value) if len(value) <= _SHORT else _inline(value)
    if text:
        return head + text
    mark = "|" if value.endswith("\n") else "|-"
    lines = (f"{indent}{line}" if line else "" for line in value.removesuffix("\n").split("\n"))
    return "\n".join((head + mark, *lines))


def _inline(text: str) -> str:
    """Return a text as it is on the line of its key: plain or in quotes; empty if a block scalar reads better."""
    if _is_plain(text):
        return text
    return "" if _reads_better_literally(text) else _quoted(text)


_short = lru_cache(1024)(_inline)  # short texts repeat; a long text would only fill the cache


def _scalar(value: Any) -> str:  # noqa: ANN401 - any scalar or empty collection
    if isinstance(value, str):
        return value if _is_plain(value) else _quoted(value)
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(int(value))
    if isinstance(value, float):
        return _float(value)
    if value or not isinstance(value, (dict, *_SEQUENCES)):
        raise TypeError(f"a manifest cannot hold a {type(value).__name__}")
    return "{}" if isinstance(value, dict) else "[]"


def _float(value: float) -> str:
    """Return a float with a dot and a signed exponent, which YAML 1.1 requires of floats."""
    if not math.isfinite(value):
        return ".nan" if math.isnan(value) else "-.inf" if value < 0 else ".inf"
    mantissa, e, exponent = repr(float(value)).partition("e")
    if "." not in mantissa:
        mantissa += ".0"
    if e and exponent[0] not in "+-":
        exponent = f"+{exponent}"
    return mantissa + e + exponent


def _quoted(text: str) -> str:
    """Return a text in double quotes; characters beyond the basic plane are escaped as one, never as a surrogate pair."""
    quoted = _in_quotes(text)
    return quoted if quoted.isprintable() else re.sub(_ESCAPED, _escape, quoted)


def _json(text: str) -> str:
    """Return a text in double quotes; characters beyond the basic plane stay: JSON has no escape for them that YAML reads."""
    quoted = _in_quotes(text)
    return quoted if quoted.isprintable() else re.sub(_ESCAPED_IN_JSON, _escape, quoted)


def _in_quotes(text: str) -> str:
    """Return a text in double quotes, as in JSON."""
    if text.isascii() and text.isprintable() and '"' not in text and "\\" not in text:  # as most are
        return f'"{text}"'
    return _json_encoder()(text)


@cache
def _json_encoder() -> Callable[[str], str]:
    with compiled_on_first_use():  # those of Python's own reader and writer, which C code makes needless
        import json  # noqa: PLC0415 - few runs need it

    return json.JSONEncoder(ensure_ascii=False).encode


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\U{code:08x}" if code > 0xFFFF else f"\\u{code:04x}"  # noqa: PLR2004 - the basic plane


def _reads_better_literally(text: str) -> bool:
    """Whether a block scalar can hold the text unchanged and avoids escapes: of line breaks, quotes, backslashes."""
    return (
        ("\n" in text or '"' in text or "\\" in text)
        and text[0] not in " \n\t"
        and not text.endswith("\n\n")
        and " \n" not in text
        and "\t\n" not in text
        and not (text.encode().translate(None, _LITERAL_ASCII) if text.isascii() else re.search(_NOT_LITERAL, text))
    )
