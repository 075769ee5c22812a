"""An upgrade of pulsarfn restarts nobody's pods in silence: what each version printed is recorded."""

import itertools
import re

import pytest
from click.testing import CliRunner

import record_outputs
from conftest import REPOSITORY
from program import run
from pulsarfn import __version__
from pulsarfn.cli import outputs
from pulsarfn.cli.commands import version
from pulsarfn.cli.outputs import Change, changes, recorded

OLD = {
    "same": {"input": "1", "pods": "1", "objects": "1"},
    "labelled": {"input": "1", "pods": "1", "objects": "1"},
    "rolled": {"input": "1", "pods": "1", "objects": "1"},
    "rewritten": {"input": "1", "pods": "1", "objects": "1"},
    "removed": {"input": "1", "pods": "1", "objects": "1"},
}
NEW = {
    "same": {"input": "1", "pods": "1", "objects": "1"},
    "labelled": {"input": "1", "pods": "1", "objects": "2"},
    "rolled": {"input": "1", "pods": "2", "objects": "2"},
    "rewritten": {"input": "2", "pods": "2", "objects": "2"},
    "added": {"input": "1", "pods": "1", "objects": "1"},
}


def test_the_record_is_what_this_version_prints():
    """Where this fails, read which outputs changed; then: python tests/record_outputs.py, and the line of the next test."""
    assert record_outputs.outputs() == recorded()[__version__]


def test_each_version_names_in_the_changelog_what_rolls_pods():
    """Under ``### Rolls pods`` of the version, by the name of the input."""
    versions = [*recorded()]
    for old, new in itertools.pairwise(versions):
        assert unnamed(changelog_of(new), recorded()[old], recorded()[new]) == []


def changelog_of(version):
    """The part of the changelog about a version."""
    text = (REPOSITORY / "CHANGELOG.md").read_text(encoding="utf-8")
    return re.split(r"^## ", text.partition(f"\n## {version}")[2], flags=re.MULTILINE)[0]


def unnamed(part, old, new):
    _, _, rolls = part.partition("### Rolls pods\n")
    return [each.name for each in changes(old, new) if each.rolls and f"`{each.name}`" not in rolls]


def test_a_roll_without_a_line_is_found():
    assert unnamed("", OLD, NEW) == ["rolled"]
    assert unnamed("### Rolls pods\n\n`rolled`: a new default.\n", OLD, NEW) == []


def test_what_changed_between_two_versions():
    assert changes(OLD, NEW) == (Change("labelled", rolls=False), Change("rolled", rolls=True))


@pytest.mark.slow
def test_a_pod_rolls_where_its_template_differs_and_only_then(monkeypatch):
    name = record_outputs.case_names("cases")[0]
    printed = record_outputs.run_case("cases", name)
    found = record_outputs.outputs()[name]
    for old, new, changed in (
        ("metadata:\n", "metadata:\n  annotations: {new: x}\n", {"objects"}),
        ("terminationGracePeriodSeconds: 0", "terminationGracePeriodSeconds: 1", {"objects", "pods"}),
    ):
        assert old in printed.stdout
        again = printed._replace(stdout=printed.stdout.replace(old, new, 1))
        monkeypatch.setattr(record_outputs, "run_case", lambda *_, again=again: again)
        digests = record_outputs._digests(name)
        assert {key for key in digests if digests[key] != found[key]} == changed


@pytest.mark.parametrize(
    ("arguments", "status", "shown"),
    [
        (["--outputs"], 0, f"{__version__} is the first version whose outputs are recorded."),
        (
            ["--outputs", __version__, __version__],
            0,
            f"No recorded output changed from {__version__} to {__version__}.",
        ),
        (["--outputs", "0.0.1"], 2, "0.0.1 is not recorded; recorded are: 0.1.0"),
        ([__version__], 2, "FROM and TO go with --outputs"),
    ],
)
def test_the_command(arguments, status, shown):
    done = run("version", *arguments)
    assert done.status == status
    assert shown in done.out + done.err


def test_the_command_with_two_versions(monkeypatch):
    monkeypatch.setattr(outputs, "recorded", lambda: {"1": OLD, "2": NEW})
    shown = CliRunner().invoke(version.command, ["--outputs"]).output
    assert shown == "From 1 to 2, of 3 recorded outputs:\nrolls pods: rolled\nchanges objects only: labelled\n"
    shown = CliRunner().invoke(version.command, ["--outputs", "1", "2", "-o", "json"]).output
    assert '"rollsPods": [\n    "rolled"\n  ]' in shown
