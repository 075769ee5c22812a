"""The headless Service (`KubernetesRuntime.createService`)."""

from pulsarfn.component.objects.metadata import named, object_metadata
from pulsarfn.component.plan import Plan
from pulsarfn.values import Manifest


def build_service(plan: Plan) -> Manifest:
    """Lay out the Service that gives each pod of the component a name."""
    manifest = plan.customization.service(
        {
            "apiVersion": "v1",
            "kind": "Service",
            "metadata": object_metadata(plan, plan.job_name),
            "spec": {
                "clusterIP": "None",
                "ports": [{"name": "grpc", "port": plan.grpc_port, "protocol": "TCP"}],
                "selector": {**plan.labels},
            },
        }
    )
    return named(manifest, plan.job_name)
