"""The arguments that Java and Python instances share (`RuntimeUtils.getCmd`, from ``--instance_id`` on)."""

from pulsarfn.runtimes.base import INSTANCE_ID, MAX_BUFFERED_TUPLES, Launch
from pulsarfn.shell import in_quotes, quote


def first_arguments(launch: Launch) -> list[str]:
    """Who the instance is and what it shall do."""
    return [
        f"--instance_id {INSTANCE_ID}",
        f"--function_id {launch.function_id}",
        f"--function_version {launch.function_version}",
        f"--function_details {in_quotes(launch.details_text)}",
        f"--pulsar_serviceurl {quote(launch.worker.broker_url)}",
    ]


def connection_arguments(launch: Launch) -> list[str]:
    """How it authenticates, and its ports. Authentication and TLS are spoken of only where authentication is enabled."""
    worker, auth = launch.worker, launch.auth
    arguments = []
    if worker.authentication_enabled:
        if auth.has_credentials:
            arguments += [
                f"--client_auth_plugin {quote(auth.plugin)}",
                f"--client_auth_params {quote(auth.parameters)}",
            ]
        arguments += [
            f"--use_tls {_boolean(worker.use_tls)}",
            f"--tls_allow_insecure {_boolean(worker.tls_allow_insecure_connection)}",
            f"--hostname_verification_enabled {_boolean(worker.tls_enable_hostname_verification)}",
        ]
        if auth.trust_certs_path.strip():
            arguments.append(f"--tls_trust_cert_path {quote(auth.trust_certs_path)}")
    return [
        *arguments,
        f"--max_buffered_tuples {MAX_BUFFERED_TUPLES}",
        f"--port {worker.factory.grpc_port}",
        f"--metrics_port {worker.factory.metrics_port}",
    ]


def last_arguments(launch: Launch) -> list[str]:
    """State storage, health checks, secrets, cluster."""
    worker = launch.worker
    arguments = []
    if worker.state_storage_service_url is not None:
        arguments.append(f"--state_storage_serviceurl {quote(worker.state_storage_service_url)}")
    arguments.append("--expected_healthcheck_interval -1")
    if launch.secrets_provider_class:
        arguments.append(f"--secrets_provider {quote(launch.secrets_provider_class)}")
        if launch.secrets_provider_config:
            arguments.append(f"--secrets_provider_config {in_quotes(launch.secrets_provider_config)}")
    cluster = worker.pulsar_functions_cluster
    arguments.append(f"--cluster_name {quote('null' if cluster is None else cluster)}")  # quirk: Java's text of null
    return arguments


def _boolean(value: bool) -> str:  # noqa: FBT001 - its only argument
    return "true" if value else "false"
