"""What an auth provider is to pulsarfn: how a component's pods prove to the broker who they are."""

from collections.abc import Callable, Mapping
from typing import NamedTuple, Protocol

from pulsarfn.diagnostics.problem import Problem
from pulsarfn.diagnostics.secrecy import hidden
from pulsarfn.kubernetes.names import Fqfn
from pulsarfn.kubernetes.references import SecretKeyRef
from pulsarfn.values import Manifest
from pulsarfn.worker.worker_config import WorkerConfig

TOKEN_PLUGIN = "org.apache.pulsar.client.impl.auth.AuthenticationToken"  # noqa: S105 - a class name
DIRECTORY = "/etc/auth"
TOKEN_PARAMETERS = f"file://{DIRECTORY}/token"


class Credentials(NamedTuple):
    """What the person who runs pulsarfn hands in, where the reference's worker captures it from the request.

    Attributes:
        token: the token of the deployer, empty for none.
        trust_certs: the PEM text of the certificate authority, empty for none.
    """

    token: str = ""
    trust_certs: bytes = b""

    def __repr__(self) -> str:
        return hidden(self)


class Mounted(NamedTuple):
    """The Secrets that Pulsar's own pods in the stream mount.

    Attributes:
        ca: the CA of the pod whose worker config this is; it is mounted in the component's pods too.
        likely_ca: what other pods mount at the same path, for a hint.
        token: the token of Pulsar's own pods, for a hint: it is never handed out.
    """

    ca: SecretKeyRef | None = None
    likely_ca: SecretKeyRef | None = None
    token: SecretKeyRef | None = None


class AuthRequest(NamedTuple):
    """All that an auth provider may look at for one component."""

    fqfn: Fqfn
    worker: WorkerConfig
    credentials: Credentials
    auth_secret: SecretKeyRef | None = None
    ca_secret: SecretKeyRef | None = None
    mounted: Mounted = Mounted()


class AuthPlan(NamedTuple):
    """How the pods of one component authenticate.

    Attributes:
        plugin: the client's authentication plugin, empty for none.
        parameters: its parameters; a path, never a credential.
        trust_certs_path: the CA file in the pod, empty for none.
        volumes: volumes of the pod, appended to those that a customizer adds.
        volume_mounts: mounts of the container, likewise.
        secret_name: the Secret to generate, empty for none.
        secret_data: its entries.
    """

    plugin: str = ""
    parameters: str = ""
    trust_certs_path: str = ""
    volumes: tuple[Manifest, ...] = ()
    volume_mounts: tuple[Manifest, ...] = ()
    secret_name: str = ""
    secret_data: Mapping[str, bytes] = {}

    def __repr__(self) -> str:
        return hidden(self)

    @property
    def has_credentials(self) -> bool:
        """Whether plugin and parameters are both there: the reference names them only together."""
        return bool(self.plugin.strip() and self.parameters.strip())


class AuthProvider(Protocol):
    """An auth provider: a module of this shape, registered in `auth.PROVIDERS` or by an entry point.

    Attributes:
        NAME: the value of functionAuthProviderClassName that means it.
        plan_auth: what it does for one component; asked only where authentication is enabled.
    """

    NAME: str
    plan_auth: Callable[[AuthRequest], tuple[AuthPlan, tuple[Problem, ...]]]


def mount(volume_name: str) -> Manifest:
    """The mount of an auth volume: read-only, where the client looks for its token."""
    return {"name": volume_name, "mountPath": DIRECTORY, "readOnly": True}
