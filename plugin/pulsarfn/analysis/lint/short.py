"""The report in the format of compilers, for editors, pre-commit and grep: a line for each diagnostic."""

from pulsarfn.diagnostics.as_text import Report, place, short, visible
from pulsarfn.diagnostics.problem import Diagnostic


def as_short(report: Report) -> str:
    """Return ``FILE:LINE:COLUMN: severity[code] message``, with the known parts of the place."""
    return "".join(map(_line, report.diagnostics))


def _line(diagnostic: Diagnostic) -> str:
    where = place(*diagnostic.location.shown)
    return f"{where}: {diagnostic.severity}[{diagnostic.code.id}] {visible(short(diagnostic.message))}\n"
