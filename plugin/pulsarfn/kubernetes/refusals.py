"""The faults of generated objects for which the API server, or the node, would refuse them (contract 9.2).

Only values that come from a config, a worker config or a customizer are checked: the rest is generated.
Source: k8s.io/kubernetes pkg/apis/core/validation and k8s.io/apimachinery pkg/util/validation, release 1.36.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from pulsarfn.diagnostics.problem import Path
from pulsarfn.kubernetes.quantity import Quantity, parse
from pulsarfn.kubernetes.references import CONTAINER_LISTS
from pulsarfn.kubernetes.refusal import LINUX, UNPRINTABLE, Refusal, and_texts, of_texts, unless_reported
from pulsarfn.kubernetes.syntax import is_dns_label, is_dns_subdomain, is_label_value, is_qualified
from pulsarfn.patterns import pattern
from pulsarfn.values import Constant, GeneratedPart, Manifest, Value, mapping, sequence

_PLAIN_POD = frozenset(("terminationGracePeriodSeconds", "tolerations", "containers", "nodeSelector", "volumes"))
_PLAIN_CONTAINER = frozenset(
    ("name", "image", "imagePullPolicy", "command", "env", "resources", "ports", "volumeMounts")
)
_PLAIN_SERVICE = frozenset(("clusterIP", "ports", "selector"))
_PLAIN_SPEC = frozenset(("serviceName", "replicas", "podManagementPolicy", "selector", "template"))
_PULL_POLICIES = ("Always", "IfNotPresent", "Never")
_OPERATORS = ("", "Exists", "Equal")
_EFFECTS = ("", "NoSchedule", "PreferNoSchedule", "NoExecute")
_PLAIN_RESOURCES = ("cpu", "memory", "ephemeral-storage")
_MAX_ANNOTATIONS = 256 * 1024

NUL = "\0"
"""The character that no argument of a program can contain."""

_BUDGET = pattern(r"[0-9]+|(100|[0-9]{1,2})%")

LONGEST = 131_071
"""The length in bytes of the longest argument of a program (Linux: MAX_ARG_STRLEN, 32 pages with the NUL at the end)."""

_SHORT = LONGEST // 4  # characters, of at most four bytes each


def of_metadata(manifest: Manifest) -> Iterator[Refusal]:
    """Return the faults of the metadata of any object."""
    yield from _metadata(mapping(manifest.get("metadata")), ("metadata",))


def of_stateful_set(manifest: Manifest) -> Iterator[Refusal]:
    """Return the faults of a StatefulSet, except those of its metadata."""
    spec = mapping(manifest.get("spec"))
    if spec.keys() <= _PLAIN_SPEC and _is_plain(mapping(mapping(spec.get("template")).get("spec"))):
        yield from _of_spec(spec)
        return
    from pulsarfn.kubernetes.pod_refusals import of_spec  # noqa: PLC0415 - for options of the pod only

    yield from and_texts(unless_reported(_of_spec(spec), of_spec(spec, ("spec",))), manifest)


def _of_spec(spec: Manifest) -> Iterator[Refusal]:
    template = mapping(spec.get("template"))
    if str(spec.get("replicas")).startswith("-"):
        yield Refusal(("spec", "replicas"), "must be greater than or equal to 0", str(spec["replicas"]))
    yield from _metadata(mapping(template.get("metadata")), ("spec", "template", "metadata"))
    selected = mapping(mapping(spec.get("selector")).get("matchLabels"))
    labels = mapping(mapping(template.get("metadata")).get("labels"))
    for key, value in () if selected == labels else selected.items():
        if labels.get(key) != value:
            why = f"`selector` does not match template `labels`: it wants {key}={value}"
            yield Refusal(("spec", "template", "metadata", "labels", key), why, str(labels.get(key, "")))
    yield from _pod(mapping(template.get("spec")), ("spec", "template", "spec"))


def of_service(manifest: Manifest) -> Iterator[Refusal]:
    """Return the faults of a Service, except those of its metadata."""
    spec = mapping(manifest.get("spec"))
    if spec.keys() <= _PLAIN_SERVICE and len(sequence(spec.get("ports"))) == 1:
        return
    from pulsarfn.kubernetes.pod_refusals import of_ports  # noqa: PLC0415 - for options of the Service only

    yield from of_ports(spec, ("spec",))


def of_budget(manifest: Manifest) -> Iterator[Refusal]:
    """Return the faults of a PodDisruptionBudget, except those of its metadata."""
    from pulsarfn.kubernetes.pod_refusals import of_type  # noqa: PLC0415 - for options of the pod only

    spec = mapping(manifest.get("spec"))
    yield from of_type(spec, "PodDisruptionBudgetSpec", ("spec",))
    if len(spec.keys() & {"minAvailable", "maxUnavailable"}) != 1:
        yield Refusal(("spec",), "a budget has either minAvailable or maxUnavailable")
    for key in spec.keys() & {"minAvailable", "maxUnavailable"}:
        amount = spec[key]
        if isinstance(amount, str) and amount.isdecimal():
            yield Refusal(("spec", key), "a number is written without quotes", amount)
        elif not _BUDGET.fullmatch(str(amount)):
            yield Refusal(("spec", key), "must be a number from 0 on, or a percentage such as 50%", str(amount))


def _is_plain(pod: Manifest) -> bool:
    """Whether a pod has only what Pulsar's runtime makes: all of that is generated, or checked when it is read."""
    containers = sequence(pod.get("containers"))
    if len(containers) != 1 or not pod.keys() <= _PLAIN_POD or pod.get("terminationGracePeriodSeconds") != 0:
        return False
    own = mapping(containers[0])
    parts = (*sequence(pod.get("volumes")), *sequence(own.get("volumeMounts")), *sequence(own.get("env")))
    return own.keys() <= _PLAIN_CONTAINER and all(isinstance(each, GeneratedPart) for each in parts)


def _pod(pod: Manifest, path: Path) -> Iterator[Refusal]:
    if "nodeSelector" in pod:
        yield from _labels(mapping(pod["nodeSelector"]), (*path, "nodeSelector"))
    for index, toleration in enumerate(sequence(pod.get("tolerations"))):
        if type(toleration) is not Constant:
            yield from _toleration(mapping(toleration), (*path, "tolerations", index))
    if "volumes" in pod:
        yield from _unique(pod["volumes"], "name", (*path, "volumes"))
        yield from of_texts(pod["volumes"], (*path, "volumes"))
    for kind in CONTAINER_LISTS:
        for index, container in enumerate(sequence(pod.get(kind))):
            yield from _container(mapping(container), (*path, kind, index))


def _metadata(metadata: Manifest, path: Path) -> Iterator[Refusal]:
    namespace = metadata.get("namespace")
    if isinstance(namespace, str) and not is_dns_label(namespace):
        why = "a namespace has lower case letters, digits and '-' only, at most 63"
        yield Refusal((*path, "namespace"), why, namespace)
    name = metadata.get("name")
    if isinstance(name, str) and not is_dns_subdomain(name):
        yield Refusal((*path, "name"), "a name has lower case letters, digits, '-' and '.' only", name)
    yield from _labels(mapping(metadata.get("labels")), (*path, "labels"))
    annotations = mapping(metadata.get("annotations"))
    if not annotations or type(annotations) is Constant:
        return
    for key in annotations:
        if not is_qualified(key.lower()):
            yield Refusal((*path, "annotations", key), "not a valid annotation key", key, at_key=True)
        yield from of_texts(str(annotations[key]), (*path, "annotations", key))
    sizes = {key: len(key.encode()) + len(str(value).encode()) for key, value in annotations.items()}
    if sum(sizes.values()) > _MAX_ANNOTATIONS:
        longest = max(sizes, key=sizes.__getitem__)
        why = f"annotations may have 256 KiB altogether, and this one has {sizes[longest]:,} bytes"
        yield Refusal((*path, "annotations", longest), why)


def _labels(labels: Manifest, path: Path) -> Iterator[Refusal]:
    if all(map(is_qualified, labels)) and all(map(is_label_value, map(str, labels.values()))):
        return
    for key, value in labels.items():
        if not is_qualified(key):
            yield Refusal((*path, key), "not a valid label key", key, at_key=True)
        if not is_label_value(str(value)):
            why = (
                "a label value has letters, digits, '-', '_' and '.', a letter or digit first and last,"
                " and at most 63 characters"
            )
            yield Refusal((*path, key), why, str(value))


def _toleration(toleration: Manifest, path: Path) -> Iterator[Refusal]:
    key, operator, effect, value = (str(toleration.get(part) or "") for part in ("key", "operator", "effect", "value"))
    if key and not is_qualified(key):
        yield Refusal((*path, "key"), "not a valid taint key", key)
    if operator not in _OPERATORS:
        yield Refusal((*path, "operator"), "operator must be Exists or Equal", operator, known=("Exists", "Equal"))
    if not key and operator != "Exists":
        why = 'operator must be Exists when `key` is empty, which means "match all values and all keys"'
        yield Refusal((*path, "operator"), why, operator)
    if operator == "Exists" and value:
        yield Refusal((*path, "value"), "value must be empty when `operator` is 'Exists'", value)
    if operator != "Exists" and not is_label_value(value):
        yield Refusal((*path, "value"), "not a valid label value", value)
    if effect not in _EFFECTS:
        why = f"effect must be one of {', '.join(_EFFECTS[1:])}"
        yield Refusal((*path, "effect"), why, effect, known=_EFFECTS[1:])
    elif toleration.get("tolerationSeconds") is not None and effect != "NoExecute":
        yield Refusal((*path, "effect"), "effect must be 'NoExecute' when `tolerationSeconds` is set", effect)


def _container(container: Manifest, path: Path) -> Iterator[Refusal]:
    image = container.get("image")
    if not isinstance(image, str) or not image or image != image.strip():
        why = "a container needs an image, without blanks around its name"
        yield Refusal((*path, "image"), why, str(image or ""))
    policy = container.get("imagePullPolicy") or ""
    if policy and policy not in _PULL_POLICIES:
        why = f"imagePullPolicy must be one of {', '.join(_PULL_POLICIES)}"
        yield Refusal((*path, "imagePullPolicy"), why, str(policy), known=_PULL_POLICIES)
    for part in ("command", "args"):
        words = [*map(str, sequence(container.get(part)))]
        text = "".join(words)
        if not text.isascii() or NUL in text or "\x7f" in text or len(text) > _SHORT:  # few are: this saves the calls
            for index, word in enumerate(words):
                yield from _argument(word, (*path, part, index))
    yield from _unique(container.get("volumeMounts"), "mountPath", (*path, "volumeMounts"))
    yield from _unique(container.get("env"), "name", (*path, "env"))
    for part in ("volumeMounts", "env"):
        yield from of_texts(container.get(part), (*path, part))
    yield from _resources(mapping(container.get("resources")), (*path, "resources"))


def refused_character(text: str) -> str:
    """Return a character that makes a text invalid as an argument; empty if there is none."""
    found = UNPRINTABLE.search(text)
    return NUL if NUL in text else found[0] if found else ""


def _argument(word: str, path: Path) -> Iterator[Refusal]:
    size = len(word.encode())
    yield from of_texts(word, path)
    if NUL in word:
        yield Refusal(path, "it has a NUL character, which no argument of a program can have", refuser=LINUX)
    if size > LONGEST:
        why = f"it has {size:,} bytes, and an argument of a program has at most {LONGEST:,}"
        yield Refusal(path, why, refuser=LINUX)


def _resources(resources: Manifest, path: Path) -> Iterator[Refusal]:
    limits, requests = mapping(resources.get("limits")), mapping(resources.get("requests"))
    if not _are_valid(_texts(limits), _texts(requests)):
        yield from _faults_of_resources(limits, requests, path)


def _texts(amounts: Manifest) -> tuple[tuple[str, str], ...]:
    return tuple((name, str(amount)) for name, amount in amounts.items())


@lru_cache(1024)
def _are_valid(limits: tuple[tuple[str, str], ...], requests: tuple[tuple[str, str], ...]) -> bool:
    """Whether limits and requests have no faults; cached, as many components have the same."""
    return not any(True for _ in _faults_of_resources(dict(limits), dict(requests), ()))


def _faults_of_resources(limits: Mapping[str, Value], requests: Mapping[str, Value], path: Path) -> Iterator[Refusal]:
    for kind, amounts in (("limits", limits), ("requests", requests)):
        for name, text in amounts.items():
            yield from _amount(name, str(text), (*path, kind, name))
    for name, text in requests.items():
        yield from _request(name, text, limits, path)


def _request(name: str, text: Value, limits: Mapping[str, Value], path: Path) -> Iterator[Refusal]:
    """Check that a request is at most its limit; the request of an extended resource must equal its limit."""
    where: Path = (*path, "requests", name)
    limit, request = parse(str(limits.get(name, ""))), parse(str(text))
    extended = _is_extended(name)
    if limit is None or request is None:
        if extended and name not in limits:
            yield Refusal(where, f"{name} needs a limit that equals its request", name)
        return
    why = ""
    if request.value > limit.value:
        why = f"the request of {text} must be less than or equal to {name} limit of {limits[name]}"
    elif extended and request.value != limit.value:
        why = f"the request of {text} must equal the {name} limit of {limits[name]}"
    if why:
        yield Refusal(where, why, against=(*path, "limits", name))


def _amount(name: str, text: str, path: Path) -> Iterator[Refusal]:
    if not is_qualified(name) or (
        "/" not in name and name not in _PLAIN_RESOURCES and not name.startswith("hugepages-")
    ):
        why = "not a resource that a container can have: extended resources are called domain/name"
        yield Refusal(path, why, name, at_key=True)
    quantity: Quantity | None = parse(text)
    if quantity is None:
        yield Refusal(path, f"Unable to parse numeric part of quantity: {text}", text)
    elif quantity.value < 0:
        yield Refusal(path, f"{name} must be greater than or equal to 0", text)
    elif _is_extended(name) and quantity.value != quantity.value.to_integral_value():
        yield Refusal(path, f"{name} must be an integer", text)


def _is_extended(name: str) -> bool:
    return "/" in name and not name.partition("/")[0].endswith("kubernetes.io")


def _unique(items: Value, key: str, path: Path) -> Iterator[Refusal]:
    """Check that no two items have the same text under `key`."""
    seen: dict[str, int] = {}
    for index, item in enumerate(sequence(items)):
        name = mapping(item).get(key)
        if isinstance(name, str) and name in seen:
            yield Refusal((*path, index, key), "must be unique", name, against=(*path, seen[name], key))
        elif isinstance(name, str):
            seen[name] = index
