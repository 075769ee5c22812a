"""The deployer's token in a Secret (`KubernetesSecretsTokenAuthProvider`), Pulsar's default on Kubernetes."""

from pulsarfn.annotations import AUTH_SECRET, CA_SECRET, WHOLE
from pulsarfn.diagnostics import codes
from pulsarfn.diagnostics.problem import Path, Problem, Text
from pulsarfn.worker.auth.base import TOKEN_PARAMETERS, TOKEN_PLUGIN, AuthPlan, AuthRequest
from pulsarfn.worker.auth.secret_files import ca_secret, mounted_files, worker_trust_certs

NAME = "org.apache.pulsar.functions.auth.KubernetesSecretsTokenAuthProvider"

_TOKEN = "token"  # noqa: S105 - a file name


def plan_auth(request: AuthRequest) -> tuple[AuthPlan, tuple[Problem, ...]]:
    """Mount token and CA at /etc/auth, from a generated Secret or from the Secrets that the carrier names.

    Without a token the component connects anonymously, as in Pulsar: components never get the worker's own credentials
    (`KubernetesSecretsTokenAuthProvider.configureAuthenticationConfig`).
    """
    token, secret = request.credentials.token.strip(), request.auth_secret
    if not token and secret is None:
        return _without_token(request), (_no_token(request),)
    generated = {_TOKEN: token.encode()} if secret is None else {}
    items = () if secret is None or secret.key == WHOLE else ((secret.key, _TOKEN),)
    plan = mounted_files(request, items, generated)
    return plan._replace(plugin=TOKEN_PLUGIN, parameters=TOKEN_PARAMETERS), ()


def _without_token(request: AuthRequest) -> AuthPlan:
    """Return the plan of an anonymous client, which still needs the CA."""
    if ca_secret(request) is None:
        return AuthPlan(trust_certs_path=worker_trust_certs(request))
    return mounted_files(request, (), {})


def _no_token(request: AuthRequest) -> Problem:
    path: Path = ("metadata", "annotations")
    if request.ca_secret is not None:
        message = "a CA is named but there is no token to go with it"
        hint = f"give {AUTH_SECRET} too, or --auth-token-file"
        return Problem(codes.CA_SECRET_UNUSED, message, (*path, CA_SECRET), hint, text=Text.CARRIER)
    plugin = request.worker.client_plugin
    if plugin and plugin != TOKEN_PLUGIN:
        name = plugin.rpartition(".")[2]
        message = (
            f"the worker config authenticates with {name}, for which no pod gets a credential: they connect anonymously"
        )
        return Problem(codes.TOKEN_MISSING, message, path, _for_plugin(name), at_key=True, text=Text.CARRIER)
    message = "the worker config enables authentication but there is no token: the pods will connect anonymously"
    hint = f"annotate the carrier with {AUTH_SECRET}: NAME/KEY, or give --auth-token-file"
    if request.mounted.token is not None:
        name, key = request.mounted.token
        hint += f"; the token of Pulsar's own pods is in Secret {name} under {key}, and a function should have its own"
    return Problem(codes.TOKEN_MISSING, message, path, hint, at_key=True, text=Text.CARRIER)


def _for_plugin(name: str) -> str:
    """Return the hint how pods get credentials for a plugin."""
    secrets = {
        "AuthenticationOAuth2": "NAME/KEY, a Secret with the client's key file",
        "AuthenticationTls": "NAME, a Secret with tls.crt and tls.key",
        "AuthenticationBasic": "NAME, a Secret with username and password",
    }
    if name in secrets:
        return f"annotate the carrier with {AUTH_SECRET}: {secrets[name]}"
    return (
        f"Pulsar's auth providers hand out tokens only: install one for {name} that functionAuthProviderClassName names"
    )
