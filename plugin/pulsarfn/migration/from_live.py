"""Components from live StatefulSets: exact, with pins, and with the worker config that they show."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pulsarfn.annotations import COMPONENTS
from pulsarfn.diagnostics.problem import Path
from pulsarfn.diagnostics.secrecy import hidden
from pulsarfn.kubernetes.identity import identity_of
from pulsarfn.kubernetes.kinds import STATEFUL_SET
from pulsarfn.kubernetes.names import Fqfn
from pulsarfn.migration.carriers import ImportedComponent, annotations_of, holds_clear_text, worker_config_document
from pulsarfn.migration.details_to_config import Code, config_of, inexpressible
from pulsarfn.migration.merging import Disagreement, merged
from pulsarfn.migration.remainder import remainder
from pulsarfn.migration.running import RunningComponent, UnreadableError, read_running
from pulsarfn.migration.verification import ExpandedImport, expanded
from pulsarfn.migration.worker_settings import worker_settings
from pulsarfn.named_tuples import NamedTuple
from pulsarfn.pipeline.settings import Settings
from pulsarfn.values import Manifest, Value, mapping

_PASSES = 2  # what a customizer adds is read from the first expansion


class LiveComponents(NamedTuple):
    """The components among the objects of a cluster, and what is wrong with others.

    Attributes:
        running: the components, by fully qualified name in its order.
        unreadable: StatefulSets with Pulsar's labels that are no components, each with the reason.
        claimed_twice: components that several StatefulSets claim, with these.
    """

    running: Mapping[Fqfn, RunningComponent]
    unreadable: tuple[tuple[str, str], ...]
    claimed_twice: Mapping[Fqfn, tuple[str, ...]]


class Result(NamedTuple):
    """Imported components, their worker config, and the proof.

    Attributes:
        worker_config: the worker config, as a mapping.
        components: the components, in the order of their names.
        disagreements: keys of the worker config on which the components disagree.
        expansion: the expansion of all.
    """

    worker_config: Mapping[str, Any]
    components: tuple[ImportedComponent, ...]
    disagreements: tuple[Disagreement, ...]
    expansion: ExpandedImport

    def __repr__(self) -> str:
        return hidden(self)


def find_running(manifests: Iterable[Manifest]) -> LiveComponents:
    """Return the components among the objects of a cluster."""
    found: dict[Fqfn, list[RunningComponent]] = {}
    unreadable = []
    for each in manifests:
        if each.get("kind") != STATEFUL_SET.name:
            continue
        try:
            running = read_running(each)
        except UnreadableError as error:
            if _claims_to_be_ours(each):
                unreadable.append((str(identity_of(each)), str(error)))
        else:
            found.setdefault(running.fqfn, []).append(running)
    ordered = {fqfn: found[fqfn] for fqfn in sorted(found)}
    return LiveComponents(
        {fqfn: each[0] for fqfn, each in ordered.items() if len(each) == 1},
        tuple(unreadable),
        {fqfn: tuple(str(one.identity) for one in each) for fqfn, each in ordered.items() if len(each) > 1},
    )


def _claims_to_be_ours(stateful_set: Manifest) -> bool:
    """Whether a StatefulSet has Pulsar's labels: other ones in the cluster are nobody's fault."""
    labels = mapping(mapping(stateful_set.get("metadata")).get("labels"))
    return labels.get("component") in COMPONENTS and {"tenant", "namespace", "name"} <= labels.keys()


def import_running(
    running: Sequence[RunningComponent],
    codes: Mapping[Fqfn, Code],
    *,
    pinned: bool = True,
    settings: Settings | None = None,
) -> Result:
    """Import components; `codes` are those that do not come from where the pods fetch them now."""
    components = tuple(import_one(each, codes.get(each.fqfn), pinned=pinned) for each in running)
    shown = {each.fqfn: worker_settings(each) for each in running}
    for last in range(_PASSES):
        config, disagreements = merged(shown)
        documents = [worker_config_document(config), *(each.document() for each in components)]
        expansion = expanded(documents, settings or Settings())
        more = {} if last else _remainders(running, expansion)
        if not more:
            break
        shown = {fqfn: {**each, **more.get(fqfn, {})} for fqfn, each in shown.items()}
    return Result(config, components, disagreements, expansion)


def import_one(running: RunningComponent, code: Code | None = None, *, pinned: bool = True) -> ImportedComponent:
    """Import one component."""
    config = config_of(running.component, running.details, code or running.code)
    return ImportedComponent(
        running.component,
        config,
        running.identity.name,
        running.identity.kube_namespace,
        annotations_of(running, pinned=pinned),
        holds_clear_text(running),
    )


def lost(running: RunningComponent) -> list[str]:
    """Return the members of the details that no config gives."""
    return inexpressible(running.component, running.details)


def _remainders(running: Sequence[RunningComponent], expansion: ExpandedImport) -> dict[Fqfn, dict[Path, Value]]:
    found = {}
    for each in running:
        for manifest in expansion.objects.get(each.fqfn, ()):
            if manifest.get("kind") == STATEFUL_SET.name:
                more = remainder(each, manifest)
                if more:
                    found[each.fqfn] = more
    return found
