"""Object metadata: the labels and annotations of the carrier, overridden by those that Pulsar's runtime sets."""

from pulsarfn.component.plan import Plan
from pulsarfn.values import Manifest, mapping


def object_metadata(plan: Plan, name: str, *, labelled: bool = True) -> Manifest:
    """Return the metadata of an object itself, never of its pods: a new version label of a chart must not restart pods."""
    metadata: Manifest = {"name": name}
    if plan.kube_namespace:
        metadata["namespace"] = plan.kube_namespace
    labels: Manifest = {**plan.inherited_labels, **plan.labels} if labelled else {**plan.inherited_labels}
    if labels:
        metadata["labels"] = labels
    if plan.inherited_annotations:
        metadata["annotations"] = {**plan.inherited_annotations}
    return metadata


def named(manifest: Manifest, name: str) -> Manifest:
    """Return the object with its own name, even if a customizer changed it: other objects refer to it by that name.

    Source: `KubernetesRuntime.createService` and `.createStatefulSet`, after their customizer.
    """
    return manifest | {"metadata": mapping(manifest["metadata"]) | {"name": name}}
