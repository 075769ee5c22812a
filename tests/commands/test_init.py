"""``pulsarfn init``: what it makes of configs, the uploads that it prints, and what it refuses."""

import pytest
import yaml

from program import URLS, run

ENRICH = """\
# what enriches orders
tenant: shop
namespace: orders
name: enrich
className: com.example.Enrich
jar: "target/enrich.jar"   # made by mvn package
inputs: [placed]
userConfig: {template: "{{ .not }} helm's"}
"""
COUNT = '{"tenant": "shop", "namespace": "orders", "name": "Count", "className": "c.Count", "py": "c.py", "inputs": ["in"]}\n'
UPLOADS = [
    "pulsar-admin packages upload function://shop/orders/Count@v1 --path c.py --description Count",
    "pulsar-admin packages upload function://shop/orders/enrich@v1 --path target/enrich.jar --description enrich",
]


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "configs").mkdir()
    (tmp_path / "configs" / "enrich.yaml").write_text(ENRICH)
    (tmp_path / "configs" / "count.json").write_text(COUNT)
    return tmp_path


def init(folder, *arguments, **options):
    return run("init", *arguments, cwd=folder, **options)


def test_carriers_keep_every_byte_of_a_config_but_for_its_package(folder):
    told = init(folder, "function", "configs/count.json", "configs/enrich.yaml")
    assert told.status == 0
    count, enrich = yaml.safe_load_all(told.out)
    assert enrich["metadata"] == {"name": "enrich", "annotations": {"pulsarfn.io/expand": "function"}}
    assert enrich["data"] == {"enrich.yaml": ENRICH.replace("target/enrich.jar", "function://shop/orders/enrich@v1")}
    assert count["data"] == {"count.json": COUNT.replace("c.py", "function://shop/orders/Count@v1")}
    assert told.err.splitlines() == ["Upload the packages before you apply this:", *UPLOADS]
    expanded = run("expand", *URLS, "--set", "pulsarFunctionsCluster=c", stdin=told.out.encode())
    assert (expanded.status, expanded.err) == (0, "")


@pytest.mark.parametrize("component", ["function", "source", "sink"])
def test_a_sample_expands(component, tmp_path):
    told = init(tmp_path, component)
    assert told.status == 0
    assert f"packages upload {component}://public/default/" in told.err
    expanded = run("expand", *URLS, stdin=told.out.encode())
    assert (expanded.status, expanded.err) == (0, "")
    assert "kind: StatefulSet" in expanded.out


def test_a_kustomization(folder):
    told = init(folder, "function", "configs", "-o", "kustomization", "--output-dir", "made")
    assert (told.status, told.out.splitlines(), told.err) == (0, UPLOADS, "")
    made = yaml.safe_load((folder / "made" / "kustomization.yaml").read_text())
    generators = {each["name"]: each for each in made["configMapGenerator"]}
    assert generators["functions"]["files"] == ["functions/count.json", "functions/enrich.yaml"]
    assert generators["functions"]["options"] == {"annotations": {"pulsarfn.io/expand": "function"}}
    assert generators["pulsar"]["options"] == {"annotations": {"pulsarfn.io/provide": "worker-config"}}
    for each in (*generators["functions"]["files"], *generators["pulsar"]["files"]):
        assert (folder / "made" / each).is_file()
    linted = run("render", "function", "--worker-config", "functions_worker.yml", "functions", cwd=folder / "made")
    assert (linted.status, linted.err) == (0, "")


def test_a_chart(folder):
    told = init(folder, "function", "configs", "-o", "chart", "--output-dir", "My_Orders")
    assert told.status == 0
    chart = folder / "My_Orders"
    assert yaml.safe_load((chart / "Chart.yaml").read_text())["name"] == "my-orders"
    assert (chart / "functions" / "enrich.yaml").read_text() == ENRICH.replace(
        "target/enrich.jar", "function://shop/orders/enrich@v1"
    )
    assert {each.name for each in (chart / "templates").iterdir()} == {"functions.yaml", "pulsar.yaml"}
    assert set(yaml.safe_load((chart / "values.yaml").read_text())["pulsar"]) == {"adminUrl", "brokerUrl", "image"}


def test_no_file_is_replaced(folder):
    (folder / "made").mkdir()
    (folder / "made" / "Chart.yaml").write_text("mine\n")
    told = init(folder, "function", "configs", "-o", "chart", "--output-dir", "made")
    assert (told.status, told.out) == (1, "")
    assert "made/Chart.yaml: nothing was written, as this is there already" in told.err
    assert [*(folder / "made").iterdir()] == [folder / "made" / "Chart.yaml"]


def test_configs_of_one_name(folder):
    (folder / "configs" / "other").mkdir()
    (folder / "configs" / "other" / "enrich.yaml").write_text(ENRICH.replace("tenant: shop", "tenant: other"))
    told = init(folder, "function", "configs", "-R", "--output-dir", "made")
    assert told.status == 2
    told = init(folder, "function", "configs", "configs/other", "--output-dir", "made")
    assert told.status == 0
    names = {each.name for each in (folder / "made").iterdir()}
    assert names == {"count.yaml", "shop-orders-enrich.yaml", "other-orders-enrich.yaml"}


@pytest.mark.parametrize(
    ("written", "rewritten"),
    [
        ("jar: target/x.jar", "jar: function://t/n/f@v1"),
        ("jar: 'target/x.jar'", 'jar: "function://t/n/f@v1"'),
        ("jar: >-\n  target/x.jar", 'jar: "function://t/n/f@v1"'),
        ("jar: target/x.jar\r", "jar: function://t/n/f@v1"),
        ("jar: /abs/x.jar # why", "jar: function://t/n/f@v1 # why"),
        ("jar: function://t/n/other@v2", "jar: function://t/n/other@v2"),
        ("jar: https://example.org/x.jar", "jar: https://example.org/x.jar"),
        ("jar: local:///x.jar", "jar: local:///x.jar"),
        ("jar: builtin://x", "jar: builtin://x"),
    ],
)
def test_what_becomes_of_a_package(written, rewritten, tmp_path):
    rest = "fqfn: t/n/f\nclassName: F\ninputs: [in]\n"
    told = init(tmp_path, "function", "-", stdin=f"{written}\n{rest}".encode())
    (carrier,) = yaml.safe_load_all(told.out)
    assert carrier["data"] == {"f.yaml": f"{rewritten}\n{rest}"}
    assert ("packages upload" in told.err) is ("function://" in rewritten)


@pytest.mark.parametrize(
    ("config", "code"),
    [("name: x\n", "PF305"), ("a: [\n", "PF102"), ("jar: s3://x\nfqfn: a/b/c\nclassName: F\ninputs: [i]\n", "PF501")],
)
def test_configs_with_errors_make_nothing(config, code, tmp_path):
    told = init(tmp_path, "function", "-", "--output-dir", "made", stdin=config.encode())
    assert (told.status, told.out) == (1, "")
    assert f"error[{code}]" in told.err
    assert not (tmp_path / "made").exists()


def test_a_chart_needs_a_folder(tmp_path):
    told = init(tmp_path, "sink", "-o", "chart")
    assert (told.status, told.out) == (2, "")
    assert "give --output-dir DIR" in told.err
