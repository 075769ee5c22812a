"""From a plan to the manifests that it describes. All decisions are in the plan."""

from collections.abc import Iterator

from pulsarfn.component.decisions import Config
from pulsarfn.component.details.function_details import FunctionDetails
from pulsarfn.component.objects import (
    config_map,
    horizontal_pod_autoscaler,
    job,
    network_policy,
    pod_disruption_budget,
    pod_monitor,
    scaled_object,
    secret,
    service,
    stateful_set,
    trigger_authentication,
)
from pulsarfn.component.objects.kind import GeneratedKind
from pulsarfn.component.plan import Plan
from pulsarfn.diagnostics.secrecy import hidden
from pulsarfn.kubernetes.identity import id_of
from pulsarfn.kubernetes.kind import Kind, refusals
from pulsarfn.kubernetes.kinds import KINDS
from pulsarfn.kubernetes.names import Fqfn
from pulsarfn.kubernetes.refusal import Refusal
from pulsarfn.named_tuples import NamedTuple
from pulsarfn.values import Manifest


class Objects(NamedTuple):
    """The Kubernetes objects of one component, its name, its FunctionDetails, and the config and plan that they are made from."""

    fqfn: Fqfn
    manifests: tuple[Manifest, ...]
    details: FunctionDetails
    config: Config
    plan: Plan

    def __repr__(self) -> str:
        return hidden(self)

    @property
    def stateful_set(self) -> Manifest:
        """The StatefulSet."""
        return next(each for each in self.manifests if each["kind"] == "StatefulSet")


GENERATED: dict[tuple[str, str], GeneratedKind] = {
    each.kind.id: each
    for each in (
        secret.KIND,
        config_map.KIND,
        service.KIND,
        stateful_set.KIND,
        pod_disruption_budget.KIND,
        horizontal_pod_autoscaler.KIND,
        network_policy.KIND,
        pod_monitor.KIND,
        trigger_authentication.KIND,
        scaled_object.KIND,
        job.KIND,
    )
}
"""The kinds of generated objects, in the order of creation. To add one: a module, its `KIND` here, a test."""


def build(plan: Plan) -> tuple[Manifest, ...]:
    """Return the objects of one component, in the order of creation.

    Raises:
        CannotCustomise: if the customizer cannot change one of them as configured.
    """
    manifests = filter(None, (each.build(plan) for each in GENERATED.values()))
    return tuple(_finished(plan.customization.patch(each), plan) for each in manifests)


def _finished(manifest: Manifest, plan: Plan) -> Manifest:
    return stateful_set.with_command(manifest, plan) if manifest["kind"] == "StatefulSet" else manifest


def kind_of(group: str, name: str) -> Kind | None:
    """Return the rules of a kind, generated or not; None for an unknown kind."""
    generated = GENERATED.get((group, name))
    return KINDS.get((group, name)) if generated is None else generated.kind


def refusals_of(manifest: Manifest) -> Iterator[Refusal]:
    """Return the faults for which the API server would refuse an object."""
    return refusals(manifest, kind_of(*id_of(manifest)))
