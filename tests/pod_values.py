"""Objects with one odd value: a member of Kubernetes' own types that is set to a value of its type which may be refused."""

import copy
from collections.abc import Iterator
from random import Random

from pulsarfn.kubernetes.types import Member, members_of

_TEXTS = (
    *("", "a", "A_b", "a-b", "a.b", "-a", "a-", "a b", "a/b", "/a", "../a", "a:b", "a=b", "a,b", "é", "x" * 64),
    *("x" * 254, "a" * 15, "a" * 16, "1", "0", "-1", "10%", "http", "TCP", "Always", "None", "true", "10.0.0.1", "::1", "::/0"),
    *("10.0.0.0/8", "a.example/b", "$(A)", "metadata.name", "limits.cpu", "kubernetes.io/hostname", "kubernetes.io/x"),
)  # fmt: skip
_NUMBERS = (0, 1, -1, 2, 100, 101, 511, 512, 3600, 3601, 65535, 65536, 2**31 - 1)
_QUANTITIES = ("0", "1", "-1", "100m", "1Mi", "1.5", "1e3", 2)


def value_of(member: Member, random: Random, depth: int = 0) -> object:
    """A value of the member's type."""
    if member.enum:
        return random.choice(member.enum)
    if member.type.startswith("[]"):
        inner = Member(member.type.removeprefix("[]"))
        return [value_of(inner, random, depth + 1) for _ in range(random.choice((0, 1, 1, 2)))]
    if member.type.startswith("{}"):
        inner = Member(member.type.removeprefix("{}"))
        return {random.choice(_TEXTS): value_of(inner, random, depth + 1) for _ in range(random.choice((0, 1, 1, 2)))}
    members = members_of(member.type)
    if members is not None:
        return {key: value_of(each, random, depth + 1) for key, each in _some(members, random, depth)}
    return _scalar(member.type, random)


def _some(members, random: Random, depth: int) -> Iterator[tuple[str, Member]]:
    others = sorted(key for key, each in members.items() if not each.required)
    chosen = random.sample(others, min(len(others), random.choice((0, 1, 1, 2)))) if depth < 5 else ()
    return ((key, each) for key, each in members.items() if each.required or key in chosen)


def _scalar(type_: str, random: Random) -> object:
    if type_ == "boolean":
        return random.choice((True, False))
    if type_ in ("int32", "int64", "integer"):
        return random.choice(_NUMBERS)
    if type_ == "Quantity":
        return random.choice(_QUANTITIES)
    return random.choice((*_TEXTS, *_NUMBERS)) if type_ == "IntOrString" else random.choice(_TEXTS)


def with_one_odd_value(manifest, random: Random, roots):
    """A copy of an object with one member set, and the path of that member; it is at or below one of the roots."""
    result = copy.deepcopy(manifest)
    places = [
        (holder, key, member, path)
        for root, type_ in roots
        for holder, key, member, path in _places(_at(result, root), type_, root)
    ]
    holder, key, member, path = random.choice(places)
    holder[key] = value_of(member, random)
    return result, path


def _at(value, path):
    for step in path:
        value = value[step]
    return value


def _places(value, type_: str, path) -> Iterator[tuple[dict, str, Member, tuple]]:
    members = members_of(type_)
    if members is None:
        return
    for key, member in members.items():
        yield value, key, member, (*path, key)
        inner = member.type.removeprefix("[]").removeprefix("{}")
        found = value.get(key)
        each = (
            found.items()
            if isinstance(found, dict) and member.type.startswith("{}")
            else enumerate(found)
            if isinstance(found, list)
            else ()
        )
        if isinstance(found, dict) and not member.type.startswith("{}"):
            yield from _places(found, inner, (*path, key))
        for step, item in each:
            if isinstance(item, dict):
                yield from _places(item, inner, (*path, key, step))
