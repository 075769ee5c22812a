"""The kinds of carriers, one line each: which objects are carriers of the kind, and how one is read."""

from pulsarfn.diagnostics.problem import Path, Problem
from pulsarfn.pipeline.carriers import config_maps, function_mesh
from pulsarfn.pipeline.carriers.carrier import Carrier
from pulsarfn.typed import Final, Protocol
from pulsarfn.values import Manifest


class CarrierKind(Protocol):
    """A module for a kind of carriers."""

    def is_carrier(self, manifest: Manifest, *, function_mesh: bool) -> bool:
        """Whether an object is such a carrier; `function_mesh` is the option of this name."""

    def recognise_carrier(self, manifest: Manifest, path: Path, *, lossy: bool) -> tuple[Carrier, tuple[Problem, ...]]:
        """Return the carrier at `path` of its document, and its faults; with `lossy`, losses are warnings."""


CARRIERS: Final[tuple[CarrierKind, ...]] = (
    config_maps,
    function_mesh,
)


def kind_of_carrier(manifest: Manifest, *, function_mesh: bool) -> CarrierKind | None:
    """Return the kind of carriers that an object belongs to; None if it is no carrier."""
    for each in CARRIERS:
        if each.is_carrier(manifest, function_mesh=function_mesh):
            return each
    return None
