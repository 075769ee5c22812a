"""From the fixes inside of customRuntimeOptions to edits of its JSON text, in the style of what is there.

Nothing is edited on trust: Gson must read from the edited text what the fixes promise.
"""

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

from pulsarfn.diagnostics.problem import Fix
from pulsarfn.diagnostics.secrecy import hidden
from pulsarfn.java.lenient_json import LenientJson, read_lenient
from pulsarfn.named_tuples import NamedTuple
from pulsarfn.stream.edits import Edit, edited, largest_part
from pulsarfn.stream.scalars import NumberText

_BARE = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_QUOTES, _KEYWORDS = ('"', "'"), ("true", "false", "null")


class InnerFix(NamedTuple):
    """A fix inside of a JSON text, and the edit of that text that makes it."""

    fix: Fix
    edit: Edit

    def __repr__(self) -> str:
        return hidden(self)


def lenient_edits(text: str, fixes: Iterable[Fix]) -> Sequence[InnerFix]:
    """Return the edits of a JSON text for those fixes that can be made exactly."""
    read = read_lenient(text)
    if not isinstance(read, LenientJson) or read.duplicates:
        return ()
    found = ((each, _edit(text, read, each)) for each in dict.fromkeys(fixes))
    possible = [InnerFix(each, edit) for each, edit in found if edit is not None]

    def holds(some: Sequence[InnerFix]) -> bool:
        new = read_lenient(edited(text, (each.edit for each in some)))
        return isinstance(new, LenientJson) and repr(new.value) == repr(_fixed(read, (each.fix for each in some)))

    return largest_part(possible, holds)


def _edit(text: str, read: LenientJson, fix: Fix) -> Edit | None:
    starts, ends = (read.names, read.ends_of_names) if fix.key else (read.offsets, read.ends)
    if fix.inner not in starts or fix.inner not in ends:
        return None
    start, end = starts[fix.inner], ends[fix.inner]
    raw = text[start:end]
    if fix.key:
        return Edit(start, end, _quoted(fix.key, raw))
    new = json.loads(fix.value)
    if isinstance(new, list):
        return Edit(start, end, f"[{raw}]")
    return Edit(start, end, _quoted(new, raw) if isinstance(new, str) else fix.value)


def _quoted(word: str, raw: str) -> str:
    """Return a word in the quotes of what it replaces; without any only if it cannot mean anything else."""
    is_word = _BARE.fullmatch(word) and word not in _KEYWORDS
    quote = raw[:1] if raw[:1] in _QUOTES else "" if is_word else '"'
    return f"{quote}{word}{quote}"


def _fixed(read: LenientJson, fixes: Iterable[Fix]) -> object:
    """Return the value after the fixes, the inner ones first: these have the paths before all fixes."""
    new: Any = _copied(read.value)
    for fix in sorted(fixes, key=lambda each: -len(each.inner)):
        holder, last = new, fix.inner[-1]
        for step in fix.inner[:-1]:
            holder = holder[step]
        if fix.key:
            members = [(fix.key if key == last else key, member) for key, member in holder.items()]
            holder.clear()
            holder.update(members)
        else:
            holder[last] = json.loads(fix.value, parse_int=NumberText, parse_float=NumberText)
    return new


def _copied(value: object) -> object:
    if isinstance(value, dict):
        return {key: _copied(each) for key, each in value.items()}
    return [*map(_copied, value)] if isinstance(value, list) else value
