"""From a plan to the manifests that it describes. All decisions are in the plan."""

from collections.abc import Callable, Iterator, Mapping

from pulsarfn.component.decisions import Config
from pulsarfn.component.details.function_details import FunctionDetails
from pulsarfn.component.objects.kind import GeneratedModule
from pulsarfn.component.objects.stateful_set import with_command
from pulsarfn.component.plan import Plan
from pulsarfn.diagnostics.secrecy import hidden
from pulsarfn.kubernetes.identity import id_of
from pulsarfn.kubernetes.kind import Kind, refusals
from pulsarfn.kubernetes.kinds import (
    CONFIG_MAP,
    HORIZONTAL_POD_AUTOSCALER,
    JOB,
    KINDS,
    NETWORK_POLICY,
    POD_DISRUPTION_BUDGET,
    POD_MONITOR,
    SCALED_OBJECT,
    SECRET,
    SERVICE,
    STATEFUL_SET,
    TRIGGER_AUTHENTICATION,
)
from pulsarfn.kubernetes.names import Fqfn
from pulsarfn.kubernetes.refusal import Refusal
from pulsarfn.named_tuples import NamedTuple
from pulsarfn.values import Manifest
from pulsarfn.worker.registry import Modules

_HERE = "pulsarfn.component.objects"

GENERATED: Mapping[tuple[str, str], GeneratedModule] = Modules(
    {
        SECRET.id: f"{_HERE}.secret",
        CONFIG_MAP.id: f"{_HERE}.config_map",
        SERVICE.id: f"{_HERE}.service",
        STATEFUL_SET.id: f"{_HERE}.stateful_set",
        POD_DISRUPTION_BUDGET.id: f"{_HERE}.pod_disruption_budget",
        HORIZONTAL_POD_AUTOSCALER.id: f"{_HERE}.horizontal_pod_autoscaler",
        NETWORK_POLICY.id: f"{_HERE}.network_policy",
        POD_MONITOR.id: f"{_HERE}.pod_monitor",
        TRIGGER_AUTHENTICATION.id: f"{_HERE}.trigger_authentication",
        SCALED_OBJECT.id: f"{_HERE}.scaled_object",
        JOB.id: f"{_HERE}.job",
    }
)
"""The kinds of generated objects by group and name, in the order of creation.

To add one: a module, a line here, a test; and a line in `_ONLY_IF` if not every component has one.
"""


def _asked_for(kind: Kind) -> Callable[[Plan], object]:
    """Return whether the customizer of a plan asks for an object of a kind."""
    return lambda plan: plan.customization.asks_for(kind.name)


_ONLY_IF: Mapping[tuple[str, str], Callable[[Plan], object]] = {
    SECRET.id: lambda plan: plan.auth.secret_name,
    CONFIG_MAP.id: lambda plan: plan.logging is not None and plan.logging.files,
    TRIGGER_AUTHENTICATION.id: _asked_for(SCALED_OBJECT),
    JOB.id: lambda plan: plan.cleanup,
    **{
        each.id: _asked_for(each)
        for each in (
            POD_DISRUPTION_BUDGET,
            HORIZONTAL_POD_AUTOSCALER,
            NETWORK_POLICY,
            POD_MONITOR,
            SCALED_OBJECT,
        )
    },
}
"""For the kinds that few components have: whether a plan has an object of the kind. If not, its module is not imported."""


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


def build(plan: Plan) -> tuple[Manifest, ...]:
    """Return the objects of one component, in the order of creation.

    Raises:
        CannotCustomise: if the customizer cannot change one of them as configured.
    """
    kinds = (GENERATED[each].KIND for each in GENERATED if each not in _ONLY_IF or _ONLY_IF[each](plan))
    manifests = filter(None, (each.build(plan) for each in kinds))
    return tuple(_finished(plan.customization.patch(each), plan) for each in manifests)


def _finished(manifest: Manifest, plan: Plan) -> Manifest:
    return with_command(manifest, plan) if manifest["kind"] == "StatefulSet" else manifest


def kind_of(group: str, name: str) -> Kind | None:
    """Return the rules of a kind, generated or not; None for an unknown kind."""
    known = KINDS.get((group, name))
    if known is None and (group, name) in GENERATED:
        return GENERATED[group, name].KIND.kind
    return known


def refusals_of(manifest: Manifest) -> Iterator[Refusal]:
    """Return the faults for which the API server would refuse an object."""
    return refusals(manifest, kind_of(*id_of(manifest)))
