"""The settings of Pulsar's Kubernetes auth providers (kubernetesFunctionAuthProviderConfig)."""

import re

from pulsarfn.models.fields import Model, RefusedValueError, Scalar, field
from pulsarfn.patterns import pattern
from pulsarfn.stream.scalars import BooleanText
from pulsarfn.values import whole_number

_LONG = pattern(r"[+-]?[0-9]+", re.ASCII)
_LONG_MAX = 2**63 - 1


def _string(key: str) -> Scalar:
    def read(value: object) -> object:
        if isinstance(value, str):
            return value
        raise RefusedValueError("auth_provider_config", f"Invalid value for {key}. Expected a string")

    return Scalar(read, str, {"type": "string"})


def _long(key: str) -> Scalar:
    """Read a long from any integer of YAML; Pulsar refuses those below 2^31 (contract 9.2; oracle: auth-sa-exp-0)."""

    def read(value: object) -> object:
        if isinstance(value, str) and _LONG.fullmatch(value):
            value = whole_number(value)
        if isinstance(value, int) and not isinstance(value, bool | BooleanText) and abs(value) <= _LONG_MAX:
            return int(value)
        raise RefusedValueError("auth_provider_config", f"Invalid value for {key}. Expected a long")

    return Scalar(read, int, {"type": ["integer", "string"], "pattern": f"^{_LONG.pattern}$"})


class KubernetesFunctionAuthProviderConfig(Model):
    """What `KubernetesServiceAccountTokenAuthProvider.initialize` reads; the token provider reads nothing of it.

    Other keys are kept (`extra`) for auth providers of third parties; `parse_worker_config` refuses them where
    Pulsar's own providers are configured.
    """

    OTHER_KEYS = "kept"

    broker_client_trust_certs_secret_name: str | None = field(
        _string("brokerClientTrustCertsSecretName"),
        None,
        "Secret in the pods' namespace whose key ca.crt holds the broker's CA; a blank name means none.",
    )
    service_account_token_expiration_seconds: int | None = field(
        _long("serviceAccountTokenExpirationSeconds"),
        None,
        "Seconds until the projected service account token expires: 600 at least.",
    )
    service_account_token_audience: str | None = field(
        _string("serviceAccountTokenAudience"),
        None,
        "Audience of the projected service account token; the API server's own when not given.",
    )
