"""The one real Pulsar of the machine, and folders like that of Pulsar's image in which the commands of containers run."""

import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from clients import MissingProgramError, call, need, pulsar_jars, shared
from sharing import belongs, end, free, shared_server

HERE = Path(__file__).parent
PORTS = (16650, 16750, 18080)


@dataclass(frozen=True, slots=True)
class Standalone:
    """A running Pulsar and the jars that it runs from."""

    jars: Path
    service_url: str = "pulsar://127.0.0.1:16650"
    admin_url: str = "http://127.0.0.1:18080"
    cluster: str = "standalone"


@contextmanager
def running_pulsar() -> Iterator[Standalone]:
    """Give a Pulsar, which the first to come starts and the last to leave stops."""
    for name in ("java", "javac", "jar"):
        need(name, "Pulsar and the functions of its tests need a JDK 17 or newer")
    need("curl", "Pulsar is started with it")
    jars = pulsar_jars()
    folder = Path(tempfile.gettempdir()) / "pulsarfn-tests-pulsar"
    state = folder / "state"
    with shared_server(folder, start=lambda: _start(jars, state), stop=lambda: _stop(state)):
        yield Standalone(jars)


def _start(jars: Path, state: Path) -> None:
    """Run ``tools/pulsar/start``, which returns when the broker and the function worker answer."""
    free(PORTS, "Pulsar")
    state.mkdir()
    (state / "lib").symlink_to(jars)
    try:
        command: list[str | Path] = ["bash", shared() / "tools" / "pulsar" / "start", state]
        call(command, purpose="Pulsar did not start", seconds=500)
    except MissingProgramError:
        _stop(state)
        raise


def _stop(state: Path) -> None:
    """End it, wait until it is gone, so that its ports are free, and forget its state."""
    file = state / "pid"
    pid = int(file.read_text()) if file.exists() else None
    if pid is not None and belongs(pid, state):
        end([pid], state, patience=0)  # nothing of it is of use any more, and its own way to stop takes seconds
    shutil.rmtree(state, ignore_errors=True)


def package(standalone: Standalone, folder: Path) -> Path:
    """A jar with all classes of the tests' own sources, built in a folder."""
    classes = folder / "classes"
    sources = sorted((HERE / "java").glob("*.java"))
    purpose = "the tests' own functions could not be compiled"
    call(["javac", "-d", classes, "-cp", f"{standalone.jars}/*", *sources], purpose=purpose, seconds=300)
    call(["jar", "cf", folder / "package.jar", "-C", classes, "."], purpose=purpose, seconds=300)
    return folder / "package.jar"


def pod_root(standalone: Standalone, package_jar: Path, folder: Path) -> Path:
    """A folder like ``/pulsar`` of the image, whose ``pulsar-admin`` hands out the package."""
    tool = shared() / "tools" / "pulsar" / "pod-root"
    call(["bash", tool, folder, standalone.jars, package_jar], purpose="no folder like that of the image", seconds=300)
    return folder


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def container(
    command: list[str], root: Path, environment: dict[str, str], log: Path
) -> Iterator[subprocess.Popen[bytes]]:
    """A container's process: its command, run in the image's folder, writing to a log; it is gone afterwards."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=root, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output
        )
        try:
            yield process
        finally:
            process.kill()
            process.wait(30)
