"""The commands of rendered containers beside a real Pulsar: each starts one Java program, which reads its secrets and works."""

import os
import time
import uuid
from contextlib import contextmanager, suppress

import pulsar as client
import pytest
import yaml
from pulsar.schema import StringSchema
from servers import free_ports
from standalone import container, package, pod_root

from kubelet import environment_of, expanded_by_kubelet
from pulsarfn.pipeline.run import expand
from pulsarfn.pipeline.settings import InputText, Settings

TOKEN = 'it\'s $(POD_NAME) `id` "quoted" é'
GREETING = "'hello'; touch x; $(API_TOKEN) ${API_TOKEN}"  # the kubelet and the shell leave it alone
PATIENCE = 180  # seconds for a JVM to start and answer, on a machine that does other things as well
TERMINATED = 128 + 15
QUICK = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"  # the JVM starts with half the work

SECRET = {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "api"}, "stringData": {"token": TOKEN}}


def carrier(component, **config):
    text = yaml.safe_dump({"tenant": "public", "namespace": "default", **config})
    metadata = {"name": "carrier", "annotations": {"pulsarfn.io/expand": component}}
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata, "data": {"config.yaml": text}}


def worker_config(pulsar, root):
    configurators = "org.apache.pulsar.functions.secretsproviderconfigurator"
    grpc_port, metrics_port = free_ports(2)
    return {
        "functionRuntimeFactoryClassName": "org.apache.pulsar.functions.runtime.kubernetes.KubernetesRuntimeFactory",
        "functionRuntimeFactoryConfigs": {
            "pulsarRootDir": str(root),
            "grpcPort": grpc_port,
            "metricsPort": metrics_port,
        },
        "pulsarFunctionsCluster": pulsar.cluster,
        "pulsarServiceUrl": pulsar.service_url,
        "pulsarWebServiceUrl": pulsar.admin_url,
        "secretsProviderConfiguratorClassName": f"{configurators}.KubernetesSecretsProviderConfigurator",
    }


@contextmanager
def pod(pulsar, documents, root):
    """The process of the one container that the documents expand to, as the first pod of its StatefulSet would run it."""
    stream = yaml.safe_dump_all(documents).encode()
    worker = yaml.safe_dump(worker_config(pulsar, root)).encode()
    expansion = expand([InputText("stdin", stream)], Settings(worker_config=InputText("worker.yaml", worker)))
    assert not expansion.has_errors, expansion.diagnostics
    objects = [*yaml.safe_load_all(b"".join(expansion.chunks))]
    (stateful_set,) = [each for each in objects if each["kind"] == "StatefulSet"]
    (given,) = stateful_set["spec"]["template"]["spec"]["containers"]
    pod_name = f"{stateful_set['metadata']['name']}-0"
    own = environment_of(given, pod_name, [each for each in objects if each["kind"] == "Secret"])
    command = [expanded_by_kubelet(word, own) for word in given["command"]]
    of_the_image = {name: os.environ[name] for name in ("PATH", "JAVA_HOME", "LANG", "LC_ALL") if name in os.environ}
    with container(command, root, of_the_image | own, root / "log") as process:
        yield process


def received(consumer, count, process, log):
    """The next messages; where they do not come, what the container said."""
    messages = []
    end = time.monotonic() + PATIENCE
    while len(messages) < count and time.monotonic() < end and process.poll() is None:
        with suppress(client.Timeout):
            messages.append(consumer.receive(timeout_millis=1000).value())
    said = log.read_text(errors="replace").splitlines()
    assert len(messages) == count, "no answer; the container said:\n" + "\n".join(said[-60:])
    return messages


@pytest.fixture
def name():
    """A name that no other run has."""
    return f"test-{uuid.uuid4().hex[:12]}"


@pytest.fixture(scope="module")
def package_jar(pulsar, tmp_path_factory):
    return package(pulsar, tmp_path_factory.mktemp("package"))


@pytest.fixture
def root(pulsar, package_jar, tmp_path):
    return pod_root(pulsar, package_jar, tmp_path / "pulsar")


@pytest.fixture
def connection(pulsar):
    connected = client.Client(pulsar.service_url, logger=client.ConsoleLogger(client.LoggerLevel.Error))
    yield connected
    connected.close()


def test_a_function_answers_messages(pulsar, connection, root, name):
    function = carrier(
        "function",
        name=name,
        className="Greeter",
        jar="greeter.jar",
        inputs=[f"persistent://public/default/{name}-in"],
        output=f"persistent://public/default/{name}-out",
        inputTypeClassName="java.lang.String",
        outputTypeClassName="java.lang.String",
        subscriptionPosition="Earliest",
        resources={"ram": 1 << 28},
        runtimeFlags=QUICK,
        userConfig={"greeting": GREETING},
        secrets={"API_TOKEN": {"path": "api", "key": "token"}},
    )
    answers = connection.subscribe(f"persistent://public/default/{name}-out", "test", schema=StringSchema())
    questions = connection.create_producer(f"persistent://public/default/{name}-in", schema=StringSchema())
    with pod(pulsar, [SECRET, function], root) as process:
        for question in ("one", "two", "drei ü"):
            questions.send(question)
        texts = received(answers, 3, process, root / "log")
        process.terminate()
        assert process.wait(PATIENCE) == TERMINATED, "the shell gave its place to the program"
    assert texts == [f"{GREETING} {question} {TOKEN}" for question in ("one", "two", "drei ü")]
    assert not (root / "x").exists()
    (download,) = (root / "logs" / "pulsar-admin.calls").read_text(encoding="utf-8").splitlines()
    assert download.startswith(f"--admin-url {pulsar.admin_url} functions download --tenant public --namespace default")


def test_a_source_sends_messages(pulsar, connection, root, package_jar, name):
    topic = f"persistent://public/default/{name}"
    source = carrier(
        "source",
        name=name,
        className="Announcer",
        archive=f"local://{package_jar}",
        topicName=topic,
        outputTypeClassName="java.lang.String",
        resources={"ram": 1 << 28},
        runtimeFlags=QUICK,
        configs={"greeting": GREETING},
        secrets={"API_TOKEN": {"path": "api", "key": "token"}},
    )
    messages = connection.subscribe(topic, "test", schema=StringSchema())
    with pod(pulsar, [SECRET, source], root) as process:
        assert received(messages, 1, process, root / "log") == [f"{GREETING} {TOKEN}"]
    assert not (root / "logs" / "pulsar-admin.calls").exists(), "what is in the image is not downloaded"
