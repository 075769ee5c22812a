"""The input of a review of the whole stream (`lint`), and its result."""

from collections.abc import Callable, Collection, Container, Iterable, Iterator, Sequence
from typing import Generic, TypeAlias, TypeVar

from pulsarfn.annotations import Component
from pulsarfn.diagnostics.problem import Path
from pulsarfn.diagnostics.secrecy import hidden
from pulsarfn.named_tuples import NamedTuple
from pulsarfn.pipeline.expanded import ExpandedComponent
from pulsarfn.pipeline.inputs import InputDocument, documents
from pulsarfn.pipeline.settings import InputText
from pulsarfn.pipeline.suppressions import Suppressions
from pulsarfn.pipeline.workers import PlacedProblem
from pulsarfn.staged import Staged
from pulsarfn.stream.locate import Locator, Place
from pulsarfn.values import Manifest

_K = TypeVar("_K")
"""What a review keeps of a component."""


class StreamObject(NamedTuple):
    """An object that the filter passes through unchanged.

    Attributes:
        manifest: the object.
        place: the place of its document.
        path: its path in the document.
        is_read: whether the document could be read. If not, the object may exist: the bytes contain its kind and name.
    """

    manifest: Manifest
    place: Place
    path: Path
    is_read: bool = True

    def __repr__(self) -> str:
        return hidden(self)


class ReviewInput(NamedTuple, Generic[_K]):
    """Everything that a run gives to a review.

    Attributes:
        kept: what the review kept of the components, in stream order.
        reported: the problems that the filter reports.
        suppressions: the codes that each carrier suppresses.
        objects: reads the other objects of the stream that are of the given kinds.
        kube_namespace: the namespace of objects that name none; empty if unknown.
        locator: finds the lines for the paths of problems.
        bare_configs: reads the documents that are configs without a carrier.
    """

    kept: Sequence[_K]
    reported: Sequence[PlacedProblem]
    suppressions: Suppressions
    objects: Callable[[Collection[str]], Iterable[StreamObject]]
    kube_namespace: str
    locator: Locator
    bare_configs: Callable[[], Iterable[tuple[Component, Place]]] = tuple


class Verdict(NamedTuple):
    """The problems to report, and the suppressed ones with the reasons that the carriers give."""

    reported: Sequence[PlacedProblem]
    suppressed: Sequence[tuple[PlacedProblem, str]] = ()


class Review(NamedTuple, Generic[_K]):
    """A review of a run.

    Attributes:
        keep: from a component, when it is expanded, to what is kept of it: little, as a stream may have many.
        judge: from everything about the run to the problems to report.
    """

    keep: Callable[[ExpandedComponent], Staged[_K]]
    judge: Callable[[ReviewInput[_K]], Verdict]


def documents_with(
    words: Iterable[str], inputs: Sequence[InputText], carriers: Container[int]
) -> Iterator[InputDocument]:
    """Return the documents that contain one of the words, without those that are nothing but a carrier.

    `carriers` are these, by their order: they are not read again.
    """
    wanted = [each.encode() for each in words]
    for given in documents(inputs, lambda raw: any(each in raw for each in wanted)):
        if given.order not in carriers:
            yield given


Watch: TypeAlias = Callable[[Iterable[InputDocument]], Iterable[InputDocument]]
"""Passes on the documents that are being expanded, and follows the progress by them."""
