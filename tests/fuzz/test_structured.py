"""Mutated real inputs over all commands: a few new ones, and that a broken promise is found."""

import subprocess
import sys

import pytest
from commands_of_inputs import STREAM, Command
from in_process import Outcome
from promises import broken
from structured_inputs import CANARY, Input, input_of

from conftest import REPOSITORY

COUNT, COUNT_OF_ALL = 80, 250
BYSTANDER = b"---\na: b\n"
PLACE = "error[PF302]: a\n  --> stream.yaml:{}:{} (document 1)\n"


@pytest.mark.slow
def test_mutated_inputs_keep_every_promise(tmp_path, pytestconfig):
    count = COUNT_OF_ALL if pytestconfig.getoption("--all") else COUNT
    fuzzer = REPOSITORY / "tests" / "fuzz" / "structured.py"
    done = subprocess.run(
        [sys.executable, fuzzer, "--count", str(count), "--folder", tmp_path],
        env={"PYTHONPATH": str(REPOSITORY / "plugin")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == f"{count} inputs, 0 faults\n"


@pytest.mark.slow
def test_a_number_makes_the_same_input_again():
    assert input_of(7) == input_of(7) != input_of(8)


@pytest.mark.parametrize(
    ("name", "outcome", "promise"),
    [
        ("expand", Outcome(3, b"", "pulsarfn has a bug"), "exit status 3"),
        ("expand", Outcome(1, b"", ""), "an error without a message"),
        ("expand", Outcome(1, BYSTANDER, PLACE.format(1, 1)), "an error, and something on standard output"),
        ("expand", Outcome(0, b"---\na:  b\n", ""), f"not passed through: {BYSTANDER!r}"),
        ("expand", Outcome(0, BYSTANDER + b"{", ""), "what comes out is not YAML"),
        ("expand", Outcome(1, b"", PLACE.format(3, 2)), "no such place: stream.yaml:3:2"),
        ("expand", Outcome(1, b"", PLACE.format(2, 6)), "no such place: stream.yaml:2:6"),
        ("expand", Outcome(1, b"", PLACE.format(1, 1) + CANARY), "a secret is said"),
        ("explain", Outcome(0, CANARY.encode(), ""), "a secret is said"),
        ("expand", Outcome(0, BYSTANDER, PLACE.format(1, 1)), "an error with status 0"),
        ("expand", Outcome(0, BYSTANDER, "\x1b"), "standard error is not printable"),
    ],
)
def test_a_broken_promise_is_found(name, outcome, promise, tmp_path):
    given = Input(Command((name,), name), BYSTANDER, {"old.yaml": b""}, [BYSTANDER], is_planted=True)
    assert [*broken(given, outcome, tmp_path)] == [promise]


def test_a_run_that_keeps_its_promises_is_none(tmp_path):
    given = Input(
        Command(("expand", "-f", STREAM), "expand"), BYSTANDER, {"old.yaml": b""}, [BYSTANDER], is_planted=True
    )
    assert not [*broken(given, Outcome(0, BYSTANDER, ""), tmp_path)]
    assert not [*broken(given, Outcome(1, b"", PLACE.format(2, 5)), tmp_path)]
