"""What the Kubernetes API server, or the kubelet, would refuse in the generated objects (contract 9.2).

Only what a config, a worker config or a customizer can put there is looked at: the shape of the objects is ours.
Source: k8s.io/kubernetes pkg/apis/core/validation and k8s.io/apimachinery pkg/util/validation, release 1.36.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from pulsarfn.kubernetes.quantity import Quantity, parse
from pulsarfn.patterns import pattern
from pulsarfn.values import Manifest, Value, mapping, sequence

_DNS_LABEL = pattern(r"[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?")
_DNS_SUBDOMAIN = pattern(r"(?=.{1,253}\Z)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*")
_NAME_PART = pattern(r"([A-Za-z0-9][-A-Za-z0-9_.]{0,61})?[A-Za-z0-9]")
_LABEL_VALUE = pattern(r"(([A-Za-z0-9][-A-Za-z0-9_.]{0,61})?[A-Za-z0-9])?")
_PULL_POLICIES = ("Always", "IfNotPresent", "Never")
_OPERATORS = ("", "Exists", "Equal")
_EFFECTS = ("", "NoSchedule", "PreferNoSchedule", "NoExecute")
_PLAIN_RESOURCES = ("cpu", "memory", "ephemeral-storage")
_MAX_ANNOTATIONS = 256 * 1024

NUL = "\0"
"""What no argument of a program can hold."""


class Refusal(NamedTuple):
    """One thing that the API server would refuse: `field` of the object, `value` as it stands there, and `why`."""

    field: str
    value: str
    why: str


def refusals(manifest: Manifest) -> Iterator[Refusal]:
    """Everything that the API server would refuse in a Secret, Service or StatefulSet of ours."""
    yield from _metadata(mapping(manifest.get("metadata")), "metadata")
    if manifest.get("kind") != "StatefulSet":
        return
    spec = mapping(manifest.get("spec"))
    template = mapping(spec.get("template"))
    pod = mapping(template.get("spec"))
    yield from _metadata(mapping(template.get("metadata")), "spec.template.metadata")
    selected = mapping(mapping(spec.get("selector")).get("matchLabels"))
    labels = mapping(mapping(template.get("metadata")).get("labels"))
    for key, value in selected.items():
        if labels.get(key) != value:
            yield Refusal(
                "spec.template.metadata.labels",
                key,
                f"`selector` does not match template `labels`: it wants {key}={value}",
            )
    yield from _labels(mapping(pod.get("nodeSelector")), "spec.template.spec.nodeSelector")
    for toleration in sequence(pod.get("tolerations")):
        yield from _toleration(mapping(toleration))
    yield from _unique((mapping(each).get("name") for each in sequence(pod.get("volumes"))), "volumes[].name")
    for container in sequence(pod.get("containers")):
        yield from _container(mapping(container))


def is_dns_label(text: str) -> bool:
    """Whether `text` may name a namespace (RFC 1123 label)."""
    return bool(_DNS_LABEL.fullmatch(text))


def _metadata(metadata: Manifest, field: str) -> Iterator[Refusal]:
    namespace = metadata.get("namespace")
    if isinstance(namespace, str) and not is_dns_label(namespace):
        yield Refusal(
            f"{field}.namespace", namespace, "a namespace has lower case letters, digits and '-' only, at most 63"
        )
    name = metadata.get("name")
    if isinstance(name, str) and not _is_dns_subdomain(name):
        yield Refusal(f"{field}.name", name, "a name has lower case letters, digits, '-' and '.' only")
    yield from _labels(mapping(metadata.get("labels")), f"{field}.labels")
    annotations = mapping(metadata.get("annotations"))
    for key in annotations:
        if not _is_qualified(key.lower()):
            yield Refusal(f"{field}.annotations", key, "not a valid annotation key")
    if sum(len(key.encode()) + len(str(value).encode()) for key, value in annotations.items()) > _MAX_ANNOTATIONS:
        yield Refusal(f"{field}.annotations", "", "annotations may have 256 KiB altogether")


def _labels(labels: Manifest, field: str) -> Iterator[Refusal]:
    for key, value in labels.items():
        if not _is_qualified(key):
            yield Refusal(field, key, "not a valid label key")
        if not _is_label_value(str(value)):
            yield Refusal(
                field,
                str(value),
                "a label value has letters, digits, '-', '_' and '.', a letter or digit first and last, and at most 63 characters",
            )


@lru_cache(1024)
def _is_qualified(key: str) -> bool:
    """`IsQualifiedName`: an optional DNS prefix and ``/``, then a name of at most 63 characters."""
    prefix, slash, name = key.rpartition("/")
    return bool((not slash or _is_dns_subdomain(prefix)) and _NAME_PART.fullmatch(name))


@lru_cache(1024)
def _is_label_value(text: str) -> bool:
    return bool(_LABEL_VALUE.fullmatch(text))


@lru_cache(1024)
def _is_dns_subdomain(text: str) -> bool:
    return bool(_DNS_SUBDOMAIN.fullmatch(text))


def _toleration(toleration: Manifest) -> Iterator[Refusal]:
    field = "spec.template.spec.tolerations[]"
    key, operator, effect, value = (str(toleration.get(part) or "") for part in ("key", "operator", "effect", "value"))
    if key and not _is_qualified(key):
        yield Refusal(f"{field}.key", key, "not a valid taint key")
    if operator not in _OPERATORS:
        yield Refusal(f"{field}.operator", operator, "operator must be Exists or Equal")
    if not key and operator != "Exists":
        yield Refusal(
            f"{field}.operator",
            operator,
            'operator must be Exists when `key` is empty, which means "match all values and all keys"',
        )
    if operator == "Exists" and value:
        yield Refusal(f"{field}.value", value, "value must be empty when `operator` is 'Exists'")
    if operator != "Exists" and not _is_label_value(value):
        yield Refusal(f"{field}.value", value, "not a valid label value")
    if effect not in _EFFECTS:
        yield Refusal(f"{field}.effect", effect, f"effect must be one of {', '.join(_EFFECTS[1:])}")
    elif toleration.get("tolerationSeconds") is not None and effect != "NoExecute":
        yield Refusal(f"{field}.effect", effect, "effect must be 'NoExecute' when `tolerationSeconds` is set")


def _container(container: Manifest) -> Iterator[Refusal]:
    field = "spec.template.spec.containers[]"
    image = container.get("image")
    if not isinstance(image, str) or not image or image != image.strip():
        yield Refusal(f"{field}.image", str(image or ""), "a container needs an image, without blanks around its name")
    policy = container.get("imagePullPolicy")
    if policy not in _PULL_POLICIES:
        yield Refusal(
            f"{field}.imagePullPolicy", str(policy), f"imagePullPolicy must be one of {', '.join(_PULL_POLICIES)}"
        )
    if any(NUL in str(word) for word in sequence(container.get("command"))):
        yield Refusal(f"{field}.command", NUL, "no program can be started with one among its arguments")
    mounts = [mapping(each) for each in sequence(container.get("volumeMounts"))]
    yield from _unique((each.get("mountPath") for each in mounts), "volumeMounts[].mountPath")
    yield from _unique((mapping(each).get("name") for each in sequence(container.get("env"))), "env[].name")
    resources = mapping(container.get("resources"))
    yield from _resources(mapping(resources.get("limits")), mapping(resources.get("requests")), f"{field}.resources")


def _resources(limits: Manifest, requests: Manifest, field: str) -> Iterator[Refusal]:
    for kind, amounts in (("limits", limits), ("requests", requests)):
        for name, text in amounts.items():
            yield from _amount(name, str(text), f"{field}.{kind}")
    for name, text in requests.items():
        limit, request = parse(str(limits.get(name, ""))), parse(str(text))
        extended = _is_extended(name)
        if limit is None or request is None:
            if extended and name not in limits:
                yield Refusal(f"{field}.requests", name, f"{name} needs a limit that equals its request")
        elif request.value > limit.value:
            yield Refusal(
                f"{field}.requests",
                name,
                f"the request of {text} must be less than or equal to {name} limit of {limits[name]}",
            )
        elif extended and request.value != limit.value:
            yield Refusal(
                f"{field}.requests", name, f"the request of {text} must equal the {name} limit of {limits[name]}"
            )


def _amount(name: str, text: str, field: str) -> Iterator[Refusal]:
    if not _is_qualified(name) or (
        "/" not in name and name not in _PLAIN_RESOURCES and not name.startswith("hugepages-")
    ):
        yield Refusal(
            field, name, "not a resource that a container can have: extended resources are called domain/name"
        )
    quantity: Quantity | None = parse(text)
    if quantity is None:
        yield Refusal(field, text, f"Unable to parse numeric part of quantity: {text}")
    elif quantity.value < 0:
        yield Refusal(field, text, f"{name} must be greater than or equal to 0")
    elif _is_extended(name) and quantity.value != quantity.value.to_integral_value():
        yield Refusal(field, text, f"{name} must be an integer")


def _is_extended(name: str) -> bool:
    return "/" in name and not name.partition("/")[0].endswith("kubernetes.io")


def _unique(names: Iterable[Value], field: str) -> Iterator[Refusal]:
    seen: set[Value] = set()
    for name in names:
        if isinstance(name, str) and name in seen:
            yield Refusal(field, name, "must be unique")
        seen.add(name if isinstance(name, str) else None)
