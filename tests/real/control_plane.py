"""The one real control plane of the machine, as its ports are fixed: all test workers and runs share it."""

import fcntl
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from clients import Completed, MissingProgramError, Program, control_plane_programs, locked, need, shared

PORTS = (12379, 12380, 16257, 16443)


@dataclass(frozen=True, slots=True)
class Kube:
    """A namespace of the real control plane; ``environment`` points other programs (Helm, pulsarfn) to it."""

    kubectl: Program
    kubeconfig: Path
    namespace: str

    @property
    def environment(self) -> dict[str, str]:
        """The KUBECONFIG whose context has this namespace."""
        return {"KUBECONFIG": str(self.kubeconfig)}

    def run(self, *args: str | Path, stdin: bytes | str | None = None, cwd: Path | None = None) -> Completed:
        """Run kubectl in this namespace."""
        return self.kubectl.run(*args, stdin=stdin, env=self.environment, cwd=cwd)

    def wait(self, *args: str, expected: bytes, seconds: float = 20) -> bytes:
        """Run kubectl until its output is ``expected`` or time is up; the last output."""
        end = time.monotonic() + seconds
        while (done := self.run(*args)).stdout != expected and time.monotonic() < end:
            time.sleep(0.2)
        return done.stdout or done.stderr


@contextmanager
def running() -> Iterator[Path]:
    """Give the kubeconfig of the control plane, which the first to come starts and the last to leave stops."""
    for name in ("openssl", "curl"):
        need(name, "the control plane is started with it")
    programs = control_plane_programs()
    folder = Path(tempfile.gettempdir()) / "pulsarfn-tests-kube"
    folder.mkdir(exist_ok=True)
    state = folder / "state"
    with (folder / "users").open("a", encoding="utf-8") as users:
        with locked(folder / "lock"):
            if alone(users):
                stop(state)  # of a test run that was killed
                start(programs, state)
            fcntl.flock(users, fcntl.LOCK_SH)
        try:
            yield state / "kubeconfig"
        finally:
            with locked(folder / "lock"):
                fcntl.flock(users, fcntl.LOCK_UN)
                if alone(users):
                    stop(state)


def alone(users: TextIO) -> bool:
    """Whether no other process uses the control plane; asked and answered under the other lock only."""
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def start(programs: Path, state: Path) -> None:
    """Run ``tools/kube/start``, which returns when the API server is ready."""
    if busy := [port for port in PORTS if listens(port)]:
        raise MissingProgramError(f"the control plane needs the ports {busy} and something else listens there")
    command: list[str | Path] = ["bash", shared() / "tools" / "kube" / "start", programs, state]
    done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=120, check=False)
    if done.returncode:
        stop(state)
        raise MissingProgramError(f"the control plane did not start: {done.stderr or done.stdout}")


def stop(state: Path) -> None:
    """Run ``tools/kube/stop``, wait until its processes are gone, so that its ports are free, and forget its state."""
    pids = [int(file.read_text()) for file in state.glob("*.pid")]
    ours = [pid for pid in pids if belongs(pid, state)]
    if ours:
        subprocess.run(["bash", shared() / "tools" / "kube" / "stop", state], timeout=60, check=True)
    end = time.monotonic() + 1  # its state is of no use any more: etcd and the API server may die hard
    while any(belongs(pid, state) for pid in ours):
        if time.monotonic() > end:
            for pid in filter(lambda pid: belongs(pid, state), ours):
                os.kill(pid, signal.SIGKILL)
        time.sleep(0.1)
    shutil.rmtree(state, ignore_errors=True)


def belongs(pid: int, state: Path) -> bool:
    """Whether a process is (still) one that was started with this state, and not another that got its number."""
    try:
        return Path(f"/proc/{pid}/cwd").readlink() == state.resolve()
    except OSError:
        return False


def listens(port: int) -> bool:
    """Whether something takes connections on a port of the loopback."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
