"""From a plan to the manifests that it describes; nothing is decided here."""

from pulsarfn.build.secret import build_secret
from pulsarfn.build.service import build_service
from pulsarfn.build.stateful_set import build_stateful_set
from pulsarfn.manifest import Manifest
from pulsarfn.plan import Plan


def build(plan: Plan) -> tuple[Manifest, ...]:
    """The objects of one component, in the order in which they are to be created."""
    secret = (build_secret(plan),) if plan.auth.secret_name else ()
    return (*secret, build_service(plan), build_stateful_set(plan))
