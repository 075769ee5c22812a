"""Components that a real function worker runs now: imported, compared and taken over while their pods stay, and rolled when they should."""

import contextlib
import json
import subprocess
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import yaml
from clients import REPOSITORY, locked
from control_plane import Kube
from fake_node import pods
from function_worker import NAMESPACE

from pulsarfn.migration.from_live import find_running

SUBMITTED = Path(__file__).parent / "worker" / "submitted.jsonl"
COUNT = 43


class Cluster:
    """The worker, and the namespace in which it makes its objects."""

    def __init__(self, worker, kube, folder):
        self.worker, self.kube, self.folder = worker, kube, folder

    def pulsarfn(self, *arguments, status=0):
        environment = {**self.kube.kubectl.environment, **self.kube.environment}
        environment |= {"PYTHONPATH": str(REPOSITORY / "plugin"), "KUBECTL": str(self.kube.kubectl.path)}
        command = [sys.executable, "-m", "pulsarfn", *map(str, arguments)]
        done = subprocess.run(command, cwd=self.folder, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == status, done.stderr
        return done

    def imported(self, to, *sources):
        told = self.pulsarfn("import", *sources, "--namespace", "public/default", "-o", to)
        return told.stderr

    @property
    def live(self):
        return "--live", "--kube-namespace", NAMESPACE

    @property
    def rest(self):
        return "--admin-url", self.worker.admin_url, "--admin-token-file", self.worker.folder / "token"

    def pods(self, seconds=120):
        return pods(self.kube, seconds)


@contextlib.contextmanager
def web_server(folder):
    handler = partial(SimpleHTTPRequestHandler, directory=folder)
    handler.log_message = None
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def cluster(function_worker, kube, tmp_path):
    """The worker for this test alone; its components are gone afterwards, by force."""
    of_worker = Kube(kube.kubectl, kube.kubeconfig, NAMESPACE)
    of_worker.run("config", "set-context", "--current", "--namespace", NAMESPACE)
    with locked(function_worker.folder / "tests.lock"):
        yield Cluster(function_worker, of_worker, tmp_path)
        of_worker.run("delete", "statefulsets,services,secrets", "--all", "--wait=false")


@pytest.fixture
def submitted(cluster):
    """All that was once submitted to a worker, for the record in `tests/migration`, submitted to this one."""
    packages = cluster.worker.folder / "packages"
    cluster.worker.upload("function/public/default/tjar/v1", "t.jar")
    with web_server(packages) as url:
        text = SUBMITTED.read_text(encoding="utf-8").replace("HTTP/", f"{url}/").replace("FILE/", f"file://{packages}/")
        components = [json.loads(line) for line in text.splitlines()]
        for each in components:
            cluster.worker.create(**each)
    assert len(components) == COUNT


def chart(folder, text):
    """A chart that has these objects and nothing else."""
    (folder / "templates").mkdir(parents=True)
    (folder / "Chart.yaml").write_text("apiVersion: v2\nname: functions\nversion: 0.1.0\n")
    (folder / "templates" / "all.yaml").write_text(text.replace("{{", '{{"{{"}}'))
    return folder


def details(stream):
    """The FunctionDetails of each component; the API gives the configs of connectors in any order."""
    found = find_running(yaml.load_all(stream, Loader=yaml.CSafeLoader)).running
    assert len(found) == COUNT
    return {
        str(fqfn): {key: _in_any_order(value) for key, value in each.details.items()} for fqfn, each in found.items()
    }


def _in_any_order(member):
    if isinstance(member, dict) and "configs" in member:
        return {**member, "configs": json.loads(member["configs"])}
    return member


def files(folder):
    return {each.relative_to(folder): each.read_bytes() for each in folder.rglob("*.yaml")}


@pytest.mark.usefixtures("submitted")
def test_all_kinds_of_components_change_hands_while_their_pods_stay(cluster, helm3, helm4):
    before = cluster.pods()
    exact = f"{COUNT} components imported; {COUNT} expand to exactly what runs\n"
    assert cluster.imported("live", *cluster.live) == exact
    assert cluster.imported("both", *cluster.live, *cluster.rest) == exact
    assert files(cluster.folder / "live") == files(cluster.folder / "both")
    told = cluster.imported("rest", *cluster.rest)
    assert told.endswith(f"{COUNT} components imported; not compared with what runs, as no live objects were given\n")
    everything = cluster.pulsarfn("expand", "-q", "live", "-R").stdout
    of_rest = cluster.pulsarfn("expand", "-q", "live/worker-config.yaml", "rest", "-R").stdout
    assert details(of_rest) == details(everything)

    (cluster.folder / "all.yaml").write_text(everything)
    diff = cluster.kube.run("diff", "--server-side", "-f", cluster.folder / "all.yaml")
    assert (diff.returncode, diff.stdout) == (0, b"")

    carriers = sorted((cluster.folder / "live" / "public" / "default").glob("*.yaml"))
    for number, helm in enumerate((helm3, helm4)):
        some = cluster.pulsarfn("expand", "-q", "live/worker-config.yaml", *carriers[number::2]).stdout
        release = f"functions-{number}"
        install = ("install", release, chart(cluster.folder / release, some), "--take-ownership")
        done = helm.run(*install, "--namespace", NAMESPACE, env=cluster.kube.environment)
        assert done.returncode == 0, done.stderr
    assert cluster.pods() == before

    cluster.pulsarfn("import", *cluster.live, "public/default/min", "--no-pins", "-o", "unpinned")
    unpinned = cluster.pulsarfn("expand", "-q", "unpinned", "-R").stdout
    applied = cluster.kube.run("apply", "--server-side", "--force-conflicts", "-f", "-", stdin=unpinned)
    assert applied.returncode == 0, applied.stderr
    after = cluster.pods()
    assert {name for name in before if after[name] != before[name]} == {"pf-public-default-min-0"}
