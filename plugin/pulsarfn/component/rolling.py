"""The Secrets and ConfigMaps whose changes replace the pods of a component (``pulsarfn.io/roll-on``)."""

from collections.abc import Mapping, Sequence

from pulsarfn.annotations import CHECKSUM, ROLL_ON
from pulsarfn.component.plan import InstanceLogging
from pulsarfn.diagnostics import codes
from pulsarfn.diagnostics.problem import Path, Problem, Text
from pulsarfn.kubernetes.checksums import DataObject, checksum_of
from pulsarfn.named_tuples import NamedTuple
from pulsarfn.provenance import derived
from pulsarfn.worker.auth.base import AuthPlan


class WatchedObject(NamedTuple):
    """An object on whose changes pods roll.

    Attributes:
        wanted: the object that the carrier names.
        checksums: the checksums of the objects of the stream with this name, by namespace.
        hint: if there are none, what to do.
    """

    wanted: DataObject
    checksums: Mapping[str, str]
    hint: str = ""


def generated_data(
    auth: AuthPlan, job_name: str, logging: InstanceLogging | None
) -> Mapping[DataObject, Mapping[str, bytes]]:
    """Return the data of the Secret and the ConfigMap that are generated for a component, on which its pods may roll."""
    generated = {DataObject("Secret", auth.secret_name): auth.secret_data}
    if logging is not None and logging.files:
        generated[DataObject("ConfigMap", job_name)] = {key: text.encode() for key, text in logging.files.items()}
    return generated


def checksum_annotation(
    rolled_on: Sequence[WatchedObject], kube_namespace: str, generated: Mapping[DataObject, Mapping[str, bytes]]
) -> tuple[Mapping[str, str], tuple[Problem, ...]]:
    """Return the annotation of the pods, which run in this namespace; empty if they roll on nothing.

    They may roll on the Secret that is generated for them too. They always roll on their generated ConfigMap, as an
    instance reads its logging only when it starts.
    """
    named = {each.wanted for each in rolled_on}
    always = (WatchedObject(each, {}) for each in generated if each.kind == "ConfigMap" and each not in named)
    rolled_on = (*rolled_on, *always)
    if not rolled_on:
        return {}, ()
    found = [
        (
            each,
            checksum_of(generated[each.wanted])
            if each.wanted in generated
            else _beside(each.checksums, kube_namespace),
        )
        for each in rolled_on
    ]
    problems = tuple(_missing(each, kube_namespace) for each, checksum in found if not checksum)
    entries = [f"{each.wanted.kind.lower()}/{each.wanted.name}={checksum}" for each, checksum in found]
    if problems:
        return {}, problems
    names = (each.wanted.name for each in rolled_on)
    return {CHECKSUM: derived(",".join(entries), *names, how="SHA-256 of the data")}, ()


def checksums_in(annotations: Mapping[str, object]) -> dict[str, str]:
    """Return the checksums in the annotations of pods, by ``secret/NAME`` or ``configmap/NAME``."""
    entries = str(annotations.get(CHECKSUM, "")).split(",")
    return {name: checksum for name, _, checksum in (each.partition("=") for each in entries) if checksum}


def _beside(checksums: Mapping[str, str], kube_namespace: str) -> str:
    """Return the checksum of the object beside the pods, empty for none; either may leave the namespace to kubectl or Helm."""
    if kube_namespace in checksums:
        return checksums[kube_namespace]
    possible = [""] if kube_namespace else [*checksums]
    return checksums.get(possible[0], "") if len(possible) == 1 else ""


def _missing(rolled_on: WatchedObject, kube_namespace: str) -> Problem:
    wanted, where = rolled_on.wanted, ", ".join(sorted(each or "none" for each in rolled_on.checksums))
    message = f"{ROLL_ON} names {wanted}, which is in no document of the stream"
    hint = rolled_on.hint
    if where:
        message = f"{wanted} is not in the namespace of the pods, {kube_namespace or 'which is not known'}: {where}"
        hint = "name an object in the namespace of the pods: they can use no other"
    path: Path = ("metadata", "annotations", ROLL_ON)
    return Problem(codes.ROLL_ON_UNKNOWN, message, path, hint, text=Text.CARRIER)
