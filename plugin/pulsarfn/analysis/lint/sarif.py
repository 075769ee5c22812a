"""The report as SARIF 2.1.0, which code scanning services read (OASIS, sarif-schema-2.1.0.json)."""

import json
from collections.abc import Iterable
from urllib.parse import quote

from pulsarfn import __version__
from pulsarfn.diagnostics.as_text import Report
from pulsarfn.diagnostics.catalogue import CODES
from pulsarfn.diagnostics.problem import Code, Diagnostic, Location, Severity
from pulsarfn.values import Manifest

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def as_sarif(report: Report) -> str:
    """Return one run; suppressed diagnostics are among the results, with the reason as the justification."""
    used = {each.code.id for each in (*report.diagnostics, *(each for each, _ in report.suppressed))}
    rules = [code for code in CODES.values() if code.id in used]
    indices = {code.id: index for index, code in enumerate(rules)}
    results = [_result(each, indices) for each in report.diagnostics]
    for each, reason in report.suppressed:
        suppression = {"kind": "inSource", "justification": reason}
        results.append({**_result(each, indices), "suppressions": [suppression]})
    driver = {"name": "pulsarfn", "version": __version__, "rules": [_rule(code) for code in rules]}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _rule(code: Code) -> dict[str, object]:
    return {
        "id": code.id,
        "shortDescription": {"text": code.title},
        "fullDescription": {"text": code.cause},
        "help": {"text": code.cure, "markdown": code.cure},
        "defaultConfiguration": {"level": _LEVELS[code.severity]},
    }


def _result(diagnostic: Diagnostic, indices: dict[str, int]) -> dict[str, object]:
    text = f"{diagnostic.message} ({diagnostic.hint})" if diagnostic.hint else diagnostic.message
    return {
        "ruleId": diagnostic.code.id,
        "ruleIndex": indices[diagnostic.code.id],
        "level": _LEVELS[diagnostic.severity],
        "message": {"text": text},
        "locations": [_location(diagnostic.location)],
    }


def _location(location: Location) -> Manifest:
    """Return the name of a file as a URI with the region in it; the resource is a logical location."""
    file, line, column = location.in_repository
    uri = quote(file.encode("utf-8", "surrogateescape"))
    found: Manifest = {"physicalLocation": {"artifactLocation": {"uri": uri}}}
    if line is not None:
        region: Manifest = {"startLine": line}
        if column is not None:
            region["startColumn"] = column
        found = {"physicalLocation": {"artifactLocation": {"uri": uri}, "region": region}}
    names = "/".join(_given((location.resource, location.key)))
    return {**found, "logicalLocations": [{"fullyQualifiedName": names}]} if names else found


def _given(texts: Iterable[str]) -> list[str]:
    return [each for each in texts if each]
