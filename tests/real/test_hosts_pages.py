"""Every command in the ``sh`` blocks of docs/hosts, line by line, with the placeholders of the pages filled in."""

import re
import shutil
import sys
from pathlib import Path

import consoles
import pytest
from clients import REPOSITORY, Program
from control_plane import Kube

from published import repository_url

PAGES = REPOSITORY / "docs" / "hosts"
EXAMPLES = REPOSITORY / "examples"
NOT_RUN = ("docker ",)  # there is no engine


def check(page: str, folder: Path, environment: dict[str, str], **placeholders: str) -> None:
    found = consoles.lines(PAGES / page, not_run=NOT_RUN)
    first = sorted(found, key=lambda line: " plugin install " not in line)  # pages begin with what they are about
    consoles.check_lines(first, folder, environment, **placeholders)


@pytest.fixture
def environment(kube: Kube, kustomize: Program, kubectl: Program) -> dict[str, str]:
    for each in (kubectl, kustomize):
        (kubectl.bin / each.path.name).symlink_to(each.path)
    return {**kubectl.environment, **kube.environment}


def test_the_page_for_helm(helm3, helm4, environment, clone, tmp_path):
    shutil.copytree(EXAMPLES / "helm", tmp_path / "orders")
    for name in ("helm", "helm4"):
        (tmp_path / "bin" / name).symlink_to(helm4.path)
    (tmp_path / "bin" / "pipx").symlink_to(Path(sys.executable).parent / "pipx")
    of_helm = {key: each for key, each in helm4.environment.items() if key.startswith("HELM_")}
    check_pipes = {**environment, **of_helm, "UV_SYSTEM_CERTS": "true"}  # see tests/real/test_install.py
    venv = Path(of_helm["HELM_DATA_HOME"]) / "plugins" / "pulsarfn" / ".venv" / "bin" / "pulsarfn"
    (tmp_path / "bin" / "pulsarfn").symlink_to(venv)  # as the page has it for Helm 3, from a checkout
    check("helm.md", tmp_path, check_pipes, **{repository_url(): f"file://{clone}"})
    shutil.rmtree(of_helm["HELM_DATA_HOME"])
    assert helm3.run("plugin", "list", env={"HOME": check_pipes["HOME"], "HELM_DATA_HOME": None}).returncode == 0


@pytest.mark.usefixtures("pulsarfn")
def test_the_page_for_kubectl(environment, tmp_path):
    shutil.copytree(EXAMPLES / "kubectl" / "manifests", tmp_path / "manifests")
    shutil.copytree(REPOSITORY / "kubectl-plugin", tmp_path / "kubectl-plugin")
    (tmp_path / "bin" / "kubectl-pulsarfn").symlink_to(tmp_path / "kubectl-plugin" / "kubectl-pulsarfn")
    check("kubectl.md", tmp_path, environment)


@pytest.mark.usefixtures("pulsarfn")
def test_the_page_for_kustomize(environment, tmp_path):
    for folder in ("base", "piped"):
        shutil.copytree(EXAMPLES / "kustomize" / folder, tmp_path / folder)
    check("kustomize.md", tmp_path, environment)


def test_the_pages_link_to_what_there_is():
    for page in PAGES.glob("*.md"):
        targets = re.findall(r"\]\(([^)#:]+)\)", page.read_text())
        assert targets
        assert all((PAGES / target).exists() for target in targets), page
