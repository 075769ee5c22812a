"""The auth providers by the class name that configures them. To add one: a module, a line here, a test."""

from pulsarfn.annotations import WHOLE
from pulsarfn.worker.auth import basic, oauth2, service_account_token, tls, token_secret
from pulsarfn.worker.auth.base import AuthProvider, AuthRequest

PROVIDERS: dict[str, AuthProvider] = {
    provider.NAME: provider for provider in (token_secret, service_account_token, oauth2, tls, basic)
}

DEFAULT = token_secret.NAME
"""The provider if functionAuthProviderClassName is not set (`WorkerConfig.getFunctionAuthProviderClassName`)."""

_OF_PLUGINS: dict[str, AuthProvider] = {provider.NAME: provider for provider in (oauth2, tls, basic)}
_KEY = "token"


def provider_for(request: AuthRequest, given: AuthProvider) -> AuthProvider:
    """Return the provider of a component: the one for the worker's plugin if the carrier names a Secret, otherwise `given`.

    A configured provider wins. A whole Secret is a pin: it is the one that the token provider of a function worker has made.
    """
    secret = request.auth_secret
    if request.worker.function_auth_provider_class_name or secret is None or secret.key == WHOLE:
        return given
    return _OF_PLUGINS.get(request.worker.client_plugin, given)


def with_key(request: AuthRequest, provider: AuthProvider) -> AuthRequest:
    """Return the request with the provider's usual key, if the carrier gives none."""
    secret = request.auth_secret
    if secret is None or secret.key:
        return request
    return request._replace(auth_secret=secret._replace(key=getattr(provider, "KEY", _KEY)))
