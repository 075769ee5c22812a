"""The StatefulSet and its pod (`KubernetesRuntime.createStatefulSet`, `.createPodSpec`, `.getFunctionContainer`)."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from pulsarfn.component.objects.kind import AUTH, METADATA, GeneratedKind, Rule, labels, selector
from pulsarfn.component.objects.metadata import named, object_metadata
from pulsarfn.component.plan import CONTAINER, Plan
from pulsarfn.component.shell import kept_from_kubelet
from pulsarfn.kubernetes.kinds import STATEFUL_SET
from pulsarfn.provenance import derived, joined
from pulsarfn.values import Constant, Manifest, Value, mapping, sequence, value_at, with_value
from pulsarfn.worker.worker_config import WorkerConfig

_POD = ("spec", "template", "spec")
_TOLERATIONS = tuple(
    Constant(key=key, operator="Exists", effect="NoExecute", tolerationSeconds=10)
    for key in (
        "node.kubernetes.io/not-ready",
        # Quirk of Pulsar: Kubernetes ignores these two keys since 1.6; they do no harm.
        "node.alpha.kubernetes.io/notReady",
        "node.alpha.kubernetes.io/unreachable",
    )
)


def _build(plan: Plan) -> Manifest:
    """Return the StatefulSet: built, customised, then with the volumes of the auth provider, as in Pulsar."""
    manifest = plan.customization.stateful_set(
        {
            "apiVersion": "apps/v1",
            "kind": "StatefulSet",
            "metadata": object_metadata(plan, plan.job_name),
            "spec": {
                "serviceName": plan.job_name,
                **({} if plan.replicas is None else {"replicas": plan.replicas}),
                "podManagementPolicy": "Parallel",
                "selector": {"matchLabels": {**plan.labels}},
                "template": {
                    "metadata": {
                        "labels": {**plan.labels},
                        "annotations": _annotations(plan.worker),
                    },
                    "spec": {
                        "terminationGracePeriodSeconds": 0,
                        "tolerations": [*_TOLERATIONS],
                        "containers": [_container(plan)],
                    },
                },
            },
        }
    )
    manifest = named(manifest, plan.job_name)
    if plan.checksums:
        manifest = _with_checksums(manifest, plan.checksums)
    return _with_volumes(manifest, plan) if plan.auth.volumes or plan.downloads_apart or plan.logging else manifest


def _with_checksums(manifest: Manifest, checksums: Mapping[str, str]) -> Manifest:
    """Annotate the pods with the checksums of the data on which they roll: the controller replaces them when one changes."""
    path = ("spec", "template", "metadata", "annotations")
    return with_value(manifest, path, {**mapping(value_at(manifest, path)), **checksums})


def _container(plan: Plan) -> Manifest:
    return {
        "name": CONTAINER,
        "image": plan.image,
        "imagePullPolicy": plan.worker.factory.image_pull_policy,
        "command": _shell(_steps(plan), plan.environment),
        "env": [*plan.environment],
        "resources": {"limits": {**plan.limits}, "requests": {**plan.requests}},
        "ports": [*_ports(plan.worker)],
    }


@lru_cache(16)
def _annotations(worker: WorkerConfig) -> Constant:
    port = worker.factory.metrics_port
    return Constant({"prometheus.io/scrape": "true", "prometheus.io/port": derived(str(port), port)})


@lru_cache(16)
def _ports(worker: WorkerConfig) -> tuple[Constant, Constant]:
    factory = worker.factory
    return (
        Constant(name="grpc", containerPort=factory.grpc_port),
        Constant(name="prometheus", containerPort=factory.metrics_port),
    )


def _steps(plan: Plan) -> Sequence[str]:
    """Return the steps of the component's container; an init container runs the downloads if there is one."""
    command = plan.command
    return (*command.setup, *(() if plan.downloads_apart else command.downloads), *command.instance)


def _shell(steps: Sequence[str], environment: Iterable[Manifest] | None) -> list[Value]:
    """Return the command of a container with this environment, None for one that nobody knows: a shell that runs the steps."""
    variables = None if environment is None else {str(each.get("name")) for each in environment}
    return ["sh", "-c", kept_from_kubelet(joined(" && ", steps), variables)]


def with_command(manifest: Manifest, plan: Plan) -> Manifest:
    """Return the StatefulSet whose command suits the environment that customizer and patches have left (`kept_from_kubelet`)."""
    path = (*_POD, "containers")
    containers = sequence(value_at(manifest, path))
    if all(_has_environment(mapping(each), plan.environment) for each in containers):
        return manifest
    written = _shell(_steps(plan), plan.environment)
    changed: list[Value] = [
        _for_environment(mapping(each), plan) if mapping(each).get("command") == written else each
        for each in containers
    ]
    return with_value(manifest, path, changed)


def _has_environment(container: Manifest, environment: Sequence[Manifest]) -> bool:
    return "envFrom" not in container and len(sequence(container.get("env"))) == len(environment)


def _for_environment(container: Manifest, plan: Plan) -> Manifest:
    environment = None if "envFrom" in container else [*map(mapping, sequence(container.get("env")))]
    return container | {"command": _shell(_steps(plan), environment)}


def _with_volumes(manifest: Manifest, plan: Plan) -> Manifest:
    """Append the volumes of the code, the logging and the auth provider.

    Pulsar's token provider replaces those of a customizer (contract 9.6).
    """
    from pulsarfn.component import download_container  # noqa: PLC0415 - most pods have none of these volumes

    pod = mapping(value_at(manifest, _POD))
    if plan.downloads_apart:
        pod = download_container.with_volumes(pod, download_container.code_folders(plan.packages))
    if plan.logging:
        own, *others = sequence(pod["containers"])
        pod = pod | {
            "containers": [_mounted(mapping(own), [plan.logging.volume_mount]), *others],
            "volumes": [*sequence(pod.get("volumes")), plan.logging.volume],
        }
    if plan.auth.volumes:
        pod = pod | {
            "containers": [_mounted(mapping(each), plan.auth.volume_mounts) for each in sequence(pod["containers"])],
            "volumes": [*sequence(pod.get("volumes")), *plan.auth.volumes],
        }
    if plan.downloads_apart:
        option = plan.customization.download_container or {}
        command = _shell((*plan.command.setup, *plan.command.downloads), _environment(option))
        pod = download_container.with_container(pod, command, plan.auth.volumes, option)
    return with_value(manifest, _POD, pod)


def _environment(option: Manifest) -> Iterable[Manifest] | None:
    """Return the environment of the init container, None if nobody knows it."""
    return None if "envFrom" in option else map(mapping, sequence(option.get("env")))


def _mounted(container: Manifest, mounts: Sequence[Manifest]) -> Manifest:
    return container | {"volumeMounts": [*sequence(container.get("volumeMounts")), *mounts]}


_RULES = (
    *METADATA,
    *selector("spec.selector.matchLabels"),
    ("spec.serviceName", Rule("name of the Service")),
    ("spec.replicas", Rule("parallelism of the config, or the pin of the carrier", "Pulsar's default: one instance")),
    ("spec.podManagementPolicy", Rule("instances do not wait for one another")),
    *labels("spec.template.metadata.labels"),
    ("spec.template.metadata.annotations.prometheus.io/scrape", Rule("for Prometheus")),
    (
        "spec.template.metadata.annotations.pulsarfn.io/checksum",
        Rule("the data of what pulsarfn.io/roll-on names, and of the logging"),
    ),
    ("spec.template.metadata.annotations.*", Rule("extraAnnotations of the customizer; for Prometheus")),
    ("spec.template.spec.terminationGracePeriodSeconds", Rule("pods are ended at once")),
    ("spec.template.spec.tolerations.*.*", Rule("Pulsar's three tolerations, then the customizer's")),
    ("spec.template.spec.nodeSelector.*", Rule("nodeSelectorLabels of the customizer")),
    *(
        (f"spec.template.spec.initContainers.*.{member}", Rule(f"{words}, unless downloadContainer gives it"))
        for member, words in (
            ("name", "name of the init container"),
            ("image", "image of the component's container"),
            ("imagePullPolicy", "imagePullPolicy of the component's container"),
            ("command.*", "download the code"),
            ("resources.*.*", "resources of the component's container"),
            ("volumeMounts.*.*", f"where the code is; then {AUTH}"),
        )
    ),
    ("spec.template.spec.containers.*.name", Rule("name of the container")),
    ("spec.template.spec.containers.*.image", Rule("functionDockerImages, else pulsarDockerImageName")),
    ("spec.template.spec.containers.*.imagePullPolicy", Rule("imagePullPolicy of functionRuntimeFactoryConfigs")),
    ("spec.template.spec.containers.*.command.*", Rule("download the code, find out the number, become the instance")),
    ("spec.template.spec.containers.*.env.*", Rule("environment: POD_NAME, then the secrets of the config")),
    (
        "spec.template.spec.containers.*.resources.limits.cpu",
        Rule("resources.cpu of the config", "Pulsar's default: 1 cpu"),
    ),
    (
        "spec.template.spec.containers.*.resources.limits.memory",
        Rule("resources.ram of the config and percentMemoryPadding", "Pulsar's default: 1 GiB"),
    ),
    (
        "spec.template.spec.containers.*.resources.requests.cpu",
        Rule("resources.cpu divided by cpuOverCommitRatio", "Pulsar's default: 1 cpu"),
    ),
    (
        "spec.template.spec.containers.*.resources.requests.memory",
        Rule("the memory limit divided by memoryOverCommitRatio", "Pulsar's default: 1 GiB"),
    ),
    (
        "spec.template.spec.containers.*.resources.*.*",
        Rule("resourceRequirements of the customizer", "the runtime customizer that the worker config names"),
    ),
    ("spec.template.spec.containers.*.ports.*.*", Rule("grpcPort and metricsPort of functionRuntimeFactoryConfigs")),
    ("spec.template.spec.containers.*.volumeMounts.*.*", Rule(AUTH, f"the {AUTH}")),
    ("spec.template.spec.volumes.*.*", Rule(AUTH, f"the {AUTH}")),
)

KIND = GeneratedKind(STATEFUL_SET, _build, _RULES)
