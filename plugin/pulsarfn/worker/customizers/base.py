"""What a manifest customizer is to pulsarfn (`KubernetesManifestCustomizer`)."""

from collections.abc import Callable
from typing import NamedTuple, Protocol

from pulsarfn.diagnostics.problem import Problem
from pulsarfn.diagnostics.secrecy import hidden
from pulsarfn.values import Manifest, Value


def unchanged(manifest: Manifest) -> Manifest:
    """A customisation that changes nothing."""
    return manifest


class Customization(NamedTuple):
    """What a customizer does to the objects of one component.

    Attributes:
        job_name: overrides the name of the objects, empty for no override (`customizeName`).
        kube_namespace: overrides their Kubernetes namespace, empty for no override (`customizeNamespace`).
        service: returns the Service to create; it must not change its argument (`customizeService`).
        stateful_set: likewise the StatefulSet (`customizeStatefulSet`).
    """

    job_name: str = ""
    kube_namespace: str = ""
    service: Callable[[Manifest], Manifest] = unchanged
    stateful_set: Callable[[Manifest], Manifest] = unchanged

    def __repr__(self) -> str:
        return hidden(self)


Customise = Callable[[str], tuple[Customization, tuple[Problem, ...]]]
"""From the customRuntimeOptions text of a component (empty for none) to what is done to its objects."""


CustomizerResult = tuple[Customise | None, tuple[Problem, ...]]
"""A customizer that is ready for components, None when it cannot be used, and what is wrong with its config."""


class Customizer(Protocol):
    """A customizer: a module of this shape, registered in `customizers.CUSTOMIZERS` or by an entry point.

    Attributes:
        NAME: the value of runtimeCustomizerClassName that means it.
        configure: given runtimeCustomizerConfig, once for a worker config (`RuntimeCustomizer.initialize`); None when it
            cannot be used, with the problems that say why.
    """

    NAME: str

    def configure(self, config: Value, /) -> CustomizerResult:
        """Get ready for the components of a worker config."""
