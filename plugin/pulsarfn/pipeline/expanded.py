"""A component of a run after it is expanded."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from pulsarfn.component.objects import Objects
from pulsarfn.component.surroundings import Surroundings
from pulsarfn.diagnostics.problem import Path, Text
from pulsarfn.diagnostics.secrecy import hidden
from pulsarfn.stream.locate import Place
from pulsarfn.worker.providers import Worker

if TYPE_CHECKING:
    from pulsarfn.component.origins import Traced


class ExpandedComponent(NamedTuple):
    """A component with everything that led to its objects.

    Attributes:
        objects: its Kubernetes objects and its FunctionDetails.
        worker: the function worker that it was planned for.
        places: the texts that problems may point into: its config, the document of its carrier, the worker config.
        carrier_path: the path of the carrier in its document.
        surroundings: the values that the carrier and the run give it.
        traced: makes the component again, from values that carry their origins.
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
