"""Names that collide anywhere in the stream: two components, or a component and an object that stands there already."""

from array import array
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from pulsarfn.diagnostics import codes
from pulsarfn.diagnostics.problem import Location, Path, Problem
from pulsarfn.kubernetes.identity import Identity
from pulsarfn.patterns import pattern
from pulsarfn.stream.locate import Locator, Place

_NAME = pattern(rb"name[\"']?\s*:\s*(?:[&!]\S*\s+)*[\"']?([^\s\"',{}#]+)")
_PART = 1 << 14  # how many are compared with each other at once
_KUBE_NAMESPACE = pattern(rb"namespace[\"']?\s*:\s*[\"']?([^\s\"',{}#]+)")


COMPONENT = "component"
"""The kind of an identity that is no object's: that of a function, source or sink, by the URL of its brokers and its name."""


class Claim(NamedTuple):
    """A generated object, or the component itself: who it is, for whom (``function a/b/c``), and the config that asks for it."""

    identity: Identity
    owner: str
    place: Place


class Names:
    """Names of objects, of each of which 16 bytes are kept, so that there may be many: all are given before one is asked for.

    Some that are not among them are taken for such: an eighth.
    """

    def __init__(self, names: Iterable[str] = ()) -> None:
        """With those names."""
        self._hashes = _Hashes()
        self._start: bytes | None = None  # what all of them begin with, as those that Pulsar makes mostly do
        for name in names:
            self.add(name)

    def __bool__(self) -> bool:
        return self._start is not None

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
        return (
            self._start is not None
            and self._start in raw
            and any(hash(match[1]) in self._hashes for match in _NAME.finditer(raw))
        )


def possible_identities(raw: bytes, kinds: Collection[str]) -> Iterator[Identity]:
    """The objects of those kinds that a document which cannot be read may hold, by the same look at its bytes."""
    found = _KUBE_NAMESPACE.search(raw)
    kube_namespace = found[1].decode("utf-8", "replace") if found else ""
    names = {name.decode("utf-8", "replace") for name in _NAME.findall(raw)}
    present = [kind for kind in kinds if kind.encode() in raw]
    yield from (Identity(kind, kube_namespace, name) for kind in present for name in names)


class Claimed:
    """The identities that are claimed, of each of which 24 bytes are kept; all are claimed before one is asked for.

    What has the same hash is taken for one here: whether it is, is for `collisions` to see.

    Attributes:
        names: the names of all that is claimed.
    """

    def __init__(self) -> None:
        """With nothing claimed."""
        self.names = Names()
        self._hashes = _Hashes()
        self._documents = array("q")  # the number of the document that claims, for each hash
        self._others = set[int]()

    def add(self, claims: Iterable[Claim], document: int) -> None:
        """What a document claims."""
        for identity, _, _ in claims:
            if identity.kind != COMPONENT:
                self.names.add(identity.name)
            self._hashes.add(hash(identity))
            self._documents.append(document)

    def collides(self, other: Identity) -> bool:
        """Whether an object that stands in the stream may be claimed too."""
        number = hash(other)
        if number in self._hashes:
            self._others.add(number)
            return True
        return False

    def clashing(self) -> frozenset[int]:
        """The documents with claims that may collide with each other, or with what was asked for."""
        clashing = set[int]()
        for part in self._hashes.parts(self._documents):
            first = dict[int, int]()
            for number, document in part:
                if number in first or number in self._others:
                    clashing |= {first.get(number, document), document}
                first.setdefault(number, document)
        return frozenset(clashing)


class _Hashes:
    """Many hashes: 8 bytes each, and a table of as much by which most others are told from them."""

    def __init__(self) -> None:
        self._all = array("q")
        self._table = bytearray()

    def __contains__(self, number: int) -> bool:
        size = 8 * len(self._all)
        if len(self._table) < size:
            self._table = bytearray(size)
            for each in self._all:
                self._table[each % size] = 1
        return size > 0 and self._table[number % size] == 1

    def add(self, number: int) -> None:
        self._all.append(number)

    def parts(self, beside: Sequence[int]) -> Iterator[Iterator[tuple[int, int]]]:
        """Them with what stands beside each, in parts that have all that are alike, so that no part is long."""
        count = 1 + len(self._all) // _PART
        parts = [array("q") for _ in range(count)]
        for number, each in zip(self._all, beside, strict=True):
            parts[number % count].extend((number, each))
        for part in parts:
            numbers = iter(part)
            yield zip(numbers, numbers, strict=True)


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
    if claim.identity.kind == COMPONENT:
        first = "" if owner == claim.owner else f" as {owner}"
        message = f"{claim.owner} is configured twice, first{first} at {where}"
        hint = "remove one of them, or give it another name: no jobName makes two of them"
        return Problem(codes.CONFIGURED_TWICE, message, ("name",), hint)
    return Problem(
        codes.NAME_COLLISION,
        f"{claim.identity} of {claim.owner} is also the name for {owner} at {where}",
        ("name",),
        "rename one of them, or give one a jobName in customRuntimeOptions",
    )
