"""The arguments that Java and Python instances share (`RuntimeUtils.getCmd`, from ``--instance_id`` on)."""

from functools import lru_cache

from pulsarfn.component.details.details_json import json_members
from pulsarfn.component.runtimes.base import INSTANCE_ID, MAX_BUFFERED_TUPLES, Launch
from pulsarfn.component.shell import in_quotes, option
from pulsarfn.provenance import derived, embedding
from pulsarfn.worker.worker_config import WorkerConfig


def first_arguments(launch: Launch) -> list[str]:
    """Return the arguments for the identity of the instance and its FunctionDetails."""
    return [
        f"--instance_id {INSTANCE_ID}",
        option("--function_id", launch.function_id),
        option("--function_version", launch.function_version),
        _function_details(launch),
        option("--pulsar_serviceurl", launch.worker.broker_url),
    ]


def connection_arguments(launch: Launch) -> list[str]:
    """Return the arguments for authentication and ports; authentication and TLS only if authentication is enabled."""
    worker, auth = launch.worker, launch.auth
    arguments = []
    if worker.authentication_enabled:
        if auth.has_credentials:
            arguments.append(option("--client_auth_plugin", auth.plugin))
            arguments.append(option("--client_auth_params", auth.parameters))
        arguments += [
            _boolean("--use_tls", worker, "use_tls"),
            _boolean("--tls_allow_insecure", worker, "tls_allow_insecure_connection"),
            derived(
                f"--hostname_verification_enabled {'true' if launch.verifies_host_names else 'false'}",
                worker.origins.get("tls_enable_hostname_verification"),
            ),
        ]
        if auth.trust_certs_path.strip():
            arguments.append(option("--tls_trust_cert_path", auth.trust_certs_path))
    return [
        *arguments,
        f"--max_buffered_tuples {MAX_BUFFERED_TUPLES}",
        derived(f"--port {worker.factory.grpc_port}", worker.factory.grpc_port),
        derived(f"--metrics_port {worker.factory.metrics_port}", worker.factory.metrics_port),
    ]


def last_arguments(launch: Launch) -> tuple[str, ...]:
    """Return the arguments for state storage, health checks, secrets and cluster."""
    return _last_arguments(launch.worker, launch.secrets_provider_class, launch.secrets_provider_config)


@lru_cache(16)
def _last_arguments(worker: WorkerConfig, provider_class: str, provider_config: str) -> tuple[str, ...]:
    arguments = []
    if worker.state_storage_service_url is not None:
        arguments.append(option("--state_storage_serviceurl", worker.state_storage_service_url))
    arguments.append("--expected_healthcheck_interval -1")
    provider = worker.origins.get("secrets_provider_configurator_class_name")
    if provider_class:
        arguments.append(derived(option("--secrets_provider", provider_class), provider))
        if provider_config:
            config = f"--secrets_provider_config {in_quotes(provider_config)}"
            arguments.append(derived(config, worker.origins.get("secrets_provider_configurator_config")))
    cluster = worker.pulsar_functions_cluster
    arguments.append(option("--cluster_name", cluster or "null"))  # quirk of Pulsar: Java's text of null
    return tuple(arguments)


def _function_details(launch: Launch) -> str:
    text = launch.details_text
    word = derived(f"--function_details {in_quotes(text)}", text, how="FunctionDetails")
    return embedding(word, lambda: json_members(launch.details))


def _boolean(option_name: str, worker: WorkerConfig, attribute: str) -> str:
    word = "true" if getattr(worker, attribute) else "false"
    return derived(f"{option_name} {word}", worker.origins.get(attribute))
