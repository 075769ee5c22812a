"""Processor time and memory of a program, its standard input a file or a pipe, its output thrown away or piped on."""

import os
import subprocess
from collections.abc import Iterator, Sequence
from statistics import median
from typing import NamedTuple


class Cost(NamedTuple):
    """What a program took.

    Attributes:
        seconds: user and system time, the least of several runs: what else the machine does only adds to it.
        megabytes: peak resident memory, the most of all runs; never below that of the measuring process.
    """

    seconds: float
    megabytes: float


class Call(NamedTuple):
    """A command, the file of its standard input, and the exit status that says that it did its work."""

    command: Sequence[str]
    stdin: str
    status: int = 0


def cost(command: Sequence[str], stdin: str, runs: int) -> Cost:
    """The cost of a command that reads a file."""
    return _summary([_run(command, stdin) for _ in range(runs)])


def medians_in_turn(calls: Sequence[Call], runs: int) -> list[Cost]:
    """The median cost of each call, all of them measured in turn."""
    return [
        Cost(median(each.seconds for each in costs), max(each.megabytes for each in costs))
        for costs in _in_turn(calls, runs)
    ]


def costs_in_turn(calls: Sequence[Call], runs: int) -> list[Cost]:
    """The cost of each call, all of them measured in turn."""
    return [_summary(costs) for costs in _in_turn(calls, runs)]


def _in_turn(calls: Sequence[Call], runs: int) -> Iterator[tuple[Cost, ...]]:
    return zip(*([_run(*each) for each in calls] for _ in range(runs)), strict=True)


def cost_in_a_pipe(command: Sequence[str], stdin: str, runs: int) -> tuple[Cost, Cost]:
    """The cost of ``cat FILE | COMMAND | cat``: that of the command alone, and that of all three programs."""
    both = [_run_in_a_pipe(command, stdin) for _ in range(runs)]
    return _summary([each for each, _ in both]), _summary([each for _, each in both])


def _summary(costs: Sequence[Cost]) -> Cost:
    return Cost(min(each.seconds for each in costs), max(each.megabytes for each in costs))


def _run(command: Sequence[str], stdin: str, status: int = 0) -> Cost:
    with open(stdin, "rb") as file:  # noqa: PTH123
        process = subprocess.Popen(command, stdin=file, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return _ended(process, status)


def _run_in_a_pipe(command: Sequence[str], stdin: str) -> tuple[Cost, Cost]:
    first = subprocess.Popen(["cat", stdin], stdout=subprocess.PIPE)
    middle = subprocess.Popen(command, stdin=first.stdout, stdout=subprocess.PIPE)
    last = subprocess.Popen(["cat"], stdin=middle.stdout, stdout=subprocess.DEVNULL)
    for pipe in (first.stdout, middle.stdout):
        assert pipe is not None
        pipe.close()
    costs = [_ended(each) for each in (first, middle, last)]
    return costs[1], Cost(sum(each.seconds for each in costs), max(each.megabytes for each in costs))


def _ended(process: "subprocess.Popen[bytes]", expected: int = 0) -> Cost:
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != expected:
        raise SystemExit(f"{process.args!r} ended with {process.returncode}")
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)
