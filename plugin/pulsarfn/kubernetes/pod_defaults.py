"""A pod template with the defaults that the API server writes into it.

Source: k8s.io/kubernetes pkg/apis/core/v1/defaults.go, release 1.36. The API server writes some defaults
into pods only, not into templates; these are not here.
"""

from typing import Final

from pulsarfn.values import Manifest, Value, mapping, sequence

_POD: Final[Manifest] = {
    "dnsPolicy": "ClusterFirst",
    "restartPolicy": "Always",
    "schedulerName": "default-scheduler",
    "securityContext": {},
    "terminationGracePeriodSeconds": 30,
}
_CONTAINER: Final[Manifest] = {"terminationMessagePath": "/dev/termination-log", "terminationMessagePolicy": "File"}
_PROBE: Final[Manifest] = {"timeoutSeconds": 1, "periodSeconds": 10, "successThreshold": 1, "failureThreshold": 3}
_PROBES: Final = ("livenessProbe", "readinessProbe", "startupProbe")
_FILES: Final = ("secret", "configMap", "downwardAPI", "projected")
_MODE: Final = 0o644
_HOUR: Final = 3600


def pod_template(template: Manifest) -> Manifest:
    """Return the stored form of a pod template whose empty parts are already removed (see `compact`)."""
    pod = {**_POD, **mapping(template.get("spec"))}
    account = pod.pop("serviceAccountName", None) or pod.get("serviceAccount")  # two names of one field
    if account:
        pod["serviceAccount"] = account
    for kind in ("containers", "initContainers"):
        if kind in pod:
            pod[kind] = [_container(mapping(each)) for each in sequence(pod[kind])]
    if "volumes" in pod:
        pod["volumes"] = [_volume(mapping(each)) for each in sequence(pod["volumes"])]
    return template | {"spec": pod}


def _container(container: Manifest) -> Manifest:
    full = {"imagePullPolicy": _pull_policy(str(container.get("image", ""))), **_CONTAINER, **container}
    if "ports" in full:
        full["ports"] = [{"protocol": "TCP", **mapping(each)} for each in sequence(full["ports"])]
    if "env" in full:
        full["env"] = [_variable(mapping(each)) for each in sequence(full["env"])]
    for kind in _PROBES:
        if kind in full:
            full[kind] = _action({**_PROBE, **mapping(full[kind])})
    if "lifecycle" in full:
        full["lifecycle"] = {each: _action(mapping(action)) for each, action in mapping(full["lifecycle"]).items()}
    return full


def _pull_policy(image: str) -> str:
    """Return the default pull policy: ``Always`` for the tag ``latest``, which is also that of an image without tag and digest."""
    name, _, digest = image.partition("@")
    tag = name.rpartition("/")[2].partition(":")[2]
    return "Always" if tag == "latest" or not (tag or digest) else "IfNotPresent"


def _variable(variable: Manifest) -> Manifest:
    source = mapping(variable.get("valueFrom"))
    if "fieldRef" in source:
        source = source | {"fieldRef": _field_reference(source["fieldRef"])}
    if "resourceFieldRef" in source:
        source = source | {"resourceFieldRef": {"divisor": "0", **mapping(source["resourceFieldRef"])}}
    return variable | {"valueFrom": source} if source else variable


def _field_reference(reference: Value) -> Manifest:
    return {"apiVersion": "v1", **mapping(reference)}


def _action(action: Manifest) -> Manifest:
    if "httpGet" not in action:
        return action
    return action | {"httpGet": {"path": "/", "scheme": "HTTP", **mapping(action["httpGet"])}}


def _volume(volume: Manifest) -> Manifest:
    if volume.keys() == {"name"}:
        return volume | {"emptyDir": {}}
    for kind in _FILES:
        if kind in volume:
            return volume | {kind: {"defaultMode": _MODE, **_source(kind, mapping(volume[kind]))}}
    if "hostPath" in volume:
        return volume | {"hostPath": {"type": "", **mapping(volume["hostPath"])}}
    return volume


def _source(kind: str, source: Manifest) -> Manifest:
    if kind == "downwardAPI":
        return _with_field_references(source)
    if kind == "projected":
        return source | {"sources": [_projection(mapping(each)) for each in sequence(source.get("sources"))]}
    return source


def _projection(projection: Manifest) -> Manifest:
    if "serviceAccountToken" in projection:
        token: Manifest = {"expirationSeconds": _HOUR, **mapping(projection["serviceAccountToken"])}
        return projection | {"serviceAccountToken": token}
    if "downwardAPI" in projection:
        return projection | {"downwardAPI": _with_field_references(mapping(projection["downwardAPI"]))}
    return projection


def _with_field_references(source: Manifest) -> Manifest:
    items: list[Value] = [_variable_file(mapping(each)) for each in sequence(source.get("items"))]
    return source | {"items": items} if items else source


def _variable_file(item: Manifest) -> Manifest:
    return item | {"fieldRef": _field_reference(item["fieldRef"])} if "fieldRef" in item else item
