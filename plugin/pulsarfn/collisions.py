"""Names that collide anywhere in the stream: two components, or a component and an object that stands there already."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pulsarfn import codes
from pulsarfn.diagnostics import Problem
from pulsarfn.locate import Locator, Place
from pulsarfn.manifest import Value, mapping, sequence

_NAME = re.compile(rb"name[\"']?\s*:\s*[\"']?([^\s\"',{}#]+)")


@dataclass(frozen=True, slots=True)
class Identity:
    """What no two objects may share."""

    kind: str
    kube_namespace: str
    name: str

    def __str__(self) -> str:
        """``Kind namespace/name``, as kubectl's messages have it."""
        return f"{self.kind} {self.kube_namespace}/{self.name}" if self.kube_namespace else f"{self.kind} {self.name}"


@dataclass(frozen=True, slots=True)
class Claim:
    """A generated object: who it is, for whom (``function a/b/c``), and the config that asks for it."""

    identity: Identity
    owner: str
    place: Place


def identity_of(manifest: Mapping[str, Value], default_namespace: str) -> Identity:
    """The identity of an object; one without a namespace is taken to land in the default one."""
    metadata = mapping(manifest.get("metadata"))
    return Identity(
        str(manifest.get("kind")), str(metadata.get("namespace") or default_namespace), str(metadata.get("name"))
    )


def identities_in(value: Value, default_namespace: str) -> Iterator[Identity]:
    """The identities of a document: its own, or those of a List's items."""
    document = mapping(value)
    if str(document.get("kind", "")).endswith("List"):
        for item in sequence(document.get("items")):
            yield from identities_in(item, default_namespace)
    elif document:
        yield identity_of(document, default_namespace)


def may_hold(raw: bytes, names: frozenset[bytes]) -> bool:
    """Whether a document may hold an object of one of those names: a cheap look at the bytes before it is parsed."""
    return any(name in names for name in _NAME.findall(raw))


def collisions(
    claims: Iterable[Claim], others: Iterable[tuple[Identity, Place]], locator: Locator
) -> Iterator[tuple[Problem, Place]]:
    """Each claim on an identity that was claimed before, with the place of the config to blame."""
    taken: dict[Identity, tuple[str, Place]] = {}
    for identity, place in others:
        taken.setdefault(identity, (f"an object of the stream ({place.resource})", place))
    told: set[tuple[int, int]] = set()
    for claim in claims:
        earlier = taken.setdefault(claim.identity, (claim.owner, claim.place))
        owner, place = earlier
        if place is claim.place and owner == claim.owner:
            continue
        pair = (id(place), id(claim.place))
        if pair in told:
            continue
        told.add(pair)
        yield _problem(claim, owner, place, locator), claim.place


def _problem(claim: Claim, owner: str, place: Place, locator: Locator) -> Problem:
    where = locator.locate(Problem(codes.NAME_COLLISION, "", ("name",)), place).location
    inside = f" ({where.resource}{', ' + where.key if where.key else ''})" if where.resource else ""
    return Problem(
        codes.NAME_COLLISION,
        f"{claim.identity} of {claim.owner} is also the name for {owner} at {where.origin}:{where.line}{inside}",
        ("name",),
        "rename one of them, or give one a jobName in customRuntimeOptions",
    )
