"""What a look at the whole stream is given (`lint`), and what it gives back."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from pulsarfn.annotations import Component
from pulsarfn.component.objects import Objects
from pulsarfn.component.surroundings import Surroundings
from pulsarfn.diagnostics.problem import Path, Text
from pulsarfn.diagnostics.secrecy import hidden
from pulsarfn.kubernetes.names import Fqfn
from pulsarfn.pipeline.inputs import InputDocument
from pulsarfn.pipeline.suppressions import Suppressions, unsuppressed
from pulsarfn.pipeline.workers import PlacedProblem
from pulsarfn.stream.locate import Locator, Place
from pulsarfn.values import Manifest
from pulsarfn.worker.providers import Worker

if TYPE_CHECKING:
    from pulsarfn.component.origins import Traced


class ExpandedComponent(NamedTuple):
    """A component with all that led to its objects.

    Attributes:
        objects: its Kubernetes objects and its FunctionDetails.
        worker: the function worker that it was planned for.
        places: the texts that problems may point into: its config, its carrier's document, the worker config.
        carrier_path: where in that document the carrier stands.
        surroundings: what the carrier and the run give it.
        traced: makes it once more, from values that carry their origins.
    """

    objects: Objects
    worker: Worker
    places: Mapping[Text, Place]
    carrier_path: Path
    surroundings: Surroundings
    traced: Callable[[], "Traced"]

    def __repr__(self) -> str:
        return hidden(self)

    @property
    def is_secret(self) -> bool:
        """Whether a Secret carries its config."""
        return self.places[Text.CONFIG].secret

    def __str__(self) -> str:
        """``function tenant/namespace/name``."""
        return f"{self.objects.details.component_type.lower()} {self.objects.fqfn}"


class StreamObject(NamedTuple):
    """An object that comes out of the filter as it went in.

    Attributes:
        manifest: the object.
        place: the document in which it stands.
        path: where in there.
        is_read: whether the document could be read; else the object may be there: its kind and name are.
    """

    manifest: Manifest
    place: Place
    path: Path
    is_read: bool = True

    def __repr__(self) -> str:
        return hidden(self)


class ReviewInput(NamedTuple):
    """All of a run.

    Attributes:
        components: those that were expanded.
        told: what the filter has to say.
        suppressions: what is not to be told of which carrier.
        objects: reads the other objects of the stream that are of some kinds.
        kube_namespace: where objects are that name no namespace; empty when not known.
        locator: finds the lines of what a message names.
        bare_configs: reads the documents that are configs without a carrier.
    """

    components: Sequence[ExpandedComponent]
    reported: Sequence[PlacedProblem]
    suppressions: Suppressions
    objects: Callable[[Collection[str]], Iterable[StreamObject]]
    kube_namespace: str
    locator: Locator
    bare_configs: Callable[[], Iterable[tuple[Component, Place]]] = tuple


class Verdict(NamedTuple):
    """What shall be told, and what not, with the reason of whoever suppressed it."""

    reported: Sequence[PlacedProblem]
    suppressed: Sequence[tuple[PlacedProblem, str]] = ()


Review: TypeAlias = Callable[[ReviewInput], Verdict]
"""From all of a run to what shall be told of it."""


def of_secrets(components: Iterable[ExpandedComponent]) -> frozenset[Fqfn]:
    """The names of the components whose configs Secrets carry."""
    return frozenset(each.objects.fqfn for each in components if each.is_secret)


Watch: TypeAlias = Callable[[Iterable[InputDocument]], Iterable[InputDocument]]
"""Passes on the documents that are expanded, and sees by them how far the work is."""


def gathering(seen: list[ExpandedComponent]) -> Review:
    """A review that keeps the components, and tells what the filter tells."""

    def review(reviewed: ReviewInput) -> Verdict:
        seen.extend(reviewed.components)
        return Verdict(unsuppressed(reviewed.reported, reviewed.suppressions))

    return review
