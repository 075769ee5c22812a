"""What applying does: to an object, to a component, to all of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from pulsarfn.analysis.diff.changes import Change


class Effect(StrEnum):
    """What happens, the gravest first: the effect of a component is the gravest of its objects."""

    REFUSED = "refused"
    RECREATED = "recreated"
    DELETED = "deleted"
    ROLLS = "rolls"
    CREATED = "created"
    IN_PLACE = "in-place"
    NOTHING = "nothing"

    @property
    def words(self) -> str:
        """The effect in the words of a sentence."""
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
    """The first in the order of `Effect`; NOTHING of none."""
    found = set(effects)
    return next((each for each in Effect if each in found), Effect.NOTHING)


@dataclass(frozen=True, slots=True)
class ObjectDiff:
    """What happens to one object.

    Attributes:
        kind: its kind.
        kube_namespace: its namespace, empty for none.
        name: its name.
        effect: what happens to it.
        reasons: why, and what follows: sentences without a full stop.
        changes: every leaf that differs, fit to be shown; none where the object is created or deleted.
    """

    kind: str
    kube_namespace: str
    name: str
    effect: Effect
    reasons: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()

    @property
    def title(self) -> str:
        """``Kind/name``, with the namespace where there is one."""
        return f"{self.kind} {self.kube_namespace}/{self.name}" if self.kube_namespace else f"{self.kind} {self.name}"


@dataclass(frozen=True, slots=True)
class ComponentDiff:
    """What happens to a function, source or sink: `component`, called `fqfn` in Pulsar."""

    component: str
    fqfn: str
    effect: Effect
    reasons: tuple[str, ...]
    objects: tuple[ObjectDiff, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two streams compared.

    Attributes:
        old: the name of the first.
        new: the name of the second.
        components: every component of either, those first to which the gravest happens.
        others: the objects of neither's components that differ.
        unchanged_others: how many other objects do not.
        notes: what else is to be said: sentences without a full stop.
    """

    old: str
    new: str
    components: tuple[ComponentDiff, ...]
    others: tuple[ObjectDiff, ...]
    unchanged_others: int = 0
    notes: tuple[str, ...] = ()

    @property
    def differs(self) -> bool:
        """Whether anything does."""
        return bool(self.others) or any(each.effect is not Effect.NOTHING for each in self.components)
