"""The text that the pod's ``sh -c`` runs: download, find out the ordinal, become the instance.

Source: `KubernetesRuntime.getExecutorCommand` and `.getDownloadCommand`.
"""

from pulsarfn.auth.base import AuthPlan
from pulsarfn.names import Fqfn
from pulsarfn.package import download_command
from pulsarfn.runtimes.base import Launch, Runtime
from pulsarfn.shell import quote
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
    return " && ".join([*filter(None, steps), _SHARD_ID, runtime.command(launch)])


def _admin(worker: WorkerConfig, auth: AuthPlan) -> str:
    """pulsar-admin with its URL and authentication; quirk of Pulsar: useTls has no option here."""
    words = [quote(worker.factory.admin_cli), f"--admin-url {quote(worker.admin_url)}"]
    if worker.authentication_enabled:
        if auth.has_credentials:
            words.append(f"--auth-plugin {quote(auth.plugin)} --auth-params {quote(auth.parameters)}")
        if worker.tls_allow_insecure_connection:
            words.append("--tls-allow-insecure")
        if worker.tls_enable_hostname_verification:
            words.append("--tls-enable-hostname-verification")
        if auth.trust_certs_path.strip():
            words.append(f"--tls-trust-cert-path {quote(auth.trust_certs_path)}")
    return " ".join(words)
