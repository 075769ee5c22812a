"""One object before and after: the differences, their effect, and their form for output."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from pulsarfn.analysis.diff.changes import ABSENT, Change, changes
from pulsarfn.analysis.diff.command_view import command_view, words_beside_json
from pulsarfn.analysis.diff.effects import Effect, ObjectDiff
from pulsarfn.analysis.diff.masking import (
    AFTER,
    BEFORE,
    PUBLIC,
    FromSecrets,
    Secrecy,
    holds_references,
    masked,
    masked_answer,
)
from pulsarfn.analysis.diff.references import consequences
from pulsarfn.analysis.diff.rules import refused_at_all, verdict
from pulsarfn.component.objects import kind_of
from pulsarfn.diagnostics.secrecy.credentials import parts_of_credentials
from pulsarfn.diagnostics.secrecy.pods import credentials_in_pod
from pulsarfn.kubernetes.identity import Identity
from pulsarfn.kubernetes.kind import Update
from pulsarfn.kubernetes.references import CONTAINER_LISTS
from pulsarfn.kubernetes.stored import stored
from pulsarfn.values import Manifest, Value, mapping, sequence, value_at, with_value

_COMMANDS = ("command", "args")
_POD = ("spec", "template", "spec")
_VERSION: Final = "follows from the changed config"
_ID: Final = "follows from the name; Pulsar draws it at random"
_NOTES: Final = {
    "--function_version": _VERSION,
    "funcVersion": _VERSION,
    "--function_id": _ID,
    "funcID": _ID,
    "--transform_function_id": _ID,
}
_ONLY_SPELLED = "the same meaning, written otherwise"


@dataclass(frozen=True, slots=True)
class Context:
    """The facts around the objects.

    Attributes:
        workloads: the workloads of the new stream by namespace, each as its name and its object.
        answers: the words of the API server about the objects that it refused.
        secrets: the texts of each component that came from Secrets.
    """

    workloads: Mapping[str, Sequence[tuple[str, Manifest]]] = field(default_factory=dict)
    answers: Mapping[Identity, str] = field(default_factory=dict)
    secrets: Secrecy = field(default_factory=dict)


def object_diff(  # noqa: PLR0913 - what is known of an object
    key: Identity,
    old: "Manifest | None",
    new: "Manifest | None",
    context: Context,
    *,
    secrets_provider: str = "",
    secret: FromSecrets = PUBLIC,
) -> ObjectDiff:
    """Return the effect on an object that is `old` before and `new` after; None for an absent object."""
    refused: tuple[str, ...] = ()
    if key in context.answers:
        refused = (f"the API server says: {masked_answer(context.answers[key], key.kind, secret)}",)
    kind = kind_of(key.group, key.kind)
    unchanged = ObjectDiff(
        key.kind, key.kube_namespace, key.name, Effect.REFUSED if refused else Effect.NOTHING, refused
    )
    if old is new:  # read from the same bytes
        return unchanged
    if old is None or new is None:
        refused = refused or (() if new is None else refused_at_all(stored(new, kind), kind))
        effect = Effect.REFUSED if refused else Effect.CREATED if old is None else Effect.DELETED
        return ObjectDiff(key.kind, key.kube_namespace, key.name, effect, refused)
    before, after = stored(old, kind), stored(new, kind)
    if kind is not None:
        after = kind.settled(before, after)
    found = [*changes(before, after)]
    if not found:
        return unchanged
    update = Update(key.name, before, after, [each.path for each in found])
    effect, reasons = verdict(kind, update, found)
    shown = tuple(_shown(before, after, found, key.kind, secrets_provider, secret))
    if refused:
        effect, reasons = Effect.REFUSED, (*reasons, *refused) if effect is Effect.REFUSED else refused
    elif any(each.path[0] in ("data", "binaryData") for each in found):
        reported = consequences(key.kind, key.name, context.workloads.get(key.kube_namespace, ()))
        reasons = (*reasons, *reported) if effect is not Effect.REFUSED else reasons
    return ObjectDiff(key.kind, key.kube_namespace, key.name, effect, reasons, shown)


def _shown(  # noqa: PLR0913, PLR0917 - what is known of an object
    before: Manifest, after: Manifest, found: Sequence[Change], kind: str, secrets_provider: str, secret: FromSecrets
) -> Iterator[Change]:
    """Return the changes for people: commands option by option, secrets masked, consequences marked as such."""
    seen = _told_once([*changes(_with_views(before), _with_views(after))])
    references = holds_references(seen, secrets_provider)
    parts = _credentials(before) | _credentials(after)
    for change in seen:
        yield _noted(masked(change, kind, references=references, secret=secret, parts=parts))
    for change in found:  # bytes that differ with the same meaning
        if change.path[-1:] == ("command",) and not any(each.path[: len(change.path)] == change.path for each in seen):
            yield Change(change.path, BEFORE, AFTER, masked=True, note=_ONLY_SPELLED)


def _told_once(found: Sequence[Change]) -> list[Change]:
    """Drop the second copy of changes of a Go instance: most members of its functionDetails are also members of its conf."""
    known = [(each.path[-1], each.old, each.new) for each in found if "functionDetails" not in each.path]
    return [
        each for each in found if "functionDetails" not in each.path or (each.path[-1], each.old, each.new) not in known
    ]


def _noted(change: Change) -> Change:
    within = change.path[change.path.index("command") + 1 :] if "command" in change.path else ()
    note = _NOTES.get(within[-1]) if within else None
    return replace(change, note=note) if note and ABSENT not in (change.old, change.new) else change


def _credentials(manifest: Manifest) -> frozenset[str]:
    """Return the words of the credentials in the pods of an object, whose leaves are shown apart."""
    template = mapping(mapping(manifest.get("spec")).get("template"))
    pod = mapping(template.get("spec"))
    containers = [mapping(each) for kind in CONTAINER_LISTS for each in sequence(pod.get(kind))]
    commands = [sequence(each[part]) for each in containers for part in _COMMANDS if part in each]
    of_commands = (parts_of_credentials(words_beside_json(words)) for words in commands)
    return credentials_in_pod(template).union(*of_commands)


def _with_views(manifest: Manifest) -> Manifest:
    pod = mapping(value_at(manifest, _POD))
    if not pod:
        return manifest
    containers: Manifest = {
        kind: [_container(mapping(each)) for each in sequence(pod[kind])] for kind in CONTAINER_LISTS if kind in pod
    }
    return with_value(manifest, _POD, pod | containers)


def _container(container: Manifest) -> Value:
    return container | {part: command_view(sequence(container[part])) for part in _COMMANDS if part in container}
