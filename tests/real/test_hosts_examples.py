"""Every command that the READMEs of the examples and the pages of the hosts show, run against the real programs."""

import shutil
from pathlib import Path

import consoles
import pytest
from clients import REPOSITORY, Program
from control_plane import Kube

EXAMPLES = REPOSITORY / "examples"
READMES = sorted(path.parent.name for path in EXAMPLES.glob("*/README.md"))


@pytest.fixture
def environment(kube: Kube, kustomize: Program, pulsarfn: Path) -> dict[str, str]:
    """kubectl, kustomize, pulsarfn and kubectl-pulsarfn on the PATH, and a namespace of the control plane."""
    shutil.copytree(REPOSITORY / "kubectl-plugin", pulsarfn.parent / "kubectl-plugin")
    for name in ("kubectl-pulsarfn", "kubectl_complete-pulsarfn"):
        (pulsarfn.parent / name).symlink_to(Path("kubectl-plugin") / name)
    for each in (kube.kubectl, kustomize):
        (pulsarfn.parent / each.path.name).symlink_to(each.path)
    return {**kube.kubectl.environment, **kube.environment}


@pytest.fixture
def examples(tmp_path: Path) -> Path:
    return shutil.copytree(EXAMPLES, tmp_path / "examples")


def check(page: Path, folder: Path, environment: dict[str, str]) -> None:
    for command, printed in consoles.commands(page):
        assert (command, consoles.run(command, folder, environment)) == (command, printed)


@pytest.mark.parametrize("name", ["helm3", "helm4"])
def test_the_readme_for_helm(name, request, environment, examples, pulsarfn):
    helm = request.getfixturevalue(name)
    (pulsarfn.parent / "helm").symlink_to(helm.path)
    of_helm = {key: value for key, value in helm.environment.items() if key.startswith("HELM_")}
    if name == "helm4":
        of_helm["HELM_DATA_HOME"] = str(request.getfixturevalue("helm4_data"))
    check(examples / "helm" / "README.md", examples / "helm", {**environment, **of_helm})


@pytest.mark.parametrize("name", ["kubectl", "kustomize"])
def test_the_readme_of_an_example(name, environment, examples):
    check(examples / name / "README.md", examples / name, environment)
