"""What happens to each object when a stream takes over what a function worker made."""

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Final

from pulsarfn.analysis.diff.changes import ABSENT, Change
from pulsarfn.analysis.diff.compare import Stream, compare
from pulsarfn.analysis.diff.effects import Comparison, Effect, ObjectDiff
from pulsarfn.analysis.diff.masking import Secrecy
from pulsarfn.annotations import AUTH_SECRET, FUNCTION_ID, FUNCTION_VERSION, REPLICAS, TRANSFORM_FUNCTION_ID, WHOLE
from pulsarfn.kubernetes.identity import Identity
from pulsarfn.migration.from_live import find_running
from pulsarfn.migration.ownership import Metadata, Owner, lacks, other_owner
from pulsarfn.migration.running import UnreadableError, read_running
from pulsarfn.named_tuples import NamedTuple
from pulsarfn.values import Manifest, Value, mapping, value_at

_PINNED: Final = {
    "--function_id": FUNCTION_ID,
    "funcID": FUNCTION_ID,
    "--function_version": FUNCTION_VERSION,
    "funcVersion": FUNCTION_VERSION,
    "--transform_function_id": TRANSFORM_FUNCTION_ID,
}
"""The last step of a changed path, and the pin that keeps the live value."""

_IN_METADATA: Final = ("labels", "annotations")
_VOLUME: Final = "[function-auth]"


class Verdict(StrEnum):
    """What becomes of an object."""

    SAME = "same"
    METADATA = "metadata only"
    SCALES = "scales"
    IN_PLACE = "changes in place"
    RESTARTS = "RESTART"
    FORBIDDEN = "FORBIDDEN"
    OWNED = "owned by another"
    FOREIGN = "not made by a worker"
    ELSEWHERE = "runs elsewhere"
    MISSING = "missing"


BLOCKED: Final = (Verdict.FORBIDDEN, Verdict.OWNED, Verdict.FOREIGN, Verdict.ELSEWHERE)
"""For these no command is printed."""


class AdoptedObject(NamedTuple):
    """An object of the stream, and what becomes of the one in the cluster.

    Attributes:
        key: its identity.
        component: ``function tenant/namespace/name``.
        verdict: what becomes of it.
        reasons: what differs, or who owns it: sentences without a full stop.
        pins: the annotations of the carrier that would avoid a restart or a change of the number of pods.
        lacks: the metadata that it needs for its new owner.
    """

    key: Identity
    component: str
    verdict: Verdict
    reasons: tuple[str, ...] = ()
    pins: Mapping[str, str] = {}
    lacks: Metadata = Metadata()


def adoption(
    stream: Mapping[Identity, Manifest], live: Mapping[Identity, Manifest], owner: Owner | None, secrets: Secrecy
) -> tuple[AdoptedObject, ...]:
    """Return what becomes of each object of the stream's components, in the order of the stream."""
    running = {key: each for key, each in live.items() if key in stream}
    comparison = compare(Stream("running", running), Stream("adopted", stream), secrets=secrets)
    found = {each.key: each for each in _judged(comparison, live, owner)}
    places = {f"{each.component} {fqfn}": each.identity for fqfn, each in find_running(live.values()).running.items()}
    found = {key: _placed(each, places) for key, each in found.items()}
    return tuple(found[key] for key in stream if key in found)


def restarts(adopted: Iterable[AdoptedObject], allowed: Iterable[str]) -> list[AdoptedObject]:
    """Return the objects whose pods restart, or that cannot be adopted, except for the allowed components."""
    names = tuple(allowed)
    bad = (Verdict.RESTARTS, *BLOCKED)
    return [each for each in adopted if each.verdict in bad and each.component.partition(" ")[2] not in names]


def _judged(comparison: Comparison, live: Mapping[Identity, Manifest], owner: Owner | None) -> Iterator[AdoptedObject]:
    for component in comparison.components:
        name = f"{component.component} {component.fqfn}"
        for each in component.objects:
            group = "apps" if each.kind == "StatefulSet" else ""
            yield _of_object(Identity(group, each.kind, each.kube_namespace, each.name), name, each, live, owner)


def _of_object(
    key: Identity, component: str, found: ObjectDiff, live: Mapping[Identity, Manifest], owner: Owner | None
) -> AdoptedObject:
    manifest = live.get(key)
    if manifest is None:
        return AdoptedObject(key, component, Verdict.MISSING, ("no such object runs: applying creates it",))
    other = other_owner(manifest, owner)
    if other:
        return AdoptedObject(key, component, Verdict.OWNED, (other,))
    if key.kind == "StatefulSet":
        try:
            read_running(manifest)
        except UnreadableError as error:
            return AdoptedObject(key, component, Verdict.FOREIGN, (str(error),))
    wanted = Metadata() if owner is None else lacks(manifest, owner.metadata(key))
    pins = dict(_pins(found.changes, manifest))
    return AdoptedObject(key, component, _verdict(found), tuple(_reasons(found)), pins, wanted)


def _verdict(found: ObjectDiff) -> Verdict:
    if found.effect is Effect.REFUSED:
        return Verdict.FORBIDDEN
    if found.effect is Effect.ROLLS:
        return Verdict.RESTARTS
    if not found.changes:
        return Verdict.SAME
    paths = [each.path for each in found.changes]
    if all(path[:1] == ("metadata",) and path[1] in _IN_METADATA for path in paths):
        return Verdict.METADATA
    return Verdict.SCALES if ("spec", "replicas") in paths else Verdict.IN_PLACE


def _reasons(found: ObjectDiff) -> Iterator[str]:
    if found.effect is Effect.REFUSED:
        yield from found.reasons
    for each in found.changes:
        yield f"{each.field} {_side(each.old)} -> {_side(each.new)}"


def _side(value: object) -> str:
    return "absent" if value is ABSENT else str(value)


def _pins(changes: Iterable[Change], live: Manifest) -> Iterator[tuple[str, str]]:
    for each in changes:
        pin = _PINNED.get(each.path[-1])
        if pin and each.old is not ABSENT:
            yield pin, str(each.old)
        elif each.path == ("spec", "replicas"):
            yield REPLICAS, str(value_at(live, ("spec", "replicas")))
        elif _VOLUME in each.path:
            secret = _mounted_secret(live)
            if secret:
                yield AUTH_SECRET, f"{secret}/{WHOLE}"


def _mounted_secret(live: Manifest) -> str:
    volumes: Value = value_at(live, ("spec", "template", "spec", "volumes"))
    for each in volumes if isinstance(volumes, list) else ():
        if mapping(each).get("name") == _VOLUME.strip("[]"):
            return str(mapping(mapping(each).get("secret")).get("secretName") or "")
    return ""


def _placed(adopted: AdoptedObject, places: Mapping[str, Identity]) -> AdoptedObject:
    """Return the object; a missing one whose component runs under another name or in another namespace is told apart."""
    place = places.get(adopted.component)
    if adopted.verdict is not Verdict.MISSING or adopted.key.kind != "StatefulSet" or place in (None, adopted.key):
        return adopted
    reason = f"the component runs as {place}: give the carrier that namespace (or -n) and jobName, or two will run side by side"
    return adopted._replace(verdict=Verdict.ELSEWHERE, reasons=(reason,))
