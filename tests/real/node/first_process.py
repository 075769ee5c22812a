"""The first process of a node's namespaces: it starts everything in there, and waits to be killed.

usage: first_process.py STATE PROGRAMS IMAGES JARS
"""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from control_plane import control_plane  # noqa: E402
from servers import process, wait_until  # noqa: E402
from standalone import pulsar  # noqa: E402

KUBECONFIG = Path("control-plane") / "state" / "kubeconfig"
ADDRESS = "10.244.0.1"
NAMES = ("broker", "pulsar-broker", "packages", "hook")
"""How the names begin that lead to this node."""
IMAGE = "docker.io/apachepulsar/pulsar:4.2.4"
ALSO_CALLED = tuple(
    f"docker.io/apachepulsar/{name}" for name in ("pulsar:latest", "pulsar-all:4.2.4", "pulsar-all:4.0.12")
)
"""What the examples and the chart call the image."""


@contextmanager
def containers(programs: Path, state: Path, images: Path) -> Iterator[None]:
    """Run containerd, with the images."""
    with process("containerd", [programs / "containerd", "--config", state / "containerd.toml"], state) as running:
        wait_until(lambda: _goes_well(programs / "ctr", "version"), {"containerd": running}, state, 60)
        images_command = [programs / "ctr", "--namespace", "k8s.io", "images"]
        for archive in sorted(images.glob("*.tar")):
            subprocess.run([*images_command, "import", archive], check=True)
        for name in ALSO_CALLED:
            subprocess.run([*images_command, "tag", IMAGE, name], check=True)
        yield


@contextmanager
def kubelet(programs: Path, state: Path) -> Iterator[None]:
    """Run the kubelet, until the node is ready for pods."""
    kubeconfig = state / KUBECONFIG
    command = [programs / "kubelet", "--config", state / "kubelet.yaml", "--kubeconfig", kubeconfig]
    command += ["--hostname-override", "node1", "--node-ip", ADDRESS]
    kubectl = [programs / "kubectl", "--kubeconfig", kubeconfig]
    accounts = [*kubectl, "get", "serviceaccount/default", "configmap/kube-root-ca.crt"]
    ready = [*kubectl, "wait", "--for=condition=Ready", "node/node1", "--timeout=1s"]
    with process("kubelet", command, state) as running:
        wait_until(lambda: _goes_well(*ready) and _goes_well(*accounts), {"kubelet": running}, state, 120)
        yield


@contextmanager
def broker(jars: Path, state: Path) -> Iterator[None]:
    """Run Pulsar for the pods: at `pulsar-broker`, with and without TLS.

    It takes clients without credentials, and as tokens those of the cluster's own service accounts, for the audience
    `pulsar`: no others.
    """
    folder = state / "pulsar"
    folder.mkdir()
    _certificates(folder)
    service_accounts = (state / KUBECONFIG).with_name("service-accounts.key")
    key = ["openssl", "rsa", "-in", service_accounts, "-pubout", "-outform", "DER", "-out", folder / "tokens.der"]
    subprocess.run(key, check=True, capture_output=True)
    ports = {"brokerServicePort": 6650, "brokerServicePortTls": 6651, "webServicePort": 8080, "webServicePortTls": 8443}
    addresses = {"bindAddress": "0.0.0.0", "advertisedAddress": "pulsar-broker"}
    security = {
        "tlsCertificateFilePath": str(folder / "broker.crt"),
        "tlsKeyFilePath": str(folder / "broker.key"),
        "authenticationEnabled": "true",
        "authenticationProviders": "org.apache.pulsar.broker.authentication.AuthenticationProviderToken",
        "tokenPublicKey": f"file://{folder / 'tokens.der'}",
        "tokenAudienceClaim": "aud",
        "tokenAudience": "pulsar",
        "anonymousUserRole": "anonymous",
    }
    with pulsar(jars, folder, **ports, **addresses, **security):
        yield


def _certificates(folder: Path) -> None:
    """A CA, ``ca.crt``, and the broker's key and certificate, with the names by which pods call the broker."""
    names = folder / "names"
    names.write_text("subjectAltName=DNS:pulsar-broker,DNS:pulsar-broker.pulsar,DNS:localhost\n", encoding="utf-8")
    new = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=ca -keyout ca.key -out ca.crt"
    request = "openssl req -newkey rsa:2048 -nodes -subj /CN=pulsar-broker -keyout broker.rsa -out broker.csr"
    sign = "openssl x509 -req -in broker.csr -CA ca.crt -CAkey ca.key -days 2 -extfile names -out broker.crt"
    for command in (new, request, sign, "openssl pkcs8 -topk8 -nocrypt -in broker.rsa -out broker.key"):
        subprocess.run(command.split(), cwd=folder, check=True, capture_output=True)


def _goes_well(*command: str | Path) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def main() -> None:
    """Start all parts of the node."""
    state, programs, images, jars = (Path(each) for each in sys.argv[1:])
    subprocess.run(["bash", HERE / "enter", state, programs], check=True)
    (state / KUBECONFIG.parts[0]).mkdir()
    scheduler = [programs / "kube-scheduler", "--kubeconfig", state / KUBECONFIG, "--leader-elect=false"]
    scheduler += ["--bind-address", "127.0.0.1", "--cert-dir", state / "scheduler"]
    with ExitStack() as stack:
        stack.enter_context(process("names", [sys.executable, HERE / "names.py", ADDRESS, *NAMES], state))
        stack.enter_context(containers(programs, state, images))
        stack.enter_context(control_plane(programs, state / KUBECONFIG.parts[0]))
        stack.enter_context(process("scheduler", scheduler, state))
        stack.enter_context(kubelet(programs, state))
        policy = [
            programs / "kubectl",
            "--kubeconfig",
            state / KUBECONFIG,
            "create",
            "-f",
            HERE / "small-requests.yaml",
        ]
        subprocess.run(policy, check=True, capture_output=True)
        stack.enter_context(broker(jars, state))
        (state / "ready").touch()
        signal.pause()


if __name__ == "__main__":
    main()
