"""What the documentation and the examples render, in real pods beside a real Pulsar: it answers messages."""

import shutil
from pathlib import Path

import pytest
from clients import REPOSITORY
from pods import SMALL, Pods, secret

EXAMPLES = REPOSITORY / "examples"
PLACED, ENRICHED = "persistent://shop/orders/placed", "persistent://shop/orders/enriched"
ENRICH = "pf-shop-orders-enrich"


@pytest.fixture
def examples(tmp_path: Path) -> Path:
    return shutil.copytree(EXAMPLES, tmp_path / "examples")


@pytest.fixture
def creds(pods: Pods) -> None:
    """The Secret with which the function `enrich` of most examples runs."""
    pods.apply(secret("database-creds", {"password": "sesame"}))


def instances(answers: list[str]) -> set[str]:
    """Which instances have answered."""
    return {each.split()[3] for each in answers}


@pytest.mark.usefixtures("creds")
def test_the_quickstart_runs_with_two_replicas_and_a_secret(pods):
    expanded = pods.shell(f"pulsarfn {SMALL}", stdin=(EXAMPLES / "quickstart" / "stream.yaml").read_bytes())
    pods.apply(expanded)
    pods.rolled_out(ENRICH)
    pods.until_read(PLACED, consumers=2)
    answers = pods.answers(PLACED, ENRICHED, *"abcdef")
    assert {each.split()[1] for each in answers} == {*"abcdef"}
    assert instances(answers) == {"0", "1"}
    assert {each.split()[-1] for each in answers} == {"sesame"}
    before = pods.restarts()
    pods.apply(expanded)  # unchanged
    pods.rolled_out(ENRICH)
    assert pods.restarts() == before
    assert {count for _, count in before.values()} == {0}


@pytest.mark.usefixtures("creds")
def test_helm_upgrades_and_rolls_back(pods, examples):
    options = " ".join(f"--post-renderer-args {word}" for word in SMALL.split())
    helm = f"helm upgrade --install --namespace {pods.namespace} orders . --post-renderer pulsarfn {options}"
    folder = examples / "helm"
    names = (ENRICH, "pf-shop-orders-count")
    pods.shell(helm, cwd=folder)
    pods.rolled_out(*names)
    counts = "persistent://shop/orders/counts"
    pods.until_read(ENRICHED)
    first = pods.answers(PLACED, counts, "one", "two")
    assert sorted(each.split()[0] for each in first) == ["1", "2"]
    assert sorted(each.split()[2] for each in first) == ["one", "two"]
    before = pods.restarts()

    pods.shell(helm, cwd=folder)  # unchanged
    pods.rolled_out(*names)
    assert pods.restarts() == before

    file = folder / "functions" / "count.yaml"
    file.write_text(file.read_text() + "userConfig: {changed: true}\n")
    pods.shell(helm, cwd=folder)
    pods.rolled_out(*names)
    changed = pods.restarts()
    assert {name for name in before if changed[name] != before[name]} == {"pf-shop-orders-count-0"}
    assert pods.answers(PLACED, counts, "three")[0].endswith("sesame")

    pods.shell(f"helm rollback --namespace {pods.namespace} orders 2", cwd=folder)
    pods.rolled_out(*names)
    after = pods.restarts()
    assert {name for name in before if after[name] != changed[name]} == {"pf-shop-orders-count-0"}
    assert pods.answers(PLACED, counts, "four")[0].endswith("sesame")
    command = pods.kubectl("get", "pod", "pf-shop-orders-count-0", "-o", "jsonpath={.spec.containers[0].command}")
    assert "changed" not in command


def test_the_tutorial(pods, examples):
    pods.kubectl("create", "namespace", "pulsar")  # where the chart's worker config puts the functions
    pulsar = Pods(pods.node, "pulsar", pods.bin)
    pulsar.until("get", "serviceaccount", "default", "-o", "name", shown="default")
    command = f"cat pulsar.yaml functions.yaml >stream.yaml; pulsarfn <stream.yaml >rendered.yaml {SMALL}"
    pods.shell(command, cwd=examples / "tutorial")
    pulsar.apply((examples / "tutorial" / "rendered.yaml").read_text())
    pulsar.rolled_out(ENRICH, "pf-shop-orders-count", "pf-shop-orders-fraud")
    suspicious = "persistent://shop/orders/suspicious"
    pulsar.until_read(PLACED, consumers=3)
    assert pulsar.answers(PLACED, suspicious, "100", "900", count=1) == ["900"]
    pulsar.until_read(ENRICHED)
    (counted,) = pulsar.answers(PLACED, "persistent://shop/orders/counts", "300")
    assert " enriched 300 by " in counted


def test_the_readme_and_the_example_of_kubectl(pods, examples):
    command = f"kubectl pulsarfn expand -f manifests -R {SMALL}"
    pods.apply(pods.shell(command, cwd=examples / "kubectl"))
    pods.rolled_out("pf-public-default-exclamation", "pf-public-default-files")
    pods.until_read("persistent://public/default/out")
    assert pods.answers("persistent://public/default/in", "persistent://public/default/out", "a", "b") == ["a!", "b!"]
    command = ("exec", "pf-public-default-files-0", "--", "cat", "/tmp/messages")
    assert pods.until(*command, shown="b!").splitlines() == ["a!", "b!"]
