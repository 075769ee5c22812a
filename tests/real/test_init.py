"""What ``pulsarfn init`` makes, built by the real Helm and kustomize: both make the objects that render makes."""

from pathlib import Path

import pytest
import yaml
from clients import Program

CONFIG = """\
# kept as it is, {{ braces }} too
tenant: shop
namespace: orders
name: My_Function
className: com.example.Enrich
jar: target/enrich.jar
inputs: [placed]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "configs").mkdir()
    (tmp_path / "configs" / "My_Function.yaml").write_text(CONFIG)
    (tmp_path / "configs" / "count.yaml").write_text(CONFIG.replace("My_Function", "count"))
    return tmp_path


def objects(output: bytes) -> list[dict]:
    found = [each for each in yaml.safe_load_all(output) if each]
    return sorted(found, key=lambda each: (each["kind"], each["metadata"]["name"]))


@pytest.mark.parametrize(("form", "host"), [("chart", "helm3"), ("kustomization", "kustomize")])
def test_hosts_build_what_init_makes(form, host, folder, pulsarfn, request):
    program = request.getfixturevalue(host)
    command = Program(pulsarfn, program.folder, program.environment)
    made = command.run("init", "function", folder / "configs", "-o", form, "--output-dir", folder / "made")
    assert (made.returncode, made.stderr) == (0, b"")
    build = ("template", "release", folder / "made") if form == "chart" else ("build", folder / "made")
    built = program.run(*build)
    assert built.returncode == 0, built.stderr.decode()
    expanded = command.run(stdin=built.stdout)
    assert (expanded.returncode, expanded.stderr) == (0, b"")
    kinds = [(each["kind"], each["metadata"]["labels"]["name"]) for each in objects(expanded.stdout)]
    assert kinds == [(kind, name) for kind in ("Service", "StatefulSet") for name in ("count", "my_function")]
    assert b"function://shop/orders/My_Function@v1" in expanded.stdout
