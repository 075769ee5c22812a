"""The program as its users run it: a process of its own, which gets no option from the caller's environment."""

import atexit
import os
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import program_client
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
    *arguments: object,
    stdin: bytes = b"",
    env: Mapping[str, str] | None = None,
    limits: Mapping[int, int] | None = None,
    **options: Any,
) -> subprocess.CompletedProcess[bytes]:
    """Run the program; ``env`` is laid over its environment, the options are those of ``subprocess.run``.

    ``limits`` is how much it may have of a resource: ``preexec_fn`` would limit what asks for the program.
    """
    alike = not any(name.startswith(OF_THE_INTERPRETER) for name in env or {})
    environment = ENVIRONMENT | dict(env or {})
    words = [*map(str, arguments)]
    if alike and options.keys() <= {"cwd"}:
        folder = os.path.realpath(options.get("cwd") or ".")
        return _run_by_the_server(words, stdin, environment, folder, limits or {})
    assert not limits
    command = [*(_started_by_a_server() if alike else PROGRAM), *words]
    streams = {"input": stdin, "capture_output": True}
    return subprocess.run(command, env=environment, check=False, **streams | options)


def _run_by_the_server(
    words: list[str], stdin: bytes, environment: dict[str, str], folder: str, limits: Mapping[int, int]
) -> subprocess.CompletedProcess[bytes]:
    """Run the program without a process that asks the server for it, as this would take longer than the program."""
    (given, feed), (told, out), (said, err) = (os.pipe() for _ in range(3))
    environment = environment | {"LC_CTYPE": "C.UTF-8"}  # as Python sets it where nothing says so
    here = {key: os.fsdecode(value) for key, value in environment.items()}
    bounds = [(each, (most, most)) for each, most in limits.items()]
    server = program_client.asked(_server(), folder, here, words, [given, out, err], bounds)
    for each in (given, out, err):
        os.close(each)
    with ThreadPoolExecutor(3) as pool:
        pool.submit(_write, feed, stdin)
        streams = [*pool.map(_read, (told, said))]
    return subprocess.CompletedProcess(words, program_client.status_of(server), *streams)


def _write(descriptor: int, content: bytes) -> None:
    with suppress(BrokenPipeError), open(descriptor, "wb") as file:
        file.write(content)


def _read(descriptor: int) -> bytes:
    with open(descriptor, "rb") as file:
        return file.read()


def quick_command(path: Path) -> Path:
    """Write the program as a command for the PATH of other programs: it reads no variable of the interpreter."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'#!/bin/sh\nexec {shlex.join(_started_by_a_server())} "$@"\n', encoding="utf-8")
    path.chmod(0o755)
    return path


def _started_by_a_server() -> list[str]:
    """The program as `program_server` starts it."""
    return [sys.executable, "-I", "-S", program_client.__file__, _server()]


@cache
def _server() -> str:
    """The socket of a server. It ends when this process does, as its standard input ends."""
    folder = tempfile.TemporaryDirectory(prefix="pulsarfn-")
    socket = str(Path(folder.name) / "socket")
    command = [sys.executable, program_server.__file__, socket]
    server = subprocess.Popen(command, env=ENVIRONMENT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert server.stdout.readline() == b"\n"
    atexit.register(_end, server, folder)
    return socket


def _end(server: subprocess.Popen[bytes], folder: tempfile.TemporaryDirectory[str]) -> None:
    server.communicate()
    folder.cleanup()


def run(*arguments: object, **options: Any) -> Ran:
    """Run the program, as ``run_bytes``, with its outputs as text."""
    done = run_bytes(*arguments, **options)
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())
