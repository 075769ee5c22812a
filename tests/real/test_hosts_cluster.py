"""What becomes of the objects in a real API server: releases of Helm through the post-renderer, and the snapshots."""

import json
import shutil
from pathlib import Path

import pytest
import yaml
from clients import LAYER_37, REPOSITORY, Completed, Program, layer_programs, program
from control_plane import Kube

from custom_types import CRDS, directory

OF_INVALID_OBJECTS = {"a-byte-order-mark-in-the-middle-of-a-stream", "a-key-twice-in-another-item-of-a-list"}
"""Cases with a Service of others that has no ports: it passes through as it is, and the API server refuses it."""

SNAPSHOTS = sorted(
    path
    for path in (REPOSITORY / "tests" / "__snapshots__" / "test_cases").glob("*.yaml")
    if path.stem not in OF_INVALID_OBJECTS
)
TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ0ZXN0In0.not-a-real-signature"
OF_COUNT = ["secret", "service/pf-shop-orders-count", "statefulset.apps/pf-shop-orders-count"]
OF_ENRICH = ["secret", "service/pf-shop-orders-enrich", "statefulset.apps/pf-shop-orders-enrich"]


@pytest.fixture
def chart(tmp_path: Path) -> Path:
    return shutil.copytree(REPOSITORY / "examples" / "helm", tmp_path / "orders")


class Release:
    """A release of the example's chart with token authentication, so that each function has three objects."""

    def __init__(self, helm: Program, kube: Kube, chart: Path) -> None:
        self.helm, self.kube, self.chart = helm, kube, chart

    def helm_(self, *args: str | Path) -> Completed:
        done = self.helm.run(*args, env={**self.kube.environment, "PULSARFN_AUTH_TOKEN": TOKEN})
        assert done.returncode == 0, done.stderr.decode()
        return done

    def upgrade(self, *options: str) -> None:
        renderer = ("--post-renderer", "pulsarfn", "--post-renderer-args=--set=authenticationEnabled=true")
        self.helm_("upgrade", "--install", "orders", self.chart, *renderer, *options)

    def objects(self) -> list[str]:
        """The objects of functions; a generated Secret, whose name is drawn from a hash, as ``secret``."""
        names = self.kube.run("get", "secrets,services,statefulsets", "-o", "name").stdout.decode().split()
        return sorted(name.partition("/pf-secret-")[0] for name in names if "/pf-" in name)

    def revisions(self) -> dict[str, tuple[int, str]]:
        """For each StatefulSet how often its spec changed, and its pod template."""
        found = json.loads(self.kube.run("get", "statefulsets", "-o", "json").stdout)["items"]
        return {
            each["metadata"]["name"]: (each["metadata"]["generation"], json.dumps(each["spec"]["template"]))
            for each in found
        }


@pytest.fixture
def release(helm: Program, kube: Kube, chart: Path) -> Release:
    return Release(helm, kube, chart)


def test_the_life_of_a_release(release):
    release.upgrade()
    assert release.objects() == sorted(OF_COUNT + OF_ENRICH)
    pods = b"pod/pf-shop-orders-count-0\npod/pf-shop-orders-enrich-0\npod/pf-shop-orders-enrich-1\n"
    assert release.kube.wait("get", "pods", "-o", "name", expected=pods) == pods
    first = release.revisions()

    release.upgrade()
    assert release.revisions() == first, "an upgrade that changes nothing"
    manifest = release.chart / "Chart.yaml"
    manifest.write_text(manifest.read_text().replace("\nversion: 1.4.2", "\nversion: 1.4.3"))
    release.upgrade()
    assert release.revisions() == first, "a new version of the chart is in the labels of objects, never of pods"

    config = release.chart / "functions" / "enrich.yaml"
    config.write_text(config.read_text() + "autoAck: false\n")
    release.upgrade()
    changed = release.revisions()
    assert changed["pf-shop-orders-count"] == first["pf-shop-orders-count"]
    assert changed["pf-shop-orders-enrich"][0] == 2
    assert changed["pf-shop-orders-enrich"][1] != first["pf-shop-orders-enrich"][1]

    (release.chart / "functions" / "count.yaml").unlink()
    release.upgrade()
    assert release.objects() == OF_ENRICH
    assert release.revisions() == {"pf-shop-orders-enrich": changed["pf-shop-orders-enrich"]}

    release.helm_("rollback", "orders", "1")
    assert release.objects() == sorted(OF_COUNT + OF_ENRICH)
    rolled_back = {name: template for name, (_, template) in release.revisions().items()}
    assert rolled_back == {name: template for name, (_, template) in first.items()}

    release.helm_("uninstall", "orders")
    assert release.objects() == []
    every_kind = "services,statefulsets,secrets,configmaps,pods"
    left = b"configmap/kube-root-ca.crt\n"  # each namespace has it
    assert release.kube.wait("get", every_kind, "-o", "name", expected=left) == left, "pods go with their StatefulSets"


def test_a_broken_config_leaves_the_release_as_it_was(release):
    release.upgrade()
    first = release.revisions()
    done = release.helm.run(
        "upgrade", "orders", release.chart, "--post-renderer", "pulsarfn", "--set", "enrich.parallelism=0",
        env=release.kube.environment,
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.startswith(b"Error: UPGRADE FAILED: error while running post render on files: ")
    assert release.revisions() == first


def test_a_hook_is_installed_as_a_hook(release):
    hook = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "hooked"}}
    hook["metadata"]["annotations"] = {"helm.sh/hook": "pre-install"}
    (release.chart / "templates" / "hook.yaml").write_text(yaml.safe_dump(hook))
    release.upgrade()
    assert b"name: hooked\n" in release.helm_("get", "hooks", "orders").stdout
    of_release = release.helm_("get", "manifest", "orders").stdout
    assert b"name: hooked\n" not in of_release
    assert of_release.count(b"kind: StatefulSet\n") == 2
    assert release.kube.run("get", "configmap", "hooked", "-o", "name").stdout == b"configmap/hooked\n"


CLEANUP = ("--post-renderer", "pulsarfn", "--post-renderer-args=--set=runtimeCustomizerConfig.subscriptionCleanup=helm")
JOBS = {"job.batch/pf-shop-orders-count", "job.batch/pf-shop-orders-enrich"}


class CleaningRelease:
    """A release of the example's chart whose functions have hooks that remove their subscriptions."""

    def __init__(self, helm: Program, kube: Kube, chart: Path) -> None:
        self.helm, self.kube, self.chart = helm, kube, chart

    def run(self, *args: str | Path) -> Completed:
        return self.helm.run(*args, env=self.kube.environment)

    def upgrade(self, *options: str) -> Completed:
        return self.run("upgrade", "--install", "orders", self.chart, *CLEANUP, *options)

    def of_kind(self, kinds: str) -> set[str]:
        return set(self.kube.run("get", kinds, "-o", "name").stdout.decode().split())


def test_helm_4_runs_the_cleanup_when_the_release_goes_and_never_before(helm4_plugin, kube, chart):
    release = CleaningRelease(helm4_plugin, kube, chart)
    done = release.upgrade()
    assert done.returncode == 0, done.stderr.decode()
    hooks = [*filter(None, yaml.safe_load_all(release.run("get", "hooks", "orders").stdout))]
    assert {f"job.batch/{each['metadata']['name']}" for each in hooks} == JOBS
    assert b"kind: Job\n" not in release.run("get", "manifest", "orders").stdout
    assert release.of_kind("jobs") == set()

    config = chart / "functions" / "enrich.yaml"
    config.write_text(config.read_text() + "autoAck: false\n")
    assert release.upgrade().returncode == 0
    assert (release.of_kind("jobs"), len(release.of_kind("statefulsets"))) == (set(), 2)
    assert release.run("rollback", "orders", "1").returncode == 0
    assert release.of_kind("jobs") == set()

    done = release.run("uninstall", "orders", "--timeout", "3s")  # nothing runs the Job here: Helm waits for it in vain
    assert done.returncode == 1
    assert release.of_kind("statefulsets") == set(), "the Job comes after everything else is deleted"
    (job,) = release.of_kind("jobs")
    assert job in JOBS


def test_helm_4_without_hooks_runs_no_cleanup(helm4_plugin, kube, chart):
    release = CleaningRelease(helm4_plugin, kube, chart)
    done = release.upgrade("--no-hooks")
    assert done.returncode == 0, done.stderr.decode()
    assert (release.of_kind("jobs"), len(release.of_kind("statefulsets"))) == (set(), 2)
    assert release.run("uninstall", "orders", "--no-hooks").returncode == 0
    assert release.of_kind("jobs,statefulsets") == set()


@pytest.mark.usefixtures("pulsarfn")
def test_helm_3_gets_no_cleanup_which_it_would_run_at_once(helm3, kube, chart):
    release = CleaningRelease(helm3, kube, chart)
    done = release.upgrade()
    assert (done.returncode, b"error[PF520]: subscriptionCleanup: " in done.stderr) == (1, True), done.stderr.decode()
    assert release.of_kind("jobs,statefulsets") == set()


def test_there_are_snapshots():
    assert len(SNAPSHOTS) >= 10


@pytest.fixture(scope="session")
def custom_kinds(control_plane, tmp_path_factory):
    """The custom resources that the snapshots have are kinds of the API server, by the definitions of their operators."""
    files = [argument for each in CRDS for argument in ("-f", directory(each.module) / each.file)]
    kubectl = program(layer_programs(LAYER_37) / "kubectl" / "kubectl", tmp_path_factory.mktemp("custom-kinds"))
    for command in (("apply", "--server-side"), ("wait", "--for=condition=established", "--timeout=60s")):
        done = kubectl.run(*command, *files, env={"KUBECONFIG": str(control_plane)})
        assert done.returncode == 0, done.stderr.decode()


def _make_what_pods_need(pod, kube):
    """Make the classes and the account that a pod names, without which the API server makes no pod; another test may have."""
    name = pod.get("priorityClassName")
    if name:
        kube.run("create", "priorityclass", name, "--value=1")
    name = pod.get("runtimeClassName")
    if name:
        runtime = {"apiVersion": "node.k8s.io/v1", "kind": "RuntimeClass", "metadata": {"name": name}, "handler": name}
        kube.run("apply", "--server-side", "-f", "-", stdin=yaml.safe_dump(runtime))
    if pod["serviceAccountName"] != "default":
        kube.run("create", "serviceaccount", pod["serviceAccountName"])


@pytest.mark.usefixtures("custom_kinds")
@pytest.mark.parametrize("snapshot", SNAPSHOTS, ids=[path.stem for path in SNAPSHOTS])
def test_a_snapshot_can_be_applied_and_its_pods_are_made(snapshot, kube, api):
    documents = [each for each in yaml.load_all(snapshot.read_text(encoding="utf-8"), yaml.CSafeLoader) if each]
    manifests = [item for each in documents for item in (each["items"] if each["kind"].endswith("List") else [each])]
    for namespace in {each["metadata"].get("namespace") for each in manifests} - {None}:
        api.make_namespace(namespace)
    done = kube.run("apply", "--server-side", "--dry-run=server", "-f", snapshot)
    assert done.returncode == 0, done.stderr.decode()
    for each in manifests:
        each["metadata"].pop("namespace", None)  # into the namespace of the test, whatever the case says
        if each["kind"] in ("StatefulSet", "Job"):
            pod = each["spec"]["template"]["spec"]
            pod.setdefault("serviceAccountName", "default")  # as admission does; this API server has no such plugin
            _make_what_pods_need(pod, kube)
    done = kube.run("apply", "--server-side", "-f", "-", stdin=yaml.safe_dump_all(documents))
    assert done.returncode == 0, done.stderr.decode()
    pods = {
        f"{each['metadata']['name']}-{index}"
        for each in manifests
        if each["kind"] == "StatefulSet"
        for index in range(each["spec"].get("replicas", 1))  # Kubernetes' default, as for the chart's own
    } | {each["metadata"]["name"] for each in manifests if each["kind"] == "Job"}
    assert api.pods(pods) == pods
