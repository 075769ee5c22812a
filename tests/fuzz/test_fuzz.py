"""Any bytes: what the kept corpus holds, and some new inputs that coverage guides, for each kind of input."""

import os
import subprocess
import sys

import pytest
from targets import CORPUS, TARGETS, TESTS

pytestmark = pytest.mark.slow
FUZZ = TESTS / "fuzz" / "fuzz.py"
QUICK, FOR_LONG = ["quick"], ["all", "-max_total_time=4"]


def test_new_inputs_end_as_they_may_end(tmp_path, pytestconfig):
    options = FOR_LONG if pytestconfig.getoption("--all") else QUICK
    done = subprocess.run(
        [sys.executable, FUZZ, *options],
        env={**os.environ, "FUZZ_FOLDER": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    assert done.stderr.count("\nDone ") == len(TARGETS)


def test_each_kind_of_input_has_a_corpus():
    assert sorted(folder.name for folder in CORPUS.iterdir()) == sorted(TARGETS)
