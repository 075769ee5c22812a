"""What the Job that removes a subscription needs, and what is deleted with the release before the Job runs."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from pulsarfn.analysis.lint.available import references
from pulsarfn.analysis.lint.stream import Finding, Stream, given
from pulsarfn.annotations import HOOKS, KEPT_ANNOTATIONS
from pulsarfn.component.giver import giver
from pulsarfn.component.origins import TracedComponent
from pulsarfn.diagnostics import lint_codes as codes
from pulsarfn.kubernetes.identity import Identity
from pulsarfn.named_tuples import NamedTuple
from pulsarfn.pipeline.expanded import ExpandedComponent, PlacedComponent
from pulsarfn.provenance import origins_of
from pulsarfn.values import Manifest, mapping


class Job(NamedTuple):
    """The Job of a component: what its pods need each object for, and what makes the component again, with origins."""

    needed: Mapping[Identity, str]
    traced: Callable[[], TracedComponent]


def keep(component: ExpandedComponent) -> Job | None:
    """Keep what the Job of a component needs; None if it has no Job."""
    if component.objects.plan.cleanup is None:
        return None
    job = next(each for each in component.objects.manifests if each["kind"] == "Job")
    needed = {each.identity: each.made.use for each in references(job, component.surroundings.kube_namespace)}
    return Job(needed, component.traced)


def check(stream: Stream, kept: Sequence[Job | None]) -> Iterator[Finding]:
    """Report each object of the stream that a Job needs, once for a component."""
    for component, job in zip(stream.components, kept, strict=True):
        if job is not None:
            yield from _of_component(component, job, stream)


def _of_component(component: PlacedComponent, job: Job, stream: Stream) -> Iterator[Finding]:
    host = job.traced().objects.plan.customization.subscription_cleanup
    place, keeps = giver(origins_of(host)[0]), ": ".join(KEPT_ANNOTATIONS[host])
    for identity, use in job.needed.items():
        held = stream.held.get(identity)
        if held is None or held.source is None or _stays(held.source.manifest):
            continue
        found = stream.words(held.source.place, (*held.source.path, "metadata", "name"))
        message = f"{identity} at {found}, which the pods of the Job of {component} need for {use}, is deleted before the Job runs"
        hint = f"keep it out of the release, or annotate it {keeps}"
        yield given(component, codes.CLEANUP_WITHOUT_MEANS, message, place, hint)


def _stays(manifest: Manifest) -> bool:
    """Whether an object outlives its release: it is kept, or a hook, which no release has as its own."""
    annotations = mapping(mapping(manifest.get("metadata")).get("annotations"))
    kept = any(value in str(annotations.get(key, "")) for key, value in KEPT_ANNOTATIONS.values())
    return kept or not HOOKS.keys().isdisjoint(annotations)
