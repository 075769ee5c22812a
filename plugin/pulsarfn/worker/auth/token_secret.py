"""The deployer's token in a Secret (`KubernetesSecretsTokenAuthProvider`), Pulsar's default on Kubernetes."""

from pulsarfn.annotations import AUTH_SECRET, CA_SECRET, WHOLE
from pulsarfn.diagnostics import codes
from pulsarfn.diagnostics.problem import Path, Problem, Text
from pulsarfn.kubernetes import names
from pulsarfn.kubernetes.references import SecretKeyRef
from pulsarfn.values import Manifest, Value
from pulsarfn.worker.auth.base import DIRECTORY, TOKEN_PARAMETERS, TOKEN_PLUGIN, AuthPlan, AuthRequest, mount

NAME = "org.apache.pulsar.functions.auth.KubernetesSecretsTokenAuthProvider"

_VOLUME = "function-auth"
_TOKEN = "token"  # noqa: S105 - a file name
_CA = "ca.pem"


def plan_auth(request: AuthRequest) -> tuple[AuthPlan, tuple[Problem, ...]]:
    """Mount token and CA at /etc/auth, from a generated Secret or from the Secrets that the carrier names.

    Without a token the component connects anonymously, as in Pulsar: components never get the worker's own credentials
    (`KubernetesSecretsTokenAuthProvider.configureAuthenticationConfig`).
    """
    token = request.credentials.token.strip()
    if not token and request.auth_secret is None:
        return _without_token(request), (_no_token(request),)
    secret = _generated_entries(request, token)
    has_ca = _ca_secret(request) is not None or _CA in secret
    secret_name = names.secret_name(request.fqfn) if secret else ""
    plan = AuthPlan(
        plugin=TOKEN_PLUGIN,
        parameters=TOKEN_PARAMETERS,
        trust_certs_path=f"{DIRECTORY}/{_CA}" if has_ca else _worker_trust_certs(request),
        volumes=(_volume(request, secret_name),),
        volume_mounts=(mount(_VOLUME),),
        secret_name=secret_name,
        secret_data=secret,
    )
    return plan, ()


def _without_token(request: AuthRequest) -> AuthPlan:
    """Return the plan of an anonymous client, which still needs the CA."""
    if _ca_secret(request) is None:
        return AuthPlan(trust_certs_path=_worker_trust_certs(request))
    volumes, mounts = (_volume(request, ""),), (mount(_VOLUME),)
    return AuthPlan(trust_certs_path=f"{DIRECTORY}/{_CA}", volumes=volumes, volume_mounts=mounts)


def _ca_secret(request: AuthRequest) -> SecretKeyRef | None:
    """Return the existing Secret with the CA: the carrier's, or that of Pulsar's own pods if the deployer gives no CA."""
    return request.ca_secret or (None if request.credentials.trust_certs else request.mounted.ca)


def _no_token(request: AuthRequest) -> Problem:
    path: Path = ("metadata", "annotations")
    if request.ca_secret is not None:
        message = "a CA is named but there is no token to go with it"
        hint = f"give {AUTH_SECRET} too, or --auth-token-file"
        return Problem(codes.CA_SECRET_UNUSED, message, (*path, CA_SECRET), hint, text=Text.CARRIER)
    plugin = request.worker.broker_client_authentication_plugin
    if plugin and plugin != TOKEN_PLUGIN:
        name = plugin.rpartition(".")[2]
        message = (
            f"the worker config authenticates with {name}, for which no pod gets a credential: they connect anonymously"
        )
        hint = f"Pulsar's auth providers hand out tokens only: install one for {name} that functionAuthProviderClassName names"
        return Problem(codes.TOKEN_MISSING, message, path, hint, at_key=True, text=Text.CARRIER)
    message = "the worker config enables authentication but there is no token: the pods will connect anonymously"
    hint = f"annotate the carrier with {AUTH_SECRET}: NAME/KEY, or give --auth-token-file"
    if request.mounted.token is not None:
        name, key = request.mounted.token
        hint += f"; the token of Pulsar's own pods is in Secret {name} under {key}, and a function should have its own"
    return Problem(codes.TOKEN_MISSING, message, path, hint, at_key=True, text=Text.CARRIER)


def _worker_trust_certs(request: AuthRequest) -> str:
    """Return the CA path. Quirk of Pulsar: the pod gets the worker's own path (oracle: auth-anon-tls, auth-token-tls-java)."""
    return request.worker.tls_trust_certs_file_path or ""


def _generated_entries(request: AuthRequest, token: str) -> dict[str, bytes]:
    """Return the entries that only a generated Secret can bring to the pod."""
    entries = {}
    if _ca_secret(request) is None and request.credentials.trust_certs:
        entries[_CA] = request.credentials.trust_certs
    if request.auth_secret is None:
        entries[_TOKEN] = token.encode()
    return entries


def _volume(request: AuthRequest, secret_name: str) -> Manifest:
    """Return the volume: one Secret is mounted as in Pulsar, several are projected into one folder."""
    sources: list[tuple[str, list[Value]]] = []
    if secret_name:
        sources.append((secret_name, []))
    ca_secret = _ca_secret(request)
    if request.auth_secret is not None:
        name, key = request.auth_secret
        sources.append((name, [] if key == WHOLE else [{"key": key, "path": _TOKEN}]))
        if key == WHOLE and ca_secret == (name, _CA):
            ca_secret = None  # the whole Secret brings it
    if ca_secret is not None:
        sources.append((ca_secret.name, [{"key": ca_secret.key, "path": _CA}]))
    if len(sources) == 1:
        name, items = sources[0]
        return {"name": _VOLUME, "secret": {"secretName": name} | ({"items": items} if items else {})}
    projected: list[Value] = [
        {"secret": {"name": name} | ({"items": items} if items else {})} for name, items in sources
    ]
    return {"name": _VOLUME, "projected": {"sources": projected}}
