"""Diagnostics as text for a person and as JSON lines for a program."""

import json
from collections.abc import Iterable, Sequence

from pulsarfn.diagnostics.problem import Diagnostic, Location, Severity
from pulsarfn.named_tuples import NamedTuple

_COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.INFO: "36"}
_WIDEST = 160
_LONGEST = 1000


class Report(NamedTuple):
    """The diagnostics that are reported for a stream, and the suppressed ones, each with its reason."""

    diagnostics: Sequence[Diagnostic]
    suppressed: Sequence[tuple[Diagnostic, str]] = ()


def as_text(diagnostic: Diagnostic, *, colour: bool = False) -> str:
    """Return a diagnostic as lines: message, place, source line, hint. Control characters and line breaks are escaped."""
    head = f"{diagnostic.severity}[{diagnostic.code.id}]"
    if colour:
        head = f"\x1b[1;{_COLOURS[diagnostic.severity]}m{head}\x1b[0m"
    lines = [f"{head}: {visible(short(diagnostic.message))}", f"  --> {_place(diagnostic.location)}"]
    if diagnostic.location.source:
        lines.append(f"   | {visible(diagnostic.location.source.rstrip()[:_WIDEST])[:_WIDEST]}")
    if diagnostic.pulsar_says:
        lines.append(f"  Pulsar says: {visible(short(diagnostic.pulsar_says))}")
    if diagnostic.hint:
        lines.append(f"  hint: {visible(short(diagnostic.hint))}")
    return "\n".join(lines) + "\n"


def as_json_lines(diagnostics: Iterable[Diagnostic], run: str) -> str:
    """Return one JSON object per line, each with the name of the run; unknown members are omitted."""
    return "".join(json.dumps({**members(each), "run": run}, ensure_ascii=False) + "\n" for each in diagnostics)


def short(text: str) -> str:
    """Return `text`, cut if it is very long: a name or value of the input may be part of it."""
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}… ({len(text):,} characters)"


def visible(text: str) -> str:
    """Return `text` with escapes for characters that are invisible or change how other characters are displayed."""
    if text.isprintable():
        return text
    return "".join(each if each.isprintable() else each.encode("unicode_escape").decode("ascii") for each in text)


def _place(location: Location) -> str:
    document = () if location.document is None else (f"document {location.document}",)
    inside = ", ".join(visible(short(each)) for each in (*document, *location.inside))
    where = place(*location.shown)
    return f"{where} ({inside})" if inside else where


def place(file: str, line: int | None, column: int | None) -> str:
    """Return ``FILE:LINE:COLUMN``, or the known part of it."""
    return ":".join([visible(short(file)), *(str(each) for each in (line, column) if each is not None)])


def members(diagnostic: Diagnostic) -> dict[str, object]:
    """Return the known members of a diagnostic under their names in JSON."""
    members = {
        "severity": str(diagnostic.severity),
        "code": diagnostic.code.id,
        "message": diagnostic.message,
        **place_members(diagnostic.location),
        "pulsarSays": diagnostic.pulsar_says,
        "hint": diagnostic.hint,
    }
    return {
        key: short(value) if isinstance(value, str) else value
        for key, value in members.items()
        if value not in (None, "")
    }


def place_members(location: Location) -> dict[str, str | int]:
    """Return the known members of a place under their names in JSON."""
    origin, line, column = location.shown
    members: dict[str, str | int | None] = {
        "origin": origin,
        "line": line,
        "column": column,
        "document": location.document,
        "resource": location.resource,
        "key": location.key,
        "configLine": location.config_line,
        "configColumn": location.config_column,
        "from": location.rendered_from,
    }
    return {key: value for key, value in members.items() if value is not None and value != ""}
