"""How the pods of one component authenticate: the auth provider that plans it, and what the plan lacks."""

from collections.abc import Iterator
from functools import lru_cache

from pulsarfn.annotations import AUTH_SECRET, CA_SECRET
from pulsarfn.component.surroundings import Surroundings
from pulsarfn.diagnostics import codes
from pulsarfn.diagnostics.problem import Path, Problem, Text
from pulsarfn.kubernetes import names
from pulsarfn.provenance import Origin, derived
from pulsarfn.worker.auth import provider_for, with_key
from pulsarfn.worker.auth.base import AuthPlan, AuthProvider, AuthRequest
from pulsarfn.worker.providers import Worker
from pulsarfn.worker.worker_config import WorkerConfig

_NONE = AuthPlan()


def plan_auth(
    fqfn: names.Fqfn, worker: Worker, surroundings: Surroundings, runtime: str
) -> tuple[AuthPlan, tuple[Problem, ...]]:
    """Ask the auth provider if authentication is enabled; otherwise the objects have no settings of authentication or TLS."""
    auth_secret, ca_secret = surroundings.auth_secret, surroundings.ca_secret
    if worker.auth_provider is not None:
        mounted, credentials = surroundings.mounted, surroundings.credentials
        request = AuthRequest(fqfn, worker.config, credentials, auth_secret, ca_secret, mounted, runtime)
        provider = provider_for(request, worker.auth_provider)
        plan, problems = provider.plan_auth(with_key(request, provider))
        origin = _choice(worker, provider)
        plan = plan._replace(
            plugin=derived(plan.plugin, origin),
            parameters=derived(plan.parameters, origin),
            setup=derived(plan.setup, origin),
        )
        return plan, (*problems, *_check_ca(plan, worker.config, surroundings))
    unused = (
        Problem(
            codes.AUTH_SECRET_UNUSED,
            f"{annotation} is given, but the worker config does not enable authentication",
            ("metadata", "annotations", annotation),
            "remove it, or set authenticationEnabled: true in the worker config",
            text=Text.CARRIER,
        )
        for annotation, given in (("pulsarfn.io/auth-secret", auth_secret), ("pulsarfn.io/ca-secret", ca_secret))
        if given is not None
    )
    return _NONE, (*unused, *_check_tls_alone(worker.config))


def _choice(worker: Worker, provider: AuthProvider) -> Origin | None:
    """Return the origin of the key that chooses the provider."""
    config, chosen = worker.config, "function_auth_provider_class_name"
    if provider is not worker.auth_provider:
        is_old = config.broker_client_authentication_plugin is None
        chosen = "client_authentication_plugin" if is_old else "broker_client_authentication_plugin"
    return config.origins.get(chosen)


@lru_cache(16)
def _check_tls_alone(config: WorkerConfig) -> tuple[Problem, ...]:
    """Check TLS without authentication. Quirk of Pulsar: the pods then get no TLS setting, and trust only public CAs."""
    keys = _keys_of_ca(config)
    if config.uses_tls and keys:
        message = (
            "without authentication Pulsar's runtime hands no CA to the pods: they trust"
            " the broker only if its certificate comes from a public CA"
        )
        hint = f"set authenticationEnabled: true in the worker config, or remove {' and '.join(keys)}"
        place: Path = ("metadata", "annotations")
        return (Problem(codes.CA_NOT_IN_POD, message, place, hint, at_key=True, text=Text.CARRIER),)
    return ()


def _keys_of_ca(config: WorkerConfig) -> list[str]:
    """Return the keys of the worker config that name a CA file."""
    values = {
        "tlsTrustCertsFilePath": config.tls_trust_certs_file_path,
        "brokerClientTrustCertsFilePath": config.broker_client_trust_certs_file_path,
    }
    return [key for key, value in values.items() if (value or "").strip()]


def _check_ca(plan: AuthPlan, config: WorkerConfig, surroundings: Surroundings) -> Iterator[Problem]:
    """Check that a volume provides the CA file: otherwise the pods trust the broker only if the image has the file."""
    path = plan.trust_certs_path.strip()
    mounts = (str(each.get("mountPath")).rstrip("/") + "/" for each in plan.volume_mounts)
    if not config.uses_tls or config.tls_allow_insecure_connection or (path and path.startswith(tuple(mounts))):
        return
    if not path and not _keys_of_ca(config):
        return
    likely = surroundings.mounted.likely_ca
    secret = "NAME/KEY" if likely is None else f"{likely.name}/{likely.key}"
    message = (
        f"no volume of the pod brings {path}: without the CA it trusts no broker, unless the image has that file"
        if path
        else "brokerClientTrustCertsFilePath names a file of the worker, not of the pods: without the CA they trust the"
        " broker only if its certificate comes from a public CA"
    )
    hint = f"annotate the carrier with {CA_SECRET}: {secret}" + (
        "" if plan.has_credentials else f", and with {AUTH_SECRET}"
    )
    if likely is not None:
        hint += ", which Pulsar's own pods in the stream mount there"
    place: Path = ("metadata", "annotations")
    yield Problem(codes.CA_NOT_IN_POD, message, place, hint, at_key=True, text=Text.CARRIER)
