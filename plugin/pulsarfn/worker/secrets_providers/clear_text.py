"""Secrets in clear text in the instance's FunctionDetails (`DefaultSecretsProviderConfigurator`), Pulsar's default."""

from pulsarfn.diagnostics.problem import Problem
from pulsarfn.values import Manifest, Value
from pulsarfn.worker.secrets_providers.base import Secrets

NAME = "org.apache.pulsar.functions.secretsproviderconfigurator.DefaultSecretsProviderConfigurator"

CLASS_NAMES = {
    "JAVA": "org.apache.pulsar.functions.secretsprovider.ClearTextSecretsProvider",
    "PYTHON": "secretsprovider.ClearTextSecretsProvider",
}


def provider_config(_config: Value) -> Value:
    """Return None: this provider has no config."""
    return None


def check(_secrets: Secrets) -> tuple[Problem, ...]:
    """Return no problems: every value is valid."""
    return ()


def environment(_secrets: Secrets) -> tuple[Manifest, ...]:
    """Return no variables: the secrets are in FunctionDetails already."""
    return ()
