"""The HorizontalPodAutoscaler: it sets the number of pods of the component by metrics."""

from pulsarfn.component.objects.kind import METADATA, GeneratedKind, Rule
from pulsarfn.component.objects.metadata import object_metadata
from pulsarfn.component.plan import Plan
from pulsarfn.kubernetes.kinds import HORIZONTAL_POD_AUTOSCALER, STATEFUL_SET
from pulsarfn.values import Manifest

SCALE_TARGET = ("spec.scaleTargetRef.*", Rule("the StatefulSet of the component"))
"""The rule of the reference that `scale_target` returns."""


def scale_target(plan: Plan) -> Manifest:
    """Return the reference to the StatefulSet, for an object that scales it."""
    return {"apiVersion": STATEFUL_SET.api_version, "kind": STATEFUL_SET.name, "name": plan.job_name}


def _build(plan: Plan) -> Manifest:
    """Return the autoscaler that the customizer asks for; it scales the StatefulSet."""
    spec = plan.customization.objects[HORIZONTAL_POD_AUTOSCALER.name]
    return {
        "apiVersion": HORIZONTAL_POD_AUTOSCALER.api_version,
        "kind": HORIZONTAL_POD_AUTOSCALER.name,
        "metadata": object_metadata(plan, plan.job_name),
        "spec": {"scaleTargetRef": scale_target(plan), **spec},
    }


KIND = GeneratedKind(
    HORIZONTAL_POD_AUTOSCALER,
    _build,
    (
        *METADATA,
        SCALE_TARGET,
    ),
)
