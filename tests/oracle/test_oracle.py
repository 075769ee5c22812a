"""pulsarfn against Pulsar's own code: every shipped case agrees, or is listed with its reason."""

import json
import os
from pathlib import Path

import pytest
from comparison import aspects, differing_paths, expected_objects, printed_objects
from differences import DIFFERENCES
from ruamel.yaml import YAML

from cases import read_case
from pulsarfn.pipeline.run import render

FOLDER = Path(os.environ.get("PULSARFN_SHARED", Path(__file__).resolve().parents[3] / "shared")) / "oracle"
AGREES = frozenset()
NAMES = sorted(path.stem for path in (FOLDER / "cases").glob("*.json"))


def outcome_of(name):
    """What pulsarfn makes of a case, in the terms of `Difference.outcome`."""
    case = read_case(FOLDER, name)
    expansion = render(case.component, [case.config], case.settings)
    result = json.loads((FOLDER / "expected" / f"{name}.json").read_text(encoding="utf-8"))
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
    assert len(NAMES) > 900


@pytest.mark.parametrize("name", NAMES)
def test_agrees_with_pulsar(name):
    expected = DIFFERENCES[name].outcome if name in DIFFERENCES else AGREES
    assert outcome_of(name) == expected


def test_no_difference_is_listed_in_vain():
    assert sorted(DIFFERENCES.keys() - set(NAMES)) == []
