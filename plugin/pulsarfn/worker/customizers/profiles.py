"""Profiles: options of the pod that belong together. ``pulsar`` has none; ``production`` is a pod that survives production.

Each version of a profile stays as it is, so that an upgrade of pulsarfn restarts no pods; ``production`` without a version means
the first one. A worker config or a component changes or takes away each option alone.
"""

from collections.abc import Callable, Mapping
from typing import Final

from pulsarfn.values import Value
from pulsarfn.worker.customizers.base import ComponentContext

Profile = Callable[[ComponentContext], dict[str, Value]]
"""Returns the options of a profile, by key, for a component."""

DEFAULT: Final = "pulsar"

_DISRUPTED = 2  # a budget for a single pod would only keep its node from being drained, or do nothing


def _pulsar(_: ComponentContext) -> dict[str, Value]:
    return {}


def _production_v1(component: ComponentContext) -> dict[str, Value]:
    volumes = {f"pulsarfn-{name}": folder for name, folder in _writable(component).items()}
    options: dict[str, Value] = {
        "automountServiceAccountToken": False,
        "podSecurityContext": {"runAsNonRoot": True, "seccompProfile": {"type": "RuntimeDefault"}},
        "securityContext": {
            "allowPrivilegeEscalation": False,
            "capabilities": {"drop": ["ALL"]},
            "readOnlyRootFilesystem": True,
        },
        "volumes": [{"name": name, "emptyDir": {}} for name in volumes],
        "volumeMounts": [{"name": name, "mountPath": folder} for name, folder in volumes.items()],
        "startupProbe": _probe(periodSeconds=5, failureThreshold=60),
        "livenessProbe": _probe(periodSeconds=10, timeoutSeconds=5, failureThreshold=3),
        "readinessProbe": _probe(periodSeconds=5, timeoutSeconds=5, failureThreshold=3),
        "minReadySeconds": 10,  # the endpoint answers some seconds before the instance consumes
        "terminationGracePeriodSeconds": 30,
        "topologySpreadConstraints": [
            {
                "maxSkew": 1,
                "topologyKey": "kubernetes.io/hostname",
                "whenUnsatisfiable": "ScheduleAnyway",
                "labelSelector": {"matchLabels": {**component.labels}},
            }
        ],
        "tolerations": [
            {
                "key": "node.kubernetes.io/unreachable",
                "operator": "Exists",
                "effect": "NoExecute",
                "tolerationSeconds": 10,
            }
        ],
        "servicePorts": [{"name": "prometheus", "port": component.metrics_port, "targetPort": "prometheus"}],
    }
    if component.runtime == "JAVA":
        options |= {"minMemoryPadding": "128Mi", "additionalJavaRuntimeArguments": ["-XX:+ExitOnOutOfMemoryError"]}
    if component.replicas >= _DISRUPTED:
        options["podDisruptionBudget"] = {"maxUnavailable": 1}
    return options


def _probe(**settings: Value) -> Value:
    return {"httpGet": {"path": "/-/healthy", "port": "prometheus"}, **settings}


def _writable(component: ComponentContext) -> dict[str, str]:
    """Return the folders to which the pods write, each once, without those inside of another one; never the root of Pulsar itself."""
    folders = {each.rstrip("/"): name for name, each in reversed([*component.written.items()])}
    outer = {
        name: each for each, name in folders.items() if not each.startswith(tuple(f"{other}/" for other in folders))
    }
    return {name: each for name, each in sorted(outer.items()) if each not in ("", component.root.rstrip("/"))}


PROFILES: Final[Mapping[str, Profile]] = {
    DEFAULT: _pulsar,
    "production": _production_v1,
    "production/v1": _production_v1,
}
"""The profiles by name. A change of one is a new version beside the old one."""
