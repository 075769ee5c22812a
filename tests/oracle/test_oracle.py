"""pulsarfn against Pulsar's own code: every shipped case agrees, or is listed with its reason."""

import json
from difflib import unified_diff
from functools import cache, lru_cache
from itertools import chain
from shutil import copytree
from typing import ClassVar

import pytest
import yaml
from comparison import aspects, differing_paths, expected_objects, printed_object
from differences import DIFFERENCES, NOT_YET, VERSIONS, differences
from oracle_files import FOLDER, read_cases, read_results, write_results
from ruamel.yaml.resolver import implicit_resolvers

from cases import read_case
from pulsarfn.pipeline.render import render
from pulsarfn.worker.overrides import Override

AGREES = frozenset()
NAMES = list(read_cases())
FAST = {*NAMES[::9]}


class CoreSchema(yaml.resolver.BaseResolver):
    """The plain scalars of YAML 1.2, as ruamel.yaml knows them; PyYAML's own are those of YAML 1.1."""

    yaml_implicit_resolvers: ClassVar = {}


for versions, tag, pattern, first in implicit_resolvers:
    if (1, 2) in versions:
        CoreSchema.add_implicit_resolver(tag, pattern, first)


@cache
def same_tag(scalar):
    """The tag of a plain scalar, which is the same in YAML 1.1 and in YAML 1.2."""
    tags = {
        resolver().resolve(yaml.ScalarNode, scalar, (True, False)) for resolver in (yaml.resolver.Resolver, CoreSchema)
    }
    assert len(tags) == 1, scalar
    return tags.pop()


class BothSchemas(yaml.CSafeLoader):
    """libyaml with the plain scalars that YAML 1.1 and YAML 1.2 have in common."""

    def resolve(self, kind, value, implicit):
        is_plain = kind is yaml.ScalarNode and implicit[0]
        return same_tag(value) if is_plain else super().resolve(kind, value, implicit)


def read(document):
    """A printed document, which is the same for readers of YAML 1.1 and of YAML 1.2."""
    return yaml.load(document, BothSchemas)


@lru_cache(maxsize=16)  # most documents are the same for all versions
def object_of(document):
    """The object of a printed document; no test may change it."""
    return printed_object(read(document))


def outcome_of(name, version, *, shown=False):
    """What pulsarfn makes of a case for a version of Pulsar, in the terms of `Difference.outcome`."""
    case = read_case(name)
    settings = case.settings._replace(overrides=(Override(("pulsarVersion",), version),))
    expansion = render(case.component, [case.config], settings)
    result = read_results(version)[name]
    if expansion.has_errors:
        return AGREES if "error" in result else "refused"
    if "error" in result:
        return "accepted"
    printed = [*map(object_of, expansion.chunks)]
    expected = expected_objects(result)
    assert [kind for kind, _ in printed] == [kind for kind, _ in expected]
    found = set()
    for (kind, new), (_, old) in zip(printed, expected, strict=True):
        paths = {f"{kind}.{path}" for path in differing_paths(old, new)}
        if paths and shown:
            show_difference(kind, old, new)
        found |= paths
    return aspects(found)


def show_difference(kind, old, new):
    """Print the lines that differ; pytest shows them if the test fails."""
    lines = [yaml.dump(each).splitlines() for each in (old, new)]
    print(*unified_diff(*lines, f"{kind} of Pulsar", f"{kind} of pulsarfn", n=1, lineterm=""), sep="\n")  # noqa: T201 - for whoever reads the failure


def test_there_are_cases():
    assert len(NAMES) >= 990


def marked(name):
    marks = [pytest.mark.xfail(reason=NOT_YET[name])] if name in NOT_YET else []
    if name not in FAST:
        marks.append(pytest.mark.slow)  # a thousand cases, three versions of each
    return pytest.param(name, marks=marks)


@pytest.mark.parametrize("name", [*map(marked, NAMES)])
def test_agrees_with_pulsar(name):
    listed = {version: differences(version).get(name) for version in VERSIONS}
    expected = {version: each.outcome if each else AGREES for version, each in listed.items()}
    found = {version: outcome_of(name, version) for version in VERSIONS}
    assert found == expected, [outcome_of(name, version, shown=True) for version in VERSIONS]


@pytest.mark.parametrize("text", ["on", "1:30", "0o17", "1e3"])
def test_what_the_versions_of_yaml_read_differently_is_found(text):
    with pytest.raises(AssertionError):
        read(text)


def test_no_difference_is_listed_in_vain():
    assert sorted({*NOT_YET, *chain(*map(differences, VERSIONS))} - set(NAMES)) == []


@pytest.mark.parametrize("version", VERSIONS)
def test_no_difference_of_a_version_is_one_of_all_versions(version):
    of_version = differences(version)
    listed = {name: each for name, each in DIFFERENCES.items() if of_version[name] is not each}
    assert [name for name, each in listed.items() if each.outcome == of_version[name].outcome] == []


def test_what_an_api_server_refuses_is_refused_or_made_right():
    """Each is a listed difference, which `test_agrees_with_pulsar` checks, but for control characters: pulsarfn escapes them."""
    refused = json.loads((FOLDER / "refused.json").read_text())
    escaped = {name for name, message in refused.items() if "control characters are not allowed" in message}
    assert sorted(refused.keys() - escaped - DIFFERENCES.keys()) == []


@pytest.mark.slow
@pytest.mark.parametrize("version", sorted(each.name for each in (FOLDER / "expected").iterdir()))
def test_the_results_of_a_version_are_stored_as_the_harness_stores_them(version, tmp_path, monkeypatch):
    results = read_results(version)
    stored = {file.name: file.read_text() for file in (FOLDER / "expected" / version).iterdir()}
    monkeypatch.setattr("oracle_files.EXPECTED", copytree(FOLDER / "expected", tmp_path / "expected"))
    write_results(version, results)
    assert results.keys() == read_cases().keys()
    assert stored == {file.name: file.read_text() for file in (tmp_path / "expected" / version).iterdir()}
