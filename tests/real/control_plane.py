"""The one real control plane of the machine, as its ports are fixed: all test workers and runs share it."""

import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from clients import Completed, MissingProgramError, Program, control_plane_programs, need, shared
from sharing import belongs, end, free, shared_server

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
    state = folder / "state"
    with shared_server(folder, start=lambda: start(programs, state), stop=lambda: stop(state)):
        yield state / "kubeconfig"


def start(programs: Path, state: Path) -> None:
    """Run ``tools/kube/start``, which returns when the API server is ready."""
    free(PORTS, "the control plane")
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
    end(ours, state)  # its state is of no use any more: etcd and the API server may die hard
    shutil.rmtree(state, ignore_errors=True)
