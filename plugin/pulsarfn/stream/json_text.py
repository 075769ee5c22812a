"""Where the members of a JSON text stand: only read where there is something to report.

Python's own reader gives no positions. This one never raises: of a text that is no JSON it tells what it can follow.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from pulsarfn.diagnostics.problem import Path
from pulsarfn.patterns import pattern

LONE_SURROGATE = pattern("[\ud800-\udfff]")
"""Half of a character, which JSON can write and UTF-8 cannot."""

LONGEST_NUMBER = 1000
"""In characters. Source: com.fasterxml.jackson.core.StreamReadConstraints.DEFAULT_MAX_NUM_LEN."""

_TOKEN = pattern(r'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)|[\[\]{},:]|[^\s\[\]{},:"]+', re.DOTALL)


class JsonPart(NamedTuple):
    """A key or a value of a JSON text.

    Attributes:
        path: its path; of a key that of its member.
        offset: where it begins, in code points.
        word: its first token: a whole scalar, or an opening brace or bracket.
        is_key: whether it is a key.
    """

    path: Path
    offset: int
    word: str
    is_key: bool


class JsonFault(NamedTuple):
    """What is refused in a text that Python's reader takes for JSON, and its offset in code points."""

    message: str
    offset: int
    hint: str
    is_duplicate: bool = False


class _Frame:
    """An open object (its last key, whether a key comes next) or array (the index of its next item)."""

    __slots__ = ("expects_key", "step")

    def __init__(self, step: str | int, *, expects_key: bool) -> None:
        self.step, self.expects_key = step, expects_key


def json_depth_exceeds(text: str, limit: int) -> int | None:
    """The offset of the first bracket or brace that is nested deeper than `limit`, None where there is none."""
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
    """The first key or value that is refused though the text can be read."""
    seen: dict[Path, int] = {}
    for part in json_parts(text):
        if part.is_key and part.path in seen:
            first = text.count("\n", 0, seen[part.path]) + 1
            message = f"the key {part.path[-1]} stands here for the second time, first in line {first}"
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
    """The keys and values of a JSON text, in order; equal keys of one object come as often as they stand there."""
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
    """The text of a string as it is written in JSON; of anything else, and of what is broken, that itself."""
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
