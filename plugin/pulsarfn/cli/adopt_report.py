"""The output of ``pulsarfn adopt``: a verdict for each object, or the commands that hand over the ownership."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from pulsarfn.component.shell import quote
from pulsarfn.diagnostics.as_text import visible
from pulsarfn.migration.adoption import BLOCKED, AdoptedObject, Verdict
from pulsarfn.migration.ownership import Application, Owner, Release

_FEW: Final = 12


def as_text(adopted: Sequence[AdoptedObject], notes: Sequence[str]) -> str:
    """Return a line for each object, with what differs below it, and a summary."""
    lines = [line for each in adopted for line in _lines(each)]
    lines += [f"note: {each}" for each in notes]
    counts = Counter(each.verdict for each in adopted)
    counted = ", ".join(f"{counts[each]} {each}" for each in Verdict if counts[each])
    return "".join(f"{visible(line)}\n" for line in [*lines, f"{len(adopted)} objects: {counted or 'none'}"])


def as_json(adopted: Sequence[AdoptedObject], notes: Sequence[str]) -> str:
    """Return the same as one JSON object."""
    objects = [_members(each) for each in adopted]
    return (
        json.dumps({"formatVersion": 1, "objects": objects, "notes": list(notes)}, ensure_ascii=False, indent=2) + "\n"
    )


def as_commands(adopted: Sequence[AdoptedObject], owner: Owner | None, helm: int) -> str:
    """Return the commands that hand over the ownership; none of them changes a spec."""
    lines = []
    for each in adopted:
        if each.verdict in BLOCKED:
            lines.append(f"# left out: {each.key}: {each.verdict}: {'; '.join(each.reasons)}")
        elif each.verdict is not Verdict.MISSING:
            lines += [f"# its pods restart when it is applied: {each.key}"] if each.verdict is Verdict.RESTARTS else []
            lines += [" ".join(map(quote, ("kubectl", *words))) for words in metadata_commands(each)]
    return "".join(f"{visible(line)}\n" for line in [*lines, *_take_over(owner, helm)])


def metadata_commands(adopted: AdoptedObject) -> Iterator[tuple[str, ...]]:
    """Return the arguments of kubectl that give an object the metadata of its new owner."""
    key = adopted.key
    what = (f"{key.kind.lower()}/{key.name}", *(("--namespace", key.kube_namespace) if key.kube_namespace else ()))
    for verb, members in (("label", adopted.lacks.labels), ("annotate", adopted.lacks.annotations)):
        if members:
            yield (verb, *what, "--overwrite", *(f"{name}={value}" for name, value in members.items()))


def _lines(adopted: AdoptedObject) -> Iterator[str]:
    yield f"{adopted.key}: {adopted.verdict}"
    yield from (f"  {each}" for each in adopted.reasons[:_FEW])
    if len(adopted.reasons) > _FEW:
        yield f"  and {len(adopted.reasons) - _FEW} more"
    for pin, value in adopted.pins.items():
        yield f"  pin: {pin}: {json.dumps(value)} in the carrier keeps it"


def _members(adopted: AdoptedObject) -> dict[str, Any]:
    key = adopted.key
    return {
        "kind": key.kind,
        "namespace": key.kube_namespace,
        "name": key.name,
        "component": adopted.component,
        "verdict": str(adopted.verdict),
        "reasons": list(adopted.reasons),
        "pins": dict(adopted.pins),
        "labels": dict(adopted.lacks.labels),
        "annotations": dict(adopted.lacks.annotations),
    }


def _take_over(owner: Owner | None, helm: int) -> Iterable[str]:
    if isinstance(owner, Release):
        return [_HELM[helm](owner)]
    if isinstance(owner, Application):
        name = quote(owner.name)
        return [f"argocd app diff {name}", f"argocd app sync {name}   # switch auto-prune on afterwards only"]
    return ["pulsarfn expand FILES | kubectl apply --server-side -f -"]


def _helm_3(release: Release) -> str:
    return f"helm upgrade --install {quote(release.name)} CHART --namespace {quote(release.kube_namespace)} --post-renderer pulsarfn"


def _helm_4(release: Release) -> str:
    return f"{_helm_3(release)}   # with the plugin; it applies on the server, where equal objects do not conflict"


_HELM: Final[Mapping[int, Callable[[Release], str]]] = {3: _helm_3, 4: _helm_4}
