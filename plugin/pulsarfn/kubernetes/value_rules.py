"""Rules for the values of members of Kubernetes' types, wherever a value of the type is.

Source: k8s.io/kubernetes pkg/apis/core/validation, release 1.36. The reasons omit the value.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Final, TypeAlias

from pulsarfn.diagnostics.problem import Path
from pulsarfn.kubernetes.refusal import Refusal
from pulsarfn.kubernetes.syntax import is_dns_subdomain, is_port_name, is_qualified, is_relative
from pulsarfn.kubernetes.types import Member, members_of
from pulsarfn.kubernetes.whole_rules import of_whole
from pulsarfn.patterns import pattern
from pulsarfn.values import Value

_Rule: TypeAlias = Callable[[Value], str]
"""Return the reason why a value is refused; empty if it is not."""

_ID = 2**31 - 1
_MOST_PORT = 65535
_IP = pattern(
    r"(?P<v4>(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(\.(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)){3})|[0-9a-fA-F:]*:[0-9a-fA-F:.]*"
)
_HEADER = pattern(r"[-A-Za-z0-9]+")
_PREFIX = pattern(r"[ -<>-~]+")
_PERCENT = pattern(r"0*(100|[1-9][0-9]?)%")
_SYSCTL = pattern(r"(?=.{1,253}\Z)([a-z0-9]([-_a-z0-9]*[a-z0-9])?[./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?")


def _between(least: int, most: int, words: str = "") -> _Rule:
    def rule(value: Value) -> str:
        is_in = not isinstance(value, int) or least <= value <= most
        return "" if is_in else words or f"must be between {least} and {most}"

    return rule


def _one_of(*allowed: str) -> _Rule:
    return lambda value: "" if value in allowed else f"must be one of {', '.join(filter(None, allowed))}"


def _text(is_valid: Callable[[str], object], words: str) -> _Rule:
    return lambda value: "" if not isinstance(value, str) or is_valid(value) else words


def _is_path_of_file(path: str) -> bool:
    return is_relative(path) and not path.startswith("..")


def _is_ip(text: str) -> bool:
    from ipaddress import ip_address  # noqa: PLC0415 - few objects have one

    try:
        return bool(_IP.fullmatch(text)) and bool(ip_address(text))
    except ValueError:
        return False


_NOT_EMPTY = _text(bool, "must not be empty")
_SUBDOMAIN = _text(is_dns_subdomain, "must have lower case letters, digits, '-' and '.' only")
_QUALIFIED = _text(is_qualified, "must have letters, digits, '-', '_' and '.', after an optional domain and '/'")
_KEY = _text(pattern(r"(?!\.\.)[-._a-zA-Z0-9]{1,253}").fullmatch, "must have letters, digits, '-', '_' and '.' only")
_MODE = _between(0, 0o777, "must be a file mode between 0 and 0777 octal (511 decimal)")
_RELATIVE = _text(is_relative, "must be a relative path without '..'")
_FILE = _text(_is_path_of_file, "must be a relative path without '..'")
_ADDRESS = _text(_is_ip, "must be an IP address")
_AMOUNT = _text(lambda text: not text.startswith("-"), "must be greater than or equal to 0")
_USER = _between(0, _ID)
_PORT = _between(1, _MOST_PORT)
_NOT_NEGATIVE = _between(0, _ID, "must be greater than or equal to 0")


def _target(value: Value) -> str:
    if isinstance(value, int):
        return _PORT(value)
    return "" if isinstance(value, str) and is_port_name(value) else "must be a port's number or name"


def _unavailable(value: Value) -> str:
    if isinstance(value, int):
        return "" if value > 0 else "must be at least 1"
    return "" if _PERCENT.fullmatch(str(value)) else "must be a number or a percentage from 1% to 100%"


_RULES: Final[Mapping[str, _Rule]] = {
    **{f"{each}.defaultMode": _MODE for each in ("ConfigMapVolumeSource", "SecretVolumeSource", "ProjectedVolumeSource")},
    "DownwardAPIVolumeSource.defaultMode": _MODE,
    "KeyToPath.mode": _MODE,
    "DownwardAPIVolumeFile.mode": _MODE,
    "KeyToPath.key": _NOT_EMPTY,
    "KeyToPath.path": _FILE,
    "DownwardAPIVolumeFile.path": _FILE,
    "ServiceAccountTokenProjection.path": _FILE,
    "ServiceAccountTokenProjection.expirationSeconds": _between(600, 2**32, "must be at least 600"),
    "PersistentVolumeClaimVolumeSource.claimName": _NOT_EMPTY,
    "HostPathVolumeSource.path": _text(
        lambda path: path and ".." not in path.split("/"), "must be a path without '..'"
    ),
    "VolumeMount.recursiveReadOnly": _one_of("Disabled", "Enabled", "IfPossible"),
    "VolumeMount.subPathExpr": _text(
        lambda path: not path.startswith("/") and ".." not in path.split("/"), "must be a relative path without '..'"
    ),
    "LabelSelectorRequirement.operator": _one_of("In", "NotIn", "Exists", "DoesNotExist"),
    "LabelSelectorRequirement.key": _QUALIFIED,
    "NodeSelectorRequirement.key": _QUALIFIED,
    "RollingUpdateStatefulSetStrategy.partition": _NOT_NEGATIVE,
    "RollingUpdateStatefulSetStrategy.maxUnavailable": _unavailable,
    "EnvFromSource.prefix": _text(lambda text: not text or _PREFIX.fullmatch(text), "must have printable ASCII characters without '='"),
    "TopologySpreadConstraint.minDomains": _between(1, _ID, "must be greater than zero"),
    "PodSecurityContext.runAsUser": _USER,
    "PodSecurityContext.runAsGroup": _USER,
    "PodSecurityContext.fsGroup": _USER,
    "PodSecurityContext.supplementalGroups[]": _USER,
    "PodSecurityContext.seLinuxChangePolicy": _one_of("MountOption", "Recursive"),
    "SecurityContext.runAsUser": _USER,
    "SecurityContext.runAsGroup": _USER,
    "ConfigMapEnvSource.name": _SUBDOMAIN,
    "SecretEnvSource.name": _SUBDOMAIN,
    "HTTPGetAction.path": _NOT_EMPTY,
    "HTTPHeader.name": _text(_HEADER.fullmatch, "must be the name of an HTTP header: letters, digits and '-'"),
    "SleepAction.seconds": _between(0, 2**63, "must be greater than or equal to 0"),
    "ContainerPort.hostPort": _between(0, _MOST_PORT, "must be between 1 and 65535"),
    "ContainerResizePolicy.resourceName": _one_of("cpu", "memory"),
    "ContainerResizePolicy.restartPolicy": _one_of("NotRequired", "RestartContainer"),
    "VolumeDevice.devicePath": _NOT_EMPTY,
    "HostAlias.ip": _ADDRESS,
    "HostAlias.hostnames[]": _SUBDOMAIN,
    "PodDNSConfig.nameservers[]": _ADDRESS,
    "PodDNSConfigOption.name": _NOT_EMPTY,
    "PodSpec.restartPolicy": _one_of("Always"),
    "PodSpec.nodeName": _text(lambda text: not text or is_dns_subdomain(text), "must be the name of a node"),
    "PodSpec.activeDeadlineSeconds": lambda _: "is not allowed in a StatefulSet",
    "PodSpec.ephemeralContainers": lambda value: "is not allowed in a StatefulSet" if value else "",
    "PodSpec.schedulerName": _NOT_EMPTY,
    "PodSpec.runtimeClassName": _NOT_EMPTY,
    "Container.restartPolicy": _one_of("Always", "Never", "OnFailure"),
    "EmptyDirVolumeSource.sizeLimit": _AMOUNT,
    "PersistentVolumeClaimSpec.accessModes[]": _one_of(
        *("ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod")
    ),
    "PersistentVolumeClaimSpec.storageClassName": _text(
        lambda text: not text or is_dns_subdomain(text), "must have lower case letters, digits, '-' and '.' only"
    ),
    "TopologySpreadConstraint.topologyKey": _NOT_EMPTY,
    "TopologySpreadConstraint.matchLabelKeys[]": _QUALIFIED,
    "Sysctl.name": _text(_SYSCTL.fullmatch, "must be the name of a kernel parameter, such as net.core.somaxconn"),
    "PodOS.name": _one_of("linux", "windows"),
    "PodReadinessGate.conditionType": _QUALIFIED,
    "PodSchedulingGate.name": _QUALIFIED,
    "ObjectFieldSelector.apiVersion": _one_of("", "v1"),
    "SecretKeySelector.key": _KEY,
    "SecretKeySelector.name": _SUBDOMAIN,
    "ConfigMapKeySelector.key": _KEY,
    "ConfigMapKeySelector.name": _SUBDOMAIN,
    "ServicePort.appProtocol": _QUALIFIED,
    "ServicePort.targetPort": _target,
}  # fmt: skip


def of_values(value: Value, type_: str, path: Path) -> Iterator[Refusal]:
    """Return the faults of a value of a type, and of all values in it."""
    members = members_of(type_)
    if members is None or not isinstance(value, dict):
        return
    yield from of_whole(value, type_, path)
    for key, each in value.items():
        if key in members and each is not None:
            where: Path = (*path, key)
            yield from _by_rule(each, f"{type_}.{key}", where)
            yield from _inside(each, members[key], f"{type_}.{key}[]", where)


def _by_rule(value: Value, name: str, path: Path) -> Iterator[Refusal]:
    why = _RULES[name](value) if name in _RULES else ""
    if why:
        yield Refusal(path, why)


def _inside(value: Value, member: Member, name: str, path: Path) -> Iterator[Refusal]:
    if not isinstance(value, list):
        yield from of_values(value, member.type, path)
        return
    inner = member.type.removeprefix("[]")
    for index, each in enumerate(value):
        yield from _by_rule(each, name, (*path, index))
        yield from of_values(each, inner, (*path, index))
