"""The settings of Pulsar's Kubernetes auth providers (kubernetesFunctionAuthProviderConfig)."""

import re
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError

from pulsarfn.stream.scalars import BooleanText

_LONG = re.compile(r"[+-]?[0-9]+", re.ASCII)
_LONG_MAX = 2**63 - 1


def _invalid(info: ValidationInfo, expected: str) -> PydanticCustomError:
    key = to_camel(info.field_name or "")
    return PydanticCustomError(
        "auth_provider_config", "Invalid value for {key}. Expected a {expected}", {"key": key, "expected": expected}
    )


def _string(value: object, info: ValidationInfo) -> object:
    if isinstance(value, str):
        return value
    raise _invalid(info, "string")


def _long(value: object, info: ValidationInfo) -> object:
    """An int of YAML is welcome, which the reference refuses below 2^31 (contract 9.2; oracle: auth-sa-exp-0)."""
    if isinstance(value, str) and _LONG.fullmatch(value):
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool | BooleanText) and abs(value) <= _LONG_MAX:
        return int(value)
    raise _invalid(info, "long")


class KubernetesFunctionAuthProviderConfig(BaseModel):
    """What `KubernetesServiceAccountTokenAuthProvider.initialize` reads; the token provider reads nothing of it.

    Other keys are kept (`model_extra`) for auth providers of third parties; `parse_worker_config` refuses them where
    Pulsar's own providers are configured.
    """

    model_config = ConfigDict(frozen=True, extra="allow", alias_generator=to_camel)

    broker_client_trust_certs_secret_name: Annotated[str | None, BeforeValidator(_string)] = Field(
        None,
        description="Secret in the pods' namespace whose key ca.crt holds the broker's CA; a blank name means none.",
    )
    service_account_token_expiration_seconds: Annotated[int | None, BeforeValidator(_long)] = Field(
        None, description="Seconds until the projected service account token expires: 600 at least."
    )
    service_account_token_audience: Annotated[str | None, BeforeValidator(_string)] = Field(
        None, description="Audience of the projected service account token; the API server's own when not given."
    )
