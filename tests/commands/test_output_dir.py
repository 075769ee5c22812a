"""``expand --output-dir``: a file for each object, or none."""

import pytest

from conftest import REPOSITORY
from program import run

STREAM = (REPOSITORY / "examples" / "quickstart" / "stream.yaml").read_bytes()
CONFIG_MAP = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: NAME}\n"


def expand(folder, stream, *arguments):
    return run("expand", "--output-dir", "out", *arguments, stdin=stream, cwd=folder)


def files(folder):
    return {each.name: each.read_text() for each in (folder / "out").iterdir()}


def test_a_file_for_each_object(tmp_path):
    told = expand(tmp_path, STREAM, "-n", "kube")
    assert told == (0, "", "")
    names = {
        "kube_apps_v1_statefulset_pf-shop-orders-enrich.yaml",
        "kube_v1_service_pf-shop-orders-enrich.yaml",
        "v1_service_orders-web.yaml",
    }
    assert set(files(tmp_path)) == names
    assert "".join(files(tmp_path).values()).count("kind:") == 3
    again = expand(tmp_path, STREAM, "-n", "kube")
    assert again == told


@pytest.mark.parametrize(
    ("document", "name"),
    [
        ("a: 1\n", "document_1.yaml"),
        ("a: [\n", "document_1.yaml"),
        ("kind: List\napiVersion: v1\nitems: []\n", "v1_list_1.yaml"),
        (CONFIG_MAP.replace("NAME", "../../etc/x"), "v1_configmap_..-..-etc-x.yaml"),
        (CONFIG_MAP.replace("NAME", "system:x"), "v1_configmap_system:x.yaml"),
        (CONFIG_MAP.replace("NAME", '"a\\nb"'), "v1_configmap_a-b.yaml"),
    ],
)
def test_names_of_files(document, name, tmp_path):
    assert expand(tmp_path, document.encode()).status == 0
    assert files(tmp_path) == {name: document}


def test_documents_without_an_object_are_no_files(tmp_path):
    assert expand(tmp_path, b"# nothing\n---\n---\na: 1").status == 0
    assert files(tmp_path) == {"document_2.yaml": "---\na: 1\n"}


def test_two_objects_of_one_name_are_an_error(tmp_path):
    document = CONFIG_MAP.replace("NAME", "x")
    told = expand(tmp_path, f"{document}---\n{document}".encode())
    assert (told.status, told.out) == (1, "")
    assert "two objects of the stream would be the file v1_configmap_x.yaml" in told.err
    assert not (tmp_path / "out").exists()


def test_nothing_is_written_where_there_is_an_error(tmp_path):
    told = expand(tmp_path, STREAM.replace(b"name: enrich\n", b"name: enrich\n    nmae: x\n"))
    assert (told.status, told.out) == (1, "")
    assert not (tmp_path / "out").exists()


def test_a_link_that_stands_there_is_replaced(tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "elsewhere").write_text("kept\n")
    (tmp_path / "out" / "document_1.yaml").symlink_to("../elsewhere")
    assert expand(tmp_path, b"a: 1\n").status == 0
    assert (tmp_path / "elsewhere").read_text() == "kept\n"
    assert files(tmp_path) == {"document_1.yaml": "a: 1\n"}
