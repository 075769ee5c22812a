"""The report of lint for programs: each format is valid by its schema, whatever stands in the stream."""

import json
import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema_rs import Draft7Validator, Draft202012Validator, meta

from conftest import REPOSITORY
from pulsarfn.analysis.lint.formats import FORMATS
from pulsarfn.diagnostics.as_text import Report, as_json_lines
from pulsarfn.diagnostics.catalogue import CODES
from pulsarfn.diagnostics.problem import Diagnostic, Location
from sarif_schema import sarif_schema

SCHEMAS = REPOSITORY / "docs" / "schemas"
SARIF_SCHEMA = sarif_schema()
JSON_SCHEMA, LINE_SCHEMA = (
    json.loads((SCHEMAS / f"{name}.json").read_text("utf-8")) for name in ("lint", "diagnostic")
)
SARIF = Draft7Validator(SARIF_SCHEMA)
JSON, LINE = map(Draft202012Validator, (JSON_SCHEMA, LINE_SCHEMA))
TEXT = st.text(min_size=1, max_size=12)
FILE = TEXT | st.binary(min_size=1, max_size=12).map(lambda name: name.decode("utf-8", "surrogateescape"))
NUMBER = st.integers(1, 1 << 20)
DIAGNOSTICS = st.builds(
    Diagnostic,
    st.sampled_from(sorted(CODES.values(), key=lambda code: code.id)),
    TEXT,
    st.builds(
        Location,
        FILE,
        st.none() | NUMBER,
        st.none() | NUMBER,
        st.none() | NUMBER,
        st.just("") | TEXT,
        st.just("") | TEXT,
        config_line=st.none() | NUMBER,
        config_column=st.none() | NUMBER,
        rendered_from=st.just("") | TEXT,
        checkout_file=st.just("") | TEXT,
    ),
    st.just("") | TEXT,
)
REPORTS = st.builds(Report, st.lists(DIAGNOSTICS, max_size=3), st.lists(st.tuples(DIAGNOSTICS, TEXT), max_size=2))
WARNING = Diagnostic(
    CODES["PF604"],
    "a, b: 100%\nand c",
    Location("charts/a b,c:d.yaml", 12, 5, 3, "ConfigMap/orders", "enrich.yaml", "inputs: [placed]"),
    "choose",
)
ERROR = Diagnostic(CODES["PF306"], "too small", Location("stdin"))
INFO = Diagnostic(CODES["PF603"], "shared", Location("charts/ü.yaml", 1))
REPORT = Report([WARNING, ERROR], [(INFO, "both write orders")])


@pytest.mark.parametrize("schema", [SARIF_SCHEMA, JSON_SCHEMA, LINE_SCHEMA], ids=["SARIF", "lint", "diagnostic"])
def test_a_schema_is_one(schema):
    meta.validate(schema)


def parsed(text):
    """The value of a JSON text without the surrogates of file names that are not UTF-8: the validators take none."""
    return json.loads(json.dumps(json.loads(text), ensure_ascii=False).encode("utf-8", "replace"))


@settings(max_examples=50)
@given(st.lists(DIAGNOSTICS, max_size=3))
def test_each_line_of_a_diagnostics_file_is_valid_by_the_published_schema(diagnostics):
    lines = as_json_lines(diagnostics, "pulsarfn lint").split("\n")[:-1]
    assert len(lines) == len(diagnostics)
    for line in lines:
        LINE.validate(parsed(line))


@settings(max_examples=50)
@given(REPORTS)
def test_json_is_valid_by_the_published_schema(report):
    JSON.validate(parsed(FORMATS["json"](report)))


@pytest.mark.slow
@settings(max_examples=50)
@given(REPORTS)
def test_sarif_is_valid_by_the_official_schema(report):
    SARIF.validate(parsed(FORMATS["sarif"](report)))


@pytest.mark.slow
@given(REPORTS)
def test_github_gets_one_command_for_each_diagnostic(report):
    lines = FORMATS["github"](report).split("\n")
    assert lines.pop() == ""
    assert len(lines) == len(report.diagnostics)
    assert all(re.fullmatch(r"::(error|warning|notice) [^:]*::[^\r\n]*", line) for line in lines)


@pytest.mark.slow
@given(REPORTS)
def test_short_is_one_line_for_each_diagnostic(report):
    lines = FORMATS["short"](report).split("\n")
    assert lines.pop() == ""
    assert len(lines) == len(report.diagnostics)
    assert all(re.search(r": (error|warning|info)\[PF\d{3}\] ", line) for line in lines)


@pytest.mark.slow
@given(REPORTS)
def test_junit_holds_what_gitlab_and_jenkins_read(report):
    suites = ET.fromstring(FORMATS["junit"](report))
    (suite,) = suites
    cases = [*suite]
    assert (suites.tag, suite.tag, {case.tag for case in cases}) == ("testsuites", "testsuite", {"testcase"})
    found = {name: len(suite.findall(f"testcase/{name}")) for name in ("failure", "skipped", "system-out")}
    severities = [str(each.severity) for each in report.diagnostics]
    assert found == {
        "failure": len(severities) - severities.count("info"),
        "skipped": len(report.suppressed),
        "system-out": severities.count("info"),
    }
    counts = {"tests": len(cases), "failures": found["failure"], "errors": 0, "skipped": found["skipped"]}
    for each in (suites, suite):
        assert {name: int(each.get(name)) for name in counts} == counts
    assert len(cases) == max(1, len(report.diagnostics) + len(report.suppressed))
    assert len({(case.get("classname"), case.get("name")) for case in cases}) == len(cases)
    assert all(case.get("classname") and case.get("name") and case.get("time") == "0" for case in cases)


@pytest.mark.parametrize("fault", [{"severity": "fatal"}, {"line": 0}, {"more": 1}])
def test_the_published_schema_refuses_what_is_none(fault):
    value = json.loads(FORMATS["json"](REPORT))
    value["diagnostics"][0] |= fault
    assert not JSON.is_valid(value)


def test_the_official_schema_refuses_what_is_none():
    value = json.loads(FORMATS["sarif"](REPORT))
    value["runs"][0]["results"][0]["level"] = "fatal"
    assert not SARIF.is_valid(value)


def test_json():
    value = json.loads(FORMATS["json"](REPORT))
    assert value["summary"] == {"errors": 1, "warnings": 1, "infos": 0, "suppressed": 1}
    assert value["diagnostics"] == [
        {
            "severity": "warning",
            "code": "PF604",
            "message": "a, b: 100%\nand c",
            "origin": "charts/a b,c:d.yaml",
            "line": 12,
            "column": 5,
            "document": 3,
            "resource": "ConfigMap/orders",
            "key": "enrich.yaml",
            "hint": "choose",
        },
        {"severity": "error", "code": "PF306", "message": "too small", "origin": "stdin"},
    ]
    assert [each["reason"] for each in value["suppressed"]] == ["both write orders"]


def test_sarif():
    (run,) = json.loads(FORMATS["sarif"](REPORT))["runs"]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["PF306", "PF603", "PF604"]
    assert [(each["ruleId"], each["ruleIndex"], each["level"]) for each in run["results"]] == [
        ("PF604", 2, "warning"),
        ("PF306", 0, "error"),
        ("PF603", 1, "note"),
    ]
    assert run["results"][0]["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "charts/a%20b%2Cc%3Ad.yaml"},
                "region": {"startLine": 12, "startColumn": 5},
            },
            "logicalLocations": [{"fullyQualifiedName": "ConfigMap/orders/enrich.yaml"}],
        }
    ]
    assert run["results"][2]["suppressions"] == [{"kind": "inSource", "justification": "both write orders"}]


def test_github():
    assert FORMATS["github"](REPORT) == (
        "::warning file=charts/a b%2Cc%3Ad.yaml,line=12,col=5,title=PF604%3A a subscription that two components share"
        "::a, b: 100%25\\nand c%0Ahint: choose\n"
        "::error file=stdin,title=PF306%3A a number out of range::too small\n"
    )


def test_short():
    assert FORMATS["short"](REPORT) == (
        "charts/a b,c:d.yaml:12:5: warning[PF604] a, b: 100%\\nand c\nstdin: error[PF306] too small\n"
    )


def test_junit():
    assert FORMATS["junit"](Report([WARNING, ERROR, ERROR, INFO], REPORT.suppressed)) == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<testsuites name="pulsarfn lint" tests="5" failures="3" errors="0" skipped="1" time="0">\n'
        '  <testsuite name="pulsarfn lint" tests="5" failures="3" errors="0" skipped="1" time="0">\n'
        '    <testcase classname="charts/a b,c:d.yaml" name="PF604 ConfigMap/orders enrich.yaml: a, b: 100%\\nand c" '
        'file="charts/a b,c:d.yaml" line="12" time="0">'
        '<failure message="a, b: 100%\\nand c" type="warning">warning[PF604]: a, b: 100%\\nand c\n'
        "  --&gt; charts/a b,c:d.yaml:12:5 (document 3, ConfigMap/orders, enrich.yaml)\n   | inputs: [placed]\n"
        "  hint: choose\n</failure></testcase>\n"
        '    <testcase classname="stdin" name="PF306 too small" file="stdin" time="0">'
        '<failure message="too small" type="error">error[PF306]: too small\n  --&gt; stdin\n</failure></testcase>\n'
        '    <testcase classname="stdin" name="PF306 too small (2)" file="stdin" time="0">'
        '<failure message="too small" type="error">error[PF306]: too small\n  --&gt; stdin\n</failure></testcase>\n'
        '    <testcase classname="charts/ü.yaml" name="PF603 shared" file="charts/ü.yaml" line="1" time="0">'
        "<system-out>info[PF603]: shared\n  --&gt; charts/ü.yaml:1\n</system-out></testcase>\n"
        '    <testcase classname="charts/ü.yaml" name="PF603 shared (2)" file="charts/ü.yaml" line="1" time="0">'
        '<skipped message="both write orders"/></testcase>\n'
        "  </testsuite>\n"
        "</testsuites>\n"
    )


def test_junit_of_a_stream_without_findings_is_a_test_that_passes():
    (case,) = ET.fromstring(FORMATS["junit"](Report([])))[0]
    assert (case.get("name"), [*case]) == ("no findings", [])
