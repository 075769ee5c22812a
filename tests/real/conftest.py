"""Fixtures that give the real programs, each in a home of its own; a program that is missing fails the test."""

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from api import Api
from browser import Browser, browser
from clients import (
    LAYER_32,
    LAYER_37,
    REPOSITORY,
    Program,
    chromium_programs,
    debian_programs,
    executable,
    krew_programs,
    kustomize_program,
    layer_programs,
    program,
)
from control_plane import Kube, running
from fake_node import LABEL, running_fake_node
from function_worker import FunctionWorker, running_worker
from servers import run_folder
from standalone import Standalone, running_pulsar

from git_repositories import the_project
from made_once import made_once
from program import quick_command
from pulsarfn import __version__

TOOLCHAIN = {
    "kustomize",
    "krew",
    "debian",
    "chromium",
    "servers_folder",
}  # fixtures that Python alone cannot set up


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark the tests of this folder."""
    item.add_marker("real")
    item.add_marker("slow")  # real programs take their time
    parameters = item.callspec.params.values() if hasattr(item, "callspec") else ()  # may name a fixture
    if TOOLCHAIN.intersection([*getattr(item, "fixturenames", ()), *map(str, parameters)]):
        item.add_marker("toolchain")


@pytest.fixture
def helm3(tmp_path: Path) -> Program:
    return program(layer_programs(LAYER_32) / "helm" / "helm", tmp_path)


@pytest.fixture
def helm4(tmp_path: Path) -> Program:
    return program(layer_programs(LAYER_37) / "helm" / "helm", tmp_path)


@pytest.fixture
def kubectl(tmp_path: Path) -> Program:
    return program(layer_programs(LAYER_37) / "kubectl" / "kubectl", tmp_path)


@pytest.fixture
def kubectl32(tmp_path: Path) -> Program:
    return program(layer_programs(LAYER_32) / "kubectl" / "kubectl", tmp_path)


@pytest.fixture
def kustomize(tmp_path: Path) -> Program:
    return program(kustomize_program(), tmp_path)


@pytest.fixture
def krew() -> Path:
    """The folder with krew and its own check of manifests."""
    return krew_programs()


@pytest.fixture
def debian() -> Path:
    """The folder with zsh, fish and groff, as they would be in the root folder."""
    return debian_programs()


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A Chromium without a window."""
    with browser(chromium_programs(), tmp_path_factory.mktemp("chromium")) as started:
        yield started


@pytest.fixture(scope="session")
def servers_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all processes of this test run share: each server has a folder of its own in it."""
    return run_folder(tmp_path_factory.getbasetemp())


@pytest.fixture(scope="session")
def control_plane(servers_folder: Path) -> Iterator[Path]:
    """The kubeconfig of a control plane that runs for the whole session, shared with the other workers."""
    with running(servers_folder / "control-plane") as kubeconfig:
        yield kubeconfig


@pytest.fixture(scope="session")
def fake_node(control_plane: Path, servers_folder: Path) -> Iterator[None]:  # noqa: ARG001
    """A node in the control plane, for the namespaces with its label."""
    with running_fake_node(servers_folder / "fake-node"):
        yield


@pytest.fixture(scope="session")
def pulsar(servers_folder: Path) -> Iterator[Standalone]:
    """A real Pulsar that runs for the whole session, shared with the other workers."""
    with running_pulsar(servers_folder / "pulsar") as standalone:
        yield standalone


@pytest.fixture(scope="session")
def function_worker(control_plane: Path, servers_folder: Path) -> Iterator[FunctionWorker]:  # noqa: ARG001
    """A real function worker that makes its objects in the control plane."""
    with running_worker(servers_folder / "function-worker") as worker:
        yield worker


@pytest.fixture
def kube(control_plane: Path, kubectl: Program, tmp_path: Path) -> Kube:
    """A namespace of the test's own in the control plane (no controller deletes namespaces: it stays)."""
    namespace = "test-" + hashlib.sha256(str(tmp_path).encode()).hexdigest()[:12]
    config = yaml.safe_load(control_plane.read_text(encoding="utf-8"))
    config["contexts"][0]["context"]["namespace"] = namespace
    kubeconfig = tmp_path / "kubeconfig"
    kubeconfig.write_text(yaml.safe_dump(config), encoding="utf-8")
    cluster = Kube(kubectl, kubeconfig, namespace)
    with closing(Api(cluster)) as api:
        api.make_namespace(namespace)
        api.wait_for_account()
    return cluster


@pytest.fixture
def api(kube: Kube) -> Iterator[Api]:
    """The API server without kubectl, in that namespace."""
    with closing(Api(kube)) as connected:
        yield connected


@pytest.fixture
def kube_with_pods(kube: Kube, fake_node: None) -> Kube:  # noqa: ARG001
    """A namespace of the test's own whose pods run, without a process."""
    assert kube.run("label", "namespace", kube.namespace, LABEL).returncode == 0
    return kube


@pytest.fixture
def pulsarfn(tmp_path: Path) -> Path:
    """The command ``pulsarfn`` on the PATH of all programs of a test."""
    return quick_command(tmp_path / "bin" / "pulsarfn")


@pytest.fixture(scope="session")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project as a git repository."""
    return the_project(tmp_path_factory)


@dataclass(frozen=True, slots=True)
class Installation:
    """The plugin in Helm 4: HELM_DATA_HOME, and what Helm said."""

    data: Path
    said: str


# Debian's python3 without the package python3-venv, which has ensurepip
NO_ENSUREPIP = f"""\
#!/bin/sh
case "$*" in
  *--without-pip*) ;;
  "-m venv"*) echo "No module named ensurepip" >&2; exit 1;;
esac
exec {sys.executable} "$@"
"""


@pytest.fixture(scope="session")
def helm4_installation(clone: Path, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """What Helm 4 makes of pulsarfn from a repository URL, with a Python that has pip and no ensurepip."""

    def helm_in(folder: Path) -> Program:
        return program(layer_programs(LAYER_37) / "helm" / "helm", folder)

    def install(folder: Path) -> None:
        helm = helm_in(folder)
        executable(helm.bin / "python3", NO_ENSUREPIP)
        done = helm.run("plugin", "install", "--verify=false", "--version", f"v{__version__}", f"file://{clone}")
        assert done.returncode == 0, done.stderr.decode()
        (folder / "said").write_bytes(done.stdout)

    folder = made_once(tmp_path_factory, "helm 4", install)  # a path with a blank
    return Installation(Path(helm_in(folder).environment["HELM_DATA_HOME"]), (folder / "said").read_text())


@pytest.fixture(scope="session")
def helm4_data(helm4_installation: Installation) -> Path:
    """A HELM_DATA_HOME in which Helm 4 has installed pulsarfn."""
    return helm4_installation.data


@pytest.fixture
def quick_helm4(helm4: Program, tmp_path: Path) -> Program:
    """Helm 4 with a plugin that need not be an installation: its manifest, and the program of the tests."""
    plugin = tmp_path / "quick" / "plugins" / "pulsarfn"
    quick_command(plugin / ".venv" / "bin" / "pulsarfn")
    shutil.copy(REPOSITORY / "plugin.yaml", plugin)
    return with_plugin(helm4, tmp_path / "quick")


@pytest.fixture(params=["helm3", "quick_helm4"], ids=["helm3", "helm4"])
def helm(request: pytest.FixtureRequest, pulsarfn: Path) -> Program:
    """Helm 3 with pulsarfn on the PATH, Helm 4 with the plugin."""
    if request.param == "quick_helm4":
        pulsarfn.unlink()
    found: Program = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def helm4_plugin(helm4: Program, helm4_data: Path) -> Program:
    return with_plugin(helm4, helm4_data)


def with_plugin(helm: Program, data: Path) -> Program:
    return Program(helm.path, helm.folder, {**helm.environment, "HELM_DATA_HOME": str(data)})


@pytest.fixture
def argocd(helm3: Program, pulsarfn: Path) -> Callable[..., subprocess.CompletedProcess[bytes]]:  # noqa: ARG001
    """Argo CD's plugin server as far as it matters: it runs the plugin's command in the folder of an application."""
    plugin = yaml.safe_load((REPOSITORY / "examples" / "argocd" / "plugin.yaml").read_text())
    generate = plugin["spec"]["generate"]

    def run(folder: Path, **settings: str) -> subprocess.CompletedProcess[bytes]:
        variables = {"ARGOCD_APP_NAME": "orders", "ARGOCD_APP_NAMESPACE": "shop", **settings}
        command = [*generate["command"], *generate["args"]]
        environment = {**helm3.environment, **variables}
        return subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)

    return run


@pytest.fixture
def argocd_kustomize(argocd, kustomize: Program):
    """The same, with kustomize."""
    (kustomize.bin / "kustomize").symlink_to(kustomize.path)
    return argocd


@pytest.fixture
def examples(tmp_path: Path) -> Path:
    """A copy of the examples."""
    return shutil.copytree(REPOSITORY / "examples", tmp_path / "examples")


CHART = {
    "Chart.yaml": "apiVersion: v2\nname: pulsar\nversion: 4.7.0\nappVersion: 4.0.12\n",
    "templates/chart.yaml": '{{ .Files.Get "rendered.yaml" }}\n',
    # as charts/pulsar/templates/extra-list.yaml and _tplvalues.tpl of apache/pulsar-helm-chart do it
    "templates/extra-list.yaml": "{{- range .Values.extraDeploy }}\n---\n{{ tpl (toYaml .) $ }}\n{{- end }}\n",
}


@pytest.fixture
def stand_in(examples: Path, shared: Path) -> Path:
    """In the folder of the flagship example a chart ``apache/pulsar``: the shared render, with room for extraDeploy."""
    folder = examples / "pulsar-chart"
    for name, text in CHART.items():
        file = folder / "apache" / "pulsar" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    shutil.copy(shared / "streams" / "pulsar-chart.yaml", folder / "apache" / "pulsar" / "rendered.yaml")
    return folder
