"""The report as one JSON object; its shape is `report.schema.json`, which is published with the documentation."""

import json
from pathlib import Path

from pulsarfn import __version__
from pulsarfn.diagnostics import Severity
from pulsarfn.report import Report, members

_FORMAT_VERSION = 1
_SCHEMA = Path(__file__).with_name("report.schema.json")


def report_schema() -> str:
    """The JSON Schema of the report, as a text."""
    return _SCHEMA.read_text(encoding="utf-8")


def as_json(report: Report) -> str:
    """All that was told, all that was suppressed with its reason, and how much of each there is."""
    told = [each.severity for each in report.diagnostics]
    value = {
        "version": _FORMAT_VERSION,
        "pulsarfn": __version__,
        "summary": {
            "errors": told.count(Severity.ERROR),
            "warnings": told.count(Severity.WARNING),
            "infos": told.count(Severity.INFO),
            "suppressed": len(report.suppressed),
        },
        "diagnostics": [members(each) for each in report.diagnostics],
        "suppressed": [{**members(each), "reason": reason} for each, reason in report.suppressed],
    }
    return json.dumps(value, indent=2) + "\n"
