"""The stored form of an object: with the defaults of the API server, without empty values, with canonical quantities.

In this form a field with its default value equals a missing field, and ``1000m`` equals ``1``. Only kinds whose defaults
are known here are changed; a custom resource stays as it is written.
Source: k8s.io/kubernetes pkg/apis/{core,apps}/v1/defaults.go, release 1.36.
"""

import base64
import binascii
from collections.abc import Callable
from typing import Final

from pulsarfn.kubernetes.compact import compact
from pulsarfn.kubernetes.kind import Kind
from pulsarfn.kubernetes.pod_defaults import pod_template
from pulsarfn.values import Manifest, Value, mapping, sequence

_NO_CONTENT: Final = frozenset(
    {"uid", "resourceVersion", "generation", "creationTimestamp", "managedFields", "selfLink", "deletionTimestamp"}
    | {"name", "namespace"}  # the object was found by them
)
_LAST_APPLIED: Final = "kubectl.kubernetes.io/last-applied-configuration"


def stored(manifest: Manifest, kind: Kind | None) -> Manifest:
    """Return the stored form of an object, without status and bookkeeping. If `kind` is None, no defaults are added."""
    metadata = {key: each for key, each in mapping(manifest.get("metadata")).items() if key not in _NO_CONTENT}
    annotations = {key: each for key, each in mapping(metadata.get("annotations")).items() if key != _LAST_APPLIED}
    if "annotations" in metadata:
        metadata["annotations"] = annotations
    plain: Manifest = {**manifest, "metadata": mapping(compact(metadata))}
    if kind is None or kind.api_version != manifest.get("apiVersion"):
        return plain
    del plain["apiVersion"]
    plain.pop("status", None)
    return kind.stored(mapping(compact(plain)))


def _stateful_set(manifest: Manifest) -> Manifest:
    spec = mapping(manifest.get("spec"))
    strategy = mapping(spec.get("updateStrategy"))
    rolling = mapping(strategy.get("rollingUpdate"))
    if not strategy.get("type"):
        strategy = {"type": "RollingUpdate", "rollingUpdate": rolling}
    if strategy["type"] == "RollingUpdate" and "rollingUpdate" in strategy:
        strategy = strategy | {"rollingUpdate": {"partition": 0, "maxUnavailable": 1, **rolling}}
    kept: Manifest = {"whenDeleted": "Retain", "whenScaled": "Retain"}
    return manifest | {
        "spec": {
            "replicas": 1,
            "podManagementPolicy": "OrderedReady",
            "revisionHistoryLimit": 10,
            **spec,
            "updateStrategy": strategy,
            "persistentVolumeClaimRetentionPolicy": kept | mapping(spec.get("persistentVolumeClaimRetentionPolicy")),
            **_template(spec),
            **_claims(spec),
        }
    }


def _claims(spec: Manifest) -> Manifest:
    """Return the claim templates without kind and status, which the API server adds and manifests do not have."""
    claims: list[Value] = []
    for each in map(mapping, sequence(spec.get("volumeClaimTemplates"))):
        claim = {key: value for key, value in each.items() if key not in ("apiVersion", "kind", "status")}
        claims.append(claim | {"spec": {"volumeMode": "Filesystem", **mapping(claim.get("spec"))}})
    return {"volumeClaimTemplates": claims} if claims else {}


def _deployment(manifest: Manifest) -> Manifest:
    spec = mapping(manifest.get("spec"))
    strategy: Manifest = {"type": "RollingUpdate", **mapping(spec.get("strategy"))}
    if strategy["type"] == "RollingUpdate":
        surge: Manifest = {"maxUnavailable": "25%", "maxSurge": "25%"}
        strategy["rollingUpdate"] = surge | mapping(strategy.get("rollingUpdate"))
    defaults: Manifest = {"replicas": 1, "revisionHistoryLimit": 10, "progressDeadlineSeconds": 600}
    return manifest | {"spec": {**defaults, **spec, "strategy": strategy, **_template(spec)}}


def _daemon_set(manifest: Manifest) -> Manifest:
    spec = mapping(manifest.get("spec"))
    strategy: Manifest = {"type": "RollingUpdate", **mapping(spec.get("updateStrategy"))}
    if strategy["type"] == "RollingUpdate":
        surge: Manifest = {"maxUnavailable": 1, "maxSurge": 0}
        strategy["rollingUpdate"] = surge | mapping(strategy.get("rollingUpdate"))
    return manifest | {"spec": {"revisionHistoryLimit": 10, **spec, "updateStrategy": strategy, **_template(spec)}}


def _template(spec: Manifest) -> Manifest:
    return {"template": pod_template(mapping(spec.get("template")))}


def _service(manifest: Manifest) -> Manifest:
    spec: Manifest = {"type": "ClusterIP", "sessionAffinity": "None", **mapping(manifest.get("spec"))}
    if spec["type"] != "ExternalName":
        spec.setdefault("internalTrafficPolicy", "Cluster")
    ports: list[Value] = [
        {"protocol": "TCP", "targetPort": each.get("port"), **each}
        for each in map(mapping, sequence(spec.get("ports")))
    ]
    return manifest | {"spec": spec | ({"ports": ports} if ports else {})}


def _secret(manifest: Manifest) -> Manifest:
    """Return a Secret with its stringData encoded in data."""
    plain = mapping(manifest.get("stringData"))
    data: Manifest = {key: _recoded(value) for key, value in mapping(manifest.get("data")).items()}
    data |= {key: base64.b64encode(str(value).encode()).decode("ascii") for key, value in plain.items()}
    rest = {key: each for key, each in manifest.items() if key not in ("data", "stringData")}
    return {"type": "Opaque", **rest, **({"data": data} if data else {})}


def _autoscaler(manifest: Manifest) -> Manifest:
    """Return a HorizontalPodAutoscaler with its defaults: CPU at 80 %, and rules for both directions if it has any."""
    cpu: Manifest = {"name": "cpu", "target": {"type": "Utilization", "averageUtilization": 80}}
    spec: Manifest = {
        "minReplicas": 1,
        "metrics": [{"type": "Resource", "resource": cpu}],
        **mapping(manifest.get("spec")),
    }
    if "behavior" in spec:
        behavior = mapping(spec["behavior"])
        percent: Manifest = {"type": "Percent", "value": 100, "periodSeconds": 15}
        pods: Manifest = {"type": "Pods", "value": 4, "periodSeconds": 15}
        up: Manifest = {"stabilizationWindowSeconds": 0, "selectPolicy": "Max", "policies": [pods, percent]}
        down: Manifest = {"selectPolicy": "Max", "policies": [percent]}
        spec["behavior"] = {
            "scaleUp": up | mapping(behavior.get("scaleUp")),
            "scaleDown": down | mapping(behavior.get("scaleDown")),
        }
    return manifest | {"spec": spec}


def _network_policy(manifest: Manifest) -> Manifest:
    """Return a NetworkPolicy with the protocol of each port, and with its directions."""
    spec = mapping(manifest.get("spec"))
    rules: Manifest = {
        key: [_with_protocols(mapping(each)) for each in sequence(spec[key])]
        for key in ("ingress", "egress")
        if key in spec
    }
    types: list[Value] = ["Ingress", *(["Egress"] if rules.get("egress") else [])]
    return manifest | {"spec": {"policyTypes": types, **spec, **rules}}


def _with_protocols(rule: Manifest) -> Manifest:
    ports: list[Value] = [{"protocol": "TCP", **mapping(each)} for each in sequence(rule.get("ports"))]
    return rule | ({"ports": ports} if ports else {})


def _recoded(value: Value) -> Value:
    """Return base64 text without line breaks and in its one canonical form; any other value unchanged."""
    try:
        lines = str(value).replace("\r", "").replace("\n", "")
        return base64.b64encode(base64.b64decode(lines, validate=True)).decode("ascii")
    except (binascii.Error, ValueError):
        return value


FORMS: Final[dict[str, Callable[[Manifest], Manifest]]] = {
    "StatefulSet": _stateful_set,
    "Deployment": _deployment,
    "DaemonSet": _daemon_set,
    "Service": _service,
    "Secret": _secret,
    "HorizontalPodAutoscaler": _autoscaler,
    "NetworkPolicy": _network_policy,
}
"""The functions that add the defaults to an object, by kind."""
