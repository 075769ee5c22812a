"""The plan of one component: every decision about its Kubernetes objects, made before the first object is built."""

from collections.abc import Mapping

from pulsarfn.component.details.function_details import ConsumerSpec
from pulsarfn.component.package import Package
from pulsarfn.diagnostics.secrecy import hidden
from pulsarfn.kubernetes.names import Fqfn
from pulsarfn.named_tuples import NamedTuple
from pulsarfn.typed import Final
from pulsarfn.values import Manifest
from pulsarfn.worker.auth.base import AuthPlan
from pulsarfn.worker.customizers.base import ComponentContext, Customization
from pulsarfn.worker.pulsar_version import PulsarVersion
from pulsarfn.worker.versions import DEFAULT
from pulsarfn.worker.worker_config import WorkerConfig

CONTAINER: Final = "pulsarfunction"
"""The name of the container that runs the component (`KubernetesRuntime.PULSARFUNCTIONS_CONTAINER_NAME`)."""


class Command(NamedTuple):
    """The command of a pod, as shell commands: each step runs only if the step before it succeeded.

    Attributes:
        downloads: the steps that fetch the code; none if it is in the image.
        instance: the steps that find the pod's number and become the instance.
        setup: the steps that both need.
    """

    downloads: tuple[str, ...]
    instance: tuple[str, ...]
    setup: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return hidden(self)


class InstanceLogging(NamedTuple):
    """What the instances log, if that is not what the image has.

    Attributes:
        config: the file that the instance reads.
        python_path: the folder of the Python modules that the file names; empty for none.
        volume: the volume with the file.
        volume_mount: where the instance's container mounts it.
        files: the data of the generated ConfigMap; empty if the user has one.
    """

    config: str
    python_path: str
    volume: Manifest
    volume_mount: Manifest
    files: Mapping[str, str]


class SubscriptionCleanup(NamedTuple):
    """How the subscription is removed after the component is deleted.

    Attributes:
        hook: the annotations with which the host runs a Job as a hook, after it has deleted everything else.
        script: the shell script of the Job.
    """

    hook: Mapping[str, str]
    script: str

    def __repr__(self) -> str:
        return hidden(self)


class Plan(NamedTuple):
    """The values of the objects of one component.

    Attributes:
        fqfn: the component's fully qualified name.
        worker: the worker config.
        job_name: the name of the StatefulSet and the Service.
        kube_namespace: the Kubernetes namespace of all objects, empty to let kubectl or Helm decide.
        labels: Pulsar's labels: on all metadata but the Secret's, on the pods and in the selectors.
        replicas: the number of pods, Pulsar's parallelism unless it is pinned; None leaves it to whoever scales.
        image: the container's image.
        command: what the pod runs, in steps.
        packages: its code, and that of its transform function.
        environment: the container's environment variables, POD_NAME first.
        limits: the limits of cpu and memory, as quantities.
        requests: the requests for cpu and memory, as quantities.
        inputs: the topics that the component reads, and the patterns of topics.
        subscription: the name of its subscription to them.
        auth: how the pods authenticate.
        customization: the changes of the customizer to the objects.
        inherited_labels: the carrier's labels: on the objects' own metadata only.
        inherited_annotations: the carrier's annotations: on the objects' own metadata only.
        version: the version of Pulsar that the pods run.
        context: what the customizer knows of the component.
        logging: what the instances log; None for what the image has.
        checksums: the annotation of the pods with the checksums of what they roll on; empty for none.
        cleanup: how the subscription is removed after the component is deleted; None if it stays.
    """

    fqfn: Fqfn
    worker: WorkerConfig
    job_name: str
    kube_namespace: str
    labels: Mapping[str, str]
    replicas: int | None
    image: str
    command: Command
    packages: tuple[Package | None, Package | None]
    environment: tuple[Manifest, ...]
    limits: Mapping[str, str]
    requests: Mapping[str, str]
    inputs: Mapping[str, ConsumerSpec]
    subscription: str
    auth: AuthPlan
    customization: Customization
    context: ComponentContext
    inherited_labels: Mapping[str, str] = {}
    inherited_annotations: Mapping[str, str] = {}
    version: PulsarVersion = PulsarVersion(DEFAULT)
    logging: InstanceLogging | None = None
    checksums: Mapping[str, str] = {}
    cleanup: SubscriptionCleanup | None = None

    def __repr__(self) -> str:
        return hidden(self)

    @property
    def downloads_apart(self) -> bool:
        """Whether an init container downloads the code."""
        return self.customization.download_container is not None and bool(self.command.downloads)
