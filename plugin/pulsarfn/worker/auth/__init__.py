"""The auth providers by the class name that configures them. To add one: a module, a line here, a test."""

from collections.abc import MutableMapping

from pulsarfn.annotations import WHOLE
from pulsarfn.worker.auth.base import AuthProvider, AuthRequest
from pulsarfn.worker.registry import Modules

DEFAULT = "org.apache.pulsar.functions.auth.KubernetesSecretsTokenAuthProvider"
"""The provider if functionAuthProviderClassName is not set (`WorkerConfig.getFunctionAuthProviderClassName`)."""

_OF_PLUGINS = {
    "org.apache.pulsar.client.impl.auth.oauth2.AuthenticationOAuth2": "pulsarfn.worker.auth.oauth2",
    "org.apache.pulsar.client.impl.auth.AuthenticationTls": "pulsarfn.worker.auth.tls",
    "org.apache.pulsar.client.impl.auth.AuthenticationBasic": "pulsarfn.worker.auth.basic",
}

PROVIDERS: MutableMapping[str, AuthProvider] = Modules(
    {
        DEFAULT: "pulsarfn.worker.auth.token_secret",
        "org.apache.pulsar.functions.auth.KubernetesServiceAccountTokenAuthProvider": "pulsarfn.worker.auth.service_account_token",
        **_OF_PLUGINS,
        "pulsarfn.worker.auth.function_mesh": "pulsarfn.worker.auth.function_mesh",
    }
)

_KEY = "token"


def provider_for(request: AuthRequest, given: AuthProvider) -> AuthProvider:
    """Return the provider of a component: the one for the worker's plugin if the carrier names a Secret, otherwise `given`.

    A configured provider wins. A whole Secret is a pin: it is the one that the token provider of a function worker has made.
    """
    secret = request.auth_secret
    if request.worker.function_auth_provider_class_name or secret is None or secret.key == WHOLE:
        return given
    plugin = request.worker.client_plugin
    return PROVIDERS[plugin] if plugin in _OF_PLUGINS else given


def with_key(request: AuthRequest, provider: AuthProvider) -> AuthRequest:
    """Return the request with the provider's usual key, if the carrier gives none."""
    secret = request.auth_secret
    if secret is None or secret.key:
        return request
    return request._replace(auth_secret=secret._replace(key=getattr(provider, "KEY", _KEY)))
