"""Servers that all test processes of one run share.

A server has a folder. The first process that wants the server starts its keeper: a program that starts the server in that
folder, waits until the last process of the tests is gone, and then ends the server. A process has a lock on a file of the
folder as long as it uses the server. The lock goes with the process, however the process ends. Where the keeper itself is
killed, the kernel ends what the keeper started.
"""

import ctypes
import fcntl
import os
import random
import signal
import socket
import ssl
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TextIO

from clients import MissingProgramError, locked

KEEPER = Path(__file__).parent / "keeper.py"
PORTS = range(20000, 32000)  # below those that Linux gives to outgoing connections
ATTEMPTS = 3  # another process may take a port between the choice and the start
TAKEN = "address already in use"


class ServerError(Exception):
    """A server did not start; the message says what it said."""


class PortTakenError(ServerError):
    """A server did not start because another program listens on one of its ports."""


def run_folder(basetemp: Path) -> Path:
    """The folder that all processes of a test run share, from pytest's folder of this process."""
    return basetemp.parent if "PYTEST_XDIST_WORKER" in os.environ else basetemp


@contextmanager
def shared_server(folder: Path, *arguments: str | Path, seconds: float) -> Iterator[None]:
    """Have a server in ``folder``: ``keeper.py`` gets the folder and the arguments, and has so many seconds to start it."""
    folder.mkdir(exist_ok=True)
    with (folder / "users").open("a", encoding="utf-8") as users:
        with locked(folder / "lock"):
            fcntl.flock(users, fcntl.LOCK_SH)
            if not (folder / "ready").exists():
                _start_keeper(folder, arguments, seconds)
        yield
        with locked(folder / "lock"):
            last = _unused(users)
    if last:  # nothing of the server is left when the tests have ended
        with locked(folder / "running"):
            pass


def _start_keeper(folder: Path, arguments: tuple[str | Path, ...], seconds: float) -> None:
    """Start a keeper and wait until its server is ready."""
    log = folder / "keeper.log"
    with log.open("wb") as output:
        streams = {"stdin": subprocess.DEVNULL, "stdout": output, "stderr": output}
        keeper = subprocess.Popen([sys.executable, KEEPER, folder, *arguments], start_new_session=True, **streams)
    deadline = time.monotonic() + seconds
    while not (folder / "ready").exists():
        if keeper.poll() is not None or time.monotonic() > deadline:
            keeper.kill()
            raise MissingProgramError(f"{arguments[0]} did not start:\n{end_of(log)}")
        time.sleep(0.05)
    keeper.returncode = (
        0  # nobody waits for it, as other processes may use its server for longer: else Python complains
    )


def keep(folder: Path, serving: Callable[[], AbstractContextManager[None]]) -> None:
    """Run a server until no process uses it: all that a keeper does."""
    with (folder / "users").open("a", encoding="utf-8") as users, locked(folder / "running"), ExitStack() as stack:
        _enter(stack, serving)
        (folder / "ready").touch()
        while True:
            _wait_until_unused(users)
            with locked(folder / "lock"):
                if _unused(users):
                    (folder / "ready").unlink()
                    return


def _enter(stack: ExitStack, serving: Callable[[], AbstractContextManager[None]]) -> None:
    """Start the server, once more where another program was faster with a port."""
    for left in reversed(range(ATTEMPTS)):
        try:
            stack.enter_context(serving())
        except PortTakenError:
            if not left:
                raise
        else:
            return


def _wait_until_unused(users: TextIO) -> None:
    """Return when the last user is gone; one that has just come gets its lock without delay."""
    fcntl.flock(users, fcntl.LOCK_EX)
    fcntl.flock(users, fcntl.LOCK_UN)


def _unused(users: TextIO) -> bool:
    """Whether no process uses the server; asked by who has the other lock, so that none comes meanwhile."""
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def process(
    name: str,
    command: list[str | Path],
    folder: Path,
    *,
    patience: float = 30,
    environment: Mapping[str, str] | None = None,
) -> Iterator[subprocess.Popen[bytes]]:
    """A process of a server, with ``NAME.log`` in the folder; it is asked to end, and killed if it has no end in time.

    It has the variables of this process, and those given.
    """
    with (folder / f"{name}.log").open("wb") as log:
        streams = {"stdin": subprocess.DEVNULL, "stdout": log, "stderr": log}
        variables = {**os.environ, **(environment or {})}
        running = subprocess.Popen(command, cwd=folder, env=variables, preexec_fn=_end_with_parent, **streams)  # noqa: PLW1509 - one thread
    try:
        yield running
    finally:
        running.terminate()
        with suppress(subprocess.TimeoutExpired):
            running.wait(patience)
        running.kill()
        running.wait()


def _end_with_parent() -> None:
    """Let the kernel kill this process when its parent dies (Linux only)."""
    if sys.platform == "linux":
        set_parent_death_signal = 1
        ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGKILL)


def wait_until(
    ready: Callable[[], bool], running: Mapping[str, subprocess.Popen[bytes]], folder: Path, seconds: float
) -> None:
    """Wait for a server whose processes have these names.

    Raises:
        PortTakenError: one of them found another program on its port.
        ServerError: one of them ended, or time is up.
    """
    deadline = time.monotonic() + seconds
    while not ready():
        late = time.monotonic() > deadline
        for name, each in running.items():
            if late or each.poll() is not None:
                said = end_of(folder / f"{name}.log")
                kind = PortTakenError if TAKEN in said.lower() else ServerError
                raise kind(f"{name} {'is not ready in time' if late else 'ended'}:\n{said}")
        time.sleep(0.1)


def answers(url: str, token: str = "") -> bytes | None:
    """What a server on the loopback answers, None if it is not ready; its certificate may be its own."""
    handlers = urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=ssl._create_unverified_context())
    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {token}"} if token else {})
    try:
        with urllib.request.build_opener(*handlers).open(request, timeout=2) as response:
            content: bytes = response.read()
            return content
    except OSError:
        return None


def free_ports(count: int) -> list[int]:
    """Ports of the loopback on which nothing listens now."""
    found: list[int] = []
    for port in random.sample(PORTS, len(PORTS)):
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            found.append(port)
        if len(found) == count:
            break
    return found


def end_of(log: Path) -> str:
    """The last lines of a log."""
    return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-30:])
