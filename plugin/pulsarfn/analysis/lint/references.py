"""Objects that generated objects refer to, but that are in no document of the stream."""

from collections.abc import Iterator
from typing import NamedTuple

from pulsarfn.analysis.lint.available import Available
from pulsarfn.analysis.lint.stream import Finding, Stream, given
from pulsarfn.component.giver import Giver
from pulsarfn.component.origins import giver_of, origins_at
from pulsarfn.diagnostics import lint_codes as codes
from pulsarfn.diagnostics.problem import Path, Text, suggestion
from pulsarfn.kubernetes.identity import Identity, identity_of
from pulsarfn.kubernetes.references import PodReference, references_of
from pulsarfn.pipeline.expanded import ExpandedComponent
from pulsarfn.values import mapping, value_at

_POD: Path = ("spec", "template", "spec")


class Reference(NamedTuple):
    """An object that a pod refers to, with its identity in the cluster."""

    identity: Identity
    made: PodReference


def check(stream: Stream) -> Iterator[Finding]:
    """Report each missing object and each missing key once for a component."""
    for component in stream.components:
        seen: set[tuple[Identity, str]] = set()
        for each in references(component, stream.kube_namespace):
            held = stream.held.get(each.identity)
            missing = (each.identity, each.made.key if held is not None else "")
            if missing in seen:
                continue
            seen.add(missing)
            if held is not None:
                yield from _check_key(each, held, component, stream)
            elif not any(assumed.means(each.identity) for assumed in stream.settings.assumed):
                yield _missing(each, component, stream)


def references(component: ExpandedComponent, default_namespace: str) -> Iterator[Reference]:
    """Return the objects that the pods of a component refer to and need to start."""
    manifest = component.objects.stateful_set
    where = identity_of(manifest, default_namespace)
    for each in references_of(mapping(value_at(manifest, _POD))):
        yield Reference(where._replace(group="", kind=each.kind, name=each.name), each)


def _missing(reference: Reference, component: ExpandedComponent, stream: Stream) -> Finding:
    identity = reference.identity
    giver = _giver(reference.made.path, component)
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
    reference: Reference, held: Available, component: ExpandedComponent, stream: Stream
) -> Iterator[Finding]:
    key, use = reference.made.key, reference.made.use
    if not key or held.keys is None or key in held.keys:
        return
    where = "" if held.source is None else f" at {stream.words(held.source.place, held.source.path)}"
    giver = _giver(_given_path(reference.made, component), component)
    message = f"{reference.identity}{where} has no key {key}, which {_who(component, giver)} need for {use}"
    hint = suggestion(key, held.keys) if held.keys else "it has no keys at all"
    yield given(component, codes.KEY_MISSING, message, giver, hint)


def _who(component: ExpandedComponent, giver: Giver) -> str:
    """Return whose pods a message is about: a value of the worker config is reported once for all pods."""
    return "the pods" if giver.text is Text.WORKER_CONFIG else f"the pods of {component}"


def _given_path(made: PodReference, component: ExpandedComponent) -> Path:
    """Return the path of the key; that of the name if nobody gives the key, as for what an auth provider always reads."""
    stateful_set = component.traced().objects.stateful_set
    return made.key_path if origins_at(stateful_set, (*_POD, *made.key_path)) else made.path


def _giver(path: Path, component: ExpandedComponent) -> Giver:
    """Return the giver of the value at a path in the pod of a component."""
    traced = component.traced()
    return giver_of(traced, traced.objects.stateful_set, (*_POD, *path))
