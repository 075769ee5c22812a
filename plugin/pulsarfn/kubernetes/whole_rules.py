"""Rules for values of Kubernetes' types whose members depend on each other.

Source: k8s.io/kubernetes pkg/apis/core/validation, release 1.36. The reasons omit the value.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, TypeAlias

from pulsarfn.diagnostics.problem import Path
from pulsarfn.kubernetes.references import CONTAINER_LISTS
from pulsarfn.kubernetes.refusal import Refusal
from pulsarfn.kubernetes.syntax import is_label_value, is_qualified, is_relative
from pulsarfn.named_tuples import NamedTuple
from pulsarfn.patterns import pattern
from pulsarfn.values import Manifest, mapping, sequence

_FIELD_OF_VARIABLE = pattern(
    r"metadata\.(name|namespace|uid|(labels|annotations)\['.+'\])|spec\.(nodeName|serviceAccountName)|status\.(hostIPs?|podIPs?)"
)
_FIELD_OF_FILE = pattern(r"metadata\.(name|namespace|uid|labels|annotations|(labels|annotations)\['.+'\])")
_RESOURCE = pattern(r"(limits|requests)\.(cpu|memory|ephemeral-storage|hugepages-.+)")


class _Choice(NamedTuple):
    """Members of a type of which one is needed, or at most one is possible."""

    members: tuple[str, ...]
    needed: bool = True


_CHOICES: Final[Mapping[str, _Choice]] = {
    "VolumeProjection": _Choice(("configMap", "downwardAPI", "secret", "serviceAccountToken"), needed=False),
    "DownwardAPIVolumeFile": _Choice(("fieldRef", "resourceFieldRef")),
    "VolumeMount": _Choice(("subPath", "subPathExpr"), needed=False),
}

_NAMED: Final[Mapping[str, str]] = {
    "ConfigMapVolumeSource": "name",
    "ConfigMapProjection": "name",
    "ConfigMapEnvSource": "name",
    "ConfigMapKeySelector": "name",
    "SecretVolumeSource": "secretName",
    "SecretProjection": "name",
    "SecretEnvSource": "name",
    "SecretKeySelector": "name",
}
"""The member of a type that Kubernetes' schema does not call required, and without which the API server refuses it."""


def of_whole(value: Manifest, type_: str, path: Path) -> Iterator[Refusal]:
    """Return the faults of a mapping of a type that no member has alone."""
    name = _NAMED.get(type_)
    if name is not None and not value.get(name):
        yield Refusal((*path, name), "is required")
    choice = _CHOICES.get(type_)
    if choice is not None:
        given = [each for each in choice.members if value.get(each)]
        if len(given) > 1:
            yield Refusal(path, f"may have only one of {' and '.join(given)}")
        elif choice.needed and not given and not any(value.get(each) is not None for each in choice.members):
            yield Refusal(path, f"needs one of {', '.join(choice.members)}")
    for why, at in _TOGETHER.get(type_, _nothing)(value):
        yield Refusal((*path, *at), why)


_Faults: TypeAlias = Iterator[tuple[str, Path]]


_GRACE = 30


def _nothing(_: Manifest) -> _Faults:
    yield from ()


def _profile(value: Manifest) -> _Faults:
    name = value.get("localhostProfile")
    if value.get("type") == "Localhost":
        if not isinstance(name, str) or not name:
            yield "is required when type is Localhost", ("localhostProfile",)
        elif not is_relative(name):
            yield "must be a relative path without '..'", ("localhostProfile",)
    elif name is not None:
        yield "can only be set when type is Localhost", ("localhostProfile",)


def _requirement(value: Manifest) -> _Faults:
    operator, values = value.get("operator"), sequence(value.get("values"))
    if operator in ("In", "NotIn") and not values:
        yield "is required when operator is In or NotIn", ("values",)
    if operator in ("Exists", "DoesNotExist") and values:
        yield "may not be set when operator is Exists or DoesNotExist", ("values",)
    if operator in ("Gt", "Lt") and len(values) != 1:
        yield "needs one item when operator is Gt or Lt", ("values",)
    for index, each in enumerate(values):
        if isinstance(each, str) and not is_label_value(each):
            yield "not a valid label value", ("values", index)


def _term(value: Manifest) -> _Faults:
    for index, each in enumerate(map(mapping, sequence(value.get("matchFields")))):
        if each.get("key") != "metadata.name":
            yield "must be metadata.name", ("matchFields", index, "key")


def _selector(value: Manifest) -> _Faults:
    for key, each in mapping(value.get("matchLabels")).items():
        if not is_qualified(key) or not is_label_value(str(each)):
            yield "not a valid label", ("matchLabels", key)


def _variable(value: Manifest) -> _Faults:
    source = mapping(value.get("valueFrom"))
    field = mapping(source.get("fieldRef")).get("fieldPath")
    if isinstance(field, str) and not _FIELD_OF_VARIABLE.fullmatch(field):
        yield "not a field that a variable can have", ("valueFrom", "fieldRef", "fieldPath")
    resource = mapping(source.get("resourceFieldRef")).get("resource")
    if isinstance(resource, str) and not _RESOURCE.fullmatch(resource):
        yield "must be a limit or request, such as limits.cpu", ("valueFrom", "resourceFieldRef", "resource")


def _file(value: Manifest) -> _Faults:
    field = mapping(value.get("fieldRef")).get("fieldPath")
    if isinstance(field, str) and not _FIELD_OF_FILE.fullmatch(field):
        yield "not a field that a file can have", ("fieldRef", "fieldPath")
    resource = mapping(value.get("resourceFieldRef"))
    if resource and not resource.get("containerName"):
        yield "is required in a volume", ("resourceFieldRef", "containerName")
    if isinstance(resource.get("resource"), str) and not _RESOURCE.fullmatch(str(resource["resource"])):
        yield "must be a limit or request, such as limits.cpu", ("resourceFieldRef", "resource")


def _service(value: Manifest) -> _Faults:
    kind = value.get("type") or "ClusterIP"
    if kind != "ClusterIP" and value.get("clusterIP") == "None":
        yield f"a headless Service cannot have the type {kind}", ("clusterIP",)
    for index, each in enumerate(map(mapping, sequence(value.get("ports")))):
        if each.get("nodePort") and kind == "ClusterIP":
            yield "may not be used with a ClusterIP Service", ("ports", index, "nodePort")


def _nodes(value: Manifest) -> _Faults:
    if not sequence(value.get("nodeSelectorTerms")):
        yield "must have at least one term", ("nodeSelectorTerms",)


def _security(value: Manifest) -> _Faults:
    added = sequence(mapping(value.get("capabilities")).get("add"))
    if value.get("allowPrivilegeEscalation") == False and "CAP_SYS_ADMIN" in added:  # noqa: E712 - null is not False
        yield "cannot be false beside the capability CAP_SYS_ADMIN", ("allowPrivilegeEscalation",)


def _repeated(values: Sequence[object]) -> Iterator[int]:
    """Return the index of each value that is there before."""
    return (index for index, each in enumerate(values) if each in values[:index])


def _pod_security(value: Manifest) -> _Faults:
    for index in _repeated([mapping(each).get("name") for each in sequence(value.get("sysctls"))]):
        yield "must be unique", ("sysctls", index, "name")


def _spread(value: Manifest) -> _Faults:
    if value.get("minDomains") is not None and value.get("whenUnsatisfiable") != "DoNotSchedule":
        yield "is for whenUnsatisfiable DoNotSchedule only", ("minDomains",)


def _exec(value: Manifest) -> _Faults:
    if not sequence(value.get("command")):
        yield "is required", ("command",)


def _pod(value: Manifest) -> _Faults:
    if not sequence(value.get("containers")):
        yield "a pod needs a container", ("containers",)
    if value.get("dnsPolicy") == "None" and not sequence(mapping(value.get("dnsConfig")).get("nameservers")):
        yield "needs nameservers in dnsConfig when it is None", ("dnsPolicy",)
    spread = [mapping(each) for each in sequence(value.get("topologySpreadConstraints"))]
    for index in _repeated([(each.get("topologyKey"), each.get("whenUnsatisfiable")) for each in spread]):
        yield "must be unique together with whenUnsatisfiable", ("topologySpreadConstraints", index, "topologyKey")
    grace = value.get("terminationGracePeriodSeconds", _GRACE)
    for kind in CONTAINER_LISTS:
        for index, container in enumerate(map(mapping, sequence(value.get(kind)))):
            for hook in ("postStart", "preStop"):
                sleep = mapping(mapping(mapping(container.get("lifecycle")).get(hook)).get("sleep"))
                seconds = sleep.get("seconds")
                if isinstance(seconds, int) and isinstance(grace, int) and seconds > grace >= 0:
                    why = f"must not be more than terminationGracePeriodSeconds, which is {grace}"
                    yield why, (kind, index, "lifecycle", hook, "sleep", "seconds")


def _container(value: Manifest) -> _Faults:
    is_privileged = bool(mapping(value.get("securityContext")).get("privileged"))
    for index, mount in enumerate(map(mapping, sequence(value.get("volumeMounts")))):
        if mount.get("mountPropagation") == "Bidirectional" and not is_privileged:
            yield "Bidirectional is for privileged containers only", ("volumeMounts", index, "mountPropagation")


def _claim(value: Manifest) -> _Faults:
    if not sequence(value.get("accessModes")):
        yield "needs an access mode", ("accessModes",)
    if "storage" not in mapping(mapping(value.get("resources")).get("requests")):
        yield "needs a request of storage", ("resources",)


_TOGETHER: Final[Mapping[str, Callable[[Manifest], _Faults]]] = {
    "SeccompProfile": _profile,
    "AppArmorProfile": _profile,
    "LabelSelectorRequirement": _requirement,
    "NodeSelectorRequirement": _requirement,
    "NodeSelectorTerm": _term,
    "LabelSelector": _selector,
    "EnvVar": _variable,
    "DownwardAPIVolumeFile": _file,
    "ExecAction": _exec,
    "NodeSelector": _nodes,
    "ServiceSpec": _service,
    "PodSecurityContext": _pod_security,
    "SecurityContext": _security,
    "TopologySpreadConstraint": _spread,
    "PodSpec": _pod,
    "Container": _container,
    "PersistentVolumeClaimSpec": _claim,
}
