"""The ways to install pulsarfn that the README shows, each run as it is shown: install, run, upgrade, remove."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import consoles
import pytest
from clients import KUSTOMIZE, LAYER_32, LAYER_37, REPOSITORY
from pythons import python_command

from published import repository_url
from pulsarfn import __version__

README = REPOSITORY / "README.md"
EXAMPLES = REPOSITORY / "examples"
COMMANDS = {"pulsarfn", "kubectl-pulsarfn", "kubectl_complete-pulsarfn"}
PYTHONS = ["pipx", "uv", "pip"]
NOT_RUN = ("docker ",)  # there is no engine


def commands(way: str, clone: Path) -> list[str]:
    """The commands under the heading of a way; a clone is the repository."""
    found = consoles.lines(README, not_run=NOT_RUN, under=f"### {way}")
    return [line.replace(repository_url(), f"file://{clone}") for line in found]


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """A folder with what the commands work on: a chart, manifests, kustomizations, a rendered stream."""
    folder = tmp_path / "work"
    shutil.copytree(EXAMPLES / "helm", folder / "orders")
    shutil.copytree(EXAMPLES / "kubectl" / "manifests", folder / "manifests")
    for name in ("base", "piped"):
        shutil.copytree(EXAMPLES / "kustomize" / name, folder / name)
    shutil.copy(EXAMPLES / "quickstart" / "stream.yaml", folder / "rendered.yaml")
    return folder


@pytest.fixture
def environment(kubectl, tmp_path) -> dict[str, str]:
    """A home of its own, where pipx and uv put commands on the PATH; this Python is `python3`."""
    for name in ("pipx", "uv"):
        (tmp_path / "bin" / name).symlink_to(Path(sys.executable).parent / name)
    python_command(tmp_path / "bin" / "python3")
    installed = Path(kubectl.environment["HOME"]) / ".local" / "bin"
    others = [each for each in kubectl.environment["PATH"].split(":") if not (Path(each) / "pulsarfn").exists()]
    return {
        **kubectl.environment,
        "PATH": ":".join([str(installed), *others]),
        "PIPX_DEFAULT_PYTHON": sys.executable,
        "UV_PYTHON": sys.executable,
        "UV_PYTHON_DOWNLOADS": "never",
        "UV_SYSTEM_CERTS": "true",  # a company's own CA is known to the system, not to uv
    }


def check_commands(place: Path, stream: Path) -> None:
    """See that a tool has its commands, each of which is pulsarfn, and the man page."""
    assert {path.name for path in (place / "bin").iterdir()} == COMMANDS
    assert len([each for each in place.glob("**/share/man/man1/pulsarfn.1") if not each.is_symlink()]) == 1
    filtered = [
        subprocess.run([place / "bin" / name], input=stream.read_bytes(), capture_output=True, check=True).stdout
        for name in ("pulsarfn", "kubectl-pulsarfn")
    ]
    assert b"kind: StatefulSet" in filtered[0]
    assert filtered[0] == filtered[1]
    completed = subprocess.run([place / "bin" / "kubectl_complete-pulsarfn", "exp"], capture_output=True, check=True)
    assert completed.stdout.startswith(b"expand\t")


@pytest.mark.slow
@pytest.mark.parametrize("way", PYTHONS)
def test_with_a_python_installer(way, clone, environment, work):
    *installed, removed = commands(way, clone)
    consoles.check_lines(installed, work, environment)
    assert "kind: StatefulSet" in (work / "expanded.yaml").read_text()
    if way != "pip":
        check_commands(Path(environment["HOME"]) / ".local", work / "rendered.yaml")
    consoles.check_lines([removed], work, environment)
    assert consoles.run("command -v pulsarfn", work, environment) == ""
    assert not (work / "pulsarfn-env").exists()


@pytest.mark.slow
def test_with_helm_4(helm4, helm4_data, clone, work):
    """Its first command is how the plugin of all tests is installed."""
    (helm4.bin / "helm").symlink_to(helm4.path)
    shutil.copytree(helm4_data, helm4.environment["HELM_DATA_HOME"], symlinks=True)
    installed, *others = commands("Helm 4", clone)
    assert installed == f"helm plugin install --verify=false --version v{__version__} file://{clone}"
    consoles.check_lines(others, work, helm4.environment)
    assert consoles.run("helm plugin list | wc --lines", work, helm4.environment) == "1", "the head line only"


@pytest.mark.usefixtures("pulsarfn")
def test_with_helm_3(helm3, clone, work):
    (helm3.bin / "helm").symlink_to(helm3.path)
    consoles.check_lines(commands("Helm 3", clone), work, helm3.environment)


def test_with_kubectl(kubectl, pulsarfn, clone, work):
    (kubectl.bin / "kubectl-pulsarfn").symlink_to(pulsarfn)
    (kubectl.bin / "kubectl").symlink_to(kubectl.path)
    consoles.check_lines(commands("kubectl", clone), work, kubectl.environment)


@pytest.mark.usefixtures("pulsarfn")
def test_with_kustomize(kustomize, clone, work):
    (kustomize.bin / "kustomize").symlink_to(kustomize.path)
    consoles.check_lines(commands("kustomize", clone), work, kustomize.environment)


def test_the_container_is_built_from_a_target_that_there_is():
    text = consoles.section(README.read_text(encoding="utf-8"), "### Container")
    assert re.findall(r"^docker (\S+)", text, re.MULTILINE) == ["build", "run", "image"]
    assert "FROM pulsarfn\n" in (REPOSITORY / "Dockerfile").read_text()


def test_every_way_is_run():
    text = consoles.section(README.read_text(encoding="utf-8"), "## Install")
    ways = re.findall(r"^### (.+)$", text, re.MULTILINE)
    assert ways == [*PYTHONS, "Helm 4", "Helm 3", "kubectl", "kustomize", "Container"]


def test_the_readme_names_the_versions_that_the_tests_use():
    text = consoles.section(README.read_text(encoding="utf-8"), "## Compatibility")
    for versions in ((LAYER_32.helm, LAYER_37.helm), (LAYER_32.kubectl, LAYER_37.kubectl), (KUSTOMIZE,)):
        assert f"the tests use {' and '.join(versions)}" in text
