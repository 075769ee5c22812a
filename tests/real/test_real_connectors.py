"""The table of Apache's own connectors says what their packages say: some of them, fetched with Maven."""

import json
from pathlib import Path

import pytest

import connector_table

pytestmark = pytest.mark.toolchain

ARTIFACTS = ("pulsar-io-nsq", "pulsar-io-file", "pulsar-io-mongo", "pulsar-io-jdbc-sqlite")


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return connector_table.fetch(ARTIFACTS, kind="jar", folder=tmp_path_factory.mktemp("connectors"))


@pytest.mark.parametrize("artifact", ARTIFACTS)
def test_the_table_agrees_with_the_package(archives: dict[str, Path], artifact: str):
    table = json.loads(connector_table.TABLE.read_text())["connectors"]

    assert connector_table.read_connector(archives[artifact]) in table


def test_a_library_is_no_connector(tmp_path: Path):
    library = connector_table.fetch(["pulsar-io-common"], kind="jar", folder=tmp_path)["pulsar-io-common"]

    assert connector_table.read_connector(library) is None


def test_what_the_repository_does_not_have_is_left_out(tmp_path: Path):
    assert connector_table.fetch(["pulsar-io-azure-data-explorer"], kind="jar", folder=tmp_path) == {}
