"""The report as one JSON object; docs/schemas/lint.json describes it."""

import json

from pulsarfn import __version__
from pulsarfn.diagnostics.as_text import Report, members
from pulsarfn.diagnostics.problem import Severity

_FORMAT_VERSION = 1


def as_json(report: Report) -> str:
    """Return all reported diagnostics, the suppressed ones with their reasons, and the numbers of each."""
    reported = [each.severity for each in report.diagnostics]
    value = {
        "version": _FORMAT_VERSION,
        "pulsarfn": __version__,
        "summary": {
            "errors": reported.count(Severity.ERROR),
            "warnings": reported.count(Severity.WARNING),
            "infos": reported.count(Severity.INFO),
            "suppressed": len(report.suppressed),
        },
        "diagnostics": [members(each) for each in report.diagnostics],
        "suppressed": [{**members(each), "reason": reason} for each, reason in report.suppressed],
    }
    return json.dumps(value, indent=2) + "\n"
