"""Bare configs in, the objects of their components out: what `render` prints, with the same checks as the filter."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pulsarfn.annotations import Component
from pulsarfn.component.surroundings import Surroundings
from pulsarfn.pipeline.bare import laid_over
from pulsarfn.pipeline.collisions import collisions
from pulsarfn.pipeline.ledger import Notes, Report
from pulsarfn.pipeline.one_document import Counts, ExpandedConfig, expand_config, read_given
from pulsarfn.pipeline.review import Review, ReviewInput
from pulsarfn.pipeline.run import Expansion
from pulsarfn.pipeline.settings import InputText, Settings
from pulsarfn.pipeline.workers import WorkerConfigRequest, Workers
from pulsarfn.staged import finished_together, ready
from pulsarfn.stream.emit import emit
from pulsarfn.stream.locate import Place

if TYPE_CHECKING:
    from pulsarfn.pipeline.bare import FlagValue


def render(
    component: Component,
    inputs: Sequence[InputText],
    settings: Settings,
    review: Review[Any] | None = None,
    flags: "Sequence[FlagValue]" = (),
) -> Expansion:
    """Expand bare configs, one in each input, with the same flags over each; `review` is the same as for `expand`."""
    workers, report, notes = Workers((), settings), Report(settings), Notes(settings.noted)
    resolved, reported = workers.resolve(WorkerConfigRequest(None, Place(inputs[0].origin, "")))
    surroundings = Surroundings(
        kube_namespace=settings.kube_namespace,
        namespace_option=settings.namespace_option,
        credentials=settings.credentials,
        packages=settings.packages,
        printed=settings.written and settings.applied,
    )
    works = []
    for order, each in enumerate(inputs):
        given, unread = read_given(component, each.origin, each.content[:], Place(each.origin, "", order=order))
        if given is None:
            works.append(ready(ExpandedConfig(reported=unread)))
        else:
            works.append(expand_config(laid_over(given, flags), resolved, surroundings))
    expanded = finished_together(works)
    claims = [claim for each in expanded for claim in each.claims]
    held = [*reported, *(each for one in expanded for each in one.reported), *collisions(claims, (), report.locator)]
    components = [component for each in expanded for component in each.components]
    for found in components:
        settings.seen(found)
    if review is not None:
        kept = finished_together(map(review.keep, components))
        reviewed = ReviewInput(kept, held, {}, lambda _: (), settings.kube_namespace, report.locator)
        held = [*review.judge(reviewed).reported]
    report.tell(held)
    notes.add(claims)
    manifests = (manifest for each in expanded for manifest in (each.manifests if settings.written else ()))
    chunks = [f"---\n{emit(manifest)}".encode() for manifest in manifests]
    return Expansion(tuple(chunks), report.diagnostics(), notes.lines(workers), counted=Counts(0, len(inputs)))
