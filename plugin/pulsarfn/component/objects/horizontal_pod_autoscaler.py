"""The HorizontalPodAutoscaler: it sets the number of pods of the component by metrics."""

from pulsarfn.component.objects.kind import METADATA, GeneratedKind, Rule
from pulsarfn.component.objects.metadata import object_metadata
from pulsarfn.component.plan import Plan
from pulsarfn.kubernetes.kinds import HORIZONTAL_POD_AUTOSCALER, STATEFUL_SET
from pulsarfn.values import Manifest


def _build(plan: Plan) -> "Manifest | None":
    """Return the autoscaler that the customizer asks for; it scales the StatefulSet."""
    spec = plan.customization.objects.get(HORIZONTAL_POD_AUTOSCALER.name)
    if spec is None:
        return None
    target: Manifest = {
        "apiVersion": STATEFUL_SET.api_version,
        "kind": STATEFUL_SET.name,
        "name": plan.job_name,
    }
    return {
        "apiVersion": HORIZONTAL_POD_AUTOSCALER.api_version,
        "kind": HORIZONTAL_POD_AUTOSCALER.name,
        "metadata": object_metadata(plan, plan.job_name),
        "spec": {"scaleTargetRef": target, **spec},
    }


KIND = GeneratedKind(
    HORIZONTAL_POD_AUTOSCALER,
    _build,
    (
        *METADATA,
        ("spec.scaleTargetRef.*", Rule("the StatefulSet of the component")),
    ),
)
