"""The interface of a manifest customizer (`KubernetesManifestCustomizer`)."""

from collections.abc import Callable, Mapping

from pulsarfn.diagnostics.problem import Problem
from pulsarfn.diagnostics.secrecy import hidden
from pulsarfn.named_tuples import NamedTuple
from pulsarfn.typed import Final, Protocol
from pulsarfn.values import Manifest, Value

AUTOSCALERS: Final = frozenset(("HorizontalPodAutoscaler", "ScaledObject"))
"""The kinds of objects beside the pod that set the number of pods."""


def unchanged(manifest: Manifest) -> Manifest:
    """A customisation that changes nothing."""
    return manifest


class ComponentContext(NamedTuple):
    """What a customizer may know of a component before its objects are made.

    Attributes:
        runtime: ``JAVA``, ``PYTHON`` or ``GO``.
        labels: the labels of its pods.
        replicas: the number of its pods.
        root: the folder of Pulsar in the image.
        written: the folders to which its pods write, each with what is written there.
        metrics_port: the port that Prometheus scrapes.
    """

    runtime: str
    labels: Mapping[str, str]
    replicas: int
    root: str
    written: Mapping[str, str]
    metrics_port: int


class CannotCustomise(Exception):  # noqa: N818 - the fault is in a config, not here
    """Raised while an object is made: what is configured does not fit it.

    Attributes:
        problem: what is wrong, and where.
    """

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code.id)
        self.problem = problem


class Customization(NamedTuple):
    """The changes of a customizer to the objects of one component.

    Attributes:
        job_name: overrides the name of the objects, empty for no override (`customizeName`).
        kube_namespace: overrides their Kubernetes namespace, empty for no override (`customizeNamespace`).
        profile: the name of the profile that someone has chosen, empty for none.
        image: overrides the image of the container, empty for no override.
        java_arguments: further arguments of the JVM, after those of the worker config.
        memory_padding: the least number of bytes between a component's ram and the container's limit.
        download_container: what is laid over the init container that downloads the code; None lets the component's container download it.
        logging: what the instance logs: a level and a format, or a key of a ConfigMap; None for what the image has.
        subscription_cleanup: whose hook removes the subscription after the component is deleted: ``helm`` or ``argocd``; empty for none.
        objects: the specs of objects beside the pod, by kind: ``{"PodDisruptionBudget": {"maxUnavailable": 1}}``.
        service: returns the Service to create; it must not change its argument (`customizeService`).
        stateful_set: returns the StatefulSet to create; it must not change its argument (`customizeStatefulSet`).
        patch: returns any object to create, after all else; it must not change its argument, and may raise `CannotCustomise`.
        for_component: returns the customization that takes the place of this one, once the component is known; None if it stays.
    """

    job_name: str = ""
    kube_namespace: str = ""
    profile: str = ""
    image: str = ""
    java_arguments: tuple[str, ...] = ()
    memory_padding: int = 0
    download_container: Manifest | None = None
    logging: Manifest | None = None
    subscription_cleanup: str = ""
    objects: Mapping[str, Manifest] = {}
    service: Callable[[Manifest], Manifest] = unchanged
    stateful_set: Callable[[Manifest], Manifest] = unchanged
    patch: Callable[[Manifest], Manifest] = unchanged
    for_component: "Callable[[ComponentContext], tuple[Customization, tuple[Problem, ...]]] | None" = None

    def __repr__(self) -> str:
        return hidden(self)

    @property
    def scales(self) -> bool:
        """Whether one of the objects sets the number of pods: then the StatefulSet does not."""
        return any(map(self.asks_for, AUTOSCALERS))

    def asks_for(self, kind: str) -> bool:
        """Whether there is to be an object of this kind."""
        return self.objects.get(kind) is not None


Customise = Callable[[str], tuple[Customization, tuple[Problem, ...]]]
"""Returns the changes to a component's objects, given the text of its customRuntimeOptions (empty for none)."""


CustomizerResult = tuple[Customise | None, tuple[Problem, ...]]
"""A customizer that is ready for components, None if it cannot be used, and the problems of its config."""


class Customizer(Protocol):
    """A customizer: a module of this shape, registered in `customizers.CUSTOMIZERS` or by an entry point.

    Attributes:
        NAME: the value of runtimeCustomizerClassName that selects it.
        configure: given runtimeCustomizerConfig, once for a worker config (`RuntimeCustomizer.initialize`); None when it
            cannot be used, with the problems that are the reason.
    """

    NAME: str

    def configure(self, config: Value, /) -> CustomizerResult:
        """Prepare the customizer for the components of a worker config."""
