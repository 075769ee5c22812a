"""The last line of lint: the numbers of components, carriers and findings."""

from pulsarfn.diagnostics.as_text import Report
from pulsarfn.diagnostics.problem import Severity
from pulsarfn.pipeline.one_document import Counts

NO_CARRIER = "no carrier in this stream"


def summary(counted: Counts, report: Report, fixes: str = "") -> str:
    """Return a line such as ``3 components in 2 carriers: 1 error, 2 warnings``; `fixes` says what is fixed, such as ``1 fixed``."""
    found = [each.severity for each in report.diagnostics]
    parts = [number_of(found.count(each), str(each)) for each in Severity if each in found]
    parts = [*parts, *([fixes] if fixes else [])] or ["no findings"]
    suppressed = [f"{len(report.suppressed)} suppressed"] if report.suppressed else []
    if counted == Counts() and not found and not suppressed:
        return NO_CARRIER
    return f"{_looked_at(counted)}: {', '.join([*parts, *suppressed])}"


def _looked_at(counted: Counts) -> str:
    if counted == Counts():
        return NO_CARRIER
    components = number_of(counted.configs, "component")
    return f"{components} in {number_of(counted.carriers, 'carrier')}" if counted.carriers else components


def number_of(count: int, what: str) -> str:
    """Return a number with its noun: ``1 component``, ``2 components``."""
    return f"{count:,} {what}{'' if count == 1 else 's'}"
