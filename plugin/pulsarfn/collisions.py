"""Names that collide anywhere in the stream: two components, or a component and an object that stands there already."""

from collections.abc import Collection, Iterable, Iterator, Mapping
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


class Names:
    """Names of objects, of which little is kept, so that there may be many: one that is none of them is seldom taken for one."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        """With those names."""
        self._hashes: set[int] = set()
        self._start: bytes | None = None  # what all of them begin with, as those that Pulsar makes mostly do
        for name in names:
            self.add(name)

    def __bool__(self) -> bool:
        return bool(self._hashes)

    def __contains__(self, name: object) -> bool:
        return hash(str(name).encode()) in self._hashes

    def add(self, name: str) -> None:
        """Take one more."""
        raw = name.encode()
        self._hashes.add(hash(raw))
        if self._start is None:
            self._start = raw
        while not raw.startswith(self._start):
            self._start = self._start[:-1]

    def may_stand_in(self, raw: bytes) -> bool:
        """Whether a document may hold an object of one of the names: a cheap look at its bytes before it is parsed."""
        return (self._start or b"") in raw and any(hash(match[1]) in self._hashes for match in _NAME.finditer(raw))


def possible_identities(raw: bytes, kinds: Collection[str]) -> Iterator[Identity]:
    """The objects of those kinds that a document which cannot be read may hold, by the same look at its bytes."""
    found = _KUBE_NAMESPACE.search(raw)
    kube_namespace = found[1].decode("utf-8", "replace") if found else ""
    names = {name.decode("utf-8", "replace") for name in _NAME.findall(raw)}
    present = [kind for kind in kinds if kind.encode() in raw]
    yield from (Identity(kind, kube_namespace, name) for kind in present for name in names)


class Claimed:
    """The identities that are claimed, each with the number of the first document to do so: little for each of many.

    Two that have the same hash are taken for one here: whether they are is for `collisions` to see.

    Attributes:
        names: the names of all that is claimed.
    """

    def __init__(self) -> None:
        """With nothing claimed."""
        self.names = Names()
        self._first: dict[int, int] = {}
        self._clashing: set[int] = set()

    def add(self, claims: Iterable[Claim], document: int) -> None:
        """What a document claims."""
        for identity, _, _ in claims:
            self.names.add(identity.name)
            number = hash(identity)
            if number in self._first:
                self._clashing |= {self._first[number], document}
            else:
                self._first[number] = document

    def collides(self, other: Identity) -> bool:
        """Whether an object that stands in the stream may be claimed too."""
        first = self._first.get(hash(other))
        if first is not None:
            self._clashing.add(first)
        return first is not None

    @property
    def clashing(self) -> frozenset[int]:
        """The documents with claims that may collide with others, as far as that is known."""
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
