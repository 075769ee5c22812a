"""Addresses that no pod reaches: of the pod itself, of one pod that is replaced, of a Service in another namespace."""

import re
from collections.abc import Iterator
from contextlib import suppress
from ipaddress import ip_address
from operator import attrgetter
from typing import Final, NamedTuple

from pulsarfn.analysis.lint.stream import Finding, Stream, finding, given
from pulsarfn.component.giver import giver
from pulsarfn.diagnostics import lint_codes as codes
from pulsarfn.diagnostics.problem import Path
from pulsarfn.kubernetes.identity import Identity, identity_of
from pulsarfn.patterns import pattern
from pulsarfn.pipeline.expanded import ExpandedComponent
from pulsarfn.provenance import origins_of
from pulsarfn.values import Value, sequence, value_at

_IN_CONFIG: Final = ("userConfig", "configs", "jar", "py", "go", "archive", "transformFunction")
_HOST: Final = pattern(r"(?:^|//|[@,;\"'])\s{0,9}(\[[\da-fA-F:.]+\]|[\w.-]+)(:\d{1,5})?(?=$|[/,;?\s\"'])", re.ASCII)
_ONE_POD: Final = pattern(r"\d+-\d+-\d+-\d+\.[\w-]+\.pod(?:\.[\w.-]+)?", re.ASCII)
_SERVICE_NAME: Final = pattern(r"[a-z](?:[a-z\d-]*[a-z\d])?", re.ASCII)
_POD_NETWORKS: Final = ("10.244.", "10.42.")
"""The beginnings of pods' addresses in clusters as kubeadm, kind and minikube, and as k3s and RKE2, set them up."""


class _Host(NamedTuple):
    """A host in a value; `is_address`: what surrounds it says that it is one."""

    name: str
    is_address: bool


def check(stream: Stream) -> Iterator[Finding]:
    """Check the URLs of the worker config and the texts in configs."""
    services: dict[str, set[str]] = {}
    for each in filter(_is_service, stream.held):
        services.setdefault(each.name, set()).add(each.kube_namespace)
    for component in stream.components:
        pods = _Pods(component, identity_of(component.objects.stateful_set, stream.kube_namespace), services)
        yield from _of_worker(component, pods)
        yield from _of_config(component, pods)


class _Pods(NamedTuple):
    """The pods of a component: where they look for names, and the namespaces of the Services of the stream by name."""

    component: ExpandedComponent
    identity: Identity
    services: dict[str, set[str]]

    def fault(self, host: _Host, *, broker: bool) -> tuple[str, str]:
        """Return why the pods do not reach a host, and a hint; two empty texts if they may."""
        name = host.name.strip("[]").lower().removesuffix(".")
        if name == "localhost" or _is_loopback(name) or (name in ("0.0.0.0", "::") and host.is_address):  # noqa: S104
            if _containers(self.component) > 1:
                return "", ""  # a customizer adds a container that may listen there
            return f"{host.name} is the pod itself", "write the name of a Service or a host: NAME.NAMESPACE"
        if _ONE_POD.fullmatch(name) or (_is_private(name) if broker else name.startswith(_POD_NETWORKS)):
            why = "may be the address of one pod, which changes when the pod is replaced"
            return f"{host.name} {why}", "write the name of a Service: NAME.NAMESPACE"
        elsewhere, own = self.services.get(name, set()), self.identity.kube_namespace
        if not host.is_address or not elsewhere or not own or not elsewhere.isdisjoint({own, ""}):
            return "", ""
        other = min(elsewhere)
        return (
            f"the Service {name} is in the namespace {other}, and pods in {own} do not find it by this name",
            f"write {name}.{other}",
        )


def _of_worker(component: ExpandedComponent, pods: _Pods) -> Iterator[Finding]:
    for url_of in (attrgetter("broker_url"), attrgetter("admin_url")):
        for host in _hosts(url_of(component.worker.config)):
            message, hint = pods.fault(host, broker=True)
            if message:
                place = giver(origins_of(url_of(component.traced().worker.config))[0])
                yield given(component, codes.UNREACHABLE, message, place, hint)


def _of_config(component: ExpandedComponent, pods: _Pods) -> Iterator[Finding]:
    config = component.objects.config
    for key, declared in config.FIELDS.items():
        if key not in _IN_CONFIG:
            continue
        for path, text in _texts(getattr(config, declared.name), (key,)):
            for host in _hosts(text):
                message, hint = pods.fault(host, broker=False)
                if message:
                    yield finding(component, codes.UNREACHABLE, message, path, hint, names_only=not component.is_secret)
                    break


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


def _containers(component: ExpandedComponent) -> int:
    return len(sequence(value_at(component.objects.stateful_set, ("spec", "template", "spec", "containers"))))
