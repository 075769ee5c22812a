"""From a plan to the manifests that it describes; nothing is decided here."""

from typing import NamedTuple

from pulsarfn.component.details.function_details import FunctionDetails
from pulsarfn.component.objects.secret import build_secret
from pulsarfn.component.objects.service import build_service
from pulsarfn.component.objects.stateful_set import build_stateful_set
from pulsarfn.component.plan import Plan
from pulsarfn.component.planning import Config
from pulsarfn.diagnostics.secrecy import hidden
from pulsarfn.kubernetes.names import Fqfn
from pulsarfn.values import Manifest


class Objects(NamedTuple):
    """The Kubernetes objects of one component, whose they are, what its instances are told, and what all of that came from."""

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
    """The objects of one component, in the order in which they are to be created."""
    secret = (build_secret(plan),) if plan.auth.secret_name else ()
    return (*secret, build_service(plan), build_stateful_set(plan))
