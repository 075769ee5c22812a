"""The secrets provider configurators by the class name that configures them. To add one: a module, a line here, a test."""

from collections.abc import MutableMapping

from pulsarfn.worker.registry import Modules
from pulsarfn.worker.secrets_providers.base import SecretsProvider

_PACKAGE = "org.apache.pulsar.functions.secretsproviderconfigurator"

DEFAULT = f"{_PACKAGE}.DefaultSecretsProviderConfigurator"
"""The provider if secretsProviderConfiguratorClassName is not set (`WorkerService`)."""

PROVIDERS: MutableMapping[str, SecretsProvider] = Modules(
    {
        DEFAULT: "pulsarfn.worker.secrets_providers.clear_text",
        f"{_PACKAGE}.KubernetesSecretsProviderConfigurator": "pulsarfn.worker.secrets_providers.kubernetes",
    }
)
