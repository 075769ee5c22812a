"""A secrets provider: secrets stay in Vault, and instances of Java are told where."""

from pulsarfn.extend import Manifest, Problem, Secrets, Value

NAME = "com.acme.VaultSecretsProviderConfigurator"

CLASS_NAMES = {"JAVA": "com.acme.VaultSecretsProvider"}


def provider_config(config: Value) -> Value:
    """What secretsProviderConfiguratorConfig holds goes to the instance as it is."""
    return config


def check(_secrets: Secrets) -> tuple[Problem, ...]:
    """Vault knows."""
    return ()


def environment(_secrets: Secrets) -> tuple[Manifest, ...]:
    """Nothing: the instance asks Vault itself."""
    return ()
