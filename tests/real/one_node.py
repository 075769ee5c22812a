"""A cluster of one real node, with a real Pulsar beside its pods: real kubelet, containerd, runc and pod network.

All of it runs in namespaces of its own: nothing of it is seen from outside, and nothing outside is reached. The node has the
address 10.244.0.1, to which also all names of the examples lead: those of Pulsar's broker, of web servers and of hooks.
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from clients import Completed, MissingProgramError, need, node_images, node_programs, pulsar_jars
from servers import process, shared_server, wait_until

HERE = Path(__file__).parent / "node"
ADDRESS = "10.244.0.1"
CONTROLLERS = ("cpu", "cpuacct", "cpuset", "memory", "devices", "freezer", "pids")
"""The hierarchies of version 1 that containers of this kubelet and this runc want."""


@dataclass(frozen=True, slots=True)
class Node:
    """A running node: ``folder`` is that of its server."""

    folder: Path
    programs: Path

    @property
    def environment(self) -> dict[str, str]:
        """What programs in the node need: kubectl on the PATH, and the cluster."""
        path = os.pathsep.join([str(self.programs), os.environ.get("PATH", os.defpath)])
        return {
            **os.environ,
            "PATH": path,
            "KUBECONFIG": str(self.folder / "state" / "control-plane" / "state" / "kubeconfig"),
        }

    def run(
        self,
        *command: str | Path,
        stdin: bytes = b"",
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        seconds: float = 120,
    ) -> Completed:
        """Run a program in the node."""
        done = subprocess.run(
            self.command(*command),
            input=stdin,
            env={**self.environment, **(env or {})},
            cwd=cwd,
            timeout=seconds,
            capture_output=True,
            check=False,
        )
        return Completed(done.returncode, done.stdout, done.stderr)

    def command(self, *command: str | Path) -> list[str | Path]:
        """The command that runs a program in the node."""
        return ["bash", HERE / "run", self.folder / "cgroups", (self.folder / "pid").read_text(), *command]


@contextmanager
def running_node(folder: Path) -> Iterator[Node]:
    """Give the node of this test run."""
    _check_machine()
    programs = node_programs()
    with shared_server(folder, "node", programs, seconds=600):
        yield Node(folder, programs)


def _check_machine() -> None:
    """Say what this machine forbids, instead of a node that does not start.

    Raises:
        MissingProgramError: it names what is missing.
    """
    purpose = "the node of the tests is made with it"
    for name in ("ip", "mount", "nsenter", "openssl", "pgrep", "unshare"):
        need(name, purpose)
    if os.geteuid() != 0:
        raise MissingProgramError("the node of the tests needs root, for its namespaces, mounts and containers")
    lacking = [each for each in CONTROLLERS if not (Path("/sys/fs/cgroup") / each / "cgroup.procs").is_file()]
    if lacking:
        message = (
            f"the node of the tests needs the cgroup hierarchies of version 1, and these are not mounted: {lacking}"
        )
        raise MissingProgramError(message)
    made = subprocess.run(
        ["unshare", "--mount", "--net", "--pid", "--cgroup", "--uts", "--ipc", "--fork", "true"],
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode:
        raise MissingProgramError(
            f"the node of the tests needs namespaces, and this machine forbids them: {made.stderr}"
        )


@contextmanager
def node(programs: Path, folder: Path) -> Iterator[None]:
    """Run a node and its Pulsar, with its state in ``state`` of a folder; it is lost."""
    state, groups = folder / "state", folder / "cgroups"
    state.mkdir()
    inside = [sys.executable, HERE / "first_process.py", state, programs, node_images(), pulsar_jars()]
    try:
        with process("node", ["bash", HERE / "make", groups, *inside], folder, patience=0) as running:
            (folder / "pid").write_text(str(running.pid), encoding="utf-8")
            wait_until((state / "ready").exists, {"node": running}, folder, 500)
            yield
    finally:
        _remove(groups)
        shutil.rmtree(state)


def _remove(groups: Path, patience: float = 60) -> None:
    """Remove the cgroups of a node, those of its pods first, when the kernel has ended the last of its processes."""
    deadline = time.monotonic() + patience
    for group in groups.read_text(encoding="utf-8").split():
        while (left := sorted(Path(group).glob("**/"), reverse=True)) and time.monotonic() < deadline:
            for each in left:
                with suppress(OSError):
                    each.rmdir()
            time.sleep(0.05)
