"""The places of the members of a JSON text; only needed to report a problem.

Python's own reader gives no positions. This reader never raises: in a text that is not JSON it reads as far as it can.
"""

import re
from collections.abc import Iterator

from pulsarfn.diagnostics.problem import Path
from pulsarfn.named_tuples import NamedTuple
from pulsarfn.patterns import pattern

LONE_SURROGATE = pattern("[\ud800-\udfff]")
"""Half of a character, which JSON can express and UTF-8 cannot."""

LONGEST_NUMBER = 1000
"""The maximum length of a number, in characters. Source: com.fasterxml.jackson.core.StreamReadConstraints.DEFAULT_MAX_NUM_LEN."""

_TOKEN = pattern(r'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)|[\[\]{},:]|[^\s\[\]{},:"]+', re.DOTALL)


class JsonPart(NamedTuple):
    """A key or a value of a JSON text.

    Attributes:
        path: its path; for a key, the path of its member.
        offset: the offset of its start, in code points.
        word: its first token: a whole scalar, or an opening brace or bracket.
        is_key: whether it is a key.
    """

    path: Path
    offset: int
    word: str
    is_key: bool


class JsonFault(NamedTuple):
    """A fault that Python's reader accepts, and its offset in code points."""

    message: str
    offset: int
    hint: str
    is_duplicate: bool = False


class _Frame:
    """An open object, with its last key and whether a key comes next, or array, with the index of its next item."""

    __slots__ = ("expects_key", "step")

    def __init__(self, step: str | int, *, expects_key: bool) -> None:
        self.step, self.expects_key = step, expects_key


def json_depth_exceeds(text: str, limit: int) -> int | None:
    """Return the offset of the first bracket or brace that is nested deeper than `limit`; None if there is none."""
    if text.count("[") + text.count("{") <= limit:
        return None
    depth = 0
    for match in _TOKEN.finditer(text):
        if match[0] in "[{":
            depth += 1
            if depth > limit:
                return match.start()
        elif match[0] in "]}":
            depth -= 1
    return None


def json_fault(text: str) -> JsonFault | None:
    """Return the first key or value that is refused although Python can read the text; None if there is none."""
    seen: dict[Path, int] = {}
    for part in json_parts(text):
        if part.is_key and part.path in seen:
            first = text.count("\n", 0, seen[part.path]) + 1
            message = f"duplicate key '{part.path[-1]}', first in line {first}"
            return JsonFault(message, part.offset, "remove one of them", is_duplicate=True)
        if part.is_key:
            seen[part.path] = part.offset
        if part.word in ("NaN", "Infinity", "-Infinity"):
            return JsonFault(f"{part.word} is no JSON", part.offset, "write a number")
        if part.word[0] == '"' and LONE_SURROGATE.search(json_string(part.word)):
            return JsonFault("half of a surrogate pair", part.offset, "write the character itself")
        if part.word[0] != '"' and len(part.word) > LONGEST_NUMBER:
            return JsonFault(f"a number of more than {LONGEST_NUMBER} digits", part.offset, "write a shorter one")
    return None


def json_parts(text: str) -> Iterator[JsonPart]:
    """Return the keys and values of a JSON text in order, duplicate keys included."""
    frames: list[_Frame] = []
    for match in _TOKEN.finditer(text):
        word = match[0]
        if word in "]}":
            if not frames:
                return
            frames.pop()
        elif word == ",":
            _advance(frames)
        elif word != ":":
            is_key = bool(frames) and frames[-1].expects_key
            if is_key:
                frames[-1].step, frames[-1].expects_key = json_string(word), False
            yield JsonPart(tuple(frame.step for frame in frames), match.start(), word, is_key)
            if word in "[{":
                frames.append(_Frame("" if word == "{" else 0, expects_key=word == "{"))


def json_string(word: str) -> str:
    """Return the text of a JSON string; any other or broken token is returned unchanged."""
    import json  # noqa: PLC0415 - for diagnostics only

    try:
        return str(json.loads(word))
    except ValueError:
        return word


def _advance(frames: list[_Frame]) -> None:
    if not frames:
        return
    if isinstance(frames[-1].step, int):
        frames[-1].step += 1
    else:
        frames[-1].expects_key = True
