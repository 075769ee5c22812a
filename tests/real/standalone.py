"""The real Pulsar of a test run, and folders like that of Pulsar's image in which the commands of containers run."""

import json
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from clients import call, need, pulsar_jars
from servers import answers, free_ports, process, shared_server, wait_until

HERE = Path(__file__).parent
OPENED = [  # packages of the JDK that Pulsar's own start script opens too
    "java.base/java.lang",
    "java.base/java.nio",
    "java.base/java.util.zip",
    "java.base/jdk.internal.loader",
    "java.base/jdk.internal.misc",
    "java.base/sun.net",
    "java.management/sun.management",
]


@dataclass(frozen=True, slots=True)
class Standalone:
    """A running Pulsar and the jars that it runs from."""

    jars: Path
    service_url: str
    admin_url: str
    cluster: str = "standalone"


@contextmanager
def running_pulsar(folder: Path) -> Iterator[Standalone]:
    """Give the Pulsar of this test run."""
    for name in ("java", "javac", "jar"):
        need(name, "Pulsar and the functions of its tests need a JDK 17 or newer")
    jars = pulsar_jars()
    with shared_server(folder, "pulsar", jars, seconds=500):
        yield Standalone(jars, **json.loads((folder / "state" / "urls.json").read_text(encoding="utf-8")))


@contextmanager
def pulsar(
    jars: Path,
    folder: Path,
    *,
    worker: Mapping[str, Any] | None = None,
    environment: Mapping[str, str] | None = None,
    token: str = "",
    **broker: str | int,
) -> Iterator[None]:
    """Run a Pulsar with broker and function worker on free ports, with its state in ``state`` of a folder; it is lost.

    Keys of the broker's and of the worker's configuration may be given, variables, and a superuser's token.
    """
    state = folder / "state"
    state.mkdir(exist_ok=True)
    ports = free_ports(3)
    keys: dict[str, str | int] = {"brokerServicePort": ports[0], "webServicePort": ports[1], **broker}
    urls = {
        "service_url": f"pulsar://127.0.0.1:{keys['brokerServicePort']}",
        "admin_url": f"http://127.0.0.1:{keys['webServicePort']}",
    }
    of_broker = (HERE / "pulsar" / "standalone.conf").read_text(encoding="utf-8")
    (state / "standalone.conf").write_text(
        of_broker + "".join(f"{key}={value}\n" for key, value in keys.items()), encoding="utf-8"
    )
    own = {"pulsarServiceUrl": urls["service_url"], "pulsarWebServiceUrl": urls["admin_url"], "workerPort": ports[2]}
    of_worker = yaml.safe_load((HERE / "pulsar" / "functions_worker.yml").read_text(encoding="utf-8"))
    all_of_worker = json.dumps({**of_worker, **own, **(worker or {})})  # without YAML's aliases, which it does not read
    (state / "functions_worker.yml").write_text(all_of_worker, encoding="utf-8")
    try:
        # its own way to end takes seconds
        with process("pulsar", _command(jars), state, patience=0, environment=environment) as running:
            wait_until(lambda: _is_ready(urls["admin_url"], token), {"pulsar": running}, state, 480)
            (state / "urls.json").write_text(json.dumps(urls), encoding="utf-8")
            yield
    finally:
        shutil.rmtree(state)


def _command(jars: Path) -> list[str | Path]:
    """Pulsar's standalone with broker and function worker, in the folder of its state."""
    opened = [f"--add-opens={each}=ALL-UNNAMED" for each in OPENED]
    memory = ["-Xmx1g", "-XX:MaxDirectMemorySize=1g", "-Dio.netty.tryReflectionSetAccessible=true"]
    quick = "-XX:TieredStopAtLevel=1"  # it starts with half the work, and has few messages
    program = ["-cp", f"{jars}/*", "org.apache.pulsar.PulsarStandaloneStarter"]
    folders = ["--metadata-dir", "data/metadata", "--bookkeeper-dir", "data/bookkeeper"]
    return [
        "java",
        quick,
        *memory,
        *opened,
        *program,
        "--config",
        "standalone.conf",
        "-nss",
        "-fwc",
        "functions_worker.yml",
        *folders,
    ]


def _is_ready(admin_url: str, token: str) -> bool:
    """Whether the broker has its namespace and the function worker answers."""
    namespaces = answers(f"{admin_url}/admin/v2/namespaces/public", token) or b""
    return b"default" in namespaces and answers(f"{admin_url}/admin/v3/functions/public/default", token) is not None


def package(standalone: Standalone, folder: Path) -> Path:
    """A jar with all classes of the tests' own sources, built in a folder."""
    return built_jar(sorted((HERE / "java").glob("*.java")), standalone.jars, folder)


def built_jar(sources: list[Path], jars: Path, folder: Path) -> Path:
    """A jar with the classes of Java sources, ``package.jar`` of a folder."""
    classes, purpose = folder / "classes", "functions of the tests could not be compiled"
    quick = ("-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC")  # half the work
    call(["javac", *quick, "-d", classes, "-cp", f"{jars}/*", *sources], purpose=purpose, seconds=300)
    call(["jar", "cf", folder / "package.jar", "-C", classes, "."], purpose=purpose, seconds=300)
    return folder / "package.jar"


def pod_root(standalone: Standalone, package_jar: Path, folder: Path) -> Path:
    """A folder like ``/pulsar`` of the image, whose ``pulsar-admin`` hands out the package."""
    tool = HERE / "pulsar" / "pod-root"
    call(["bash", tool, folder, standalone.jars, package_jar], purpose="no folder like that of the image", seconds=300)
    return folder


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
