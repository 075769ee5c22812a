"""The program as its users run it: a process of its own, which gets no option from the caller's environment."""

import atexit
import os
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import program_server
from conftest import REPOSITORY

PROGRAM = [sys.executable, "-m", "pulsarfn"]
ENVIRONMENT = {"PATH": os.environ["PATH"], "PYTHONPATH": str(REPOSITORY / "plugin")}
URLS = ("--set", "pulsarServiceUrl=pulsar://b:6650", "--set", "pulsarWebServiceUrl=http://b:8080")

OF_THE_INTERPRETER = ("PYTHON", "LC_", "LANG", "TZ")  # variables that Python itself reads when it starts


class Ran(NamedTuple):
    """What the program left: its exit status and its two streams."""

    status: int
    out: str
    err: str


def run_bytes(
    *arguments: object, stdin: bytes = b"", env: Mapping[str, str] | None = None, **options: Any
) -> subprocess.CompletedProcess[bytes]:
    """Run the program; ``env`` is laid over its environment, the options are those of ``subprocess.run``."""
    alike = not any(name.startswith(OF_THE_INTERPRETER) for name in env or {})
    command = [*(_started_by_a_server() if alike else PROGRAM), *map(str, arguments)]
    environment = ENVIRONMENT | dict(env or {})
    streams = {"input": stdin, "capture_output": True}
    return subprocess.run(command, env=environment, check=False, **streams | options)


def quick_command(path: Path) -> Path:
    """Write the program as a command for the PATH of other programs: it reads no variable of the interpreter."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'#!/bin/sh\nexec {shlex.join(_started_by_a_server())} "$@"\n', encoding="utf-8")
    path.chmod(0o755)
    return path


@cache
def _started_by_a_server() -> list[str]:
    """The program as `program_server` starts it. The server ends when this process does, as its standard input ends."""
    folder = tempfile.TemporaryDirectory(prefix="pulsarfn-")
    socket = str(Path(folder.name) / "socket")
    command = [sys.executable, program_server.__file__, socket]
    server = subprocess.Popen(command, env=ENVIRONMENT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert server.stdout.readline() == b"\n"
    atexit.register(_end, server, folder)
    return [sys.executable, "-I", "-S", "-c", program_server.START, socket]


def _end(server: subprocess.Popen[bytes], folder: tempfile.TemporaryDirectory[str]) -> None:
    server.communicate()
    folder.cleanup()


def run(*arguments: object, **options: Any) -> Ran:
    """Run the program, as ``run_bytes``, with its outputs as text."""
    done = run_bytes(*arguments, **options)
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())
