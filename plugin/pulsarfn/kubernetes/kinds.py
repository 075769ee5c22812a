"""The kinds of Kubernetes whose rules are known here, by their group and name."""

from typing import Final

from pulsarfn.kubernetes import refusals, stored, updates
from pulsarfn.kubernetes.kind import Kind

STATEFUL_SET: Final = Kind(
    "apps/v1", "StatefulSet", stored.stateful_set, refusals.of_stateful_set, updates.of_stateful_set, runs_pods=True
)
SERVICE: Final = Kind("v1", "Service", stored.service, fixed=updates.of_service, settled=updates.with_addresses)
SECRET: Final = Kind("v1", "Secret", stored.secret, fixed=updates.of_secret)

KINDS: Final = {
    each.id: each
    for each in (
        STATEFUL_SET,
        SERVICE,
        SECRET,
        Kind("apps/v1", "Deployment", stored.deployment, fixed=updates.of_selector, runs_pods=True),
        Kind("apps/v1", "DaemonSet", stored.daemon_set, fixed=updates.of_selector, runs_pods=True),
        Kind("v1", "ConfigMap", fixed=updates.of_immutable),
        Kind("v1", "ServiceAccount"),
    )
}
