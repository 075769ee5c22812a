"""``lint --source-root``: messages point to the files of a checkout where these are known for certain, and else to what exists."""

import json

import pytest

from test_cli import STREAM, run

FAULTY = STREAM.replace(b"parallelism: 2", b"parallelism: 0").replace(
    b"percentMemoryPadding: 10", b"percentMemoryPadding: 20"
)
START = FAULTY.index(b"  enrich.yaml: |\n") + len(b"  enrich.yaml: |\n")
CONFIG = b"".join(line[4:] for line in FAULTY[START : FAULTY.index(b"---", START)].splitlines(keepends=True))
LINE = CONFIG[: CONFIG.index(b"parallelism")].count(b"\n") + 1
INSIDE = f"(document 2, ConfigMap/orders-functions, enrich.yaml:{LINE}:14, from orders/templates/functions.yaml)"


@pytest.fixture
def checkout(tmp_path):
    for folder in ("functions", "charts/shop/templates", ".hidden"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "charts" / "shop" / "Chart.yaml").write_bytes(b"apiVersion: v2\nname: orders\n")
    (tmp_path / "charts" / "shop" / "templates" / "functions.yaml").write_bytes(b"{{ .Files }}\n")
    (tmp_path / "functions" / "other.yaml").write_bytes(b"name: other\n")
    (tmp_path / ".hidden" / "enrich.yaml").write_bytes(CONFIG)
    return tmp_path


def lint(checkout, *arguments, stdin=FAULTY):
    return run("lint", "--source-root", ".", *arguments, stdin=stdin, cwd=checkout)


def place(checkout):
    _, _, err = lint(checkout)
    (line,) = [
        each for each in err.splitlines() if each.startswith("  -->") and "enrich.yaml" in each and ":14" in each
    ]
    return line.removeprefix("  --> ")


def in_sarif(checkout):
    _, out, _ = lint(checkout, "-o", "sarif")
    results = json.loads(out)["runs"][0]["results"]
    (found,) = [each for each in results if each["ruleId"] == "PF306"]
    return found["locations"][0]["physicalLocation"]


@pytest.mark.parametrize("text", [CONFIG, CONFIG.rstrip(), CONFIG.replace(b"\n", b"\r\n"), b"\xef\xbb\xbf" + CONFIG])
def test_a_file_that_is_the_config_is_where_the_problem_is(checkout, text):
    (checkout / "functions" / "any.yaml").write_bytes(text)
    assert place(checkout) == f"functions/any.yaml:{LINE}:14 {INSIDE}"
    assert in_sarif(checkout) == {
        "artifactLocation": {"uri": "functions/any.yaml"},
        "region": {"startLine": LINE, "startColumn": 14},
    }
    _, out, _ = lint(checkout, "-o", "github")
    assert f"::error file=functions/any.yaml,line={LINE},col=14," in out


def test_of_two_such_files_the_one_of_the_same_name_is_meant(checkout):
    (checkout / "functions" / "any.yaml").write_bytes(CONFIG)
    (checkout / "functions" / "enrich.yaml").write_bytes(CONFIG)
    assert place(checkout).startswith(f"functions/enrich.yaml:{LINE}:14 ")


def test_a_file_is_not_guessed(checkout):
    assert place(checkout) == f"stdin:41:18 {INSIDE}"
    (checkout / "functions" / "enrich.yaml").write_bytes(CONFIG.replace(b"parallelism: 0", b"parallelism: 1"))
    assert place(checkout).startswith("stdin:41:18 ")
    for folder in ("a", "b"):
        (checkout / folder).mkdir()
        (checkout / folder / "enrich.yaml").write_bytes(CONFIG)
    assert place(checkout).startswith("stdin:41:18 ")


def test_a_service_gets_the_file_of_the_chart_without_a_line(checkout):
    assert in_sarif(checkout) == {"artifactLocation": {"uri": "charts/shop/templates/functions.yaml"}}
    _, out, _ = lint(checkout, "-o", "github")
    assert "::error file=charts/shop/templates/functions.yaml,title=PF306" in out


GENERATED = FAULTY.replace(b"# Source: orders/templates/functions.yaml\n", b"").replace(
    b"name: orders-functions\n", b"name: orders-functions-ttf68hfm5c\n"
)
ORIGIN = b"  annotations:\n    config.kubernetes.io/origin: 'configuredIn: kustomization.yaml'\n"


@pytest.mark.parametrize("annotations", [b"  annotations:\n", ORIGIN], ids=["unnamed", "named"])
def test_a_service_gets_the_kustomization_that_generates_the_carrier(checkout, annotations):
    stream = GENERATED.replace(b"  annotations:\n    pulsarfn.io/expand", annotations + b"    pulsarfn.io/expand")
    for folder, name in (("base", "orders-functions"), ("other", "orders")):
        (checkout / folder).mkdir()
        (checkout / folder / "kustomization.yaml").write_text(
            f"configMapGenerator:\n- name: {name}\n  files: [a.yaml]\n"
        )
    _, out, _ = lint(checkout, "-o", "github", stdin=stream)
    assert "::error file=base/kustomization.yaml,title=PF306" in out


def test_a_service_gets_the_manifest_that_holds_the_object(checkout):
    stream = FAULTY.replace(b"# Source: orders/templates/functions.yaml\n", b"")
    manifest = checkout / "manifests.yaml"
    manifest.write_text("kind: Deployment\nmetadata:\n  name: orders-functions\n")
    _, out, _ = lint(checkout, "-o", "github", stdin=stream)
    assert "::error file=stdin,title=PF306" in out
    manifest.write_text("kind: ConfigMap\nmetadata: {name: orders-functions}\n")
    _, out, _ = lint(checkout, "-o", "github", stdin=stream)
    assert "::error file=manifests.yaml,title=PF306" in out


def test_without_a_checkout_a_service_gets_the_name_that_the_host_gives(checkout):
    _, out, _ = run("lint", "-o", "github", stdin=FAULTY, cwd=checkout)
    assert "::error file=orders/templates/functions.yaml,title=PF306" in out


def test_a_file_that_was_given_has_its_lines(checkout):
    (checkout / "stream.yaml").write_bytes(FAULTY)
    _, out, _ = run("lint", "-o", "github", "stream.yaml", stdin=b"", cwd=checkout)
    assert "::error file=stream.yaml,line=41,col=18,title=PF306" in out


def test_the_report_keeps_the_order_of_the_stream(checkout):
    (checkout / "functions" / "enrich.yaml").write_bytes(CONFIG)
    _, out, _ = lint(checkout, "-o", "json")
    documents = [each["document"] for each in json.loads(out)["diagnostics"]]
    assert documents == sorted(documents)
