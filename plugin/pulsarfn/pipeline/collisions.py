"""Names that collide in the stream: of two components, or of a component and an existing object of the stream."""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from operator import eq

from pulsarfn.diagnostics import codes
from pulsarfn.diagnostics.problem import Location, Path, Problem
from pulsarfn.kubernetes.identity import Identity
from pulsarfn.named_tuples import NamedTuple
from pulsarfn.patterns import pattern
from pulsarfn.stream.locate import Locator, Place

_NAME = pattern(rb"name[\"']?\s*:\s*(?:[&!]\S*\s+)*[\"']?([^\s\"',{}#]+)")
_KUBE_NAMESPACE = pattern(rb"namespace[\"']?\s*:\s*[\"']?([^\s\"',{}#]+)")


COMPONENT = "component"
"""The kind in the identity of a component (function, source or sink), which consists of the URL of its brokers and its name."""


class Claim(NamedTuple):
    """A claim to an identity of a generated object or a component, with its owner (``function a/b/c``) and its config."""

    identity: Identity
    owner: str
    place: Place


class _Hashes:
    """Many hashes of 8 bytes each: a set would take ten times as much memory. The first lookup sorts them."""

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
    """A set of object names that keeps only a hash of each. Add all names before the first lookup."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        """Start with the given names."""
        self._hashes = _Hashes()
        self._start: bytes | None = None  # the common prefix of all names; most names that Pulsar generates have one
        for name in names:
            self.add(name)

    def __bool__(self) -> bool:
        return self._start is not None

    def __contains__(self, name: object) -> bool:
        return self._hashes.count(hash(str(name).encode())) > 0

    def add(self, name: str) -> None:
        """Add a name."""
        raw = name.encode()
        self._hashes.add(hash(raw))
        if self._start is None:
            self._start = raw
        while not raw.startswith(self._start):
            self._start = self._start[:-1]

    def may_stand_in(self, raw: bytes) -> bool:
        """Whether a document may hold an object with one of the names: a cheap check of its bytes before it is parsed."""
        return (
            self._start is not None
            and self._start in raw
            and any(self._hashes.count(hash(match[1])) for match in _NAME.finditer(raw))
        )


def possible_identities(raw: bytes, kinds: Collection[str]) -> Iterator[Identity]:
    """Return the identities of these kinds that an unreadable document may hold, found by a check of its bytes."""
    found = _KUBE_NAMESPACE.search(raw)
    kube_namespace = found[1].decode("utf-8", "replace") if found else ""
    names = {name.decode("utf-8", "replace") for name in _NAME.findall(raw)}
    present = [kind for kind in kinds if kind.encode() in raw]
    yield from (Identity("", kind, kube_namespace, name) for kind in present for name in names)


class ClaimedNames:
    """The claimed identities, as one hash each. Add all claims before the first lookup.

    Attributes:
        names: the names of all claimed identities.
    """

    def __init__(self) -> None:
        """Start without claims."""
        self.names, self._hashes = Names(), _Hashes()
        self._others = set[int]()

    def add(self, identities: Iterable[Identity]) -> None:
        """Add the claims of a component."""
        for identity in identities:
            if identity.kind != COMPONENT:
                self.names.add(identity.name)
            self._hashes.add(hash(identity))

    def collides(self, other: Identity) -> bool:
        """Whether the identity of an object of the stream is claimed."""
        number = hash(other)
        if self._hashes.count(number):
            self._others.add(number)
        return number in self._others

    @property
    def has_clashes(self) -> bool:
        """Whether a claim collides with another claim, or with an object that was looked up."""
        return bool(self._others) or self._hashes.has_equal

    def may_collide(self, identity: Identity) -> bool:
        """Whether a claim may collide: its hash is the hash of another claim or object."""
        number = hash(identity)
        return number in self._others or self._hashes.count(number) > 1


def collisions(
    claims: Iterable[Claim], others: Iterable[tuple[Identity, Place, Path]], locator: Locator
) -> Iterator[tuple[Problem, Place]]:
    """Return a problem for each claim to an identity that is already claimed, with the place of the config that causes it.

    `others` are objects of the stream, each with its document and its path in the document.
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
