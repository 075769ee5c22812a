"""The faults of a NetworkPolicy for which the API server would refuse it.

Source: k8s.io/kubernetes pkg/apis/networking/validation, release 1.36.
"""

from collections.abc import Iterator
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Final, TypeAlias

from pulsarfn.diagnostics.problem import Path
from pulsarfn.kubernetes.pod_refusals import of_type
from pulsarfn.kubernetes.refusal import Refusal
from pulsarfn.kubernetes.syntax import is_label_value, is_port_name, is_qualified
from pulsarfn.values import Manifest, Value, mapping, sequence

_TYPES: Final = ("Egress", "Ingress")
_OPERATORS: Final = ("DoesNotExist", "Exists", "In", "NotIn")
_MOST_PORT = 65535

_Network: TypeAlias = IPv4Network | IPv6Network


def of_network_policy(manifest: Manifest) -> Iterator[Refusal]:
    """Return the faults of a NetworkPolicy, except those of its metadata."""
    spec = mapping(manifest.get("spec"))
    yield from of_type(spec, "NetworkPolicySpec", ("spec",))
    for index, each in enumerate(sequence(spec.get("policyTypes"))):
        if each not in _TYPES:
            why = f"must be one of {', '.join(_TYPES)}"
            yield Refusal(("spec", "policyTypes", index), why, str(each), known=_TYPES)
    for direction, peers in (("ingress", "from"), ("egress", "to")):
        for index, rule in enumerate(map(mapping, sequence(spec.get(direction)))):
            path: Path = ("spec", direction, index)
            for number, port in enumerate(map(mapping, sequence(rule.get("ports")))):
                yield from _port(port, (*path, "ports", number))
            for number, peer in enumerate(map(mapping, sequence(rule.get(peers)))):
                yield from _peer(peer, (*path, peers, number))


def _port(port: Manifest, path: Path) -> Iterator[Refusal]:
    first, last = port.get("port"), port.get("endPort")
    if isinstance(first, str) and not is_port_name(first):
        yield Refusal((*path, "port"), "the name of a port has lower case letters, digits and '-', at most 15", first)
    for key, number in (("port", first), ("endPort", last)):
        if isinstance(number, int) and not 0 < number <= _MOST_PORT:
            yield Refusal((*path, key), f"must be between 1 and {_MOST_PORT}, inclusive", str(number))
    if isinstance(last, int) and not isinstance(first, int):
        yield Refusal((*path, "endPort"), "needs a number as `port`", str(last))
    elif isinstance(last, int) and isinstance(first, int) and last < first:
        why = "must be greater than or equal to `port`"
        yield Refusal((*path, "endPort"), why, str(last), against=(*path, "port"))


def _peer(peer: Manifest, path: Path) -> Iterator[Refusal]:
    if not peer:
        yield Refusal(path, "must specify a peer: podSelector, namespaceSelector or ipBlock")
    if "ipBlock" in peer and len(peer) > 1:
        yield Refusal(path, "may not specify both ipBlock and another peer")
    for key in ("podSelector", "namespaceSelector"):
        yield from of_selector(mapping(peer.get(key)), (*path, key))
    block = mapping(peer.get("ipBlock"))
    whole = _network(block.get("cidr"))
    if "cidr" in block and whole is None:
        yield Refusal((*path, "ipBlock", "cidr"), "must be a CIDR such as 10.9.8.0/24", str(block["cidr"]))
    for index, each in enumerate(sequence(block.get("except"))):
        part, where = _network(each), (*path, "ipBlock", "except", index)
        if part is None:
            yield Refusal(where, "must be a CIDR such as 10.9.8.0/24", str(each))
        elif whole is not None and not _is_within(part, whole):
            yield Refusal(where, f"must be a strict subset of {whole}", str(each))


def _network(text: Value) -> _Network | None:
    """Return the network of a CIDR; None if it is none. Before 1.36 bits after the prefix are not refused."""
    if not str(text).rpartition("/")[2].isdecimal():
        return None
    try:
        return ip_network(str(text), strict=False)
    except ValueError:
        return None


def _is_within(part: _Network, whole: _Network) -> bool:
    if isinstance(part, IPv4Network) and isinstance(whole, IPv4Network):
        return part != whole and part.subnet_of(whole)
    if isinstance(part, IPv6Network) and isinstance(whole, IPv6Network):
        return part != whole and part.subnet_of(whole)
    return False


def of_selector(selector: Manifest, path: Path) -> Iterator[Refusal]:
    """Return the faults of a label selector."""
    for key, value in mapping(selector.get("matchLabels")).items():
        where: Path = (*path, "matchLabels", key)
        if not is_qualified(key):
            yield Refusal(where, "not a valid label key", key, at_key=True)
        if not is_label_value(str(value)):
            yield Refusal(where, "not a valid label value", str(value))
    for index, each in enumerate(map(mapping, sequence(selector.get("matchExpressions")))):
        where = (*path, "matchExpressions", index)
        key, operator = str(each.get("key") or ""), each.get("operator")
        if key and not is_qualified(key):
            yield Refusal((*where, "key"), "not a valid label key", key)
        if operator not in _OPERATORS:
            why = f"must be one of {', '.join(_OPERATORS)}"
            yield Refusal((*where, "operator"), why, str(operator or ""), known=_OPERATORS)
        elif bool(each.get("values")) != (operator in ("In", "NotIn")):
            needs = "needs" if operator in ("In", "NotIn") else "has no"
            yield Refusal(where, f"the operator {operator} {needs} values")
