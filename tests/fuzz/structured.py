"""A fuzzer that knows the form of inputs: it mutates real carriers, worker configs, Lists and options, over all commands.

    python tests/fuzz/structured.py [--first NUMBER] [--count COUNT] [--folder FOLDER]

Each input has a number, and is made again from it: ``--first NUMBER --count 1`` runs one input once more. An input that breaks
a promise (`promises.py`) is written below the folder, which is .cache/fuzz/structured by default: fix the program with a test
of its own. libFuzzer's inputs (`fuzz.py`) find faults in bytes; these find faults in meanings. Hypothesis makes one input in the
time in which this makes a hundred, and its shrinking is of no use where inputs are real files with a few changes.
"""

import argparse
import os
import resource
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from in_process import Outcome, Program, appends_results
from promises import broken
from structured_inputs import Input, input_of

SECONDS = 15
"""Processor time that no input may take."""

_MEMORY = 3 << 30
_MOST_FAULTS = 20


class TooSlowError(BaseException):
    """An input that takes too long: not an Exception, which the program would report as a bug."""


class Fault(NamedTuple):
    """An input that breaks promises."""

    number: int
    given: Input
    outcome: Outcome
    promises: list[str]


def _too_slow(*_: object) -> None:
    raise TooSlowError


def run(program: Program, number: int, folder: Path) -> Fault | None:
    """Run the input of a number in an empty folder."""
    given = input_of(number)
    for name, content in {**given.files, "stream.yaml": given.stream}.items():
        (folder / name).write_bytes(content)
    (folder / "token").chmod(0o600)
    (folder / "lines").unlink(missing_ok=True)
    shutil.rmtree(folder / "made", ignore_errors=True)
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    try:
        outcome = program.run(given.command.arguments, given.stream)
        promises = [*broken(given, outcome, folder), *_again(program, given, outcome)]
    except TooSlowError:
        outcome, promises = Outcome(None, b"", ""), [f"takes more than {SECONDS} seconds"]
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return Fault(number, given, outcome, promises) if promises else None


def _again(program: Program, given: Input, outcome: Outcome) -> Iterator[str]:
    """What a second run over the output of the filter changes."""
    is_changed = outcome.stdout != given.stream and not appends_results(given.stream, outcome)
    if given.command.name == "filter" and outcome.status == 0 and is_changed:
        again = program.run(given.command.arguments, outcome.stdout)
        if again.status != 0:
            yield f"what came out is refused: {again.stderr[:200]}"
        elif again.stdout != outcome.stdout:
            yield "expanding what came out changes it"


def faults(first: int, count: int) -> Iterator[Fault]:
    """The faults among so many inputs."""
    program, before = Program(), Path.cwd()
    signal.signal(signal.SIGVTALRM, _too_slow)
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, resource.RLIM_INFINITY))
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        try:
            for number in range(first, first + count):
                fault = run(program, number, Path(folder))
                if fault is not None:
                    yield fault
                if number % 1000 == 999:
                    sys.stderr.write(f"{number + 1 - first} inputs\n")
        finally:
            os.chdir(before)


def keep(fault: Fault, folder: Path) -> None:
    """Write a fault for a person: a folder in which the arguments work."""
    target = folder / str(fault.number)
    target.mkdir(parents=True, exist_ok=True)
    for name, content in {
        **fault.given.files,
        "stream.yaml": fault.given.stream,
        "stdout": fault.outcome.stdout,
    }.items():
        (target / name).write_bytes(content)
    text = f"{fault.promises}\n{fault.given.command}\n{fault.outcome.status}\n{fault.outcome.stderr}"
    (target / "fault.txt").write_text(text, encoding="utf-8", errors="surrogateescape")


def main() -> None:
    """Run inputs until they are done or too many break promises."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument(
        "--folder", type=Path, default=Path(__file__).resolve().parents[2] / ".cache" / "fuzz" / "structured"
    )
    given = parser.parse_args()
    folder, found = given.folder.resolve(), 0
    for fault in faults(given.first, given.count):
        keep(fault, folder)
        sys.stderr.write(f"input {fault.number}: {'; '.join(fault.promises)}: {folder / str(fault.number)}\n")
        found += 1
        if found == _MOST_FAULTS:
            break
    sys.stderr.write(f"{given.count} inputs, {found} faults\n")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
