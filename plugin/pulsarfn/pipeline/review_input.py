"""What a review gets of a run whose documents are all expanded."""

from collections.abc import Collection, Container, Iterator, Sequence
from functools import partial
from typing import Any

from pulsarfn.pipeline.bare_configs import bare_configs
from pulsarfn.pipeline.carriers.recognise import staying
from pulsarfn.pipeline.collisions import possible_identities
from pulsarfn.pipeline.inputs import place_in_run, read
from pulsarfn.pipeline.ledger import Ledger
from pulsarfn.pipeline.review import ReviewInput, StreamObject, documents_with
from pulsarfn.pipeline.settings import InputText, Settings
from pulsarfn.pipeline.workers import PlacedProblem
from pulsarfn.stream.locate import place_of
from pulsarfn.values import Manifest


def review_input(
    inputs: Sequence[InputText], ledger: Ledger, held: Sequence[PlacedProblem], settings: Settings
) -> ReviewInput[Any]:
    """Return the input of the review of a run; `held` are the problems that the filter would report."""
    return ReviewInput(
        ledger.kept,
        held,
        ledger.suppressions,
        partial(_kept_objects, inputs, ledger.carriers, function_mesh=settings.function_mesh),
        settings.kube_namespace,
        ledger.report.locator,
        partial(bare_configs, inputs, ledger.carriers),
    )


def _kept_objects(
    inputs: Sequence[InputText], carriers: Container[int], kinds: Collection[str], *, function_mesh: bool
) -> Iterator[StreamObject]:
    """Return the objects of these kinds that the filter passes through; `carriers` as in `documents_with`."""
    for given in documents_with(kinds, inputs, carriers):
        found = read(given)
        if found is None:
            for each in possible_identities(given.raw, kinds):
                metadata: Manifest = {"name": each.name, "namespace": each.kube_namespace}
                manifest: Manifest = {"kind": each.kind, "metadata": metadata}
                yield StreamObject(manifest, place_in_run(given), (), is_read=False)
            continue
        value, place = found
        for manifest, path in staying(value, function_mesh=function_mesh):
            if str(manifest.get("kind")) in kinds:
                yield StreamObject(manifest, place_of(value, place, path), path)
