"""Components that run in the cluster and are in none of the files: mostly renamed components that nobody stopped."""

from collections.abc import Mapping
from dataclasses import replace

from pulsarfn.analysis.diff.effects import Comparison, ComponentDiff, Effect
from pulsarfn.analysis.diff.instances import Instance, instance_of
from pulsarfn.analysis.diff.masking import PUBLIC, Secrecy
from pulsarfn.analysis.diff.messages import Reading, renamed, renames
from pulsarfn.kubernetes.identity import Identity
from pulsarfn.kubernetes.names import Fqfn
from pulsarfn.values import Manifest


def with_bystanders(
    comparison: Comparison,
    running: "Mapping[Identity, Manifest] | None",
    applied: Mapping[Identity, Manifest],
    secrets: Secrecy,
) -> Comparison:
    """Return the comparison with a note for each StatefulSet of `running` that is not `applied`; None: kubectl cannot list them.

    A new component that seems to be one of them under another name also gets what becomes of its messages.
    """
    if running is None:
        return replace(comparison, notes=("components that run beside these cannot be listed: no right to do so",))
    bystanders = {key: each for key, each in _instances(running).items() if key not in applied}
    notes = tuple(
        f"{each.component} {each.fqfn} ({key}) runs in the cluster and is in none of the files: applying leaves it as it is"
        for key, each in bystanders.items()
    )
    created = {each.fqfn for each in comparison.components if each.effect is Effect.CREATED}
    come = {str(each.fqfn): each.reading for each in _instances(applied).values() if str(each.fqfn) in created}
    origins = renames((each.reading for each in bystanders.values()), come.values())
    components = tuple(_explained(each, come, origins, secrets) for each in comparison.components)
    return replace(comparison, components=components, notes=notes)


def _instances(objects: Mapping[Identity, Manifest]) -> dict[Identity, Instance]:
    found = {key: instance_of(each) for key, each in objects.items() if key.kind == "StatefulSet"}
    return {key: each for key, each in found.items() if each is not None}


def _explained(
    component: ComponentDiff, come: Mapping[str, Reading], origins: Mapping[Fqfn, Reading], secrets: Secrecy
) -> ComponentDiff:
    new = come.get(component.fqfn)
    if new is None or new.fqfn not in origins:
        return component
    secret = secrets.get(component.fqfn, PUBLIC)
    old, new = (each.hidden_by(secret) for each in (origins[new.fqfn], new))
    return replace(component, reasons=(*component.reasons, *renamed(old, new)))
