"""The headless Service (`KubernetesRuntime.createService`)."""

from pulsarfn.component.objects.kind import METADATA, GeneratedKind, Rule, selector
from pulsarfn.component.objects.metadata import named, object_metadata
from pulsarfn.component.plan import Plan
from pulsarfn.kubernetes.kinds import SERVICE
from pulsarfn.values import Manifest, mapping


def _build(plan: Plan) -> Manifest:
    """Return the Service that gives a DNS name to each pod of the component."""
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


def _names(stateful_set: Manifest) -> tuple[str, ...]:
    return (str(mapping(stateful_set.get("spec")).get("serviceName") or ""),)


KIND = GeneratedKind(
    SERVICE,
    _build,
    (
        *METADATA,
        ("spec.clusterIP", Rule("headless: each pod gets a name of its own")),
        ("spec.ports.*.port", Rule("grpcPort of functionRuntimeFactoryConfigs")),
        ("spec.ports.*.*", Rule("port at which an instance is asked how it is")),
        *selector("spec.selector"),
    ),
    _names,
)
