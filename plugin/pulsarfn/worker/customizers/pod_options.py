"""Options of the pod, of the StatefulSet and of the Service: Kubernetes' own members, under Kubernetes' own names.

Pulsar's basic customizer ignores keys that it does not know, so that one config serves both. A value has the type of
its member. The options of a component are merged into those of the worker config by Kubernetes' own rules, and the result into the
objects that Pulsar's runtime makes (`strategic_merge`). Null takes away what the worker config or the profile gives.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from pulsarfn.models.fields import Model, Null, RefusedValueError, Scalar, field
from pulsarfn.models.java_types import wrong_type
from pulsarfn.models.kubernetes_member import kubernetes_member
from pulsarfn.values import Manifest, Value, mapping, sequence
from pulsarfn.worker.customizers.profiles import PROFILES

if TYPE_CHECKING:
    from pulsarfn.worker.customizers.patches import Patch

_OF_POD = {
    "serviceAccountName": "serviceAccountName",
    "automountServiceAccountToken": "automountServiceAccountToken",
    "imagePullSecrets": "imagePullSecrets",
    "volumes": "volumes",
    "affinity": "affinity",
    "topologySpreadConstraints": "topologySpreadConstraints",
    "priorityClassName": "priorityClassName",
    "runtimeClassName": "runtimeClassName",
    "schedulerName": "schedulerName",
    "podSecurityContext": "securityContext",
    "initContainers": "initContainers",
    "terminationGracePeriodSeconds": "terminationGracePeriodSeconds",
}
_OF_CONTAINER = (
    *("image", "imagePullPolicy", "env", "envFrom", "volumeMounts", "securityContext"),
    *("startupProbe", "livenessProbe", "readinessProbe", "lifecycle"),
)
_OF_STATEFUL_SET = ("updateStrategy", "podManagementPolicy", "minReadySeconds", "revisionHistoryLimit")
_SIDECARS, _SERVICE_PORTS, _SERVICE_LABELS = "sidecars", "servicePorts", "serviceLabels"

OBJECTS: Final[Mapping[str, str]] = {
    "podDisruptionBudget": "PodDisruptionBudget",
    "horizontalPodAutoscaler": "HorizontalPodAutoscaler",
    "networkPolicy": "NetworkPolicy",
    "podMonitor": "PodMonitor",
    "scaledObject": "ScaledObject",
}
"""The kind of the object beside the pod whose spec an option gives."""

_SET: Final[Mapping[str, tuple[str, ...]]] = {
    "podDisruptionBudget": ("selector",),
    "horizontalPodAutoscaler": ("scaleTargetRef",),
    "networkPolicy": ("podSelector",),
    "podMonitor": ("selector", "namespaceSelector"),
    "scaledObject": ("scaleTargetRef",),
}
"""The members of such a spec that pulsarfn sets itself, so that the object belongs to the component."""

MEMBERS: Final[Mapping[str, str]] = {
    **{key: f"PodSpec.{member}" for key, member in _OF_POD.items()},
    **{key: f"Container.{key}" for key in _OF_CONTAINER},
    **{key: f"StatefulSetSpec.{key}" for key in _OF_STATEFUL_SET},
    _SIDECARS: "PodSpec.containers",
    _SERVICE_PORTS: "ServiceSpec.ports",
    _SERVICE_LABELS: "ObjectMeta.labels",
    **{key: f"{kind}.spec" for key, kind in OBJECTS.items()},
    "downloadContainer": "Container",
    "logging": "InstanceLogging",
    "subscriptionCleanup": "PodOptions.subscriptionCleanup",
    "minMemoryPadding": "Quantity",
    "additionalJavaRuntimeArguments": "[]string",
}
"""The member of Kubernetes' types, or the type, whose value an option is."""

GivenValue: TypeAlias = "Value | Null"


def _option(key: str, description: str) -> GivenValue:
    declared: GivenValue = field(kubernetes_member(MEMBERS[key], _SET.get(key, ())), None, description)
    return declared


def _read_profile(value: object) -> str:
    if not isinstance(value, str):
        raise wrong_type("a text", value)
    if value not in PROFILES:
        raise RefusedValueError("profile", f"must be one of {', '.join(PROFILES)}", names=(*PROFILES,))
    return value


def _read_patches(value: Any) -> "tuple[Patch, ...]":  # noqa: ANN401 - a value of YAML or JSON
    from pulsarfn.worker.customizers.patches import read_patches  # noqa: PLC0415 - few configs have patches

    return read_patches(value)


_A_PATCH = {
    "type": "object",
    "properties": {
        "target": {
            "description": "The objects to patch.",
            "type": "object",
            "properties": {"kind": {"type": "string"}},
        },
        "patch": {
            "description": "A strategic merge patch, or the operations of a JSON patch.",
            "type": ["object", "array"],
        },
    },
    "additionalProperties": False,
    "required": ["patch"],
}


class PodOptions(Model):
    """Options of the pod that Kubernetes has and Pulsar's own customizer has not."""

    service_account_name: GivenValue = _option("serviceAccountName", "Service account of the pods.")
    automount_service_account_token: GivenValue = _option(
        "automountServiceAccountToken", "Whether the service account's token is mounted."
    )
    image_pull_secrets: GivenValue = _option("imagePullSecrets", "Secrets with which the images are pulled.")
    image: GivenValue = _option("image", "Image of the container that runs the component.")
    image_pull_policy: GivenValue = _option("imagePullPolicy", "When the image is pulled.")
    env: GivenValue = _option("env", "Environment variables of the container, after Pulsar's own.")
    env_from: GivenValue = _option("envFrom", "Secrets and ConfigMaps whose keys become environment variables.")
    volumes: GivenValue = _option("volumes", "Volumes of the pods.")
    volume_mounts: GivenValue = _option("volumeMounts", "Where the container mounts volumes.")
    affinity: GivenValue = _option("affinity", "Rules for the nodes on which the pods may run.")
    topology_spread_constraints: GivenValue = _option(
        "topologySpreadConstraints", "How the pods spread over nodes and zones."
    )
    priority_class_name: GivenValue = _option("priorityClassName", "Priority class of the pods.")
    runtime_class_name: GivenValue = _option("runtimeClassName", "Runtime class of the pods.")
    scheduler_name: GivenValue = _option("schedulerName", "Scheduler of the pods.")
    pod_security_context: GivenValue = _option("podSecurityContext", "Security context of the pods.")
    security_context: GivenValue = _option("securityContext", "Security context of the container.")
    init_containers: GivenValue = _option("initContainers", "Containers that run before the component.")
    sidecars: GivenValue = _option("sidecars", "Containers that run beside the component.")
    startup_probe: GivenValue = _option("startupProbe", "Probe that the container has started.")
    liveness_probe: GivenValue = _option("livenessProbe", "Probe after whose failures the container is restarted.")
    readiness_probe: GivenValue = _option("readinessProbe", "Probe that the container is ready.")
    lifecycle: GivenValue = _option("lifecycle", "Hooks after the container has started and before it ends.")
    termination_grace_period_seconds: GivenValue = _option(
        "terminationGracePeriodSeconds", "Seconds that a pod gets to end; Pulsar gives 0."
    )
    update_strategy: GivenValue = _option("updateStrategy", "How the StatefulSet replaces its pods.")
    pod_management_policy: GivenValue = _option(
        "podManagementPolicy", "In which order pods start; Pulsar's is Parallel."
    )
    min_ready_seconds: GivenValue = _option("minReadySeconds", "Seconds for which a new pod must be ready.")
    revision_history_limit: GivenValue = _option(
        "revisionHistoryLimit", "How many old revisions the StatefulSet keeps."
    )
    service_ports: GivenValue = _option("servicePorts", "Ports of the Service, after Pulsar's own.")
    service_labels: GivenValue = _option("serviceLabels", "Labels of the Service alone.")

    download_container: GivenValue = _option(
        "downloadContainer", "Downloads the code in an init container; its members are laid over that container's."
    )
    pod_disruption_budget: GivenValue = _option("podDisruptionBudget", "Spec of a PodDisruptionBudget for the pods.")
    horizontal_pod_autoscaler: GivenValue = _option(
        "horizontalPodAutoscaler", "Spec of a HorizontalPodAutoscaler, which then sets the number of pods."
    )
    network_policy: GivenValue = _option(
        "networkPolicy", "Spec of a NetworkPolicy, whose rules come after those that every component needs."
    )
    scaled_object: GivenValue = _option("scaledObject", "Spec of a ScaledObject of KEDA, which scales by the backlog.")
    pod_monitor: GivenValue = _option("podMonitor", "Spec of a PodMonitor of the Prometheus Operator for the metrics.")
    logging: GivenValue = _option("logging", "What the instance logs: a level and a format, or a key of a ConfigMap.")
    subscription_cleanup: GivenValue = _option(
        "subscriptionCleanup",
        "Whose hook removes the subscription after the component is deleted: helm (from Helm 4 on) or argocd.",
    )
    min_memory_padding: GivenValue = _option(
        "minMemoryPadding", "Least memory between the component's ram and the limit."
    )
    additional_java_runtime_arguments: GivenValue = _option(
        "additionalJavaRuntimeArguments", "Arguments of the JVM, after those of the worker config."
    )
    profile: str | Null | None = field(
        Scalar(_read_profile, object, {"enum": [*PROFILES]}, takes_null=True),
        None,
        "Options that belong together: pulsar has none, production is a pod that survives production.",
    )
    patches: "tuple[Patch, ...] | Null | None" = field(
        Scalar(_read_patches, object, {"type": ["array", "null"], "items": _A_PATCH}, takes_null=True),
        None,
        "Patches of the objects, for what is no option.",
    )

    def given(self) -> dict[str, GivenValue]:
        """Return the options of the pod that are given, by key, as Kubernetes' values; `NULL` takes away."""
        values = ((key, getattr(self, self.FIELDS[key].name)) for key in MEMBERS)
        return {key: value for key, value in values if value is not None}


def laid_over(base: Mapping[str, Value], options: Mapping[str, GivenValue]) -> dict[str, Value]:
    """Return `base` with `options` over it, key by key; null takes away."""
    from pulsarfn.kubernetes.strategic_merge import merged  # noqa: PLC0415 - few configs have such options
    from pulsarfn.kubernetes.types import member_at  # noqa: PLC0415

    result = dict(base)
    for key, value in options.items():
        old = result.pop(key, None)
        if not isinstance(value, Null):
            result[key] = merged(old, value, member_at(MEMBERS[key]))
    return result


def stateful_set_with(manifest: Manifest, options: Mapping[str, Value]) -> Manifest:
    """Return the StatefulSet with the options of its pods."""
    spec = mapping(manifest["spec"])
    template = mapping(spec["template"])
    pod = mapping(template["spec"])
    own, *others = sequence(pod["containers"])
    containers = [_container(mapping(own), options), *others, *sequence(options.get(_SIDECARS))]
    pod = _laid_over(pod, _given(options, _OF_POD), "PodSpec") | {"containers": containers}
    members = _laid_over(spec, _given(options, {key: key for key in _OF_STATEFUL_SET}), "StatefulSetSpec")
    return manifest | {"spec": members | {"template": template | {"spec": pod}}}


def _container(container: Manifest, options: Mapping[str, Value]) -> Manifest:
    env = [*sequence(container["env"]), *sequence(options.get("env"))]  # the same name twice is refused later
    members = {key: key for key in _OF_CONTAINER if key != "env"}
    return _laid_over(container, _given(options, members), "Container") | {"env": env}


def service_with(manifest: Manifest, options: Mapping[str, Value]) -> Manifest:
    """Return the Service with the options for it."""
    spec = mapping(manifest["spec"])
    ports = [*sequence(spec["ports"]), *sequence(options.get(_SERVICE_PORTS))]
    metadata = _laid_over(mapping(manifest["metadata"]), _given(options, {_SERVICE_LABELS: "labels"}), "ObjectMeta")
    return manifest | {"metadata": metadata, "spec": spec | {"ports": ports}}


def _laid_over(base: Manifest, patch: Manifest, type_: str) -> Manifest:
    from pulsarfn.kubernetes.strategic_merge import merged  # noqa: PLC0415 - few configs have such options
    from pulsarfn.kubernetes.types import Member  # noqa: PLC0415

    return mapping(merged(base, patch, Member(type_))) if patch else base


def _given(options: Mapping[str, Value], members: Mapping[str, str]) -> Manifest:
    return {member: options[key] for key, member in members.items() if key in options}
