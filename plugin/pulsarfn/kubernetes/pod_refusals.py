"""The faults of a pod beyond Pulsar's own members, for which the API server or the kubelet would refuse it (contract 9.2).

Types and required members are those of Kubernetes (`types`); the rules for their values are in
k8s.io/kubernetes pkg/apis/core/validation and pkg/apis/apps/validation, release 1.36.
"""

from collections.abc import Collection, Iterator
from typing import Final

from pulsarfn.diagnostics.problem import Path
from pulsarfn.kubernetes.references import CONTAINER_LISTS
from pulsarfn.kubernetes.refusal import Refusal
from pulsarfn.kubernetes.syntax import is_dns_label, is_dns_subdomain, is_port_name, is_qualified
from pulsarfn.kubernetes.types import Member, members_of, read
from pulsarfn.kubernetes.value_rules import of_values
from pulsarfn.patterns import pattern
from pulsarfn.values import Manifest, Value, mapping, sequence, value_at

_HANDLERS: Final = ("exec", "grpc", "httpGet", "sleep", "tcpSocket")
_ENV_NAME = pattern(r"[ -<>-~]+")
_MOST_PORT = 65535
_MOST_WEIGHT = 100
_KUBELET = "the kubelet"

_NOT_NEGATIVE: Final = {
    "PodSpec": ("terminationGracePeriodSeconds",),
    "StatefulSetSpec": ("minReadySeconds", "revisionHistoryLimit"),
    "JobSpec": ("parallelism", "completions", "backoffLimit", "activeDeadlineSeconds", "ttlSecondsAfterFinished"),
    "Probe": ("initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold", "failureThreshold"),
}


def of_spec(spec: Manifest, path: Path) -> Iterator[Refusal]:
    """Return the faults of the spec of a StatefulSet: its types, and the values beyond those of Pulsar."""
    yield from of_type(spec, "StatefulSetSpec", path)
    yield from _not_negative(spec, "StatefulSetSpec", path)
    yield from of_values(spec, "StatefulSetSpec", path)
    strategy = mapping(spec.get("updateStrategy"))
    if strategy.get("type") == "OnDelete" and strategy.get("rollingUpdate") is not None:
        yield Refusal((*path, "updateStrategy", "rollingUpdate"), "only allowed for updateStrategy 'RollingUpdate'")
    pod = mapping(mapping(spec.get("template")).get("spec"))
    claimed = {
        mapping(mapping(each).get("metadata")).get("name") for each in sequence(spec.get("volumeClaimTemplates"))
    }
    yield from _pod(pod, (*path, "template", "spec"), claimed)


def of_job(manifest: Manifest) -> Iterator[Refusal]:
    """Return the faults of a Job, except those of its metadata."""
    path: Path = ("spec", "template", "spec")
    pod, of_restarts = mapping(value_at(manifest, path)), (*path, "restartPolicy")
    yield from of_type(manifest, "Job", ())
    yield from _not_negative(mapping(manifest.get("spec")), "JobSpec", ("spec",))
    values = of_values(mapping(manifest.get("spec")), "JobSpec", ("spec",))
    yield from (each for each in values if each.path != of_restarts)  # its rule is that of a StatefulSet's pods
    if pod.get("restartPolicy") not in ("Never", "OnFailure"):
        yield Refusal(of_restarts, "must be one of Never, OnFailure")
    yield from _pod(pod, path, ())


def of_type(value: Value, type_: str, path: Path) -> Iterator[Refusal]:
    """Return the faults of a value for which it does not fit its type; a newer Kubernetes may know members that the table lacks."""
    for fault in read(value, Member(type_), complete=True).faults:
        if not fault.unknown_key:
            yield Refusal((*path, *fault.path), fault.message)


def _pod(pod: Manifest, path: Path, claimed: Collection[Value]) -> Iterator[Refusal]:
    """Return the faults of a pod; `claimed` are the names of the volumes that the StatefulSet claims for it."""
    yield from _not_negative(pod, "PodSpec", path)
    for key in ("serviceAccountName", "priorityClassName", "runtimeClassName"):
        name = pod.get(key)
        if isinstance(name, str) and name and not is_dns_subdomain(name):
            yield Refusal((*path, key), "a name has lower case letters, digits, '-' and '.' only", name)
    yield from _volumes(pod, path)
    yield from _containers(pod, path, claimed)
    yield from _affinity(mapping(pod.get("affinity")), (*path, "affinity"))
    for index, each in enumerate(map(mapping, sequence(pod.get("topologySpreadConstraints")))):
        where: Path = (*path, "topologySpreadConstraints", index)
        skew = each.get("maxSkew")
        if isinstance(skew, int) and skew < 1:
            yield Refusal((*where, "maxSkew"), "must be greater than zero")


def _topology_key(key: Value, path: Path) -> Iterator[Refusal]:
    if isinstance(key, str) and not is_qualified(key):
        yield Refusal(path, "not a valid label key", key)


def _not_negative(value: Manifest, type_: str, path: Path) -> Iterator[Refusal]:
    for key in _NOT_NEGATIVE[type_]:
        number = value.get(key)
        if isinstance(number, int) and number < 0:
            yield Refusal((*path, key), "must be greater than or equal to 0", str(number))


def _volumes(pod: Manifest, path: Path) -> Iterator[Refusal]:
    for index, volume in enumerate(map(mapping, sequence(pod.get("volumes")))):
        where: Path = (*path, "volumes", index)
        name = volume.get("name")
        if isinstance(name, str) and not is_dns_label(name):
            yield Refusal(
                (*where, "name"), "the name of a volume has lower case letters, digits and '-' only, at most 63", name
            )
        sources = volume.keys() - {"name"}
        if len(sources) > 1:
            yield Refusal(where, f"a volume has one source, not {' and '.join(sorted(sources))}")


def _containers(pod: Manifest, path: Path, claimed: Collection[Value]) -> Iterator[Refusal]:
    yield from _host_ports(pod, (*path, "containers"))
    volumes = {str(mapping(each).get("name")) for each in sequence(pod.get("volumes"))} | {*map(str, claimed)}
    seen: dict[str, Path] = {}
    for kind in CONTAINER_LISTS:
        for index, container in enumerate(map(mapping, sequence(pod.get(kind)))):
            where: Path = (*path, kind, index)
            name = str(container.get("name"))
            if not is_dns_label(name):
                yield Refusal(
                    (*where, "name"),
                    "the name of a container has lower case letters, digits and '-' only, at most 63",
                    name,
                )
            if name in seen:
                yield Refusal((*where, "name"), "must be unique among the pod's containers", name, against=seen[name])
            seen[name] = (*where, "name")
            yield from _container(container, volumes, where, is_init=kind == "initContainers")
            yield from _claims(container, pod, where)
            yield from _user(container, mapping(pod.get("securityContext")), where)


def _container(container: Manifest, volumes: set[str], path: Path, *, is_init: bool) -> Iterator[Refusal]:
    yield from _mounts(container, volumes, path)
    yield from _environment(container, path)
    is_sidecar = container.get("restartPolicy") == "Always"
    for key in ("startupProbe", "livenessProbe", "readinessProbe"):
        if key in container:
            if is_init and not is_sidecar:
                yield Refusal((*path, key), "may not be set for init containers", at_key=True)
            yield from _probe(mapping(container[key]), (*path, key), once=key != "readinessProbe")
    if is_init and not is_sidecar and "lifecycle" in container:
        yield Refusal((*path, "lifecycle"), "may not be set for init containers", at_key=True)
    for hook in ("postStart", "preStop"):
        handler = mapping(container.get("lifecycle")).get(hook)
        if handler is not None:
            yield from _handler(mapping(handler), (*path, "lifecycle", hook))
    yield from _ports(container, path)
    security = mapping(container.get("securityContext"))
    if security.get("allowPrivilegeEscalation") == False and security.get("privileged"):  # noqa: E712 - null is not False
        why = "cannot set `allowPrivilegeEscalation` to false and `privileged` to true"
        yield Refusal((*path, "securityContext", "allowPrivilegeEscalation"), why)


def _mounts(container: Manifest, volumes: set[str], path: Path) -> Iterator[Refusal]:
    for index, mount in enumerate(map(mapping, sequence(container.get("volumeMounts")))):
        where: Path = (*path, "volumeMounts", index)
        name, at = mount.get("name"), str(mount.get("mountPath") or "")
        if str(name) not in volumes:
            yield Refusal((*where, "name"), "the pod has no volume of this name", str(name))
        if ":" in at or not at:
            yield Refusal((*where, "mountPath"), "must be a path without ':'", at)
        if ".." in str(mount.get("subPath") or "").split("/") or str(mount.get("subPath") or "").startswith("/"):
            yield Refusal((*where, "subPath"), "must be a relative path without '..'")


def _user(container: Manifest, of_pod: Manifest, path: Path) -> Iterator[Refusal]:
    """Check that a container that must not run as root does not ask for root: it would not start."""
    own = mapping(container.get("securityContext"))
    both = {**of_pod, **own}
    if both.get("runAsNonRoot") and both.get("runAsUser") == 0:
        where = (*(path if "runAsUser" in own else path[:-2]), "securityContext", "runAsUser")
        yield Refusal(where, "runAsNonRoot does not let a container run as user 0", refuser=_KUBELET)


def _environment(container: Manifest, path: Path) -> Iterator[Refusal]:
    for index, variable in enumerate(map(mapping, sequence(container.get("env")))):
        where: Path = (*path, "env", index)
        name, source = str(variable.get("name") or ""), variable.get("valueFrom")
        if not _ENV_NAME.fullmatch(name):
            yield Refusal(
                (*where, "name"), "the name of a variable has printable ASCII characters without '=' only", name
            )
        if source is not None and variable.get("value"):
            yield Refusal((*where, "valueFrom"), "may not be specified when `value` is not empty")
        if source is not None and len(mapping(source)) != 1:
            yield Refusal((*where, "valueFrom"), "must have exactly one source")
    for index, each in enumerate(map(mapping, sequence(container.get("envFrom")))):
        if len(each.keys() & {"secretRef", "configMapRef"}) != 1:
            yield Refusal((*path, "envFrom", index), "must specify one of: `configMapRef` or `secretRef`")


def _probe(probe: Manifest, path: Path, *, once: bool) -> Iterator[Refusal]:
    yield from _handler(probe, path)
    yield from _not_negative(probe, "Probe", path)
    if once and probe.get("successThreshold") not in (None, 0, 1):
        yield Refusal((*path, "successThreshold"), "must be 1")
    grace = probe.get("terminationGracePeriodSeconds")
    if isinstance(grace, int) and grace < 1:
        yield Refusal((*path, "terminationGracePeriodSeconds"), "must be greater than 0")
    if path[-1] == "readinessProbe" and grace is not None:
        yield Refusal((*path, "terminationGracePeriodSeconds"), "must not be set for readinessProbes")


def _handler(value: Manifest, path: Path) -> Iterator[Refusal]:
    handlers = [each for each in _HANDLERS if value.get(each) is not None]
    if len(handlers) != 1:
        why = "must specify a handler type" if not handlers else "may not specify more than 1 handler type"
        yield Refusal(path, f"{why}: one of {', '.join(_HANDLERS)}")
    for each in ("httpGet", "tcpSocket"):
        port = mapping(value.get(each)).get("port")
        if isinstance(port, int):
            yield from _number_of_port(port, (*path, each, "port"))
        elif isinstance(port, str) and not is_port_name(port):
            yield Refusal((*path, each, "port"), "not a port's number or name", port)
    grpc = mapping(value.get("grpc")).get("port")
    if isinstance(grpc, int):
        yield from _number_of_port(grpc, (*path, "grpc", "port"))


def _ports(container: Manifest, path: Path) -> Iterator[Refusal]:
    names: set[str] = set()
    for index, each in enumerate(map(mapping, sequence(container.get("ports")))):
        port, name = each.get("containerPort"), each.get("name")
        if isinstance(name, str) and name in names:
            yield Refusal((*path, "ports", index, "name"), "must be unique among the container's ports", name)
        names.add(str(name or ""))
        if isinstance(port, int):
            yield from _number_of_port(port, (*path, "ports", index, "containerPort"))
        if isinstance(name, str) and not is_port_name(name):
            yield Refusal((*path, "ports", index, "name"), "not a valid name of a port: lower case, at most 15", name)


def _host_ports(pod: Manifest, path: Path) -> Iterator[Refusal]:
    """Check that no port of the node is taken twice: by the same address and protocol."""
    taken: dict[tuple[Value, ...], Path] = {}
    for index, container in enumerate(map(mapping, sequence(pod.get("containers")))):
        for number, each in enumerate(map(mapping, sequence(container.get("ports")))):
            where: Path = (*path, index, "ports", number, "hostPort")
            port = each.get("hostPort")
            if not isinstance(port, int) or not port:
                continue
            one = (str(each.get("protocol") or "TCP"), str(each.get("hostIP") or ""), port)
            if one in taken:
                yield Refusal(where, "must be unique among the pod's containers", str(port), against=taken[one])
            taken.setdefault(one, where)


def _claims(container: Manifest, pod: Manifest, path: Path) -> Iterator[Refusal]:
    names = {mapping(each).get("name") for each in sequence(pod.get("resourceClaims"))}
    for index, each in enumerate(map(mapping, sequence(mapping(container.get("resources")).get("claims")))):
        if isinstance(name := each.get("name"), str) and name not in names:
            yield Refusal(
                (*path, "resources", "claims", index, "name"), "the pod has no resource claim of this name", name
            )


def _number_of_port(port: int, path: Path) -> Iterator[Refusal]:
    if not 0 < port <= _MOST_PORT:
        yield Refusal(path, f"a port is between 1 and {_MOST_PORT}", str(port))


def _affinity(affinity: Manifest, path: Path) -> Iterator[Refusal]:
    preferred = "preferredDuringSchedulingIgnoredDuringExecution"
    required = "requiredDuringSchedulingIgnoredDuringExecution"
    for kind in members_of("Affinity") or {}:
        of_kind = mapping(affinity.get(kind))
        for index, term in enumerate(map(mapping, sequence(of_kind.get(preferred)))):
            weight = term.get("weight")
            if isinstance(weight, int) and not 0 < weight <= _MOST_WEIGHT:
                yield Refusal((*path, kind, preferred, index, "weight"), "must be in the range 1-100", str(weight))
            key = mapping(term.get("podAffinityTerm")).get("topologyKey")
            yield from _topology_key(key, (*path, kind, preferred, index, "podAffinityTerm", "topologyKey"))
        if isinstance(of_kind.get(required), list):
            for index, term in enumerate(map(mapping, sequence(of_kind[required]))):
                yield from _topology_key(term.get("topologyKey"), (*path, kind, required, index, "topologyKey"))


def of_ports(spec: Manifest, path: Path) -> Iterator[Refusal]:
    """Return the faults of the spec of a Service."""
    ports = [*map(mapping, sequence(spec.get("ports")))]
    yield from of_type(spec, "ServiceSpec", path)
    yield from of_values(spec, "ServiceSpec", path)
    names: set[str] = set()
    numbers: set[tuple[str, str]] = set()
    for index, each in enumerate(ports):
        where: Path = (*path, "ports", index)
        name, port = each.get("name"), each.get("port")
        number = (str(port), str(each.get("protocol") or "TCP"))
        if str(name) in names:
            yield Refusal((*where, "name"), "must be unique among the Service's ports", str(name))
        if number in numbers:
            yield Refusal((*where, "port"), "the Service has a port of this number and protocol already", str(port))
        names.add(str(name))
        numbers.add(number)
        if isinstance(port, int):
            yield from _number_of_port(port, (*where, "port"))
        if len(ports) > 1 and not (isinstance(name, str) and is_dns_label(name)):
            yield Refusal(
                (*where, "name") if name else where, "a port of several has a name, in lower case", str(name or "")
            )
