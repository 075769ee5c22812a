"""Who owns an object of the cluster, and the metadata with which Helm or Argo CD takes it over. Never a spec."""

from collections.abc import Mapping
from typing import Final

from pulsarfn.kubernetes.identity import Identity
from pulsarfn.named_tuples import NamedTuple
from pulsarfn.values import Manifest, Value, mapping, sequence

_RELEASE: Final = "meta.helm.sh/release-name"
_RELEASE_NAMESPACE: Final = "meta.helm.sh/release-namespace"
_MANAGED_BY: Final = "app.kubernetes.io/managed-by"
_TRACKING: Final = "argocd.argoproj.io/tracking-id"
_HELM: Final = "Helm"


class Metadata(NamedTuple):
    """Labels and annotations that make an owner."""

    labels: Mapping[str, str] = {}
    annotations: Mapping[str, str] = {}


class Release(NamedTuple):
    """A release of Helm."""

    name: str
    kube_namespace: str

    def __str__(self) -> str:
        """Return the release as Helm's own messages have it."""
        return f"Helm release {self.kube_namespace}/{self.name}"

    def metadata(self, _: Identity) -> Metadata:
        """Return what Helm looks for in an object that it may take over."""
        return Metadata({_MANAGED_BY: _HELM}, {_RELEASE: self.name, _RELEASE_NAMESPACE: self.kube_namespace})


class Application(NamedTuple):
    """An application of Argo CD."""

    name: str

    def __str__(self) -> str:
        """Return the application as people call it."""
        return f"Argo CD application {self.name}"

    def metadata(self, key: Identity) -> Metadata:
        """Return the annotation with which Argo CD tracks an object."""
        return Metadata(annotations={_TRACKING: f"{self.name}:{key.group}/{key.kind}:{key.kube_namespace}/{key.name}"})


Owner = Release | Application


def lacks(live: Manifest, wanted: Metadata) -> Metadata:
    """Return the part of the metadata that an object does not have yet."""
    metadata = mapping(live.get("metadata"))
    labels, annotations = (mapping(metadata.get(part)) for part in ("labels", "annotations"))
    return Metadata(_missing(labels, wanted.labels), _missing(annotations, wanted.annotations))


def other_owner(live: Manifest, owner: Owner | None) -> str:
    """Return who else owns an object, empty for nobody."""
    metadata = mapping(live.get("metadata"))
    annotations = mapping(metadata.get("annotations"))
    for reference in map(mapping, sequence(metadata.get("ownerReferences"))):
        if reference.get("controller"):
            return f"{reference.get('kind')} {reference.get('name')}, whose controller makes it"
    if _RELEASE in annotations:
        release = Release(str(annotations[_RELEASE]), str(annotations.get(_RELEASE_NAMESPACE, "")))
        return "" if release == owner else str(release)
    tracking = str(annotations.get(_TRACKING, ""))
    if tracking:
        application = Application(tracking.partition(":")[0])
        return "" if application == owner else str(application)
    return ""


def _missing(held: Mapping[str, Value], wanted: Mapping[str, str]) -> dict[str, str]:
    return {key: value for key, value in wanted.items() if held.get(key) != value}
