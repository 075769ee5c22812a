"""The auth providers by the class name that configures them. To add one: a module, a line here, a test."""

from pulsarfn.worker.auth import service_account_token, token_secret
from pulsarfn.worker.auth.base import AuthProvider

PROVIDERS: dict[str, AuthProvider] = {provider.NAME: provider for provider in (token_secret, service_account_token)}

DEFAULT = token_secret.NAME
"""The provider if functionAuthProviderClassName is not set (`WorkerConfig.getFunctionAuthProviderClassName`)."""
