"""Fixtures of the tests with real pods: one node and one Pulsar for all of them, a namespace for each test."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from clients import LAYER_32, REPOSITORY, kustomize_program, layer_programs, locked, pulsar_jars
from one_node import Node, running_node
from pods import Pods
from standalone import built_jar

HERE = Path(__file__).parent


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "node: runs pods on a real node")


def pytest_itemcollected(item: pytest.Item) -> None:
    if HERE in item.path.parents:
        item.add_marker("node")
        item.add_marker("toolchain")


@pytest.fixture(scope="session")
def node(servers_folder: Path) -> Iterator[Node]:
    """The node and its Pulsar, for the whole session."""
    with running_node(servers_folder / "node") as running:
        yield running


@pytest.fixture(scope="session")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A jar with the Java functions of the examples."""
    return built_jar(sorted((HERE / "packages").rglob("*.java")), pulsar_jars(), tmp_path_factory.mktemp("packages"))


@pytest.fixture
def pods(node: Node, package: Path, pulsarfn: Path, tmp_path: Path) -> Iterator[Pods]:
    """A namespace of the test's own, while no other test has pods: the examples share their topics."""
    programs = (layer_programs(LAYER_32) / "helm" / "helm", kustomize_program())
    for each in (*programs, *(REPOSITORY / "kubectl-plugin").glob("kubectl-pulsarfn")):
        (pulsarfn.parent / each.name).symlink_to(each)
    with locked(node.folder / "tests.lock"):
        cluster = Pods(node, "test-" + hashlib.sha256(str(tmp_path).encode()).hexdigest()[:12], pulsarfn.parent)
        cluster.prepare(package)
        yield cluster
        cluster.remove()
