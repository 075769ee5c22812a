"""A server with fixed ports, of which a machine has one: all test workers and runs share it, and it ends with the last of them."""

import fcntl
import os
import signal
import socket
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from clients import MissingProgramError, locked


@contextmanager
def shared_server(folder: Path, *, start: Callable[[], None], stop: Callable[[], None]) -> Iterator[None]:
    """Have a server: the first to come starts it, the last to leave stops it, `folder` is where they meet."""
    folder.mkdir(exist_ok=True)
    with (folder / "users").open("a", encoding="utf-8") as users:
        with locked(folder / "lock"):
            if _alone(users):
                stop()  # one of a test run that was killed
                start()
            fcntl.flock(users, fcntl.LOCK_SH)
        try:
            yield
        finally:
            with locked(folder / "lock"):
                fcntl.flock(users, fcntl.LOCK_UN)
                if _alone(users):
                    stop()


def _alone(users: TextIO) -> bool:
    """Whether no other process uses the server; asked and answered under the other lock only."""
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def free(ports: Iterable[int], server: str) -> None:
    """Refuse to start a server where something else listens on its ports.

    Raises:
        MissingProgramError: it names the ports.
    """
    if busy := [port for port in ports if _listens(port)]:
        raise MissingProgramError(f"{server} needs the ports {busy} and something else listens there")


def _listens(port: int) -> bool:
    """Whether something takes connections on a port of the loopback."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def belongs(pid: int, folder: Path) -> bool:
    """Whether a process is (still) one that was started in this folder, and not another that got its number."""
    try:
        return Path(f"/proc/{pid}/cwd").readlink() == folder.resolve()
    except OSError:
        return False


def end(pids: Iterable[int], folder: Path, *, patience: float = 1) -> None:
    """Wait until processes that were told to end are gone; those that take longer (seconds) die hard."""
    given = list(pids)
    deadline = time.monotonic() + patience
    while left := [pid for pid in given if belongs(pid, folder)]:
        if time.monotonic() > deadline:
            for pid in left:
                os.kill(pid, signal.SIGKILL)
        time.sleep(0.1)
