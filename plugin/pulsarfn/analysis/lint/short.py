"""The report as compilers print it, for editors, pre-commit and grep: a line for each diagnostic."""

from pulsarfn.diagnostics.as_text import Report, place, short, visible
from pulsarfn.diagnostics.problem import Diagnostic


def as_short(report: Report) -> str:
    """``FILE:LINE:COLUMN: severity[code] message``, as much of the place as is known."""
    return "".join(map(_line, report.diagnostics))


def _line(diagnostic: Diagnostic) -> str:
    where = place(*diagnostic.location.shown)
    return f"{where}: {diagnostic.severity}[{diagnostic.code.id}] {visible(short(diagnostic.message))}\n"
