"""The report of lint for programs: JSON, SARIF and GitHub's workflow commands, by the word for ``-o``."""

from collections.abc import Callable

from pulsarfn.analysis.lint.github import as_github
from pulsarfn.analysis.lint.json_report import as_json
from pulsarfn.analysis.lint.sarif import as_sarif
from pulsarfn.diagnostics.as_text import Report

FORMATS: dict[str, Callable[[Report], str]] = {"json": as_json, "sarif": as_sarif, "github": as_github}
