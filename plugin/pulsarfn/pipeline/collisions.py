"""Names that collide anywhere in the stream: two components, or a component and an object that stands there already."""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from operator import eq
from typing import NamedTuple

from pulsarfn.diagnostics import codes
from pulsarfn.diagnostics.problem import Location, Path, Problem
from pulsarfn.kubernetes.identity import Identity
from pulsarfn.patterns import pattern
from pulsarfn.stream.locate import Locator, Place

_NAME = pattern(rb"name[\"']?\s*:\s*(?:[&!]\S*\s+)*[\"']?([^\s\"',{}#]+)")
_KUBE_NAMESPACE = pattern(rb"namespace[\"']?\s*:\s*[\"']?([^\s\"',{}#]+)")


COMPONENT = "component"
"""The kind of an identity that is no object's: that of a function, source or sink, by the URL of its brokers and its name."""


class Claim(NamedTuple):
    """A generated object, or the component itself: who it is, for whom (``function a/b/c``), and the config that asks for it."""

    identity: Identity
    owner: str
    place: Place


class _Hashes:
    """Many hashes, 8 bytes each: a set would take ten times as much. They are sorted when one is asked for."""

    def __init__(self) -> None:
        self._all, self._is_sorted = array("q"), True

    def add(self, number: int) -> None:
        self._all.append(number)
        self._is_sorted = False

    def count(self, number: int) -> int:
        numbers = self._in_order()
        return bisect_right(numbers, number) - bisect_left(numbers, number)

    @property
    def has_equal(self) -> bool:
        numbers = self._in_order()
        return any(map(eq, numbers, islice(numbers, 1, None)))

    def _in_order(self) -> "array[int]":
        if not self._is_sorted:
            self._all, self._is_sorted = array("q", sorted(self._all)), True
        return self._all


class Names:
    """Names of objects, of each of which only a hash is kept; all are given before one is asked for."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        """With those names."""
        self._hashes = _Hashes()
        self._start: bytes | None = None  # what all of them begin with, as those that Pulsar makes mostly do
        for name in names:
            self.add(name)

    def __bool__(self) -> bool:
        return self._start is not None

    def __contains__(self, name: object) -> bool:
        return self._hashes.count(hash(str(name).encode())) > 0

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
            and any(self._hashes.count(hash(match[1])) for match in _NAME.finditer(raw))
        )


def possible_identities(raw: bytes, kinds: Collection[str]) -> Iterator[Identity]:
    """The objects of those kinds that a document which cannot be read may hold, by the same look at its bytes."""
    found = _KUBE_NAMESPACE.search(raw)
    kube_namespace = found[1].decode("utf-8", "replace") if found else ""
    names = {name.decode("utf-8", "replace") for name in _NAME.findall(raw)}
    present = [kind for kind in kinds if kind.encode() in raw]
    yield from (Identity("", kind, kube_namespace, name) for kind in present for name in names)


class ClaimedNames:
    """The identities that are claimed, of each of which only a hash is kept; all are claimed before one is asked for.

    Attributes:
        names: the names of all that is claimed.
    """

    def __init__(self) -> None:
        """With nothing claimed."""
        self.names, self._hashes = Names(), _Hashes()
        self._others = set[int]()

    def add(self, identities: Iterable[Identity]) -> None:
        """What a component claims."""
        for identity in identities:
            if identity.kind != COMPONENT:
                self.names.add(identity.name)
            self._hashes.add(hash(identity))

    def collides(self, other: Identity) -> bool:
        """Whether an object of the stream is claimed too."""
        number = hash(other)
        if self._hashes.count(number):
            self._others.add(number)
        return number in self._others

    @property
    def has_clashes(self) -> bool:
        """Whether a claim collides with another one, or with an object that was asked for."""
        return bool(self._others) or self._hashes.has_equal

    def may_collide(self, identity: Identity) -> bool:
        """Whether this claim does; one that shares its hash with another may."""
        number = hash(identity)
        return number in self._others or self._hashes.count(number) > 1


def collisions(
    claims: Iterable[Claim], others: Iterable[tuple[Identity, Place, Path]], locator: Locator
) -> Iterator[tuple[Problem, Place]]:
    """Each claim on an identity that was claimed before, with the place of the config to blame.

    The `others` are objects of the stream, each with the document in which it stands, and where in there.
    """
    taken: dict[Identity, tuple[str, Place, Path]] = {}
    for identity, place, path in others:
        taken.setdefault(identity, (f"an object of the stream ({place.resource})", place, (*path, "metadata", "name")))
    reported: set[tuple[int, int]] = set()
    for claim in claims:
        owner, place, path = taken.setdefault(claim.identity, (claim.owner, claim.place, ("name",)))
        if place is claim.place and owner == claim.owner:
            continue
        pair = (id(place), id(claim.place))
        if pair in reported:
            continue
        reported.add(pair)
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
