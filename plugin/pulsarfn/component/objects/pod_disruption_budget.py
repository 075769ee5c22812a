"""The PodDisruptionBudget: how many pods of the component a drained node may take at a time."""

from pulsarfn.component.objects.kind import METADATA, GeneratedKind, selector
from pulsarfn.component.objects.metadata import object_metadata
from pulsarfn.component.plan import Plan
from pulsarfn.kubernetes.kinds import POD_DISRUPTION_BUDGET
from pulsarfn.values import Manifest


def _build(plan: Plan) -> Manifest:
    """Return the budget that the customizer asks for; its selector is the StatefulSet's."""
    spec = plan.customization.objects[POD_DISRUPTION_BUDGET.name]
    return {
        "apiVersion": POD_DISRUPTION_BUDGET.api_version,
        "kind": POD_DISRUPTION_BUDGET.name,
        "metadata": object_metadata(plan, plan.job_name),
        "spec": {**spec, "selector": {"matchLabels": {**plan.labels}}},
    }


KIND = GeneratedKind(
    POD_DISRUPTION_BUDGET,
    _build,
    (
        *METADATA,
        *selector("spec.selector.matchLabels"),
    ),
)
