"""The whole program in this process, as often as one likes: bytes in, what a user would have got out."""

import io
import os
import sys
from collections.abc import Sequence
from contextlib import redirect_stderr
from typing import NamedTuple

from pulsarfn import entry


class Outcome(NamedTuple):
    """What a run leaves."""

    status: object
    stdout: bytes
    stderr: str


def appends_results(content: bytes, outcome: Outcome) -> bool:
    """Whether each run adds its warnings to what it is given, as a function of a ResourceList does."""
    return b"ResourceList" in content and b"results" in outcome.stdout


class Program:
    """A program whose standard input and output are files in memory; there can be one, as a process has only one of each."""

    def __init__(self) -> None:
        """Take over the descriptors 0 and 1."""
        self._stdin, self._stdout = os.memfd_create("stdin"), os.memfd_create("stdout")
        os.dup2(self._stdin, 0)
        os.dup2(self._stdout, 1)

    def run(self, arguments: Sequence[str], content: bytes) -> Outcome:
        """Run it with these arguments on these bytes."""
        for descriptor in (self._stdin, self._stdout):
            os.ftruncate(descriptor, 0)
            os.lseek(descriptor, 0, os.SEEK_SET)
        os.pwrite(self._stdin, content, 0)
        sys.argv = ["pulsarfn", *arguments]
        said, out = io.StringIO(), io.TextIOWrapper(io.FileIO(1, "w", closefd=False), encoding="utf-8")
        before, sys.stdout = sys.stdout, out
        try:
            with redirect_stderr(said):
                status = entry.exit_status()
        finally:
            sys.stdout = before
        return Outcome(status, os.pread(self._stdout, os.fstat(self._stdout).st_size, 0), said.getvalue())
