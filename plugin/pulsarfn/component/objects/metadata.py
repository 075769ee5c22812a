"""Object metadata: the carrier's labels and annotations below those that Pulsar's runtime sets."""

from pulsarfn.component.plan import Plan
from pulsarfn.values import Manifest, mapping


def object_metadata(plan: Plan, name: str, *, labelled: bool = True) -> Manifest:
    """Metadata of a generated object itself, never of its pods: a chart's version label shall restart nothing."""
    metadata: Manifest = {"name": name}
    if plan.kube_namespace:
        metadata["namespace"] = plan.kube_namespace
    labels = {**plan.inherited_labels, **plan.labels} if labelled else {**plan.inherited_labels}
    if labels:
        metadata["labels"] = {**labels}
    if plan.inherited_annotations:
        metadata["annotations"] = {**plan.inherited_annotations}
    return metadata


def named(manifest: Manifest, name: str) -> Manifest:
    """The object under its own name again, whatever a customizer called it: it must be found again.

    Source: `KubernetesRuntime.createService` and `.createStatefulSet`, behind their customizer.
    """
    return manifest | {"metadata": mapping(manifest["metadata"]) | {"name": name}}
