"""A projected service account token (`KubernetesServiceAccountTokenAuthProvider`)."""

from pulsarfn.diagnostics import codes
from pulsarfn.diagnostics.problem import Problem, Text
from pulsarfn.values import GeneratedPart, Manifest, Value
from pulsarfn.worker.auth.base import DIRECTORY, TOKEN_PARAMETERS, TOKEN_PLUGIN, AuthPlan, AuthRequest, mount

NAME = "org.apache.pulsar.functions.auth.KubernetesServiceAccountTokenAuthProvider"

_VOLUME = "service-account-token"
_CA = "ca.crt"
_MIN_SECONDS = 600
_MAX_SECONDS = 1 << 32
_PATH = ("functionRuntimeFactoryConfigs", "kubernetesFunctionAuthProviderConfig")


def plan_auth(request: AuthRequest) -> tuple[AuthPlan, tuple[Problem, ...]]:
    """Mount the pod's own token, and the CA beside it, at /etc/auth.

    Pulsar mounts two volumes at that path, which the API server refuses; here they are one projected volume
    (contract 9.2).
    """
    problems = _check(request)
    if problems:
        return AuthPlan(), problems
    config = request.worker.factory.auth_provider_config
    token: Manifest = {"path": "token", "expirationSeconds": config.service_account_token_expiration_seconds}
    if config.service_account_token_audience is not None:
        token = {"audience": config.service_account_token_audience, **token}
    sources: list[Value] = [{"serviceAccountToken": token}]
    ca_name, ca_key = _ca_secret(request)
    if ca_name:
        sources.append({"secret": {"name": ca_name, "items": [{"key": ca_key, "path": _CA}]}})
    plan = AuthPlan(
        plugin=TOKEN_PLUGIN,
        parameters=TOKEN_PARAMETERS,
        trust_certs_path=f"{DIRECTORY}/{_CA}" if ca_name else request.worker.tls_trust_certs_file_path or "",
        volumes=(GeneratedPart(name=_VOLUME, projected={"sources": sources}),),
        volume_mounts=(mount(_VOLUME),),
    )
    return plan, ()


def _ca_secret(request: AuthRequest) -> tuple[str, str]:
    """Return name and key of the CA's Secret: from the carrier, the worker config, or Pulsar's own pods; empty for none."""
    if request.ca_secret is not None:
        return request.ca_secret.name, request.ca_secret.key
    name = request.worker.factory.auth_provider_config.broker_client_trust_certs_secret_name or ""
    if name.strip() or request.mounted.ca is None:
        return name.strip() and name, _CA
    return request.mounted.ca.name, request.mounted.ca.key


def _check(request: AuthRequest) -> tuple[Problem, ...]:
    seconds = request.worker.factory.auth_provider_config.service_account_token_expiration_seconds
    problems = []
    if request.auth_secret is not None:
        problems.append(
            Problem(
                codes.AUTH_SECRET_UNUSED,
                "pulsarfn.io/auth-secret is for KubernetesSecretsTokenAuthProvider, but the worker config projects service account tokens",
                ("metadata", "annotations", "pulsarfn.io/auth-secret"),
                "remove the annotation, or configure functionAuthProviderClassName",
                text=Text.CARRIER,
            )
        )
    if seconds is None or not _MIN_SECONDS <= seconds <= _MAX_SECONDS:
        given = "is not set" if seconds is None else f"is {seconds}"
        problems.append(
            Problem(
                codes.TOKEN_EXPIRATION_INVALID,
                f"serviceAccountTokenExpirationSeconds {given}, and Kubernetes refuses a service account token for less than"
                f" {_MIN_SECONDS} or more than 2^32 seconds",
                _PATH if seconds is None else (*_PATH, "serviceAccountTokenExpirationSeconds"),
                "set it under functionRuntimeFactoryConfigs.kubernetesFunctionAuthProviderConfig, to 3600 for example",
                text=Text.WORKER_CONFIG,
            )
        )
    return tuple(problems)
