"""The effects of applying: on an object, on a component, on all of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from pulsarfn.analysis.diff.changes import Change


class Effect(StrEnum):
    """An effect, the gravest first: the effect on a component is the gravest of its objects."""

    REFUSED = "refused"
    RECREATED = "recreated"
    DELETED = "deleted"
    ROLLS = "rolls"
    CREATED = "created"
    IN_PLACE = "in-place"
    NOTHING = "nothing"

    @property
    def words(self) -> str:
        """The effect in the words for a sentence."""
        return _WORDS[self]


_WORDS = {
    Effect.REFUSED: "is refused",
    Effect.RECREATED: "moves to new pods under another name",
    Effect.DELETED: "is removed",
    Effect.ROLLS: "rolls the pods",
    Effect.CREATED: "is created",
    Effect.IN_PLACE: "changes in place",
    Effect.NOTHING: "nothing",
}


def gravest(effects: Iterable[Effect]) -> Effect:
    """Return the first effect in the order of `Effect`; NOTHING for no effects."""
    found = set(effects)
    return next((each for each in Effect if each in found), Effect.NOTHING)


@dataclass(frozen=True, slots=True)
class ObjectDiff:
    """The effect on one object.

    Attributes:
        kind: its kind.
        kube_namespace: its namespace, empty for none.
        name: its name.
        effect: the effect of applying on it.
        reasons: causes and consequences: sentences without a full stop.
        changes: every leaf that differs, masked for output; empty if the object is created or deleted.
    """

    kind: str
    kube_namespace: str
    name: str
    effect: Effect
    reasons: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()

    @property
    def title(self) -> str:
        """``Kind/name``, with the namespace if there is one."""
        return f"{self.kind} {self.kube_namespace}/{self.name}" if self.kube_namespace else f"{self.kind} {self.name}"


@dataclass(frozen=True, slots=True)
class ComponentDiff:
    """The effect on a function, source or sink: `component`, with the name `fqfn` in Pulsar."""

    component: str
    fqfn: str
    effect: Effect
    reasons: tuple[str, ...]
    objects: tuple[ObjectDiff, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The comparison of two streams.

    Attributes:
        old: the name of the first stream.
        new: the name of the second stream.
        components: every component of either stream, those with the gravest effects first.
        others: the objects outside components that differ.
        unchanged_others: the number of objects outside components that do not differ.
        notes: further notes: sentences without a full stop.
    """

    old: str
    new: str
    components: tuple[ComponentDiff, ...]
    others: tuple[ObjectDiff, ...]
    unchanged_others: int = 0
    notes: tuple[str, ...] = ()

    @property
    def differs(self) -> bool:
        """Whether anything differs."""
        return bool(self.others) or any(each.effect is not Effect.NOTHING for each in self.components)
