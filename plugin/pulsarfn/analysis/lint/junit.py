"""The report as JUnit XML, which GitLab, Jenkins and Azure show as test results.

It uses only elements and attributes that GitLab and Jenkins both read. Names contain no line numbers, so that a finding that
only moves stays the same test: GitLab finds new tests by name and class name.
"""

from collections import Counter
from collections.abc import Iterator

from pulsarfn.diagnostics.as_text import Report, as_text, short, visible
from pulsarfn.diagnostics.problem import Diagnostic, Severity

_ATTRIBUTES = 'name="pulsarfn lint" tests="{tests}" failures="{failures}" errors="0" skipped="{skipped}" time="0"'


def as_junit(report: Report) -> str:
    """Return each finding as a test: errors and warnings fail, infos pass, and suppressed findings are skipped.

    If there are no findings, the report has one test that passes: Jenkins treats a report without tests as a fault.
    """
    failing = [each for each in report.diagnostics if each.severity is not Severity.INFO]
    cases = [*_cases(report)] or ['<testcase classname="pulsarfn" name="no findings" time="0"/>']
    counts = _ATTRIBUTES.format(tests=len(cases), failures=len(failing), skipped=len(report.suppressed))
    lines = "".join(f"    {case}\n" for case in cases)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f"<testsuites {counts}>\n  <testsuite {counts}>\n{lines}  </testsuite>\n</testsuites>\n"
    )


def _cases(report: Report) -> Iterator[str]:
    seen: Counter[tuple[str, str]] = Counter()
    for each in report.diagnostics:
        yield _case(each, _result(each), seen)
    for each, reason in report.suppressed:
        yield _case(each, f"<skipped message={_quoted(reason)}/>", seen)


def _case(diagnostic: Diagnostic, result: str, seen: Counter[tuple[str, str]]) -> str:
    location = diagnostic.location
    subject = " ".join(filter(None, (location.resource, location.key)))
    message = f"{subject}: {diagnostic.message}" if subject else diagnostic.message
    name = short(f"{diagnostic.code.id} {message}")
    file, line, _ = location.shown
    seen[file, name] += 1
    if (count := seen[file, name]) > 1:
        name += f" ({count})"
    at_line = "" if line is None else f' line="{line}"'
    place = f"classname={_quoted(file)} name={_quoted(name)} file={_quoted(file)}{at_line}"
    return f'<testcase {place} time="0">{result}</testcase>'


def _result(diagnostic: Diagnostic) -> str:
    from xml.sax.saxutils import escape  # noqa: PLC0415 - it imports all of HTTP and TLS

    text = escape(as_text(diagnostic))
    if diagnostic.severity is Severity.INFO:
        return f"<system-out>{text}</system-out>"
    return f"<failure message={_quoted(diagnostic.message)} type={_quoted(str(diagnostic.severity))}>{text}</failure>"


def _quoted(text: str) -> str:
    """Return the value of an attribute in quotes; `visible` removes all characters that XML does not allow."""
    from xml.sax.saxutils import quoteattr  # noqa: PLC0415 - likewise

    return quoteattr(visible(short(text)))
