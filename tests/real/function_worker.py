"""A real function worker that runs components in the control plane of the tests, as a cluster has it.

It wants tokens, has a CA, and acts in Kubernetes as a service account whose only rights are those of a Role in one namespace.
"""

import base64
import hashlib
import hmac
import json
import subprocess
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import urllib3
import yaml
from clients import LAYER_37, layer_programs, need, pulsar_jars
from control_plane import running
from fake_node import LABEL, running_fake_node
from servers import answers, shared_server, wait_until
from standalone import built_jar, pulsar

HERE = Path(__file__).parent / "worker"
NAMESPACE = "functions"
"""The Kubernetes namespace in which the worker makes its objects."""

CONNECTOR, TRANSFORM, FUNCTION = "pulsar-io-tiny-4.2.4.nar", "torec.nar", "ex.nar"
NARS = {
    CONNECTOR: "name: tiny\nsourceClass: t.SrcB\nsinkClass: t.SnkS\n",
    FUNCTION: "name: ex\nfunctionClass: t.Exclaim\n",
    TRANSFORM: "name: torec\nfunctionClass: t.ToRec\n",
    "up.nar": "name: up\nsourceClass: t.SrcPush\nsinkClass: t.SnkGO\n",
    "batch.nar": "name: batch\nsourceClass: t.SrcBatch\n",
    "sinkonly.nar": "name: sinkonly\nsinkClass: t.SnkMap\n",
    "archive.nar": "name: archive\nsinkClass: t.SnkS\n",
}
"""Packages and what each says of itself; all hold the classes of `Spread.java`."""

CODE = {
    "audit.py": b"class Audit:\n    pass\n",
    "py.py": b"class P:\n    pass\n",
    "py.zip": b"class P:\n    pass\n",
    "gobin": b"#!/bin/sh\n",
}
KUBECONFIG = """\
apiVersion: v1
kind: Config
clusters: [{{name: local, cluster: {{server: "{server}", insecure-skip-tls-verify: true}}}}]
users: [{{name: worker, user: {{token: {token}}}}}]
contexts: [{{name: local, context: {{cluster: local, user: worker, namespace: {namespace}}}}}]
current-context: local
"""
_TOKEN_PLUGIN = "org.apache.pulsar.client.impl.auth.AuthenticationToken"


@dataclass(frozen=True, slots=True)
class FunctionWorker:
    """A running worker: its addresses, a superuser's token, and the folder with packages and the token as files."""

    folder: Path
    service_url: str
    admin_url: str
    token: str

    def request(self, method: str, path: str, **options: Any) -> urllib3.BaseHTTPResponse:
        """A call of the admin API as superuser, which must succeed."""
        headers = {"Authorization": f"Bearer {self.token}", **options.pop("headers", {})}
        answer = urllib3.request(method, f"{self.admin_url}/admin/{path}", headers=headers, timeout=90, **options)
        assert answer.status in (200, 204), (method, path, answer.status, answer.data)
        return answer

    def create(self, kind: str, config: Mapping[str, Any], file: str = "", url: str = "") -> None:
        """Create a function, a source or a sink, with a package of the folder or the URL of one."""
        fields: dict[str, Any] = {f"{kind}Config": ("", json.dumps(config), "application/json")}
        if file:
            name = "t.jar" if file.endswith(".jar") else file
            content = (self.folder / "packages" / name).read_bytes()
            fields["data"] = (file, content, "application/octet-stream")
        if url:
            fields["url"] = ("", url, "text/plain")
        self.request("POST", f"v3/{kind}s/{fqfn(config)}", fields=[*fields.items()])

    def upload(self, package: str, file: str) -> None:
        """Upload a file of the folder as a package, ``function/public/default/x/v1``."""
        content = (self.folder / "packages" / file).read_bytes()
        metadata = ("", json.dumps({"description": file}), "application/json")
        fields = [("file", (file, content, "application/octet-stream")), ("metadata", metadata)]
        self.request("POST", f"v3/packages/{package}", fields=fields)


def fqfn(config: Mapping[str, Any]) -> str:
    """The full name of the component of a config."""
    return f"{config.get('tenant', 'public')}/{config.get('namespace', 'default')}/{config['name']}"


@contextmanager
def running_worker(folder: Path) -> Iterator[FunctionWorker]:
    """Give the function worker of this test run."""
    for name in ("java", "javac", "jar", "openssl"):
        need(name, "Pulsar and the functions of its tests need a JDK 17 or newer")
    with shared_server(folder, "function-worker", pulsar_jars(), seconds=500):
        state = folder / "state"
        urls = json.loads((state / "urls.json").read_text(encoding="utf-8"))
        yield FunctionWorker(folder, **urls, token=(folder / "token").read_text(encoding="utf-8"))


@contextmanager
def function_worker(jars: Path, folder: Path) -> Iterator[None]:
    """Run the worker, with the control plane and its node, whose folders are beside this one."""
    with running(folder.parent / "control-plane") as kubeconfig, running_fake_node(folder.parent / "fake-node"):
        _packages(jars, folder)
        (folder / "secret.key").write_bytes(hashlib.sha256(b"a key of the tests").digest())
        (folder / "token").write_text(token("admin", (folder / "secret.key").read_bytes()), encoding="utf-8")
        (folder / "token").chmod(0o600)
        openssl = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=ca -keyout ca.key -out ca.crt"
        subprocess.run(openssl.split(), cwd=folder, check=True, capture_output=True)
        (folder / "kubeconfig").write_text(_kubeconfig(kubeconfig), encoding="utf-8")
        environment = {"KUBECONFIG": str(folder / "kubeconfig")}
        own = (folder / "token").read_text(encoding="utf-8")
        with pulsar(
            jars, folder, worker=_worker_config(folder), environment=environment, token=own, **_broker_config(folder)
        ):
            admin_url = json.loads((folder / "state" / "urls.json").read_text(encoding="utf-8"))["admin_url"]
            ready = f"{admin_url}/admin/v2/worker/cluster/leader/ready"  # before that it creates nothing
            wait_until(lambda: answers(ready, own) == b"true", {}, folder, 120)
            yield


def token(subject: str, key: bytes) -> str:
    """A JSON Web Token of a role, signed with a secret key."""
    parts = ({"alg": "HS256"}, {"sub": subject})
    text = ".".join(_base64url(json.dumps(each).encode()) for each in parts)
    return f"{text}.{_base64url(hmac.digest(key, text.encode(), 'sha256'))}"


def _base64url(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def _broker_config(folder: Path) -> dict[str, str]:
    return {
        "authenticationEnabled": "true",
        "authorizationEnabled": "true",
        "authenticationProviders": "org.apache.pulsar.broker.authentication.AuthenticationProviderToken",
        "tokenSecretKey": f"file://{folder / 'secret.key'}",
        "superUserRoles": "admin",
        "brokerClientAuthenticationPlugin": _TOKEN_PLUGIN,
        "brokerClientAuthenticationParameters": f"file://{folder / 'token'}",
        "brokerClientTrustCertsFilePath": str(folder / "ca.crt"),
    }


def _worker_config(folder: Path) -> dict[str, Any]:
    runtime = "org.apache.pulsar.functions.runtime.kubernetes"
    urls = ["http://127\\.0\\.0\\.1:.*", "file:/.*", "(function|source|sink)://.*"]
    return {
        "functionRuntimeFactoryClassName": f"{runtime}.KubernetesRuntimeFactory",
        "functionRuntimeFactoryConfigs": {
            "jobNamespace": NAMESPACE,
            "pulsarDockerImageName": "apachepulsar/pulsar-all:4.2.4",
            "pulsarRootDir": "/pulsar",
            "functionInstanceClassPath": "/pulsar/conf:::/pulsar/lib/*:",
            "pulsarServiceUrl": "pulsar://broker.pulsar:6650",
            "pulsarAdminUrl": "http://broker.pulsar:8080",
        },
        "runtimeCustomizerClassName": f"{runtime}.BasicKubernetesManifestCustomizer",
        "runtimeCustomizerConfig": {},
        "secretsProviderConfiguratorClassName": (
            "org.apache.pulsar.functions.secretsproviderconfigurator.KubernetesSecretsProviderConfigurator"
        ),
        "downloadDirectory": "download/pulsar_functions",
        "connectorsDirectory": str(folder / "packages" / "connectors"),
        "functionsDirectory": str(folder / "packages" / "functions"),
        "enableReferencingConnectorDirectoryFiles": True,
        "enableReferencingFunctionsDirectoryFiles": True,
        "additionalEnabledConnectorUrlPatterns": urls,
        "additionalEnabledFunctionsUrlPatterns": urls,
        **{key: each for key, each in _broker_config(folder).items() if key.startswith("brokerClient")},
        "authenticationEnabled": True,
    }


def _packages(jars: Path, folder: Path) -> None:
    """The packages, in ``packages``; those that are built in are in folders of their own."""
    place = folder / "packages"
    for name in ("connectors", "functions"):
        (place / name).mkdir(parents=True)
    sources = [HERE / "Spread.java", *(HERE.parent / "node" / "packages").rglob("Enrich.java")]
    jar = built_jar(sources, jars, folder).rename(place / "t.jar")
    built_in = {CONNECTOR: "connectors", FUNCTION: "functions", TRANSFORM: "functions"}
    for name, text in NARS.items():
        with zipfile.ZipFile(place / built_in.get(name, "") / name, "w") as archive:
            archive.writestr("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\r\nNar-Id: x\r\nNar-Group: g\r\n\r\n")
            archive.writestr("META-INF/services/pulsar-io.yaml", text)
            archive.write(jar, "META-INF/bundled-dependencies/t.jar")
    for name, content in CODE.items():
        (place / name).write_bytes(content)


def _kubeconfig(kubeconfig: Path) -> str:
    """The kubeconfig of the worker's service account, in a namespace whose pods run; the account gets its rights."""
    kubectl = [layer_programs(LAYER_37) / "kubectl" / "kubectl", "--kubeconfig", kubeconfig]
    subprocess.run([*kubectl, "apply", "-f", HERE / "rights.yaml"], check=True, capture_output=True)
    subprocess.run([*kubectl, "label", "namespace", NAMESPACE, LABEL], check=True, capture_output=True)
    create = [*kubectl, "create", "token", "pulsar-functions-worker", "-n", NAMESPACE, "--duration", "8h"]
    made = subprocess.run(create, check=True, capture_output=True, text=True).stdout.strip()
    server = yaml.safe_load(kubeconfig.read_text(encoding="utf-8"))["clusters"][0]["cluster"]["server"]
    return KUBECONFIG.format(server=server, token=made, namespace=NAMESPACE)
