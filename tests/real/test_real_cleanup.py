"""The script of the Job that removes a subscription: the real pulsar-admin at a real broker."""

import json
import os
import subprocess
import threading
import urllib.request
import uuid

import pulsar as client
import pytest
import yaml
from clients import executable, pulsar_admin_jars

from kubelet import expanded_by_kubelet
from pulsarfn.pipeline.render import render
from pulsarfn.pipeline.settings import InputText, Settings

ADMIN = """\
#!/bin/sh
exec java -Dslf4j.internal.verbosity=ERROR -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp '{jars}/*' \\
  org.apache.pulsar.admin.cli.PulsarAdminTool /dev/null "$@"
"""
REFUSED = "Subscription has active connected consumers"
PATIENCE = 240  # seconds for a dozen JVMs, on a machine that does other things as well


@pytest.fixture
def namespace(pulsar):
    """A namespace that no other run has."""
    name = f"public/test-{uuid.uuid4().hex[:12]}"
    admin(pulsar, "PUT", f"namespaces/{name}", "{}")
    return name


@pytest.fixture
def connection(pulsar):
    connected = client.Client(pulsar.service_url, logger=client.ConsoleLogger(client.LoggerLevel.Error))
    yield connected
    connected.close()


def admin(pulsar, method, path, body=None):
    """A call of the admin API."""
    request = urllib.request.Request(
        f"{pulsar.admin_url}/admin/v2/{path}",
        data=None if body is None else body.encode(),
        method=method,
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.loads(answer.read() or "null")


def subscriptions(pulsar, topic):
    return sorted(admin(pulsar, "GET", f"{topic.replace('://', '/')}/subscriptions"))


def cleaned(pulsar, folder, when_refused=lambda: None, **config):
    """Run the Job's command for a function with this config; `when_refused` is called once it says that it must wait."""
    executable(folder / "bin" / "pulsar-admin", ADMIN.format(jars=pulsar_admin_jars()))
    worker = {
        "functionRuntimeFactoryClassName": "org.apache.pulsar.functions.runtime.kubernetes.KubernetesRuntimeFactory",
        "functionRuntimeFactoryConfigs": {"pulsarRootDir": str(folder)},
        "pulsarServiceUrl": pulsar.service_url,
        "pulsarWebServiceUrl": pulsar.admin_url,
        "runtimeCustomizerConfig": {"subscriptionCleanup": "argocd"},
    }
    given = {"name": "f", "className": "a.F", "jar": "local:///f.jar", **config}
    settings = Settings(InputText("worker.yaml", json.dumps(worker).encode()))
    done = render("function", [InputText("f.json", json.dumps(given).encode())], settings)
    assert not done.has_errors, done.diagnostics
    (job,) = [each for each in yaml.safe_load_all(b"".join(done.chunks)) if each["kind"] == "Job"]
    (container,) = job["spec"]["template"]["spec"]["containers"]
    command = [expanded_by_kubelet(word, {}) for word in container["command"]]
    environment = {name: os.environ[name] for name in ("PATH", "JAVA_HOME", "LANG") if name in os.environ}
    said = []
    with (folder / "stdout").open("w+") as stdout:
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=stdout, stderr=subprocess.PIPE, text=True
        )
        limit = threading.Timer(PATIENCE, process.kill)
        limit.start()
        for line in process.stderr:
            if REFUSED in line and not any(REFUSED in each for each in said):  # it says so twice each time
                when_refused()
            said.append(line)
        process.stderr.close()
        limit.cancel()
        stdout.seek(0)
        return subprocess.CompletedProcess(command, process.wait(), stdout.read(), "".join(said))


def test_it_waits_for_a_consumer_removes_its_subscription_and_leaves_others(pulsar, namespace, connection, tmp_path):
    plain, parted = f"persistent://{namespace}/it's plain", f"persistent://{namespace}/parted"
    admin(pulsar, "PUT", f"persistent/{namespace}/parted/partitions", "2")
    for topic in (plain, parted):
        for subscription in ("mine", "mine-too"):
            connection.subscribe(topic, subscription).close()
    still_connected = connection.subscribe(parted, "mine")
    inputs = [parted, plain, f"persistent://{namespace}/missing"]
    done = cleaned(pulsar, tmp_path, still_connected.close, inputs=inputs, subName="mine")
    assert done.returncode == 0, done.stdout + done.stderr
    assert REFUSED in done.stderr
    left = [subscriptions(pulsar, each.replace(" ", "%20")) for each in (plain, parted)]
    assert left == [["mine-too"], ["mine-too"]]


def test_of_a_pattern_it_removes_the_subscription_from_the_namespace(pulsar, namespace, connection, tmp_path):
    topics = [f"persistent://{namespace}/{each}" for each in ("a", "b")]
    for topic in topics:
        for subscription in ("mine", "mine-too"):
            connection.subscribe(topic, subscription).close()
    done = cleaned(pulsar, tmp_path, topicsPattern=f"persistent://{namespace}/.*", subName="mine")
    assert done.returncode == 0, done.stdout + done.stderr
    assert [subscriptions(pulsar, each) for each in topics] == [["mine-too"], ["mine-too"]]
