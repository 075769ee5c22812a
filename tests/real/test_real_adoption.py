"""What a function worker made, imported from a real API server and taken over by Helm 3, Helm 4 and kubectl: no pod changes."""

import json
import subprocess
import sys

import pytest
from clients import REPOSITORY
from fake_node import pods
from recorded import objects

pytestmark = pytest.mark.slow

MANAGER = "Kubernetes Java Client"
CHART = "apiVersion: v2\nname: functions\nversion: 0.1.0\n"


class Cluster:
    """A namespace in which a worker has made its objects."""

    def __init__(self, kube, folder):
        self.kube, self.folder = kube, folder

    def make(self, name, only):
        wanted = [f"pf-public-default-{each}" for each in only]
        items = json.loads(
            json.dumps([each for each in objects(name) if not wanted or each["metadata"]["name"] in wanted])
        )
        for each in items:
            each["metadata"]["namespace"] = self.kube.namespace
            for given in ("clusterIPs", "clusterIP"):
                each["spec"].pop(given, None) if each["kind"] == "Service" and each["spec"].get(
                    given
                ) != "None" else None
        self.objects(items)
        services = [self.service(each) for each in items if each["kind"] == "StatefulSet"]
        known = {each["metadata"]["name"] for each in items if each["kind"] == "Service"}
        self.objects([each for each in services if each["metadata"]["name"] not in known])

    def service(self, stateful_set):
        """The Service that the worker made beside a StatefulSet."""
        metadata, spec = stateful_set["metadata"], stateful_set["spec"]
        ports = [{"name": "grpc", "port": 9093, "protocol": "TCP"}]
        return {
            "apiVersion": "v1",
            "kind": "Service",
            "metadata": {key: metadata[key] for key in ("name", "namespace", "labels")},
            "spec": {"clusterIP": "None", "ports": ports, "selector": spec["selector"]["matchLabels"]},
        }

    def objects(self, items):
        if items:
            text = json.dumps({"apiVersion": "v1", "kind": "List", "items": items})
            made = self.kube.run("create", "--field-manager", MANAGER, "-f", "-", stdin=text.encode())
            assert made.returncode == 0, made.stderr

    def pulsarfn(self, *arguments, status=0):
        command = [sys.executable, "-m", "pulsarfn", *map(str, arguments)]
        environment = {
            **self.kube.kubectl.environment,
            **self.kube.environment,
            "PYTHONPATH": str(REPOSITORY / "plugin"),
        }
        environment["KUBECTL"] = str(self.kube.kubectl.path)
        done = subprocess.run(command, cwd=self.folder, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == status, done.stderr
        return done

    def imported(self, *arguments):
        told = self.pulsarfn(
            "import", "--live", "--kube-namespace", self.kube.namespace, "--all", "-o", "functions", *arguments
        )
        assert "cannot be imported" not in told.stderr
        expanded = self.pulsarfn("expand", "-q", "functions", "-R").stdout
        (self.folder / "expanded.yaml").write_text(expanded)
        return told.stderr

    def templates(self):
        """What makes a pod restart: the generation of each StatefulSet and the number of revisions."""
        found = json.loads(self.kube.run("get", "statefulsets", "-o", "json").stdout)["items"]
        return {each["metadata"]["name"]: each["spec"]["template"] for each in found}

    def generations(self):
        found = json.loads(self.kube.run("get", "statefulsets", "-o", "json").stdout)["items"]
        return {each["metadata"]["name"]: each["metadata"]["generation"] for each in found}

    def pods(self):
        return pods(self.kube)


WORKERS = {
    "live": ("min", "full", "gof", "py", "snk-bi", "snk-tf", "src-batch"),
    "live-with-authentication": ("adm", "af", "ago", "apy", "asnk", "asrc", "cafn2"),
}


@pytest.fixture(params=WORKERS)
def cluster(request, kube_with_pods, tmp_path):
    """What a worker made, without and with authentication; seven components each, whose pods run."""
    made = Cluster(kube_with_pods, tmp_path)
    made.make(request.param, WORKERS[request.param])
    return made


def test_applying_on_the_server_changes_nothing(cluster):
    assert cluster.imported().endswith("7 components imported; 7 expand to exactly what runs\n")
    before = cluster.generations()
    diff = cluster.kube.run("diff", "--server-side", "-f", cluster.folder / "expanded.yaml")
    assert (diff.returncode, diff.stdout) == (0, b"")
    applied = cluster.kube.run("apply", "--server-side", "-f", cluster.folder / "expanded.yaml")
    assert applied.returncode == 0, applied.stderr
    assert cluster.generations() == before


@pytest.mark.parametrize("helm", ["helm3", "helm4"])
def test_helm_takes_over(helm, request, cluster):
    program = request.getfixturevalue(helm)
    before = cluster.pods(), cluster.generations()
    cluster.imported()
    told = cluster.pulsarfn(
        *("adopt", "functions", "-R", "-q", "--live", "--kube-namespace", cluster.kube.namespace),
        *("--helm", "functions", "--release-namespace", cluster.kube.namespace, "--apply"),
    )
    assert "14 objects: 14 same" in told.stdout
    chart = cluster.folder / "chart"
    (chart / "templates").mkdir(parents=True)
    (chart / "Chart.yaml").write_text(CHART)
    text = (cluster.folder / "expanded.yaml").read_text()
    (chart / "templates" / "all.yaml").write_text(text.replace("{{", '{{"{{"}}'))
    environment = cluster.kube.environment
    for verb in (("install",), ("upgrade",)):
        done = program.run(*verb, "functions", chart, "--namespace", cluster.kube.namespace, env=environment)
        assert done.returncode == 0, done.stderr
    assert (cluster.pods(), cluster.generations()) == before


def test_without_pins_the_templates_change_and_adopt_has_said_so(cluster):
    cluster.imported("--no-pins")
    told = cluster.pulsarfn(
        "adopt", "functions", "-R", "-q", "--live", "--kube-namespace", cluster.kube.namespace, status=1
    )
    assert "7 same, 7 RESTART" in told.stdout
    before, pods_before = cluster.templates(), cluster.pods()
    applied = cluster.kube.run("apply", "--server-side", "--force-conflicts", "-f", cluster.folder / "expanded.yaml")
    assert applied.returncode == 0, applied.stderr
    after = cluster.templates()
    assert all(before[name] != after[name] for name in before)
    pods_after = cluster.pods()
    assert pods_after.keys() == pods_before.keys()
    assert all(pods_after[name] != pods_before[name] for name in pods_before), "each pod is another one"


def test_argo_cds_annotation_changes_no_template(cluster):
    cluster.imported()
    before = cluster.generations()
    where = ("--live", "--kube-namespace", cluster.kube.namespace)
    cluster.pulsarfn("adopt", "functions", "-R", "-q", *where, "--argocd", "functions", "--apply")
    assert cluster.generations() == before
    again = cluster.pulsarfn("adopt", "functions", "-R", "-q", *where, "--helm", "other", "-o", "commands", status=1)
    assert again.stdout.count("owned by another: Argo CD application functions") == 14
