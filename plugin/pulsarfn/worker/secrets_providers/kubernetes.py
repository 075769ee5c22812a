"""Secrets of Kubernetes as environment variables (`KubernetesSecretsProviderConfigurator`)."""

from pulsarfn.diagnostics.problem import Problem
from pulsarfn.values import GeneratedPart, Manifest, Value
from pulsarfn.worker.secrets_providers.base import Secrets
from pulsarfn.worker.secrets_providers.checks import validate_kubernetes_secrets

NAME = "org.apache.pulsar.functions.secretsproviderconfigurator.KubernetesSecretsProviderConfigurator"

CLASS_NAMES = {
    "JAVA": "org.apache.pulsar.functions.secretsprovider.EnvironmentBasedSecretsProvider",
    "PYTHON": "secretsprovider.EnvironmentBasedSecretsProvider",
}


def provider_config(_config: Value) -> Value:
    """Return None: this provider has no config."""
    return None


def check(secrets: Secrets) -> tuple[Problem, ...]:
    """Check that each secret names a Secret (`path`) and one of its keys (`key`)."""
    return validate_kubernetes_secrets(secrets)


def environment(secrets: Secrets) -> tuple[Manifest, ...]:
    """Return one variable for each secret that `check` has passed, in the order of the config."""
    return tuple(
        GeneratedPart(name=name, valueFrom={"secretKeyRef": {"name": secret["path"], "key": secret["key"]}})
        for name, secret in secrets.items()
        if isinstance(secret, dict)
    )
