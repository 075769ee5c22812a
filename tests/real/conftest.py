"""Fixtures that give the real programs, each in a home of its own; a program that is missing fails the test."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from clients import LAYER_32, LAYER_37, Program, kustomize_program, layer_programs, program
from control_plane import Kube, running

HERE = Path(__file__).parent


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "real: runs the real Helm, kubectl, kustomize or control plane")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("real")


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


@pytest.fixture(scope="session")
def control_plane() -> Iterator[Path]:
    """The kubeconfig of a control plane that runs for the whole session, shared with the other workers."""
    with running() as kubeconfig:
        yield kubeconfig


@pytest.fixture
def kube(control_plane: Path, kubectl: Program, tmp_path: Path) -> Kube:
    """A namespace of the test's own in the control plane (no controller deletes namespaces: it stays)."""
    namespace = "test-" + hashlib.sha256(str(tmp_path).encode()).hexdigest()[:12]
    kubeconfig = tmp_path / "kubeconfig"
    kubeconfig.write_bytes(control_plane.read_bytes())
    cluster = Kube(kubectl, kubeconfig, namespace)
    for args in (("create", "namespace", namespace), ("config", "set-context", "--current", "--namespace", namespace)):
        done = cluster.run(*args)
        assert done.returncode == 0, done.stderr.decode()
    return cluster
