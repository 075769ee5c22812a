"""The values around a config that the objects of its component use."""

from collections.abc import Mapping

from pulsarfn.annotations import (
    AUTH_SECRET,
    CA_SECRET,
    FUNCTION_ID,
    FUNCTION_VERSION,
    PULSAR_VERSION,
    REPLICAS,
    ROLL_ON,
    TRANSFORM_FUNCTION_ID,
)
from pulsarfn.component.pins import Pins
from pulsarfn.component.rolling import WatchedObject
from pulsarfn.diagnostics.secrecy import hidden
from pulsarfn.kubernetes.references import SecretKeyRef
from pulsarfn.named_tuples import NamedTuple
from pulsarfn.provenance import Origin, Source, sourced
from pulsarfn.typed import TYPE_CHECKING
from pulsarfn.worker.auth.base import Credentials, MountedSecrets

if TYPE_CHECKING:
    from pulsarfn.component.package_files.given import GivenPackages


class Surroundings(NamedTuple):
    """The values around a config that the objects of its component use.

    Attributes:
        kube_namespace: the namespace of the carrier, or ``--namespace``; empty for none.
        namespace_option: the option that gives the namespace; empty if the carrier gives it.
        labels: the carrier's labels, for the objects' own metadata.
        annotations: the carrier's annotations, for the objects' own metadata.
        auth_secret: the carrier's ``pulsarfn.io/auth-secret``.
        ca_secret: the carrier's ``pulsarfn.io/ca-secret``.
        rolled_on: the objects on whose changes the pods roll.
        mounted: the Secrets that Pulsar's own pods in the stream mount.
        credentials: the credentials of the deployer.
        pulsar_version: the carrier's ``pulsarfn.io/pulsar-version``, empty for none.
        pins: the values that a function worker chose for the component.
        packages: the package files that the user gave, None for none.
        printed: whether the objects are printed for a host that applies them; a command that tells of them, or compares them, prints none.
        traced: whether values carry their origins.
    """

    kube_namespace: str = ""
    namespace_option: str = ""
    labels: Mapping[str, str] = {}
    annotations: Mapping[str, str] = {}
    auth_secret: SecretKeyRef | None = None
    ca_secret: SecretKeyRef | None = None
    rolled_on: tuple[WatchedObject, ...] = ()
    mounted: MountedSecrets = MountedSecrets()
    credentials: Credentials = Credentials()
    pulsar_version: str = ""
    pins: Pins = Pins()
    packages: "GivenPackages | None" = None
    printed: bool = True
    traced: bool = False

    def __repr__(self) -> str:
        return hidden(self)


def traced_surroundings(surroundings: Surroundings) -> Surroundings:
    """Return the surroundings with their origins: the carrier's metadata, or the option that gives the namespace."""
    origin = Origin(Source.CARRIER, ("metadata", "namespace"))
    if surroundings.namespace_option:
        origin = Origin(Source.COMMAND_LINE, (surroundings.namespace_option,))
    return surroundings._replace(
        kube_namespace=sourced(surroundings.kube_namespace, origin),
        labels=_metadata(surroundings.labels, "labels"),
        annotations=_metadata(surroundings.annotations, "annotations"),
        auth_secret=_reference(surroundings.auth_secret, AUTH_SECRET),
        ca_secret=_reference(surroundings.ca_secret, CA_SECRET),
        rolled_on=tuple(_rolled_on(each) for each in surroundings.rolled_on),
        mounted=surroundings.mounted._replace(ca=_mounted_ca(surroundings.mounted.ca)),
        pulsar_version=sourced(surroundings.pulsar_version, _annotation(PULSAR_VERSION)),
        pins=_pins(surroundings.pins),
        traced=True,
    )


def _metadata(entries: Mapping[str, str], part: str) -> dict[str, str]:
    origins = {key: Origin(Source.CARRIER, ("metadata", part, key)) for key in entries}
    return {
        sourced(key, origins[key]._replace(is_key=True)): sourced(value, origins[key]) for key, value in entries.items()
    }


def _mounted_ca(reference: SecretKeyRef | None) -> SecretKeyRef | None:
    if reference is None:
        return None
    origin, how = Origin(Source.WORKER_CONFIG, ("tlsTrustCertsFilePath",)), "what Pulsar's own pods mount there"
    return SecretKeyRef(sourced(reference.name, origin, how=how), sourced(reference.key, origin, how=how))


def _reference(reference: SecretKeyRef | None, annotation: str) -> SecretKeyRef | None:
    if reference is None:
        return None
    origin = _annotation(annotation)
    return SecretKeyRef(sourced(reference.name, origin), sourced(reference.key, origin))


def _rolled_on(given: WatchedObject) -> WatchedObject:
    wanted = given.wanted
    return given._replace(wanted=wanted._replace(name=sourced(wanted.name, _annotation(ROLL_ON))))


def _pins(pins: Pins) -> Pins:
    return pins._replace(
        function_id=sourced(pins.function_id, _annotation(FUNCTION_ID)),
        function_version=sourced(pins.function_version, _annotation(FUNCTION_VERSION)),
        transform_function_id=sourced(pins.transform_function_id, _annotation(TRANSFORM_FUNCTION_ID)),
        replicas=sourced(pins.replicas, _annotation(REPLICAS)),
    )


def _annotation(key: str) -> Origin:
    return Origin(Source.CARRIER, ("metadata", "annotations", key))
