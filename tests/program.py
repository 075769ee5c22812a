"""The program as its users run it: a process of its own, which gets no option from the caller's environment."""

import os
import subprocess
import sys
from collections.abc import Mapping
from typing import Any, NamedTuple

from conftest import REPOSITORY

PROGRAM = [sys.executable, "-m", "pulsarfn"]
ENVIRONMENT = {"PATH": os.environ["PATH"], "PYTHONPATH": str(REPOSITORY / "plugin")}
URLS = ("--set", "pulsarServiceUrl=pulsar://b:6650", "--set", "pulsarWebServiceUrl=http://b:8080")


class Ran(NamedTuple):
    """What the program left: its exit status and its two streams."""

    status: int
    out: str
    err: str


def run_bytes(
    *arguments: object, stdin: bytes = b"", env: Mapping[str, str] | None = None, **options: Any
) -> subprocess.CompletedProcess[bytes]:
    """Run the program; ``env`` is laid over its environment, the options are those of ``subprocess.run``."""
    command = [*PROGRAM, *map(str, arguments)]
    environment = ENVIRONMENT | dict(env or {})
    streams = {"input": stdin, "capture_output": True}
    return subprocess.run(command, env=environment, check=False, **streams | options)


def run(*arguments: object, **options: Any) -> Ran:
    """Run the program, as ``run_bytes``, with its outputs as text."""
    done = run_bytes(*arguments, **options)
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())
