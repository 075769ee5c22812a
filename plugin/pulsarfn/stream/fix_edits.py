"""From the fixes of a config to edits of its text: exact spans, in the style of what is there.

Nothing is edited on trust: the edited text must read as the value that the fixes promise.
"""

import json
import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Any

from pulsarfn.diagnostics.problem import Fix, Path
from pulsarfn.diagnostics.secrecy import hidden
from pulsarfn.named_tuples import NamedTuple
from pulsarfn.stream.config_text import read_config
from pulsarfn.stream.edits import Edit, edited, largest_part
from pulsarfn.stream.embedded_edits import edits_inside
from pulsarfn.stream.reader import read_yaml
from pulsarfn.stream.texts import ReadError
from pulsarfn.stream.written import WrittenSpan, WrittenText
from pulsarfn.values import Value

_QUOTES = ("'", '"')
_HEADER = re.compile(r"[|>][-+0-9]*[ \t]*\r?\n\s*")
_VALUE_BELOW = re.compile(r"[ \t]*:([ \t]*\r?\n\s*)")


class FixAt(NamedTuple):
    """A fix, and the path of the key or value that it changes; for a fix inside of a text, the edit of this text."""

    path: Path
    fix: Fix
    inner: Edit | None = None

    def __repr__(self) -> str:
        return hidden(self)


class FixEdit(NamedTuple):
    """The edit of a config's text that makes a fix."""

    at: FixAt
    edit: Edit


def fix_edits(text: str, fixes: Iterable[FixAt], *, is_json: bool) -> Sequence[FixEdit]:
    """Return the edits for those fixes that can be made exactly."""
    try:
        value, read = read_config(text, is_json=is_json)
    except ReadError:
        return ()
    if read != text:
        return ()
    written = WrittenText(text)
    inside = edits_inside(text)
    found = (
        (each, inside(each.path, each.inner) if each.inner else _edit(written, each)) for each in dict.fromkeys(fixes)
    )
    possible = [FixEdit(each, edit) for each, edit in found if edit is not None]

    def holds(some: Sequence[FixEdit]) -> bool:
        with suppress(ReadError, KeyError, IndexError, TypeError):
            promised = _fixed(value, [each.at for each in some])
            return repr(_read(edited(text, (each.edit for each in some)), is_json=is_json)) == repr(promised)
        return False

    return largest_part(possible, holds)


def _read(text: str, *, is_json: bool) -> Value:
    return read_config(text, is_json=is_json)[0]


def _fixed(value: Value, fixes: Sequence[FixAt]) -> object:
    """Return the value after the fixes.

    Raises:
        KeyError: if a fix would give a mapping two equal keys.
    """
    new: Any = _copied(value)
    inner: dict[Path, list[Edit]] = {}
    for each in fixes:
        if each.inner:
            inner.setdefault(each.path, []).append(each.inner)
    for path, edits in inner.items():
        _holder(new, path)[path[-1]] = edited(str(_holder(new, path)[path[-1]]), edits)
    for each in sorted((each for each in fixes if not each.inner), key=lambda each: -len(each.path)):
        holder, last = _holder(new, each.path), each.path[-1]
        if not each.fix.key:
            holder[last] = json.loads(each.fix.value)
            continue
        if each.fix.key in holder:
            raise KeyError(each.fix.key)
        members = [(each.fix.key if key == last else key, member) for key, member in holder.items()]
        holder.clear()
        holder.update(members)
    return new


def _holder(value: Any, path: Path) -> Any:  # noqa: ANN401 - a mapping or a list
    """Return the mapping or list that holds the value at `path`."""
    for step in path[:-1]:
        value = value[step]
    return value


def _copied(value: Value) -> Value:
    if isinstance(value, dict):
        return {key: _copied(each) for key, each in value.items()}
    return [*map(_copied, value)] if isinstance(value, list) else value


def _edit(written: WrittenText, at: FixAt) -> Edit | None:
    key, value = written.keys.get(at.path), written.values.get(at.path)
    if at.fix.key:
        return None if key is None else _renamed(key, at.fix.key)
    if value is None:
        return None
    new, is_json = json.loads(at.fix.value), key is not None and key.style == '"'
    if value.style in ("|", ">"):
        return _without_header(written.text, value) if isinstance(new, dict) else None
    if value.style == "{":
        return None if written.holds_comment(at.path) else _as_text(written.text, key, value, new, is_json=is_json)
    raw = written.text[value.start : value.end]
    if isinstance(new, list):
        return Edit(value.start, value.end, _listed(raw, value, new, is_json=is_json))
    if isinstance(new, dict):
        return Edit(
            value.start, value.end, json.dumps(new, ensure_ascii=False) if "\n" in at.fix.value else at.fix.value
        )
    if isinstance(new, str):
        return Edit(value.start, value.end, _scalar(new, '"' if is_json else value.style))
    return Edit(value.start, value.end, json.dumps(new))


def _renamed(key: WrittenSpan, name: str) -> Edit | None:
    quote = len(key.style)
    return Edit(key.start + quote, key.end - quote, name) if key.style in ("", *_QUOTES) else None


def _without_header(text: str, value: WrittenSpan) -> Edit | None:
    """Return the edit that makes the mapping that it is of the JSON text in a block scalar."""
    header = _HEADER.match(text, value.start, value.end)
    return None if header is None else Edit(value.start, header.end(), "")


def _as_text(text: str, key: WrittenSpan | None, value: WrittenSpan, new: str, *, is_json: bool) -> Edit:
    """Return the edit that writes a text in place of a mapping: on the line of its key, if only a line break is between them."""
    below = _VALUE_BELOW.fullmatch(text, key.end, value.start) if key else None
    scalar = _scalar(new, '"' if is_json else "'")
    return Edit(below.start(1), value.end, f" {scalar}") if below else Edit(value.start, value.end, scalar)


def _listed(raw: str, value: WrittenSpan, items: list[Any], *, is_json: bool) -> str:
    """Return a list; a single item stays as it is written, if it means the same in a list."""
    if len(items) == 1 and "\n" not in raw and (value.style or _reads(raw, items[0])):
        return f"[{raw}]"
    scalars = (_scalar(each, '"' if is_json else "") if isinstance(each, str) else json.dumps(each) for each in items)
    return f"[{', '.join(scalars)}]"


def _scalar(text: str, style: str) -> str:
    """Return a scalar in a style; a plain one only if it needs no quotes anywhere."""
    if style == '"':
        return json.dumps(text, ensure_ascii=not text.isprintable())
    if style == "" and _reads(text, text):
        return text
    return "'" + text.replace("'", "''") + "'"


def _reads(raw: str, item: object) -> bool:
    with suppress(ReadError):
        return repr(read_yaml(f"[{raw}]", "jackson")) == repr([item])
    return False
