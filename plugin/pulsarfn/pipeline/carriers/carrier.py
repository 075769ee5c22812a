"""Carriers, of any kind of object: the component configs in them, and their settings for the generated objects."""

from collections.abc import Mapping

from pulsarfn.annotations import Component
from pulsarfn.component.pins import Pins
from pulsarfn.diagnostics.problem import Path
from pulsarfn.diagnostics.secrecy import hidden
from pulsarfn.kubernetes.checksums import DataObject
from pulsarfn.kubernetes.references import SecretKeyRef
from pulsarfn.named_tuples import NamedTuple
from pulsarfn.values import Manifest
from pulsarfn.worker.overrides import Override


class CarriedConfig(NamedTuple):
    """A config in a carrier: the kind of component, its data key, its text, and the path of the text in the carrier."""

    component: Component
    key: str
    text: str
    path: Path

    def __repr__(self) -> str:
        return hidden(self)


class MappedConfig(NamedTuple):
    """A config that is made from the fields of a resource of another kind.

    Attributes:
        component: the kind of component that it configures.
        value: the config.
        places: the path in the resource of each part of the config, by its path in the config.
        overrides: the keys of the worker config that the resource sets.
        config_map: the name of the ConfigMap with the URLs of Pulsar, empty for none, and the path that gives it.
        auth_secret: the Secret that holds the credentials, None for none.
        ca_secret: the Secret that holds the CA, None for none.
    """

    component: Component
    value: Manifest
    places: Mapping[Path, Path]
    overrides: tuple[Override, ...]
    config_map: tuple[str, Path]
    auth_secret: SecretKeyRef | None
    ca_secret: SecretKeyRef | None

    def __repr__(self) -> str:
        return hidden(self)


class Carrier(NamedTuple):
    """An object that carries component configs.

    Attributes:
        kube_namespace: its ``metadata.namespace``, empty for none.
        labels: the labels that the generated objects inherit.
        annotations: the annotations that the generated objects inherit.
        worker_config: the name of the worker config that it asks for, None for none.
        auth_secret: the Secret that holds the token, None for none.
        ca_secret: the Secret that holds the CA, None for none.
        roll_on: the objects of the stream on whose changes the pods roll.
        pulsar_version: the version of Pulsar that the pods run, empty if the carrier does not give it.
        pins: the values that a function worker chose for its component.
        configs: its configs, in their order in the carrier.
        suppressions: the codes that are not reported of the carrier and its configs, with the reasons.
    """

    kube_namespace: str
    labels: Mapping[str, str]
    annotations: Mapping[str, str]
    worker_config: str | None
    auth_secret: SecretKeyRef | None
    ca_secret: SecretKeyRef | None
    roll_on: tuple[DataObject, ...]
    pulsar_version: str
    pins: Pins
    configs: tuple[CarriedConfig | MappedConfig, ...]
    suppressions: Mapping[str, str]

    def __repr__(self) -> str:
        return hidden(self)
