"""Components that run in the cluster and are in none of the files: mostly renamed components that nobody stopped."""

from collections.abc import Mapping
from dataclasses import replace

from pulsarfn.analysis.diff.effects import Comparison
from pulsarfn.analysis.diff.instances import instance_of
from pulsarfn.kubernetes.identity import Identity
from pulsarfn.values import Manifest


def with_bystanders(
    comparison: Comparison, running: "Mapping[Identity, Manifest] | None", applied: Mapping[Identity, Manifest]
) -> Comparison:
    """Return the comparison with a note for each StatefulSet of `running` that is not `applied`; None: kubectl cannot list them."""
    if running is None:
        return replace(comparison, notes=("components that run beside these cannot be listed: no right to do so",))
    notes = []
    for key, manifest in running.items():
        instance = instance_of(manifest) if key not in applied else None
        if instance is not None:
            name = f"{instance.component} {instance.fqfn}"
            notes.append(f"{name} ({key}) runs in the cluster and is in none of the files: applying leaves it as it is")
    return replace(comparison, notes=tuple(notes))
