"""The PodMonitor: the Prometheus Operator scrapes the metrics of the component's pods."""

from pulsarfn.component.objects.kind import METADATA, GeneratedKind, Rule, selector
from pulsarfn.component.objects.metadata import object_metadata
from pulsarfn.component.plan import Plan
from pulsarfn.kubernetes.kinds import POD_MONITOR
from pulsarfn.values import Manifest, Value, mapping, sequence

_ENDPOINTS = "podMetricsEndpoints"
_PORTS = frozenset(("port", "portNumber", "targetPort"))


def _build(plan: Plan) -> Manifest:
    """Return the monitor that the customizer asks for; an endpoint without a port is that of the instance's metrics."""
    given = plan.customization.objects[POD_MONITOR.name]
    endpoints = [_endpoint(mapping(each)) for each in sequence(given.get(_ENDPOINTS)) or [{}]]
    return {
        "apiVersion": POD_MONITOR.api_version,
        "kind": POD_MONITOR.name,
        "metadata": object_metadata(plan, plan.job_name),
        "spec": {"selector": {"matchLabels": {**plan.labels}}, **given, _ENDPOINTS: endpoints},
    }


def _endpoint(given: Manifest) -> Value:
    return given if _PORTS & given.keys() else {"port": "prometheus", **given}


KIND = GeneratedKind(
    POD_MONITOR,
    _build,
    (
        *METADATA,
        *selector("spec.selector.matchLabels"),
        ("spec.podMetricsEndpoints.*.port", Rule("the port of the metrics, unless an endpoint names one")),
    ),
)
