"""The comparison of two sets of objects: it pairs the components, compares each object, and sorts the gravest effects first."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from pulsarfn.analysis.diff.effects import Comparison, ComponentDiff, Effect, ObjectDiff, gravest
from pulsarfn.analysis.diff.instances import Instance, instance_of
from pulsarfn.analysis.diff.masking import PUBLIC, Secrecy
from pulsarfn.analysis.diff.messages import Reading, changed, removed, renamed, renames
from pulsarfn.analysis.diff.object_diff import Context, object_diff
from pulsarfn.analysis.diff.rolled import rolled
from pulsarfn.analysis.diff.scaling import scaled_as_before
from pulsarfn.analysis.diff.upgrade import upgrade
from pulsarfn.component.objects import GENERATED, kind_of
from pulsarfn.kubernetes.identity import Identity
from pulsarfn.values import Manifest

_ORDER = tuple(Effect)
_GONE = "Helm, Argo CD and kubectl apply --prune delete the old objects, kubectl apply alone leaves them running"


@dataclass(frozen=True, slots=True)
class Stream:
    """A side of the comparison: its name for people, and its objects."""

    name: str
    objects: Mapping[Identity, Manifest]


@dataclass(frozen=True, slots=True)
class _Member:
    """A component of one side: its StatefulSet, and the identities of all its objects."""

    stateful_set: Identity
    instance: Instance
    keys: tuple[Identity, ...]


_Pair: TypeAlias = tuple[_Member | None, _Member | None]
"""A component before and after; None where it is absent."""


def compare(
    old: Stream, new: Stream, answers: Mapping[Identity, str] | None = None, secrets: Secrecy | None = None
) -> Comparison:
    """Return the effects on `old` of applying `new`. `answers`: the words of the API server about the objects that it refused.

    `secrets`: the texts of each component that came from Secrets.
    """
    new = Stream(new.name, scaled_as_before(old.objects, new.objects))
    before = _members(old.objects, {})
    after = _members(new.objects, {id(old.objects[key]): each.instance for key, each in before.items()})
    context = Context(_workloads(new.objects, after), answers or {}, secrets or {})
    pairs = [*_pairs(before, after)]
    components = [
        _component(pair, old, new, context, messages)
        for pair, messages in zip(pairs, _messages(pairs, context.secrets), strict=True)
    ]
    owned = {key for each in (*before.values(), *after.values()) for key in each.keys}
    keys = [key for key in {**new.objects, **old.objects} if key not in owned]
    others = [object_diff(key, old.objects.get(key), new.objects.get(key), context) for key in keys]
    differing = sorted(
        (each for each in others if each.effect is not Effect.NOTHING), key=lambda each: _ORDER.index(each.effect)
    )
    return Comparison(
        old.name,
        new.name,
        tuple(sorted(components, key=lambda each: _ORDER.index(each.effect))),
        tuple(differing),
        len(others) - len(differing),
    )


def _members(objects: Mapping[Identity, Manifest], known: Mapping[int, Instance]) -> dict[Identity, _Member]:
    """Return the components by their StatefulSets; `known` has those of StatefulSets of the other side, by `id`."""
    found = {}
    for key, manifest in objects.items():
        instance = known.get(id(manifest)) or instance_of(manifest) if key.kind == "StatefulSet" else None
        if instance is not None:
            keys = (
                Identity(group, kind, key.kube_namespace, name)
                for (group, kind), generated in GENERATED.items()
                for name in generated.KIND.names(manifest)
            )
            found[key] = _Member(key, instance, tuple(each for each in keys if each in objects))
    return found


def _pairs(before: Mapping[Identity, _Member], after: Mapping[Identity, _Member]) -> Iterable[_Pair]:
    """Return pairs of components with the same name, in the order of the new ones, including those that got another name."""
    gone = [each for key, each in before.items() if key not in after]
    come = [each for key, each in after.items() if key not in before]
    times = Counter(_identity(each) for each in gone), Counter(_identity(each) for each in come)
    moved = {_identity(each): each for each in gone if all(count[_identity(each)] == 1 for count in times)}
    for key, member in after.items():
        yield before.get(key) or moved.get(_identity(member)), member
    yield from ((each, None) for each in gone if _identity(each) not in moved)


def _identity(member: _Member) -> str:
    """Return the name in Pulsar without the kind: functions, sources and sinks share names, and one may replace another."""
    return str(member.instance.fqfn)


def _messages(pairs: Sequence[_Pair], secrets: Secrecy) -> Iterator[tuple[str, ...]]:
    """Return what becomes of messages, for each pair."""
    readings = [[_reading(each, secrets) for each in pair] for pair in pairs]
    gone = [old for old, new in readings if old and not new]
    origins = renames(gone, [new for old, new in readings if new and not old])
    heirs = {old.fqfn: new for new, old in origins.items()}
    for old, new in readings:
        if old and new:
            yield (*changed(old, new),)
        elif new:
            yield (*renamed(origins[new.fqfn], new),) if new.fqfn in origins else ()
        elif old and old.fqfn in heirs:
            yield (f"seems to be renamed: {heirs[old.fqfn]} is created",)
        else:
            yield (*removed(old),) if old else ()


def _reading(member: _Member | None, secrets: Secrecy) -> Reading | None:
    if member is None:
        return None
    return member.instance.reading.hidden_by(secrets.get(str(member.instance.fqfn), PUBLIC))


def _component(pair: _Pair, old: Stream, new: Stream, context: Context, messages: tuple[str, ...]) -> ComponentDiff:
    before, after = pair
    member = after or before
    assert member is not None
    provider = (before or member).instance.secrets_provider
    secret = context.secrets.get(str(member.instance.fqfn), PUBLIC)
    keys = dict.fromkeys([*(after.keys if after else ()), *(before.keys if before else ())])
    objects = tuple(
        object_diff(key, old.objects.get(key), new.objects.get(key), context, secrets_provider=provider, secret=secret)
        for key in keys
    )
    effect, reasons = _effect(before, after, objects)
    if before is not None and after is not None:
        manifests = old.objects[before.stateful_set], new.objects[after.stateful_set]
        reasons = (*reasons, *rolled(*manifests), *upgrade(*manifests, member.instance.component))
    if effect is not Effect.REFUSED:
        reasons = (*reasons, *messages)
    return ComponentDiff(member.instance.component, str(member.instance.fqfn), effect, reasons, objects)


def _effect(
    before: _Member | None, after: _Member | None, objects: Iterable[ObjectDiff]
) -> tuple[Effect, tuple[str, ...]]:
    """Return the gravest effect of the objects, and its reasons; an added or removed object changes a component in place."""
    grave_first = sorted(objects, key=lambda each: _ORDER.index(each.effect))
    reported = tuple(dict.fromkeys(_reported(each, reason) for each in grave_first for reason in each.reasons))
    worst = gravest(each.effect for each in objects)
    if worst is Effect.REFUSED:
        return worst, reported
    if before is None or after is None:
        return (Effect.CREATED, reported) if before is None else (Effect.DELETED, (_GONE, *reported))
    if before.stateful_set != after.stateful_set:
        moved = f"{before.stateful_set} becomes {after.stateful_set}: new pods start beside the old ones"
        return Effect.RECREATED, (moved, _GONE, *reported)
    effects = (Effect.IN_PLACE if each.effect in (Effect.CREATED, Effect.DELETED) else each.effect for each in objects)
    lost = tuple(
        f"{each.title} {each.effect.words}" for each in objects if each.effect in (Effect.CREATED, Effect.DELETED)
    )
    effect = gravest(effects)
    if effect is Effect.IN_PLACE and not reported:
        reported = ("no pod is restarted",)
    return effect, (*reported, *lost)


def _reported(each: ObjectDiff, reason: str) -> str:
    """Return a reason as a reason of the component; one of the StatefulSet is unchanged."""
    return reason if each.kind == "StatefulSet" else f"{each.title}: {reason}"


def _workloads(
    objects: Mapping[Identity, Manifest], members: Mapping[Identity, _Member]
) -> dict[str, list[tuple[str, Manifest]]]:
    """Return the objects that run pods by namespace, each with the name that its users know."""
    found: dict[str, list[tuple[str, Manifest]]] = {}
    for key, manifest in objects.items():
        kind = kind_of(key.group, key.kind)
        if kind is not None and kind.runs_pods:
            instance = members[key].instance if key in members else None
            name = f"{instance.component} {instance.fqfn}" if instance else f"{key.kind} {key.name}"
            found.setdefault(key.kube_namespace, []).append((name, manifest))
    return found
