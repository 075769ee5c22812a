"""The report as JUnit XML, which GitLab, Jenkins and Azure read as the results of tests.

The elements and attributes are those that GitLab and Jenkins both read. A name holds no line, so that a finding that only
moves stays the same test: GitLab tells by name and class name which ones are new.
"""

from collections import Counter
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from pulsarfn.diagnostics.as_text import Report, as_text, short, visible
from pulsarfn.diagnostics.problem import Diagnostic, Severity

_ATTRIBUTES = 'name="pulsarfn lint" tests="{tests}" failures="{failures}" errors="0" skipped="{skipped}" time="0"'


def as_junit(report: Report) -> str:
    """Each finding is a test: errors and warnings fail, infos pass, and what is suppressed is skipped.

    Where nothing is found one test passes, as Jenkins takes a report without any for a fault.
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
    text = escape(as_text(diagnostic))
    if diagnostic.severity is Severity.INFO:
        return f"<system-out>{text}</system-out>"
    return f"<failure message={_quoted(diagnostic.message)} type={_quoted(str(diagnostic.severity))}>{text}</failure>"


def _quoted(text: str) -> str:
    """An attribute's value; `visible` leaves no character that XML does not allow."""
    return quoteattr(visible(short(text)))
