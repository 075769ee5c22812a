"""Names that collide anywhere in the stream: two components, or a component and an object that stands there already."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from pulsarfn import codes
from pulsarfn.diagnostics import Location, Path, Problem
from pulsarfn.locate import Locator, Place
from pulsarfn.manifest import Value, mapping
from pulsarfn.patterns import pattern

_NAME = pattern(rb"name[\"']?\s*:\s*(?:[&!]\S*\s+)*[\"']?([^\s\"',{}#]+)")
_KUBE_NAMESPACE = pattern(rb"namespace[\"']?\s*:\s*[\"']?([^\s\"',{}#]+)")


class Identity(NamedTuple):
    """What no two objects may share."""

    kind: str
    kube_namespace: str
    name: str

    def __str__(self) -> str:
        """``Kind namespace/name``, as kubectl's messages have it."""
        return f"{self.kind} {self.kube_namespace}/{self.name}" if self.kube_namespace else f"{self.kind} {self.name}"


class Claim(NamedTuple):
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


def holds_one_of(names: Iterable[str]) -> Callable[[bytes], bool]:
    """Whether a document may hold an object of one of those names: a cheap look at the bytes before it is parsed."""
    wanted = frozenset(name.encode() for name in names)
    common = _common_start(wanted)
    return lambda raw: common in raw and any(match[1] in wanted for match in _NAME.finditer(raw))


def _common_start(names: Collection[bytes]) -> bytes:
    """What all of the names begin with, as it is mostly the case with those that Pulsar makes."""
    first, last = min(names, default=b""), max(names, default=b"")
    length = next((at for at, pair in enumerate(zip(first, last, strict=False)) if pair[0] != pair[1]), len(first))
    return first[:length]


def possible_identities(raw: bytes, kinds: Collection[str]) -> Iterator[Identity]:
    """The objects of those kinds that a document which cannot be read may hold, by the same look at its bytes."""
    found = _KUBE_NAMESPACE.search(raw)
    kube_namespace = found[1].decode("utf-8", "replace") if found else ""
    names = {name.decode("utf-8", "replace") for name in _NAME.findall(raw)}
    present = [kind for kind in kinds if kind.encode() in raw]
    yield from (Identity(kind, kube_namespace, name) for kind in present for name in names)


class Claimed:
    """The identities that are claimed, each with the number of the first document to do so: little for each of many."""

    def __init__(self) -> None:
        """With nothing claimed."""
        self._first: dict[Identity, int] = {}
        self._clashing: set[int] = set()

    def __bool__(self) -> bool:
        return bool(self._first)

    def add(self, claims: Iterable[Claim], document: int) -> None:
        """What a document claims."""
        for claim in claims:
            if claim.identity in self._first:
                self._clashing |= {self._first[claim.identity], document}
            else:
                self._first[claim.identity] = document

    @property
    def names(self) -> Iterable[str]:
        """The names of all that is claimed."""
        return (identity.name for identity in self._first)

    def collides(self, other: Identity) -> bool:
        """Whether an object that stands in the stream is claimed too."""
        if other in self._first:
            self._clashing.add(self._first[other])
        return other in self._first

    @property
    def clashing(self) -> frozenset[int]:
        """The documents with claims that collide with others, as far as that is known."""
        return frozenset(self._clashing)


def collisions(
    claims: Iterable[Claim], others: Iterable[tuple[Identity, Place, Path]], locator: Locator
) -> Iterator[tuple[Problem, Place]]:
    """Each claim on an identity that was claimed before, with the place of the config to blame.

    The `others` are objects of the stream, each with the document in which it stands, and where in there.
    """
    taken: dict[Identity, tuple[str, Place, Path]] = {}
    for identity, place, path in others:
        taken.setdefault(identity, (f"an object of the stream ({place.resource})", place, (*path, "metadata", "name")))
    told: set[tuple[int, int]] = set()
    for claim in claims:
        owner, place, path = taken.setdefault(claim.identity, (claim.owner, claim.place, ("name",)))
        if place is claim.place and owner == claim.owner:
            continue
        pair = (id(place), id(claim.place))
        if pair in told:
            continue
        told.add(pair)
        where = locator.locate(Problem(codes.NAME_COLLISION, "", path), place).location
        yield _problem(claim, owner, where), claim.place


def _problem(claim: Claim, owner: str, where: Location) -> Problem:
    return Problem(
        codes.NAME_COLLISION,
        f"{claim.identity} of {claim.owner} is also the name for {owner} at {where}",
        ("name",),
        "rename one of them, or give one a jobName in customRuntimeOptions",
    )
