"""What pods roll on: which Secrets and ConfigMaps have other checksums in the annotation of their pods."""

from collections.abc import Iterator

from pulsarfn.component.rolling import checksums_in
from pulsarfn.values import Manifest, mapping, value_at

_ANNOTATIONS = ("spec", "template", "metadata", "annotations")


def rolls_on(stateful_set: Manifest) -> dict[str, str]:
    """Return the checksums of the objects on which the pods of a workload roll, by ``secret/name`` or ``configmap/name``."""
    return checksums_in(mapping(value_at(stateful_set, _ANNOTATIONS)))


def rolled(old: Manifest, new: Manifest) -> Iterator[str]:
    """Return a reason for each object whose checksum is new, changed or gone."""
    before, after = rolls_on(old), rolls_on(new)
    for name, checksum in after.items():
        if name not in before:
            yield f"the pods roll on {name} from now on"
        elif before[name] != checksum:
            yield f"the data of {name} changes, on which the pods roll"
    yield from (f"the pods roll on {name} no longer" for name in before if name not in after)
