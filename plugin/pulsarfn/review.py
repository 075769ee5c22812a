"""What a look at the whole stream is given (`lint`): every component that was expanded, and all that was told of the others."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from pulsarfn.component import Objects
from pulsarfn.diagnostics import Path, Text
from pulsarfn.locate import Place
from pulsarfn.providers import Worker
from pulsarfn.workers import Told


class ExpandedComponent(NamedTuple):
    """A component with all that led to its objects.

    Attributes:
        objects: its Kubernetes objects and its FunctionDetails.
        worker: the function worker that it was planned for.
        places: the texts that problems may point into: its config, its carrier's document, the worker config.
        carrier_path: where in that document the carrier stands.
    """

    objects: Objects
    worker: Worker
    places: Mapping[Text, Place]
    carrier_path: Path = ()


Review: TypeAlias = Callable[[Sequence[ExpandedComponent], Sequence[Told]], Iterable[Told]]
"""From what was expanded and what is told of the input to what shall be told of it."""
