"""The NetworkPolicy: which connections the pods of the component may open and accept."""

from pulsarfn.component.objects.kind import METADATA, GeneratedKind, Rule, selector
from pulsarfn.component.objects.metadata import object_metadata
from pulsarfn.component.plan import Plan
from pulsarfn.component.ports import ports_of_servers
from pulsarfn.kubernetes.kinds import NETWORK_POLICY
from pulsarfn.values import Manifest, Value, sequence

_BOTH = ("Ingress", "Egress")
_DNS: Value = {"ports": [{"port": 53, "protocol": "UDP"}, {"port": 53, "protocol": "TCP"}]}


def _build(plan: Plan) -> Manifest:
    """Return the policy that the customizer asks for: what every component needs, then the rules that are given.

    A policy knows addresses and labels, no names of hosts: the rules for servers have their ports only.
    """
    given = plan.customization.objects[NETWORK_POLICY.name]
    types = sequence(given.get("policyTypes")) or [*_BOTH]
    ingress = [*(_to(plan.worker.factory.metrics_port) if "Ingress" in types else ()), *sequence(given.get("ingress"))]
    egress = [
        *((_DNS, *_to(*ports_of_servers(plan.worker, plan.packages))) if "Egress" in types else ()),
        *sequence(given.get("egress")),
    ]
    return {
        "apiVersion": NETWORK_POLICY.api_version,
        "kind": NETWORK_POLICY.name,
        "metadata": object_metadata(plan, plan.job_name),
        "spec": {
            "podSelector": {"matchLabels": {**plan.labels}},
            "policyTypes": types,
            **({"ingress": ingress} if ingress else {}),
            **({"egress": egress} if egress else {}),
        },
    }


def _to(*ports: int) -> tuple[Value, ...]:
    """Return a rule for ports; none for no ports, as a rule without ports is for all."""
    return ({"ports": [{"port": port, "protocol": "TCP"} for port in ports]},) if ports else ()


KIND = GeneratedKind(
    NETWORK_POLICY,
    _build,
    (
        *METADATA,
        *selector("spec.podSelector.matchLabels"),
        ("spec.policyTypes.*", Rule("incoming and outgoing connections, unless policyTypes says otherwise")),
        ("spec.ingress.0.*", Rule("metrics: metricsPort of functionRuntimeFactoryConfigs; then the given rules")),
        ("spec.egress.0.*", Rule("DNS; then the ports of the URLs; then the given rules")),
        ("spec.egress.1.*", Rule("ports of the URLs of the worker config and of packages; then the given rules")),
    ),
)
