"""The real control plane: etcd, API server and controller manager, with service accounts as in a cluster but without nodes."""

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from clients import Completed, Program, control_plane_programs, need
from servers import answers, free_ports, process, shared_server, wait_until

TOKEN = "local-test-token"
CONTROLLERS = (
    "statefulset-controller",
    "serviceaccount-controller",
    "serviceaccount-token-controller",
    "root-ca-certificate-publisher-controller",
    "endpointslice-controller",
    "garbage-collector-controller",
    "disruption-controller",
    "job-controller",
    "horizontal-pod-autoscaler-controller",
    "node-lifecycle-controller",
    "taint-eviction-controller",
)
KUBECONFIG = """\
apiVersion: v1
kind: Config
clusters: [{{name: local, cluster: {{server: "{server}", insecure-skip-tls-verify: true}}}}]
users: [{{name: admin, user: {{token: {token}}}}}]
contexts: [{{name: local, context: {{cluster: local, user: admin}}}}]
current-context: local
"""


@dataclass(frozen=True, slots=True)
class Kube:
    """A namespace of the real control plane; ``environment`` points other programs (Helm, pulsarfn) to it."""

    kubectl: Program
    kubeconfig: Path
    namespace: str

    @property
    def environment(self) -> dict[str, str]:
        """The KUBECONFIG whose context has this namespace."""
        return {"KUBECONFIG": str(self.kubeconfig)}

    def run(self, *args: str | Path, stdin: bytes | str | None = None, cwd: Path | None = None) -> Completed:
        """Run kubectl in this namespace."""
        return self.kubectl.run(*args, stdin=stdin, env=self.environment, cwd=cwd)

    def wait(self, *args: str, expected: bytes, seconds: float = 20) -> bytes:
        """Run kubectl until its output is ``expected`` or time is up; the last output."""
        end = time.monotonic() + seconds
        while (done := self.run(*args)).stdout != expected and time.monotonic() < end:
            time.sleep(0.2)
        return done.stdout or done.stderr


@contextmanager
def running(folder: Path) -> Iterator[Path]:
    """Give the kubeconfig of the control plane of this test run."""
    need("openssl", "the control plane has a key that it makes")
    with shared_server(folder, "control-plane", control_plane_programs(), seconds=300):
        yield folder / "state" / "kubeconfig"


@contextmanager
def control_plane(programs: Path, folder: Path) -> Iterator[None]:
    """Run a control plane on free ports, with its state and its kubeconfig in ``state`` of a folder; the state is lost."""
    state = folder / "state"
    state.mkdir()
    try:
        with _etcd(programs, state) as etcd, _api_server(programs, state, etcd), _controller_manager(programs, state):
            yield
    finally:
        shutil.rmtree(state)


@contextmanager
def _etcd(programs: Path, state: Path) -> Iterator[str]:
    """Its URL for clients. It is ready when the API server is, and ends after that: the API server waits for it."""
    client, peer = (f"http://127.0.0.1:{port}" for port in free_ports(2))
    command = [
        programs / "etcd",
        "--data-dir",
        state / "etcd",
        "--unsafe-no-fsync",
        "--initial-cluster",
        f"default={peer}",
    ]
    command += ["--listen-client-urls", client, "--advertise-client-urls", client]
    command += ["--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer]
    with process("etcd", command, state) as running:
        wait_until(lambda: answers(f"{client}/readyz", TOKEN) is not None, {"etcd": running}, state, 60)
        yield client


@contextmanager
def _api_server(programs: Path, state: Path, etcd: str) -> Iterator[None]:
    key = state / "service-accounts.key"
    subprocess.run(["openssl", "genrsa", "-out", key, "2048"], check=True, capture_output=True)
    (state / "tokens.csv").write_text(f"{TOKEN},admin,admin,system:masters\n", encoding="utf-8")
    (port,) = free_ports(1)
    command = [programs / "kube-apiserver", "--etcd-servers", etcd, "--secure-port", str(port)]
    command += ["--bind-address", "127.0.0.1", "--cert-dir", state / "certificates"]
    command += ["--service-account-issuer", "https://kubernetes.default.svc"]
    command += ["--service-account-key-file", key, "--service-account-signing-key-file", key]
    command += ["--token-auth-file", state / "tokens.csv", "--authorization-mode", "RBAC"]
    command += ["--service-cluster-ip-range", "10.96.0.0/16"]
    server = f"https://127.0.0.1:{port}"
    with process("kube-apiserver", command, state) as running:
        wait_until(lambda: answers(f"{server}/readyz", TOKEN) is not None, {"kube-apiserver": running}, state, 120)
        (state / "kubeconfig").write_text(KUBECONFIG.format(server=server, token=TOKEN), encoding="utf-8")
        yield


@contextmanager
def _controller_manager(programs: Path, state: Path) -> Iterator[None]:
    (port,) = free_ports(1)
    command = [programs / "kube-controller-manager", "--kubeconfig", state / "kubeconfig", "--leader-elect=false"]
    command += ["--service-account-private-key-file", state / "service-accounts.key"]
    command += ["--root-ca-file", state / "certificates" / "apiserver.crt", "--controllers", ",".join(CONTROLLERS)]
    command += ["--bind-address", "127.0.0.1", "--secure-port", str(port), "--cert-dir", state / "manager"]
    command += ["--kube-api-qps", "1000", "--kube-api-burst", "1000"]  # 20 a second make some tests wait half a minute
    with process("kube-controller-manager", command, state) as running:
        healthy = f"https://127.0.0.1:{port}/healthz"
        wait_until(lambda: answers(healthy, TOKEN) is not None, {"kube-controller-manager": running}, state, 60)
        yield
