"""The interface of an auth provider, which decides how a component's pods authenticate to the broker."""

from collections.abc import Callable, Mapping

from pulsarfn.diagnostics.problem import Problem
from pulsarfn.diagnostics.secrecy import hidden
from pulsarfn.kubernetes.names import Fqfn
from pulsarfn.kubernetes.references import SecretKeyRef
from pulsarfn.named_tuples import NamedTuple
from pulsarfn.typed import Protocol
from pulsarfn.values import GeneratedPart, Manifest
from pulsarfn.worker.worker_config import WorkerConfig

TOKEN_PLUGIN = "org.apache.pulsar.client.impl.auth.AuthenticationToken"  # noqa: S105 - a class name
DIRECTORY = "/etc/auth"
TOKEN_PARAMETERS = f"file://{DIRECTORY}/token"


class Credentials(NamedTuple):
    """The credentials that the user of pulsarfn gives. Pulsar's worker reads them from the request.

    Attributes:
        token: the token of the deployer, empty for none.
        trust_certs: the PEM text of the certificate authority, empty for none.
    """

    token: str = ""
    trust_certs: bytes = b""

    def __repr__(self) -> str:
        return hidden(self)


class MountedSecrets(NamedTuple):
    """The Secrets that Pulsar's own pods in the stream mount.

    Attributes:
        ca: the CA of the pod that has this worker config; the component's pods mount it too.
        likely_ca: the CA that other pods mount at the same path, for a hint.
        token: the token of Pulsar's own pods, for a hint; components never get it.
    """

    ca: SecretKeyRef | None = None
    likely_ca: SecretKeyRef | None = None
    token: SecretKeyRef | None = None


class AuthRequest(NamedTuple):
    """Everything that an auth provider may read for one component; `runtime` is JAVA, PYTHON or GO."""

    fqfn: Fqfn
    worker: WorkerConfig
    credentials: Credentials
    auth_secret: SecretKeyRef | None = None
    ca_secret: SecretKeyRef | None = None
    mounted: MountedSecrets = MountedSecrets()
    runtime: str = "JAVA"


class AuthPlan(NamedTuple):
    """How the pods of one component authenticate.

    Attributes:
        plugin: the client's authentication plugin, empty for none.
        parameters: the parameters of the plugin; a path, never a credential.
        setup: a shell command that each container runs first, empty for none.
        trust_certs_path: the CA file in the pod, empty for none.
        volumes: volumes of the pod, appended to those that a customizer adds.
        volume_mounts: mounts of the container, appended to those that a customizer adds.
        secret_name: the Secret to generate, empty for none.
        secret_data: its entries.
    """

    plugin: str = ""
    parameters: str = ""
    setup: str = ""
    trust_certs_path: str = ""
    volumes: tuple[Manifest, ...] = ()
    volume_mounts: tuple[Manifest, ...] = ()
    secret_name: str = ""
    secret_data: Mapping[str, bytes] = {}

    def __repr__(self) -> str:
        return hidden(self)

    @property
    def has_credentials(self) -> bool:
        """Whether both plugin and parameters are set; Pulsar writes them only together."""
        return bool(self.plugin.strip() and self.parameters.strip())


class AuthProvider(Protocol):
    """An auth provider: a module of this shape, registered in `auth.PROVIDERS` or by an entry point.

    Attributes:
        NAME: the value of functionAuthProviderClassName that selects it.
        KEY: the key in the carrier's Secret if the carrier gives none; ``token`` for a provider without it.
        plan_auth: returns the auth plan of one component; called only if authentication is enabled.
    """

    NAME: str
    plan_auth: Callable[[AuthRequest], tuple[AuthPlan, tuple[Problem, ...]]]


def mount(volume_name: str) -> Manifest:
    """Return the mount of an auth volume: read-only, at the path where the client reads its token."""
    return GeneratedPart(name=volume_name, mountPath=DIRECTORY, readOnly=True)
