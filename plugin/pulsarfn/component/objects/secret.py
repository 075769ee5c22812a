"""The auth Secret (`KubernetesSecretsTokenAuthProvider.upsertSecret`)."""

import base64
from collections.abc import Iterator

from pulsarfn.component.objects.kind import AUTH, METADATA, GeneratedKind, Rule
from pulsarfn.component.objects.metadata import object_metadata
from pulsarfn.component.plan import Plan
from pulsarfn.kubernetes.kinds import SECRET
from pulsarfn.kubernetes.references import secret_names
from pulsarfn.values import Manifest, mapping, value_at

_AUTH_VOLUME = "function-auth"
_GENERATED = "pf-secret-"


def _build(plan: Plan) -> Manifest:
    """Return the Secret that the auth plan needs. As in Pulsar, it has none of Pulsar's labels."""
    return {
        "apiVersion": "v1",
        "kind": "Secret",
        "metadata": object_metadata(plan, plan.auth.secret_name, labelled=False),
        "data": {key: base64.b64encode(content).decode("ascii") for key, content in plan.auth.secret_data.items()},
    }


def _names(stateful_set: Manifest) -> Iterator[str]:
    """Return the names of the Secrets that were generated for a component; Pulsar chooses random names."""
    pod = mapping(value_at(stateful_set, ("spec", "template", "spec")))
    return (each for each in secret_names(pod, _AUTH_VOLUME) if each.startswith(_GENERATED))


KIND = GeneratedKind(
    SECRET,
    _build,
    (
        *METADATA,
        ("data.token", Rule(AUTH, "the deployer's token: --auth-token-file or PULSARFN_AUTH_TOKEN")),
        ("data.*", Rule(AUTH, "the CA of the brokers: --trust-certs-file")),
    ),
    _names,
)
