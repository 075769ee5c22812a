"""Addresses that no pod reaches: of the pod itself, of one pod that is replaced, of a Service in another namespace."""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from ipaddress import ip_address
from operator import attrgetter
from typing import Final

from pulsarfn.analysis.lint.stream import Finding, Stream, finding, given
from pulsarfn.component.giver import giver
from pulsarfn.diagnostics import lint_codes as codes
from pulsarfn.diagnostics.problem import Path
from pulsarfn.kubernetes.identity import Identity, identity_of
from pulsarfn.named_tuples import NamedTuple
from pulsarfn.patterns import pattern
from pulsarfn.pipeline.expanded import ExpandedComponent, PlacedComponent
from pulsarfn.provenance import origins_of
from pulsarfn.values import Value, sequence, value_at
from pulsarfn.worker.providers import Worker

_IN_CONFIG: Final = ("userConfig", "configs", "jar", "py", "go", "archive", "transformFunction")
_HOST: Final = pattern(r"(?:^|//|[@,;\"'])\s{0,9}(\[[\da-fA-F:.]+\]|[\w.-]+)(:\d{1,5})?(?=$|[/,;?\s\"'])", re.ASCII)
_ONE_POD: Final = pattern(r"\d+-\d+-\d+-\d+\.[\w-]+\.pod(?:\.[\w.-]+)?", re.ASCII)
_SERVICE_NAME: Final = pattern(r"[a-z](?:[a-z\d-]*[a-z\d])?", re.ASCII)
_CONTAINERS: Final[Path] = ("spec", "template", "spec", "containers")
_POD_NETWORKS: Final = ("10.244.", "10.42.")
"""The beginnings of pods' addresses in clusters as kubeadm, kind and minikube, and as k3s and RKE2, set them up."""


class _Host(NamedTuple):
    """A host in a value; `is_address`: what surrounds it says that it is one."""

    name: str
    is_address: bool

    @property
    def plain(self) -> str:
        """The name in its usual spelling."""
        return self.name.strip("[]").lower().removesuffix(".")


class Pods(NamedTuple):
    """What is kept of the pods of a component.

    Attributes:
        worker: the function worker, whose URLs they call.
        kube_namespace: their namespace, where they look for names.
        alone: whether they have one container; another one may listen at the address of the pod itself.
        hosts: the hosts that may be out of reach, in each text of the config that names one, with its path.
    """

    worker: Worker
    kube_namespace: str
    alone: bool
    hosts: tuple[tuple[Path, tuple[_Host, ...]], ...]


def keep(component: ExpandedComponent) -> Pods:
    """Keep the hosts that the pods may not reach."""
    stateful_set = component.objects.stateful_set
    namespace = identity_of(stateful_set, component.surroundings.kube_namespace).kube_namespace
    alone = len(sequence(value_at(stateful_set, _CONTAINERS))) <= 1
    named = ((path, tuple(filter(_is_worth_a_look, _hosts(text)))) for path, text in _texts_of(component))
    return Pods(component.worker, namespace, alone, tuple(each for each in named if each[1]))


def check(stream: Stream, kept: Sequence[Pods]) -> Iterator[Finding]:
    """Check the URLs of the worker config and the texts in configs."""
    services: dict[str, set[str]] = {}
    for each in filter(_is_service, stream.held):
        services.setdefault(each.name, set()).add(each.kube_namespace)
    for component, pods in zip(stream.components, kept, strict=True):
        looking = _Lookups(pods, services)
        yield from _of_worker(component, looking)
        yield from _of_config(component, looking)


class _Lookups(NamedTuple):
    """Pods that look for a host, and the namespaces of the Services of the stream by name."""

    pods: Pods
    services: dict[str, set[str]]

    def fault(self, host: _Host, *, broker: bool) -> tuple[str, str]:
        """Return why the pods do not reach a host, and a hint; two empty texts if they may."""
        name = host.plain
        if name == "localhost" or _is_loopback(name) or (name in ("0.0.0.0", "::") and host.is_address):  # noqa: S104
            if not self.pods.alone:
                return "", ""  # a customizer adds a container that may listen there
            return f"{host.name} is the pod itself", "write the name of a Service or a host: NAME.NAMESPACE"
        if _ONE_POD.fullmatch(name) or (_is_private(name) if broker else name.startswith(_POD_NETWORKS)):
            why = "may be the address of one pod, which changes when the pod is replaced"
            return f"{host.name} {why}", "write the name of a Service: NAME.NAMESPACE"
        elsewhere, own = self.services.get(name, set()), self.pods.kube_namespace
        if not host.is_address or not elsewhere or not own or not elsewhere.isdisjoint({own, ""}):
            return "", ""
        other = min(elsewhere)
        return (
            f"the Service {name} is in the namespace {other}, and pods in {own} do not find it by this name",
            f"write {name}.{other}",
        )


def _of_worker(component: PlacedComponent, looking: _Lookups) -> Iterator[Finding]:
    worker = looking.pods.worker
    for url_of in (attrgetter("broker_url"), attrgetter("admin_url")):
        for host in _hosts(url_of(worker.config)):
            message, hint = looking.fault(host, broker=True)
            if message:
                place = giver(origins_of(url_of(worker.traced.config))[0])
                yield given(component, codes.UNREACHABLE, message, place, hint)


def _of_config(component: PlacedComponent, looking: _Lookups) -> Iterator[Finding]:
    for path, hosts in looking.pods.hosts:
        faults = (looking.fault(host, broker=False) for host in hosts)
        message, hint = next((each for each in faults if each[0]), ("", ""))
        if message:
            yield finding(component, codes.UNREACHABLE, message, path, hint, names_only=not component.is_secret)


def _texts_of(component: ExpandedComponent) -> Iterator[tuple[Path, str]]:
    config = component.objects.config
    for key, declared in config.FIELDS.items():
        if key in _IN_CONFIG:
            yield from _texts(getattr(config, declared.name), (key,))


def _texts(value: Value, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, member in value.items():
            yield from _texts(member, (*path, key))
    elif isinstance(value, list):
        for index, member in enumerate(value):
            yield from _texts(member, (*path, index))


def _hosts(text: str) -> Iterator[_Host]:
    """Return the hosts that a text names: the whole text, a list of them, or what follows ``//`` or ``@``."""
    for match in _HOST.finditer(text):
        yield _Host(match[1], bool(match[2]) or match[0].startswith(("//", "@")))


def _is_worth_a_look(host: _Host) -> bool:
    """Whether pods may not reach a host: it is a short name, or an address in numbers."""
    name = host.plain
    return name == "localhost" or not name[:1].isalpha() or (host.is_address and "." not in name)


def _is_service(identity: Identity) -> bool:
    return (identity.group, identity.kind) == ("", "Service") and _SERVICE_NAME.fullmatch(identity.name) is not None


def _is_loopback(name: str) -> bool:
    with suppress(ValueError):
        return ip_address(name).is_loopback
    return False


def _is_private(name: str) -> bool:
    with suppress(ValueError):
        return ip_address(name).is_private
    return False
