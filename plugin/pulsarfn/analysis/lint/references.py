"""Objects that generated objects refer to, but that are in no document of the stream."""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import TypeAlias

from pulsarfn.analysis.lint.available import POD, AvailableObject, Reference
from pulsarfn.analysis.lint.stream import Finding, Stream, given
from pulsarfn.component.giver import Giver
from pulsarfn.component.origins import TracedComponent, giver_of, origins_at
from pulsarfn.diagnostics import lint_codes as codes
from pulsarfn.diagnostics.problem import Path, Text, suggestion
from pulsarfn.kubernetes.identity import Identity
from pulsarfn.kubernetes.references import PodReference
from pulsarfn.pipeline.expanded import ExpandedComponent, PlacedComponent

_Again: TypeAlias = Callable[[], TracedComponent]
"""Makes a component again, from values that carry their origins."""


def keep(component: ExpandedComponent) -> _Again:
    """Keep what finds out who refers to a missing object."""
    return component.traced


def check(stream: Stream, kept: Sequence[_Again]) -> Iterator[Finding]:
    """Report each missing object and each missing key once for a component."""
    for component, references, again in zip(stream.components, stream.references, kept, strict=True):
        traced, seen = cache(again), set[tuple[Identity, str]]()
        for each in references:
            held = stream.held.get(each.identity)
            missing = (each.identity, each.made.key if held is not None else "")
            if missing in seen:
                continue
            seen.add(missing)
            if held is not None:
                yield from _check_key(each, held, component, traced, stream)
            elif not any(assumed.means(each.identity) for assumed in stream.settings.assumed):
                yield _missing(each, component, traced, stream)


def _missing(reference: Reference, component: PlacedComponent, traced: _Again, stream: Stream) -> Finding:
    identity = reference.identity
    giver = _giver(reference.made.path, traced())
    message = (
        f"{identity}, which {_who(component, giver)} need for {reference.made.use}, is in no document of the stream"
    )
    hint = f"add it to the stream, or pass --assume-exists {identity.kind}/{identity.name} if something else makes it"
    for other, held in stream.held.items():
        if (other.kind, other.name) == (identity.kind, identity.name) and held.source is not None:
            where = stream.words(held.source.place, (*held.source.path, "metadata", "name"))
            hint = f"the one at {where} is in another namespace: {other.kube_namespace or 'none is given'}"
    return given(component, codes.REFERENCE_MISSING, message, giver, hint)


def _check_key(
    reference: Reference, held: AvailableObject, component: PlacedComponent, traced: _Again, stream: Stream
) -> Iterator[Finding]:
    key, use = reference.made.key, reference.made.use
    if not key or held.keys is None or key in held.keys:
        return
    where = "" if held.source is None else f" at {stream.words(held.source.place, held.source.path)}"
    giver = _giver(_given_path(reference.made, traced()), traced())
    message = f"{reference.identity}{where} has no key {key}, which {_who(component, giver)} need for {use}"
    hint = suggestion(key, held.keys) if held.keys else "it has no keys at all"
    yield given(component, codes.KEY_MISSING, message, giver, hint)


def _who(component: PlacedComponent, giver: Giver) -> str:
    """Return whose pods a message is about: a value of the worker config is reported once for all pods."""
    return "the pods" if giver.text is Text.WORKER_CONFIG else f"the pods of {component}"


def _given_path(made: PodReference, traced: TracedComponent) -> Path:
    """Return the path of the key; that of the name if nobody gives the key, as for what an auth provider always reads."""
    return made.key_path if origins_at(traced.objects.stateful_set, (*POD, *made.key_path)) else made.path


def _giver(path: Path, traced: TracedComponent) -> Giver:
    """Return the giver of the value at a path in the pod of a component."""
    return giver_of(traced, traced.objects.stateful_set, (*POD, *path))
