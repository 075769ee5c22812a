"""The text that the pod's ``sh -c`` runs: download, find out the ordinal, become the instance.

Source: `KubernetesRuntime.getExecutorCommand` and `.getDownloadCommand`.
"""

from pulsarfn.component.package import download_command
from pulsarfn.component.runtimes.base import Launch, Runtime
from pulsarfn.component.shell import option, setting
from pulsarfn.kubernetes.names import Fqfn
from pulsarfn.provenance import derived, joined
from pulsarfn.worker.auth.base import AuthPlan
from pulsarfn.worker.worker_config import WorkerConfig

_SHARD_ID = "SHARD_ID=${POD_NAME##*-} && echo shardId=${SHARD_ID}"


def command_text(launch: Launch, runtime: Runtime) -> str:
    """The steps of the command, each run only when the one before it succeeded."""
    details = launch.details
    fqfn = Fqfn(details.tenant, details.namespace, details.name)
    admin = _admin(launch.worker, launch.auth)
    steps = [download_command(launch.package, admin=admin, fqfn=fqfn)]
    if launch.transform_function is not None:
        steps.append(download_command(launch.transform_function, admin=admin, fqfn=fqfn, transform_function=True))
    return joined(" && ", [*filter(None, steps), _SHARD_ID, runtime.command(launch)])


def _admin(worker: WorkerConfig, auth: AuthPlan) -> str:
    """pulsar-admin with its URL and authentication; quirk of Pulsar: useTls has no option here."""
    words = [setting("", worker.factory.admin_cli), option("--admin-url", worker.admin_url)]
    if worker.authentication_enabled:
        if auth.has_credentials:
            words += [option("--auth-plugin", auth.plugin), option("--auth-params", auth.parameters)]
        if worker.tls_allow_insecure_connection:
            words.append(derived("--tls-allow-insecure", worker.origins.get("tls_allow_insecure_connection")))
        if worker.tls_enable_hostname_verification:
            origin = worker.origins.get("tls_enable_hostname_verification")
            words.append(derived("--tls-enable-hostname-verification", origin))
        if auth.trust_certs_path.strip():
            words.append(option("--tls-trust-cert-path", auth.trust_certs_path))
    return joined(" ", words)
