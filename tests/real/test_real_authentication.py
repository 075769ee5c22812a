"""The commands of rendered containers, with the files that the kubelet would mount, beside a real broker that authenticates them."""

import base64
import json
import os
import shlex
import shutil
import subprocess
import sys
import time
import uuid
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import pulsar as client
import pytest
import yaml
from authenticated_broker import BY_PASSWORD, BY_TOKEN, PASSWORD, running_authenticated_broker, token
from clients import executable, pulsar_admin_jars
from pulsar.schema import StringSchema
from servers import free_ports
from standalone import container, package, pod_root

from http_servers import served
from kubelet import environment_of, expanded_by_kubelet
from pulsarfn.pipeline.run import expand
from pulsarfn.pipeline.settings import InputText, Settings
from pulsarfn.worker.auth import function_mesh

pytestmark = pytest.mark.toolchain  # a JDK and Maven
PATIENCE = 180  # seconds for a JVM to start and answer, on a machine that does other things as well
PLUGINS = "org.apache.pulsar.client.impl.auth"
CLIENT_SECRET = "made-up client secret"
ADMIN = """\
#!/bin/sh
printf '%s\\n' "$*" >>"{calls}"
exec java -Dslf4j.internal.verbosity=ERROR -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp '{jars}/*' \\
  org.apache.pulsar.admin.cli.PulsarAdminTool /dev/null "$@"
"""
EXCLAIM = """\
class Exclaim:
    def process(self, text, context):
        return text + "!"
"""
MOUNT = """\
set -e
mount --make-rprivate /
mount --bind {etc} /etc
mount -t tmpfs tmpfs /run
{mounts}
exec "$@"
"""


@pytest.fixture(scope="module")
def broker(servers_folder):
    with running_authenticated_broker(servers_folder / "authenticated-broker") as running:
        yield running


class Issuer(BaseHTTPRequestHandler):
    """Gives tokens to the one client that it knows."""

    def do_GET(self):
        assert self.path == "/.well-known/openid-configuration"
        self._answer({"token_endpoint": f"{self.server.url}token"})

    def do_POST(self):
        given = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.server.asked.append(given)
        known = given["client_id"] == ["orders"] and given["client_secret"] == [CLIENT_SECRET]
        made = token(self.server.keys, BY_TOKEN, exp=int(time.time()) + 600) if known else "none"
        self._answer({"access_token": made, "token_type": "Bearer", "expires_in": 600})

    def _answer(self, content):
        body = json.dumps(content).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture
def issuer(broker):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Issuer)
    with served(server) as url:
        server.url, server.keys, server.asked = f"{url}/", broker.folder, []
        yield server


@pytest.fixture
def connection(broker):
    authentication, silent = client.AuthenticationToken(broker.token), client.ConsoleLogger(client.LoggerLevel.Error)
    connected = client.Client(broker.plain.service_url, authentication, logger=silent)
    yield connected
    connected.close()


@pytest.fixture
def name():
    """A name that no other run has."""
    return f"test-{uuid.uuid4().hex[:12]}"


@pytest.fixture(scope="module")
def root(broker, tmp_path_factory):
    """A folder like ``/pulsar`` of the image, with the real pulsar-admin."""
    folder = tmp_path_factory.mktemp("image")
    root = pod_root(broker.plain, package(broker.plain, folder), folder / "pulsar")
    admin = ADMIN.format(calls=root / "logs" / "calls", jars=pulsar_admin_jars())
    executable(root / "bin" / "pulsar-admin", admin)
    main = root / "instances" / "python-instance" / "python_instance_main.py"
    main.parent.mkdir()
    shutil.copy(Path(__file__).parent / "node" / "image" / "instance" / main.name, main)
    (root / "exclaim.py").write_text(EXCLAIM, encoding="utf-8")
    return root


def secret(name, **data):
    encoded = {key: base64.b64encode(content).decode() for key, content in data.items()}
    return {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": name}, "data": encoded}


def worker_config(broker, root, plugin, **parameters):
    grpc_port, metrics_port = free_ports(2)
    return {
        "functionRuntimeFactoryClassName": "org.apache.pulsar.functions.runtime.kubernetes.KubernetesRuntimeFactory",
        "functionRuntimeFactoryConfigs": {
            "pulsarRootDir": str(root),
            "grpcPort": grpc_port,
            "metricsPort": metrics_port,
        },
        "pulsarFunctionsCluster": broker.plain.cluster,
        "pulsarServiceUrl": broker.service_url,
        "pulsarWebServiceUrl": broker.admin_url,
        "authenticationEnabled": True,
        "useTls": True,
        "tlsEnableHostnameVerification": True,
        "brokerClientAuthenticationPlugin": f"{PLUGINS}.{plugin}",
        "brokerClientAuthenticationParameters": json.dumps(parameters),
    }


def rendered(config, worker, secrets):
    """The container and the volumes of the one component."""
    annotations = {"pulsarfn.io/expand": "function", "pulsarfn.io/auth-secret": "own", "pulsarfn.io/ca-secret": "ca"}
    text = yaml.safe_dump({"tenant": "public", "namespace": "default", **config})
    carrier = {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {"name": "carrier", "annotations": annotations},
        "data": {"config.yaml": text},
    }
    stream = yaml.safe_dump_all([*secrets, carrier]).encode()
    given = Settings(worker_config=InputText("worker.yaml", yaml.safe_dump(worker).encode()))
    expansion = expand([InputText("stdin", stream)], given)
    assert not expansion.has_errors, expansion.diagnostics
    objects = [*yaml.safe_load_all(b"".join(expansion.chunks))]
    (stateful_set,) = [each for each in objects if each["kind"] == "StatefulSet"]
    pod = stateful_set["spec"]["template"]["spec"]
    return pod["containers"][0], {each["name"]: each for each in pod["volumes"]}


def files_of(volume, secrets):
    """The files that the kubelet puts into a volume."""
    if "emptyDir" in volume:
        return {}
    data = {each["metadata"]["name"]: each["data"] for each in secrets}
    sources = volume["projected"]["sources"] if "projected" in volume else [{"secret": volume["secret"]}]
    found = {}
    for source in sources:
        given = source["secret"]
        entries = data[given.get("secretName") or given["name"]]
        found |= {each["path"]: base64.b64decode(entries[each["key"]]) for each in given["items"]}
    return found


def mounted(own, volumes, secrets, folder):
    """A command that runs another one where the volumes of a container are mounted, and nowhere else."""
    etc = folder / "etc"
    subprocess.run(["cp", "-a", "/etc", etc], capture_output=True, check=False)  # the JDK has its settings there
    mounts = []
    for number, each in enumerate(own["volumeMounts"]):
        content = folder / f"volume-{number}"
        content.mkdir()
        for file, data in files_of(volumes[each["name"]], secrets).items():
            (content / file).write_bytes(data)
        target = each["mountPath"]
        mounts.append(f"mkdir -p {target} && mount --bind {content} {target}")
        if each.get("readOnly"):
            mounts.append(f"mount -o remount,bind,ro {target}")
    script = MOUNT.format(etc=shlex.quote(str(etc)), mounts="\n".join(mounts))
    user = [] if os.geteuid() == 0 else ["--user", "--map-root-user"]
    return ["unshare", *user, "--mount", "sh", "-c", script, "sh"]


@contextmanager
def pod(config, worker, secrets, root, log):
    """The process of the one container of a component."""
    own, volumes = rendered(config, worker, secrets)
    environment = environment_of(own, "pf-x-0", secrets)
    command = [expanded_by_kubelet(word, environment) for word in own["command"]]
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    of_the_image = {name: os.environ[name] for name in ("JAVA_HOME",) if name in os.environ}
    variables = {**of_the_image, "PATH": path, "LC_ALL": "C.UTF-8", **environment}
    prefix = mounted(own, volumes, secrets, log.parent)
    with container([*prefix, *command], root, variables, log) as process:
        yield process


def function(name, **config):
    topic = f"persistent://public/default/{name}"
    return {
        "name": name,
        "inputs": [f"{topic}-in"],
        "output": f"{topic}-out",
        "subscriptionPosition": "Earliest",
        "resources": {"ram": 1 << 28},
        **config,
    }


def in_java(broker, root, name):
    """A Java function, whose package the pod downloads from Pulsar."""
    broker.upload(f"function/public/default/{name}/v1", (root.parent / "package.jar").read_bytes())
    text, quick = "java.lang.String", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
    code = {"className": "Greeter", "jar": f"function://public/default/{name}@v1", "runtimeFlags": quick}
    return function(name, inputTypeClassName=text, outputTypeClassName=text, **code)


def in_python(root, name):
    return function(name, className="exclaim.Exclaim", py=f"local://{root}/exclaim.py")


def answer(connection, name, process, log):
    """The answer to one message; where it does not come, what the container said."""
    answers = connection.subscribe(f"persistent://public/default/{name}-out", "test", schema=StringSchema())
    questions = connection.create_producer(f"persistent://public/default/{name}-in", schema=StringSchema())
    questions.send("one")
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        with suppress(client.Timeout):
            return answers.receive(timeout_millis=1000).value()
    said = log.read_text(errors="replace").splitlines()
    raise AssertionError("no answer; the container said:\n" + "\n".join(said[-60:]))


def ca(broker):
    return secret("ca", **{"ca.crt": (broker.folder / "ca.crt").read_bytes()})


@pytest.fixture
def certificate(broker):
    """The Secrets of a component with a certificate, and the settings of the worker."""
    files = {file: (broker.folder / f"component.{file[4:]}").read_bytes() for file in ("tls.crt", "tls.key")}
    return [secret("own", **files), ca(broker)], {"plugin": "AuthenticationTls"}


@pytest.fixture
def oauth2(broker, issuer):
    key_file = {"type": "client_credentials", "client_id": "orders", "client_secret": CLIENT_SECRET}
    own = secret("own", **{"credentials.json": json.dumps(key_file).encode()})
    parameters = {"issuerUrl": issuer.url, "audience": "urn:pulsar:test"}
    return [own, ca(broker)], {"plugin": "oauth2.AuthenticationOAuth2", **parameters}


def test_a_java_function_with_a_password(broker, connection, root, name, tmp_path):
    own = secret("own", username=BY_PASSWORD.encode(), password=PASSWORD.encode() + b"\n")
    worker, log = worker_config(broker, root, "AuthenticationBasic"), tmp_path / "log"
    with pod(in_java(broker, root, name), worker, [own, ca(broker)], root, log) as process:
        assert answer(connection, name, process, log) == "none one null"
        arguments = Path(f"/proc/{process.pid}/cmdline").read_text(encoding="utf-8").split("\0")
    assert arguments[arguments.index("--client_auth_params") + 1] == "@/run/auth/parameters"
    calls = (root / "logs" / "calls").read_text(encoding="utf-8").splitlines()
    (download,) = [each for each in calls if name in each]
    assert "--auth-params @/run/auth/parameters" in download
    for shown in (download, log.read_text(encoding="utf-8", errors="replace"), " ".join(arguments)):
        assert "made-up" not in shown


def test_a_java_function_with_a_plugin_in_a_secret(broker, connection, root, name, tmp_path):
    """As a resource of Function Mesh names it."""
    parameters = json.dumps({"userId": BY_PASSWORD, "password": PASSWORD}, ensure_ascii=False)
    plugin = f"{PLUGINS}.AuthenticationBasic"
    own = secret(
        "own",
        clientAuthenticationPlugin=plugin.encode(),
        clientAuthenticationParameters=parameters.encode(),
    )
    worker = worker_config(broker, root, "none") | {"functionAuthProviderClassName": function_mesh.NAME}
    with pod(in_java(broker, root, name), worker, [own, ca(broker)], root, tmp_path / "log") as process:
        assert answer(connection, name, process, tmp_path / "log") == "none one null"


def test_a_wrong_password_is_not_shown(broker, root, name, tmp_path):
    own = secret("own", username=BY_PASSWORD.encode(), password=b"made-up and wrong")
    worker, log = worker_config(broker, root, "AuthenticationBasic"), tmp_path / "log"
    with pod(in_java(broker, root, name), worker, [own, ca(broker)], root, log) as process:
        assert process.wait(PATIENCE) != 0
    said = log.read_text(encoding="utf-8", errors="replace")
    assert "401 Unauthorized" in said
    assert "made-up" not in said


@pytest.mark.parametrize("method", ["certificate", "oauth2"])
def test_a_java_function_with_a_file(broker, connection, root, name, tmp_path, method, request):
    secrets, settings = request.getfixturevalue(method)
    worker, log = worker_config(broker, root, **settings), tmp_path / "log"
    with pod(in_java(broker, root, name), worker, secrets, root, log) as process:
        assert answer(connection, name, process, log) == "none one null"
        assert CLIENT_SECRET not in Path(f"/proc/{process.pid}/cmdline").read_text(encoding="utf-8")


@pytest.mark.parametrize("method", ["certificate", "oauth2"])
def test_a_python_function_with_a_file(broker, connection, root, name, tmp_path, method, request):
    """Pulsar's client for Python is the real one, the instance stands in for Pulsar's."""
    secrets, settings = request.getfixturevalue(method)
    worker, log = worker_config(broker, root, **settings), tmp_path / "log"
    with pod(in_python(root, name), worker, secrets, root, log) as process:
        assert answer(connection, name, process, log) == "one!"
