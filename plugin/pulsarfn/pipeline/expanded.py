"""A component of a run after it is expanded."""

from collections.abc import Callable, Mapping

from pulsarfn.annotations import Component
from pulsarfn.component.objects import Objects
from pulsarfn.component.surroundings import Surroundings
from pulsarfn.diagnostics.problem import Path, Text
from pulsarfn.diagnostics.secrecy import hidden
from pulsarfn.kubernetes.names import Fqfn
from pulsarfn.named_tuples import NamedTuple
from pulsarfn.stream.locate import Place
from pulsarfn.typed import TYPE_CHECKING
from pulsarfn.worker.providers import Worker

if TYPE_CHECKING:
    from pulsarfn.component.origins import TracedComponent
    from pulsarfn.pipeline.suppressions import Spot


class PlacedComponent(NamedTuple):
    """A component and its place in the stream: the little that can be kept of each one.

    Attributes:
        component: function, source or sink.
        fqfn: its fully qualified name.
        places: the texts that problems may point into: its config, the document of its carrier, the worker config.
        carrier_path: the path of the carrier in its document.
    """

    component: Component
    fqfn: Fqfn
    places: Mapping[Text, Place]
    carrier_path: Path

    def __repr__(self) -> str:
        return hidden(self)

    @property
    def is_secret(self) -> bool:
        """Whether a Secret carries its config."""
        return self.places[Text.CONFIG].secret

    @property
    def carrier(self) -> "Spot":
        """Its carrier."""
        return self.places[Text.CARRIER].order, self.carrier_path

    def __str__(self) -> str:
        """``function tenant/namespace/name``."""
        return f"{self.component} {self.fqfn}"


class ExpandedComponent(NamedTuple):
    """A component with everything that led to its objects.

    Attributes:
        placed: its name, and its place in the stream.
        objects: its Kubernetes objects and its FunctionDetails.
        worker: the function worker that it was planned for.
        surroundings: the values that the carrier and the run give it.
        traced: makes the component again, from values that carry their origins.
    """

    placed: PlacedComponent
    objects: Objects
    worker: Worker
    surroundings: Surroundings
    traced: Callable[[], "TracedComponent"]

    def __repr__(self) -> str:
        return hidden(self)

    def __str__(self) -> str:
        """``function tenant/namespace/name``."""
        return str(self.placed)
