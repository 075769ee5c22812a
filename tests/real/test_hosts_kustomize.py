"""pulsarfn as an exec function of the real kustomize, and behind its pipe: what comes out, and what its users see."""

import re
import shutil
from pathlib import Path

import pytest
import yaml
from clients import REPOSITORY, Program

BUILD = ("build", "--enable-alpha-plugins", "--enable-exec")
EXAMPLE = REPOSITORY / "examples" / "kustomize"

pytestmark = pytest.mark.usefixtures("pulsarfn")


@pytest.fixture
def example(tmp_path: Path) -> Path:
    return shutil.copytree(EXAMPLE, tmp_path / "kustomize")


def documents(output: bytes) -> dict[tuple[str, str], dict]:
    found = list(yaml.safe_load_all(output))
    assert all(found), "no document is empty"
    return {(each["kind"], each["metadata"]["name"]): each for each in found}


@pytest.mark.parametrize("folder", ["base", "generator", "production"])
def test_kustomize_prints_the_expanded_stream(folder, kustomize, example, snapshot):
    done = kustomize.run(*BUILD, example / folder)
    assert (done.returncode, done.stderr) == (0, b""), done.stderr.decode()
    assert done.stdout.decode() == snapshot


@pytest.mark.parametrize("folder", ["base", "generator", "production"])
def test_nothing_of_kustomizes_bookkeeping_is_left(folder, kustomize, example):
    for manifest in documents(kustomize.run(*BUILD, example / folder).stdout).values():
        assert "annotations" not in manifest["metadata"]


def test_a_transformer_and_a_pipe_make_the_same_objects(kustomize, example, pulsarfn):
    base = example / "base"
    transformed = documents(kustomize.run(*BUILD, base).stdout)
    worker_config = yaml.safe_load((base / "pulsarfn.yaml").read_text())["spec"]["workerConfig"]
    (example / "functions_worker.yml").write_text(yaml.safe_dump(worker_config))
    manifest = base / "kustomization.yaml"
    manifest.write_text(manifest.read_text().replace("transformers: [pulsarfn.yaml]\n", ""))
    built = kustomize.run("build", base)
    command = Program(pulsarfn, kustomize.folder, kustomize.environment)
    piped = command.run("--worker-config", example / "functions_worker.yml", stdin=built.stdout)
    assert documents(piped.stdout) == transformed


def test_a_carrier_whose_name_gets_a_hash_gives_its_hash_to_no_generated_object(kustomize, example):
    manifest = example / "base" / "kustomization.yaml"
    manifest.write_text(manifest.read_text().replace("    disableNameSuffixHash: true\n", ""))
    names = {name for _, name in documents(kustomize.run(*BUILD, example / "base").stdout)}
    assert names == {"orders-web", "pf-shop-orders-count", "pf-shop-orders-enrich"}


GENERATORS = """\
generatorOptions:
  annotations:
    pulsarfn.io/expand: function
    config.kubernetes.io/function: |
      exec: {path: pulsarfn, args: [--set, "pulsarServiceUrl=pulsar://pulsar-broker:6650"]}
configMapGenerator:
- name: count
  files: [functions/count.yaml]
"""


def test_a_generator_may_be_what_a_config_map_generator_makes(kustomize, example):
    (example / "base" / "kustomization.yaml").write_text(GENERATORS)
    (example / "kustomization.yaml").write_text("generators: [base]\n")
    done = kustomize.run(*BUILD, example)
    assert done.returncode == 0, done.stderr.decode()
    assert list(documents(done.stdout)) == [
        ("Service", "pf-shop-orders-count"),
        ("StatefulSet", "pf-shop-orders-count"),
    ]


def test_an_overlay_renames_what_was_generated_with_its_references(kustomize, example):
    found = documents(kustomize.run(*BUILD, example / "production").stdout)
    stateful_set = found["StatefulSet", "production-pf-shop-orders-enrich"]
    assert stateful_set["spec"]["serviceName"] == "production-pf-shop-orders-enrich"
    assert stateful_set["metadata"]["namespace"] == "shop"
    assert stateful_set["spec"]["template"]["spec"]["priorityClassName"] == "orders"


def test_a_users_broken_config_is_told_with_its_file_where_kustomize_knows_it(kustomize, example):
    base = example / "base"
    config = base / "functions" / "enrich.yaml"
    config.write_text(config.read_text().replace("parallelism: 2", "parallelism: 0"))
    manifest = base / "kustomization.yaml"
    manifest.write_text(manifest.read_text() + "buildMetadata: [originAnnotations]\n")
    done = kustomize.run(*BUILD, base)
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.decode() == (
        "error[PF306]: Function parallelism must be a positive number\n"
        "  --> stdin:46:20 (document 1, ConfigMap/orders-functions, enrich.yaml:10:14, from kustomization.yaml)\n"
        "   | parallelism: 0\n"
        "  hint: set it to 1 or more\n"
        "Error: couldn't execute function: exit status 1 \n"
    )


@pytest.mark.parametrize(
    ("given", "written", "messages"),
    [
        pytest.param(
            "workerConfig:",
            "workerconfig:",
            ("error[PF208]: unknown option workerconfig\n", "hint: did you mean 'workerConfig'?\n"),
            id="an option that is none",
        ),
        pytest.param(
            "path: pulsarfn",
            "path: pulsarfn, args: [--namspace, functions]",
            ("Error: No such option '--namspace'.",),
            id="wrong usage",
        ),
    ],
)
def test_what_is_wrong_with_the_function_is_seen(kustomize, example, given, written, messages):
    options = example / "base" / "pulsarfn.yaml"
    options.write_text(options.read_text().replace(given, written))
    done = kustomize.run(*BUILD, example / "base")
    assert (done.returncode, done.stdout) == (1, b"")
    assert [each for each in messages if each not in done.stderr.decode()] == []


def test_a_warning_is_seen(kustomize, example):
    options = example / "base" / "pulsarfn.yaml"
    options.write_text(options.read_text() + "    authenticationEnabled: true\n")
    done = kustomize.run(*BUILD, example / "base")
    assert done.returncode == 0
    assert done.stderr.startswith(b"warning[PF")
    assert ("StatefulSet", "pf-shop-orders-enrich") in documents(done.stdout)


def test_functions_are_off_unless_they_are_asked_for(kustomize, kubectl, example):
    done = kustomize.run("build", example / "base")
    assert (done.returncode, done.stdout) == (1, b"")
    assert b"external plugins disabled" in done.stderr
    done = kubectl.run("kustomize", "--enable-alpha-plugins", "--enable-exec", example / "base")
    assert (done.returncode, done.stderr.splitlines()[0]) == (1, b"error: unknown flag: --enable-exec")


def test_order_of_generated_objects_is_kept_in_fifo_order(kustomize, example):
    manifest = example / "base" / "kustomization.yaml"
    manifest.write_text(manifest.read_text() + "sortOptions: {order: fifo}\n")
    assert list(documents(kustomize.run(*BUILD, example / "base").stdout)) == [
        ("Service", "orders-web"),
        ("Service", "pf-shop-orders-count"),
        ("StatefulSet", "pf-shop-orders-count"),
        ("Service", "pf-shop-orders-enrich"),
        ("StatefulSet", "pf-shop-orders-enrich"),
    ]


NAMED = """\
configMapGenerator:
- name: pulsar
  files: [functions_worker.yml]
  options: {annotations: {pulsarfn.io/provide: worker-config}}
- name: another
  files: [functions_worker.yml=another.yml]
  options: {annotations: {pulsarfn.io/provide: worker-config}}
- name: functions
  files: [count.yaml]
  options:
    annotations: {pulsarfn.io/expand: function, pulsarfn.io/worker-config: pulsar}
"""
RENAMING = "namePrefix: dev-\nnameSuffix: -blue\nresources: [../piped]\n"
EXPAND = """\
apiVersion: pulsarfn.io/v1alpha1
kind: Expand
metadata:
  name: pulsarfn
  annotations:
    config.kubernetes.io/function: 'exec: {path: pulsarfn}'
"""


@pytest.fixture
def renamed(example):
    """An overlay that renames a worker config which a carrier names; another worker config is beside it."""
    piped = example / "piped"
    (piped / "kustomization.yaml").write_text(NAMED)
    (piped / "another.yml").write_text((piped / "functions_worker.yml").read_text())
    (example / "overlay").mkdir()
    (example / "overlay" / "kustomization.yaml").write_text(RENAMING)
    return example


def test_a_function_knows_a_worker_config_by_its_former_name(kustomize, renamed):
    overlay = renamed / "overlay"
    (overlay / "expand.yaml").write_text(EXPAND)
    (overlay / "kustomization.yaml").write_text(RENAMING + "transformers: [expand.yaml]\n")
    done = kustomize.run(*BUILD, overlay)
    assert (done.returncode, done.stderr) == (0, b""), done.stderr.decode()
    assert ("StatefulSet", "pf-shop-orders-count") in documents(done.stdout)


def test_kustomize_renames_what_the_annotations_say_before_a_pipe(kustomize, renamed, pulsarfn):
    """The example of docs/hosts/kustomize.md."""
    command = Program(pulsarfn, kustomize.folder, kustomize.environment)
    assert b"error[PF414]" in command.run(stdin=kustomize.run("build", renamed / "overlay").stdout).stderr
    page = (REPOSITORY / "docs" / "hosts" / "kustomize.md").read_text()
    (names,) = re.findall(r"```yaml\n# names.yaml\n(.*?)```", page, re.DOTALL)
    (renamed / "piped" / "names.yaml").write_text(names)
    (renamed / "piped" / "kustomization.yaml").write_text(NAMED + "configurations: [names.yaml]\n")
    built = kustomize.run("build", renamed / "overlay").stdout
    assert re.search(rb"pulsarfn.io/worker-config: dev-pulsar-blue-\w+\n", built)
    done = command.run(stdin=built)
    assert (done.returncode, done.stderr) == (0, b""), done.stderr.decode()
    assert ("StatefulSet", "pf-shop-orders-count") in documents(done.stdout)


def test_without_exec_kustomize_prints_the_carriers_and_says_nothing(kustomize, example):
    """What docs/hosts/kustomize.md warns of."""
    done = kustomize.run("build", "--enable-alpha-plugins", example / "base")
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"pulsarfn.io/expand: function" in done.stdout
