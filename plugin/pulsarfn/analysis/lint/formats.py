"""The reports of lint for programs: lines, JSON, SARIF, workflow commands of GitHub and JUnit, by the value of ``-o``."""

from collections.abc import Callable

from pulsarfn.analysis.lint.github import as_github
from pulsarfn.analysis.lint.json_report import as_json
from pulsarfn.analysis.lint.junit import as_junit
from pulsarfn.analysis.lint.sarif import as_sarif
from pulsarfn.analysis.lint.short import as_short
from pulsarfn.diagnostics.as_text import Report

FORMATS: dict[str, Callable[[Report], str]] = {
    "short": as_short,
    "json": as_json,
    "sarif": as_sarif,
    "github": as_github,
    "junit": as_junit,
}

OF_REPOSITORIES = ("sarif", "github")
"""The formats for services that show the files of a repository."""
