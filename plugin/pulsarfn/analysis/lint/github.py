"""The report as workflow commands of GitHub Actions: annotations of a pull request.

Source: `actions/toolkit`, packages/core/src/command.ts (the escaped characters).
"""

from pulsarfn.diagnostics.as_text import Report, visible
from pulsarfn.diagnostics.problem import Diagnostic, Severity

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_ESCAPED = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_ESCAPED_IN_PROPERTIES = {**_ESCAPED, ":": "%3A", ",": "%2C"}


def as_github(report: Report) -> str:
    """Return a line for each diagnostic."""
    return "".join(map(_line, report.diagnostics))


def _line(diagnostic: Diagnostic) -> str:
    file, line, column = diagnostic.location.in_repository
    properties = {
        "file": file,
        "line": line,
        "col": column,
        "title": f"{diagnostic.code.id}: {diagnostic.code.title}",
    }
    given = ",".join(
        f"{key}={_escaped(visible(str(value)), _ESCAPED_IN_PROPERTIES)}"
        for key, value in properties.items()
        if value is not None
    )
    said = {"Pulsar says": diagnostic.pulsar_says, "hint": diagnostic.hint}
    lines = [diagnostic.message, *(f"{what}: {text}" for what, text in said.items() if text)]
    text = _escaped("\n".join(map(visible, lines)), _ESCAPED)
    return f"::{_COMMANDS[diagnostic.severity]} {given}::{text}\n"


def _escaped(text: str, escapes: dict[str, str]) -> str:
    return "".join(escapes.get(each, each) for each in text)
