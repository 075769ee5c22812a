"""The command of the pod: download the code, find the pod's ordinal, and become the instance.

Source: `KubernetesRuntime.getExecutorCommand` and `.getDownloadCommand`.
"""

from functools import lru_cache, partial

from pulsarfn.component.package import Package, download_command
from pulsarfn.component.plan import Command
from pulsarfn.component.runtimes.base import Launch, Runtime
from pulsarfn.component.shell import option, program
from pulsarfn.kubernetes.names import Fqfn
from pulsarfn.provenance import derived, joined
from pulsarfn.worker.factory_config import KubernetesRuntimeFactoryConfig
from pulsarfn.worker.worker_config import WorkerConfig

_SHARD_ID = "SHARD_ID=${POD_NAME##*-} && echo shardId=${SHARD_ID}"


def command_of(launch: Launch, runtime: Runtime) -> Command:
    """Return the command of an instance, as shell steps."""
    details = launch.details
    fqfn = Fqfn(details.tenant, details.namespace, details.name)
    download = partial(download_command, admin=admin_command(launch), fqfn=fqfn)
    steps = [download(launch.package)]
    packages = [launch.package]
    if launch.transform_function is not None:
        steps.append(download(launch.transform_function, transform_function=True))
        packages.append(launch.transform_function)
    folders = dict.fromkeys(_folder(each, launch.worker.factory) for each in packages)
    setup = (launch.auth.setup,) if launch.auth.setup else ()
    return Command(tuple(filter(None, [*folders, *steps])), (_SHARD_ID, runtime.command(launch)), setup)


def _folder(package: Package, factory: KubernetesRuntimeFactoryConfig) -> str:
    """Return the shell command that makes the package's folder; empty if pulsar-admin makes it or none is needed (contract 9.7)."""
    folder = package.path.rpartition("/")[0]
    makes_it = package.source != "http" and factory.admin_cli.endswith("/pulsar-admin")
    if package.source == "image" or makes_it or folder in ("", factory.pulsar_root_dir):
        return ""
    return derived(option("mkdir -p", folder), package.path)


@lru_cache(16)
def _program_with_url(worker: WorkerConfig) -> tuple[str, str]:
    cli = worker.factory.admin_cli
    return derived(program(cli), cli), option("--admin-url", worker.admin_url)


def admin_command(launch: Launch) -> str:
    """Return pulsar-admin with its URL and authentication. Quirk of Pulsar: useTls has no option here."""
    worker, auth, words = launch.worker, launch.auth, [*_program_with_url(launch.worker)]
    if worker.authentication_enabled:
        if auth.has_credentials:
            words += [option("--auth-plugin", auth.plugin), option("--auth-params", auth.parameters)]
        if worker.tls_allow_insecure_connection:
            words.append(derived("--tls-allow-insecure", worker.origins.get("tls_allow_insecure_connection")))
        if launch.verifies_host_names:
            origin = worker.origins.get("tls_enable_hostname_verification")
            words.append(derived("--tls-enable-hostname-verification", origin))
        if auth.trust_certs_path.strip():
            words.append(option("--tls-trust-cert-path", auth.trust_certs_path))
    return joined(" ", words)
