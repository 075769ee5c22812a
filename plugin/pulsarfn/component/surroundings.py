"""What the objects of a component take from around its config."""

from collections.abc import Mapping
from typing import NamedTuple

from pulsarfn.annotations import AUTH_SECRET, CA_SECRET
from pulsarfn.diagnostics.secrecy import hidden
from pulsarfn.kubernetes.references import SecretKeyRef
from pulsarfn.provenance import Origin, Source, sourced
from pulsarfn.worker.auth.base import Credentials


class Surroundings(NamedTuple):
    """What a component's objects take from around its config.

    Attributes:
        kube_namespace: of the carrier, or ``--namespace``; empty for none.
        labels: the carrier's, for the objects' own metadata.
        annotations: likewise.
        auth_secret: the carrier's ``pulsarfn.io/auth-secret``.
        ca_secret: the carrier's ``pulsarfn.io/ca-secret``.
        credentials: the deployer's.
        traced: whether values carry their origins, for `explain`.
    """

    kube_namespace: str = ""
    labels: Mapping[str, str] = {}
    annotations: Mapping[str, str] = {}
    auth_secret: SecretKeyRef | None = None
    ca_secret: SecretKeyRef | None = None
    credentials: Credentials = Credentials()
    traced: bool = False

    def __repr__(self) -> str:
        return hidden(self)


def traced_surroundings(surroundings: Surroundings, *, carrier_namespace: bool) -> Surroundings:
    """What is around a config: the carrier's metadata, or for the namespace ``--namespace``."""
    namespace = Origin(Source.CARRIER, ("metadata", "namespace"))
    option = Origin(Source.COMMAND_LINE, ("--namespace",))
    return surroundings._replace(
        kube_namespace=sourced(surroundings.kube_namespace, namespace if carrier_namespace else option),
        labels=_metadata(surroundings.labels, "labels"),
        annotations=_metadata(surroundings.annotations, "annotations"),
        auth_secret=_reference(surroundings.auth_secret, AUTH_SECRET),
        ca_secret=_reference(surroundings.ca_secret, CA_SECRET),
    )


def _metadata(entries: Mapping[str, str], part: str) -> dict[str, str]:
    return {key: sourced(value, Origin(Source.CARRIER, ("metadata", part, key))) for key, value in entries.items()}


def _reference(reference: SecretKeyRef | None, annotation: str) -> SecretKeyRef | None:
    if reference is None:
        return None
    origin = Origin(Source.CARRIER, ("metadata", "annotations", annotation))
    return SecretKeyRef(sourced(reference.name, origin), sourced(reference.key, origin))
