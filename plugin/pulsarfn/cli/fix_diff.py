"""``lint --fix --diff``: the fixes as a unified diff, without the lines that may show a secret."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from pulsarfn.diagnostics.as_text import visible
from pulsarfn.diagnostics.secrecy import MASK
from pulsarfn.pipeline.secret_keys import SECRET_KEYS
from pulsarfn.stream.documents import split
from pulsarfn.stream.excerpts import Excerpts

_SECRET = re.compile(r"kind[\"']?\s*:\s*[\"']?\w*Secret")
_CONTROLS = {code: f"\\x{code:02x}" for code in (*range(32), *range(127, 160)) if chr(code) not in "\t\r"}
_CONTEXT = 3


def fix_diff(name: str, before: str, after: str) -> str:
    """Return the unified diff of two texts of a file; empty if they are equal. A line that may show a secret is a mask."""
    old, new = before.split("\n"), after.split("\n")
    shown_old, shown_new = _shown(before, old), _shown(after, new)
    hunks = SequenceMatcher(None, old, new).get_grouped_opcodes(_CONTEXT) if before != after else ()
    lines = [line for hunk in hunks for line in _hunk(hunk, shown_old, shown_new)]
    return "".join(f"{line}\n" for line in [f"--- {visible(name)}", f"+++ {visible(name)}", *lines]) if lines else ""


def _hunk(hunk: Sequence[tuple[str, int, int, int, int]], old: Sequence[str], new: Sequence[str]) -> Iterator[str]:
    (_, old_start, _, new_start, _), (_, _, old_end, _, new_end) = hunk[0], hunk[-1]
    yield f"@@ -{_lines(old, old_start, old_end)} +{_lines(new, new_start, new_end)} @@"
    for kind, start, end, other_start, other_end in hunk:
        if kind == "equal":
            yield from _marked(" ", old, start, end)
        else:
            yield from _marked("-", old, start, end)
            yield from _marked("+", new, other_start, other_end)


def _lines(lines: Sequence[str], start: int, end: int) -> str:
    """Return the place of lines in the notation of a unified diff."""
    count = end - start - (end == len(lines) and not lines[-1])
    return f"{start + (count > 0)},{count}" if count != 1 else f"{start + 1}"


def _marked(mark: str, lines: Sequence[str], start: int, end: int) -> Iterator[str]:
    """Return lines with a mark; what follows the last line break is a line without one, or nothing."""
    for number in range(start, end):
        is_last = number == len(lines) - 1
        if lines[number] or not is_last:
            yield mark + lines[number]
        if lines[number] and is_last:
            yield "\\ No newline at end of file"


def _shown(text: str, lines: Sequence[str]) -> list[str]:
    hidden = _hidden(text)
    return [MASK if number in hidden else line.translate(_CONTROLS) for number, line in enumerate(lines, 1)]


def _hidden(text: str) -> set[int]:
    """Return the numbers of the lines that may show a secret: all lines of a document with a Secret, and others by their keys."""
    hidden = set[int]()
    for each in split(text.encode()):
        document = each.raw.decode()
        lines = document.split("\n")
        excerpts, is_secret = Excerpts(document, SECRET_KEYS), _SECRET.search(document)
        for number, line in enumerate(lines, 1):
            if line.strip() and (is_secret or not excerpts.line(number)):
                hidden.add(each.start_line + number - 1)
    return hidden
