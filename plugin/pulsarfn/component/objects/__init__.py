"""From a plan to the manifests that it describes; nothing is decided here."""

from pulsarfn.component.objects.secret import build_secret
from pulsarfn.component.objects.service import build_service
from pulsarfn.component.objects.stateful_set import build_stateful_set
from pulsarfn.component.plan import Plan
from pulsarfn.values import Manifest


def build(plan: Plan) -> tuple[Manifest, ...]:
    """The objects of one component, in the order in which they are to be created."""
    secret = (build_secret(plan),) if plan.auth.secret_name else ()
    return (*secret, build_service(plan), build_stateful_set(plan))
