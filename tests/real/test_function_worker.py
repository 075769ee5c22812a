"""Components that a real function worker runs now: imported, compared and taken over while their pods stay, and rolled when they should."""

import json
import re
import shutil
import subprocess
import sys
import time
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import consoles
import pulsar as client
import pytest
import yaml
from clients import REPOSITORY, executable, locked, pulsar_admin_jars
from control_plane import Kube
from fake_node import pods
from function_worker import NAMESPACE

from http_servers import served
from pulsarfn.migration.from_live import find_running

SUBMITTED = Path(__file__).parent / "worker" / "submitted.jsonl"
RIGHTS = Path(__file__).parent / "worker" / "rights.yaml"
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

    def pods(self, stateful_sets=1):
        return pods(self.kube, stateful_sets)

    def wait_until_the_worker_gave_up(self, seconds=60):
        """It tries ten times to delete a subscription, and does when no consumer is connected."""
        log, end = self.worker.folder / "state" / "pulsar.log", time.monotonic() + seconds
        while time.monotonic() < end and not re.search(
            "subscription.*enrich.*Giving up", log.read_text(errors="replace")
        ):
            time.sleep(1)

    def give_rights(self):
        assert self.kube.run("apply", "-f", RIGHTS).returncode == 0


def web_server(folder):
    handler = partial(SimpleHTTPRequestHandler, directory=folder)
    handler.log_message = None
    return served(ThreadingHTTPServer(("127.0.0.1", 0), handler))


@pytest.fixture
def cluster(function_worker, kube, tmp_path):
    """The worker for this test alone; its components are gone afterwards, by force."""
    of_worker = Kube(kube.kubectl, kube.kubeconfig, NAMESPACE)
    of_worker.run("config", "set-context", "--current", "--namespace", NAMESPACE)
    with locked(function_worker.folder / "tests.lock"):
        yield Cluster(function_worker, of_worker, tmp_path)
        of_worker.run("apply", "-f", RIGHTS)
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
    before = cluster.pods(COUNT)
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


PAGE = REPOSITORY / "docs" / "function-worker.md"
OWN = {"tenant": "shop", "namespace": "orders"}
PLACED, ENRICHED = "persistent://shop/orders/placed", "persistent://shop/orders/enriched"
ENRICH = {"name": "enrich", "className": "com.example.shop.Enrich", "jar": "enrich.jar", "subName": "enrich"}
AUDIT = {**OWN, "className": "audit.Audit", "py": "audit.py", "inputs": [ENRICHED]}
ADMIN = """\
#!/bin/sh
exec java -Dslf4j.internal.verbosity=ERROR -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp '{jars}/*' \\
  org.apache.pulsar.admin.cli.PulsarAdminTool "$PULSAR_CLIENT_CONF" "$@"
"""
CLIENT_CONF = """\
webServiceUrl={url}
authPlugin=org.apache.pulsar.client.impl.auth.AuthenticationToken
authParams=file://{token}
"""


@pytest.fixture
def orders(cluster):
    """The three components of the page, and a consumer for each of their subscriptions, which the pods would have."""
    worker = cluster.worker
    worker.request("PUT", "v2/tenants/shop", json={"allowedClusters": ["standalone"], "adminRoles": []})
    worker.request("PUT", "v2/namespaces/shop/orders", json={})
    worker.create("function", {**OWN, **ENRICH, "inputs": [PLACED], "output": ENRICHED, "parallelism": 2}, "enrich.jar")
    worker.create("function", {**AUDIT, "name": "audit"}, "audit.py")
    worker.create("sink", {**OWN, "name": "archive", "archive": "archive.nar", "inputs": [ENRICHED]}, "archive.nar")
    cluster.pods(3)
    silent = client.ConsoleLogger(client.LoggerLevel.Error)
    connected = client.Client(worker.service_url, client.AuthenticationToken(worker.token), logger=silent)
    subscriptions = ((PLACED, "enrich"), (ENRICHED, "shop/orders/audit"), (ENRICHED, "shop/orders/archive"))
    yield [connected.subscribe(*each, consumer_type=client.ConsumerType.Shared) for each in subscriptions]
    connected.close()


@pytest.fixture
def page(cluster, helm4_plugin, pulsarfn):
    """A function that runs the commands below a heading of the page."""
    folder, worker = cluster.folder / "page", cluster.worker
    folder.mkdir()
    shutil.copy(worker.folder / "token", folder / "token")
    shutil.copy(worker.folder / "ca.crt", folder / "ca.pem")
    conf = cluster.folder / "client.conf"
    conf.write_text(CLIENT_CONF.format(url=worker.admin_url, token=worker.folder / "token"))
    executable(pulsarfn.parent / "pulsar-admin", ADMIN.format(jars=pulsar_admin_jars()))
    for each in (helm4_plugin, cluster.kube.kubectl):
        (pulsarfn.parent / each.path.name).symlink_to(each.path)
    consoles.write_files(PAGE, folder)
    environment = {**helm4_plugin.environment, **cluster.kube.environment, "PULSAR_CLIENT_CONF": str(conf)}
    return lambda heading: consoles.check_section(PAGE, heading, folder, environment)


def test_the_page_about_moving_off_a_worker(cluster, orders, page):
    """In the order of the page, but for the ways back, each where it begins."""
    before = cluster.pods()
    page("## 1. See what runs")
    page("## 2. Import the components into a chart")
    page("## 3. See that nothing would change")
    page("## 4. Take the worker's rights away")
    page("## 5. Hand the objects to Helm")
    page("### After step 4 or 5")
    cluster.worker.create("function", {**AUDIT, "name": "extra"}, "audit.py")
    assert cluster.pods(4).keys() == before.keys() | {"pf-shop-orders-extra-0"}, "the worker goes on"
    cluster.worker.request("DELETE", "v3/functions/shop/orders/extra")
    gone = ("--for=delete", "statefulset/pf-shop-orders-extra", "service/pf-shop-orders-extra", "--timeout=60s")
    assert cluster.kube.run("wait", *gone).returncode == 0, "before it loses its rights"
    page("## 4. Take the worker's rights away")
    page("## 5. Hand the objects to Helm")
    assert {name: uid for name, uid in cluster.pods().items() if name in before} == before

    page("## 6. Move the code and the token")
    after = cluster.pods()
    assert after.keys() == before.keys()
    assert not set(after.values()) & set(before.values()), "each pod is another one"
    page("## 7. Let the worker forget")
    assert cluster.worker.request("GET", "v3/functions/shop/orders").json() == []
    page("## 8. Remove the rest")
    assert cluster.pods() == after

    cluster.wait_until_the_worker_gave_up()
    for consumer in orders:
        consumer.close()
    page("## Remove a component later")
    assert [name for name in cluster.pods() if "enrich" in name] == []
    cluster.give_rights()
    page("### After step 7")
    assert "pf-shop-orders-audit-0" in cluster.pods()
