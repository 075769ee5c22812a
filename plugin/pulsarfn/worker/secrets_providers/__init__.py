"""The secrets provider configurators by the class name that configures them. To add one: a module, a line here, a test."""

from pulsarfn.worker.secrets_providers import clear_text, kubernetes
from pulsarfn.worker.secrets_providers.base import SecretsProvider

PROVIDERS: dict[str, SecretsProvider] = {provider.NAME: provider for provider in (clear_text, kubernetes)}

DEFAULT = clear_text.NAME
"""The provider if secretsProviderConfiguratorClassName is not set (`WorkerService`)."""
