"""Who gave what the API server would refuse."""

from typing import NamedTuple

from pulsarfn.component.planning import Config
from pulsarfn.component.surroundings import Surroundings
from pulsarfn.diagnostics import codes
from pulsarfn.diagnostics.problem import Path, Problem, Text
from pulsarfn.diagnostics.secrecy import hidden
from pulsarfn.kubernetes import names
from pulsarfn.kubernetes.refusals import NUL, Refusal, refusals
from pulsarfn.values import Manifest, path_to
from pulsarfn.worker.worker_config import WorkerConfig


class _Origins(NamedTuple):
    """Where a value of a manifest can come from."""

    config: Config
    surroundings: Surroundings
    worker: WorkerConfig

    def __repr__(self) -> str:
        return hidden(self)


def _refused(manifests: tuple[Manifest, ...], origins: _Origins) -> tuple[Problem, ...]:
    """What the API server would refuse, each once although labels stand in several places."""
    seen: dict[tuple[str, str], Problem] = {}
    for manifest in manifests:
        for refusal in refusals(manifest):
            seen.setdefault((refusal.value, refusal.why), _refusal_problem(refusal, str(manifest["kind"]), origins))
    return tuple(seen.values())


def _refusal_problem(refusal: Refusal, kind: str, origins: _Origins) -> Problem:
    """Blame the part of the config in which the refused value stands, else the carrier, else the worker config."""
    value = f"'{refusal.value}' in " if refusal.value else ""
    message = f"the API server would refuse {value}{refusal.field} of the {kind}: {refusal.why}"
    for part in ("tenant", "namespace", "name"):
        if refusal.value and names.label_value(getattr(origins.config, part)) == refusal.value:
            return Problem(
                codes.API_REFUSAL, message, (part,), "shorten the name, or choose one that ends in a letter or digit"
            )
    if refusal.value == NUL:
        path, text = _place_of_nul(origins)
        return Problem(
            codes.API_REFUSAL, f"a NUL character in the command: {refusal.why}", path, "remove it", text=text
        )
    options = origins.config.custom_runtime_options or ""
    if options and (not refusal.value or refusal.value in options):
        return Problem(codes.API_REFUSAL, message, ("customRuntimeOptions",), "change it in customRuntimeOptions")
    if options and refusal.field.endswith(("requests", "limits")):
        return Problem(
            codes.API_REFUSAL, message, ("customRuntimeOptions",), "give limits and requests that fit each other"
        )
    metadata = _metadata(origins.surroundings)
    where = path_to(refusal.value, metadata) if refusal.field.startswith("metadata.") else None
    if where is not None:
        path, at_key = where
        hint = (
            "change it in the carrier" if path != ("namespace",) else "change the carrier's namespace, or --namespace"
        )
        return Problem(codes.API_REFUSAL, message, ("metadata", *path), hint, at_key=at_key, text=Text.CARRIER)
    path, at_key = path_to(refusal.value, _worker_values(origins.worker)) or ((), False)
    hint = "change it in the worker config"
    return Problem(codes.API_REFUSAL, message, path, hint, at_key=at_key, text=Text.WORKER_CONFIG)


def _metadata(surroundings: Surroundings) -> Manifest:
    """The carrier's metadata, as far as the objects inherit it."""
    return {
        "namespace": surroundings.kube_namespace,
        "labels": {**surroundings.labels},
        "annotations": {**surroundings.annotations},
    }


def _worker_values(worker: WorkerConfig) -> Manifest:
    """The parts of the worker config that may hold what the API server refuses."""
    return {
        "functionRuntimeFactoryConfigs": worker.factory.members(),
        "runtimeCustomizerConfig": worker.runtime_customizer_config,
    }


def _place_of_nul(origins: _Origins) -> tuple[Path, Text]:
    for given, text in ((origins.config, Text.CONFIG), (origins.worker, Text.WORKER_CONFIG)):
        for key, value in given.members().items():
            if isinstance(value, str) and NUL in value:
                return (key,), text
    return (), Text.CONFIG
