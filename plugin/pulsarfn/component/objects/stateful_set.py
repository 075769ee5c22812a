"""The StatefulSet and its pod (`KubernetesRuntime.createStatefulSet`, `.createPodSpec`, `.getFunctionContainer`)."""

from pulsarfn.component.objects.metadata import named, object_metadata
from pulsarfn.component.plan import Plan
from pulsarfn.provenance import derived
from pulsarfn.values import Manifest, mapping, sequence

_TOLERATED = (
    "node.kubernetes.io/not-ready",
    # Quirk of Pulsar: these two keys have been dead since Kubernetes 1.6; they do no harm.
    "node.alpha.kubernetes.io/notReady",
    "node.alpha.kubernetes.io/unreachable",
)


def build_stateful_set(plan: Plan) -> Manifest:
    """Lay out the StatefulSet: built, customised, then given the volumes of the auth provider, as in the reference."""
    manifest = plan.customization.stateful_set(
        {
            "apiVersion": "apps/v1",
            "kind": "StatefulSet",
            "metadata": object_metadata(plan, plan.job_name),
            "spec": {
                "serviceName": plan.job_name,
                "replicas": plan.replicas,
                "podManagementPolicy": "Parallel",
                "selector": {"matchLabels": {**plan.labels}},
                "template": {
                    "metadata": {
                        "labels": {**plan.labels},
                        "annotations": {
                            "prometheus.io/scrape": "true",
                            "prometheus.io/port": derived(str(plan.metrics_port), plan.metrics_port),
                        },
                    },
                    "spec": {
                        "terminationGracePeriodSeconds": 0,
                        "tolerations": [_toleration(key) for key in _TOLERATED],
                        "containers": [_container(plan)],
                    },
                },
            },
        }
    )
    manifest = named(manifest, plan.job_name)
    return _with_auth(manifest, plan) if plan.auth.volumes else manifest


def _toleration(key: str) -> Manifest:
    return {"key": key, "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": 10}


def _container(plan: Plan) -> Manifest:
    return {
        "name": "pulsarfunction",
        "image": plan.image,
        "imagePullPolicy": plan.image_pull_policy,
        "command": ["sh", "-c", plan.command],
        "env": [*plan.environment],
        "resources": {"limits": {**plan.limits}, "requests": {**plan.requests}},
        "ports": [
            {"name": "grpc", "containerPort": plan.grpc_port},
            {"name": "prometheus", "containerPort": plan.metrics_port},
        ],
    }


def _with_auth(manifest: Manifest, plan: Plan) -> Manifest:
    """Append the volumes: the reference's token provider replaces those of a customizer (contract 9.6 keeps them)."""
    spec = mapping(manifest["spec"])
    template = mapping(spec["template"])
    pod = mapping(template["spec"])
    pod = pod | {
        "containers": [
            mapping(each) | {"volumeMounts": [*sequence(mapping(each).get("volumeMounts")), *plan.auth.volume_mounts]}
            for each in sequence(pod["containers"])
        ],
        "volumes": [*sequence(pod.get("volumes")), *plan.auth.volumes],
    }
    return manifest | {"spec": spec | {"template": template | {"spec": pod}}}
