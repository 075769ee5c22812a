"""pulsarfn against Pulsar's own code: every shipped case agrees, or is listed with its reason."""

import json
from shutil import copytree

import pytest
from comparison import aspects, differing_paths, expected_objects, printed_objects
from differences import DIFFERENCES, NOT_YET
from oracle_files import FOLDER, read_cases, read_results, write_results
from ruamel.yaml import YAML

from cases import read_case
from pulsarfn.pipeline.run import render

AGREES = frozenset()
NAMES = list(read_cases())


def outcome_of(name):
    """What pulsarfn makes of a case, in the terms of `Difference.outcome`."""
    case = read_case(name)
    expansion = render(case.component, [case.config], case.settings)
    result = read_results()[name]
    if expansion.has_errors:
        return AGREES if "error" in result else "refused"
    if "error" in result:
        return "accepted"
    yaml = YAML(typ="safe")
    printed = printed_objects([yaml.load(chunk) for chunk in expansion.chunks])
    expected = expected_objects(result)
    assert [kind for kind, _ in printed] == [kind for kind, _ in expected]
    found = set()
    for (kind, new), (_, old) in zip(printed, expected, strict=True):
        found |= {f"{kind}.{path}" for path in differing_paths(old, new)}
    return aspects(found)


def test_there_are_cases():
    assert len(NAMES) >= 990


def marked(name):
    return pytest.param(name, marks=pytest.mark.xfail(reason=NOT_YET[name])) if name in NOT_YET else name


@pytest.mark.parametrize("name", [*map(marked, NAMES)])
def test_agrees_with_pulsar(name):
    expected = DIFFERENCES[name].outcome if name in DIFFERENCES else AGREES
    assert outcome_of(name) == expected


def test_no_difference_is_listed_in_vain():
    assert sorted((DIFFERENCES.keys() | NOT_YET.keys()) - set(NAMES)) == []


def test_what_an_api_server_refuses_is_refused_or_made_right():
    """Each is a listed difference, which `test_agrees_with_pulsar` checks, but for control characters: pulsarfn escapes them."""
    refused = json.loads((FOLDER / "refused.json").read_text())
    escaped = {name for name, message in refused.items() if "control characters are not allowed" in message}
    assert sorted(refused.keys() - escaped - DIFFERENCES.keys()) == []


@pytest.mark.parametrize("version", sorted(each.name for each in (FOLDER / "expected").iterdir()))
def test_the_results_of_a_version_are_stored_as_the_harness_stores_them(version, tmp_path, monkeypatch):
    results = read_results(version)
    stored = {file.name: file.read_text() for file in (FOLDER / "expected" / version).iterdir()}
    monkeypatch.setattr("oracle_files.EXPECTED", copytree(FOLDER / "expected", tmp_path / "expected"))
    write_results(version, results)
    assert results.keys() == read_cases().keys()
    assert stored == {file.name: file.read_text() for file in (tmp_path / "expected" / version).iterdir()}
