"""What lint tells of a whole stream: each case folder's messages, to the letter."""

import re

import pytest

from case_folders import TESTS, TextFile, case_names, case_options, run_case
from pulsarfn.analysis.lint.stream import LintSettings
from pulsarfn.analysis.lint.verdict import review_with
from pulsarfn.cli.explain_code import CLOCK, EXAMPLES, pages
from pulsarfn.cli.lint_settings import assumed_objects
from pulsarfn.diagnostics.catalogue import CODES

SNAPSHOTS = TESTS / "__snapshots__" / "test_lint"
ERRORS = TESTS / "__snapshots__" / "test_errors"
CASES = TESTS / "__snapshots__" / "test_cases"
NAMES = case_names("lint")
ASSUME = "--assume-exists "
PAGES = pages()


@pytest.mark.parametrize("name", NAMES)
def test_messages(name, snapshot):
    assumed = [line.removeprefix(ASSUME) for line in case_options("lint", name) if line.startswith(ASSUME)]
    settings = LintSettings(CLOCK, tuple(map(assumed_objects, assumed)), "token.jwt")
    outcome = run_case("lint", name, review_with(settings), known=(ASSUME, "--set ", "-n "))
    assert "hunter2" not in outcome.stderr
    assert outcome.stderr == snapshot(extension_class=TextFile)


def test_no_snapshot_is_left_behind():
    assert sorted(path.stem for path in SNAPSHOTS.glob("*")) == NAMES


OF_THE_COMMAND_LINE = {"PF322"}
"""Codes that only the command line reports: `tests/commands` has their cases."""


@pytest.mark.parametrize("code", sorted(CODES.keys() - OF_THE_COMMAND_LINE))
def test_every_code_has_a_case_that_triggers_it(code):
    texts = [path.read_text(encoding="utf-8") for folder in (SNAPSHOTS, ERRORS, CASES) for path in folder.glob("*.txt")]
    assert any(f"{CODES[code].severity}[{code}]" in text for text in texts)


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_code_has_a_page_whose_example_triggers_it(code):
    page = PAGES[f"{code}.md"]()
    assert f"```text\n{CODES[code].severity}[{code}]: " in page
    assert CODES[code].cause in page
    assert CODES[code].cure in page


def test_no_example_is_left_behind():
    assert sorted(path.stem for path in EXAMPLES.glob("*.yaml")) == sorted(CODES)


def test_the_index_lists_every_code():
    assert sorted(re.findall(r"\| \[(PF\d+)\]\(\1\.md\) \|", PAGES["index.md"]())) == sorted(CODES)
