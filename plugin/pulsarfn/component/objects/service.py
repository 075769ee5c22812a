"""The headless Service (`KubernetesRuntime.createService`)."""

from functools import lru_cache

from pulsarfn.component.objects.kind import METADATA, GeneratedKind, Rule, selector
from pulsarfn.component.objects.metadata import named, object_metadata
from pulsarfn.component.plan import Plan
from pulsarfn.kubernetes.kinds import SERVICE
from pulsarfn.values import Constant, Manifest, mapping
from pulsarfn.worker.worker_config import WorkerConfig


def _build(plan: Plan) -> Manifest:
    """Return the Service that gives a DNS name to each pod of the component."""
    manifest = plan.customization.service(
        {
            "apiVersion": "v1",
            "kind": "Service",
            "metadata": object_metadata(plan, plan.job_name),
            "spec": {
                "clusterIP": "None",
                "ports": [_port(plan.worker)],
                "selector": {**plan.labels},
            },
        }
    )
    return named(manifest, plan.job_name)


@lru_cache(16)
def _port(worker: WorkerConfig) -> Constant:
    return Constant(name="grpc", port=worker.factory.grpc_port, protocol="TCP")


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
