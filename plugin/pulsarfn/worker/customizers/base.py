"""The interface of a manifest customizer (`KubernetesManifestCustomizer`)."""

from collections.abc import Callable
from typing import NamedTuple, Protocol

from pulsarfn.diagnostics.problem import Problem
from pulsarfn.diagnostics.secrecy import hidden
from pulsarfn.values import Manifest, Value


def unchanged(manifest: Manifest) -> Manifest:
    """A customisation that changes nothing."""
    return manifest


class Customization(NamedTuple):
    """The changes of a customizer to the objects of one component.

    Attributes:
        job_name: overrides the name of the objects, empty for no override (`customizeName`).
        kube_namespace: overrides their Kubernetes namespace, empty for no override (`customizeNamespace`).
        image: overrides the image of the container, empty for no override.
        service: returns the Service to create; it must not change its argument (`customizeService`).
        stateful_set: returns the StatefulSet to create; it must not change its argument (`customizeStatefulSet`).
    """

    job_name: str = ""
    kube_namespace: str = ""
    image: str = ""
    service: Callable[[Manifest], Manifest] = unchanged
    stateful_set: Callable[[Manifest], Manifest] = unchanged

    def __repr__(self) -> str:
        return hidden(self)


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
