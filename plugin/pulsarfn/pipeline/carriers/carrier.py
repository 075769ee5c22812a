"""What a carrier is, of whatever kind the object: the component configs in it, and what it says of their objects."""

from collections.abc import Mapping
from typing import NamedTuple

from pulsarfn.annotations import Component
from pulsarfn.diagnostics.problem import Path
from pulsarfn.diagnostics.secrecy import hidden
from pulsarfn.kubernetes.references import SecretKeyRef


class CarriedConfig(NamedTuple):
    """One config in a carrier: its data key, its text, and where the text stands in the carrier."""

    key: str
    text: str
    path: Path

    def __repr__(self) -> str:
        return hidden(self)


class Carrier(NamedTuple):
    """An object that carries component configs.

    Attributes:
        component: what the configs configure.
        kube_namespace: metadata.namespace, empty for none.
        labels: what the generated objects inherit.
        annotations: likewise.
        worker_config: the name of the worker config that it asks for, None for none.
        auth_secret: the Secret that holds the token, None for none.
        ca_secret: the Secret that holds the CA, None for none.
        pulsar_version: the version of Pulsar that the pods run, empty where the carrier does not say.
        configs: in the order in which they stand.
        suppressions: the codes of which it and its configs shall not be told, with the reasons.
    """

    component: Component
    kube_namespace: str
    labels: Mapping[str, str]
    annotations: Mapping[str, str]
    worker_config: str | None
    auth_secret: SecretKeyRef | None
    ca_secret: SecretKeyRef | None
    pulsar_version: str
    configs: tuple[CarriedConfig, ...]
    suppressions: Mapping[str, str]

    def __repr__(self) -> str:
        return hidden(self)
