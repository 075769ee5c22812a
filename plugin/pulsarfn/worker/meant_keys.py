"""What a key of ``--set`` that nothing reads was most likely meant to be."""

from collections.abc import Iterator

from pulsarfn.diagnostics.problem import Path, nearest
from pulsarfn.models.fields import Model, NestedModel
from pulsarfn.worker.customizers.options import CustomizerOptions
from pulsarfn.worker.overrides import dotted
from pulsarfn.worker.worker_config import CONFIGS, WorkerConfig


def meant(path: Path, configs_key: str | None) -> str:
    """Return a hint: the key of this name below another key, that of a ``PF_`` variable, or the most similar one."""
    if path[0] in CONFIGS:
        keys = [str(each[-1]) for each in _paths(WorkerConfig, ()) if each[:-1] == CONFIGS[:1]]
        key = nearest(str(path[1]), keys) if path[1:] else None
        return f"did you mean '{dotted((str(configs_key), key, *path[2:]))}'?" if key else "remove it"
    known = [*_paths(WorkerConfig, ()), *_paths(CustomizerOptions, ("runtimeCustomizerConfig",))]
    whole: Path = (*str(path[0]).removeprefix("PF_").split("_"), *path[1:])
    first, rest = str(whole[0]), whole[1:]
    for each in known:
        if each == whole:
            return f"did you mean '{dotted(each)}'?"
        if str(each[-1]).casefold() == first.casefold():
            return f"did you mean '{dotted((*each, *rest))}'?"
    near = nearest(first, [str(each[-1]) for each in known])
    found = next((each for each in known if each[-1] == near), None)
    return "" if found is None else f"did you mean '{dotted((*found, *rest))}'?"


def _paths(model: type[Model], path: Path) -> Iterator[Path]:
    """Return all keys of a model; those of its parts come after its own."""
    yield from ((*path, key) for key in model.FIELDS)
    for key, field in model.FIELDS.items():
        if isinstance(field.kind, NestedModel):
            yield from _paths(field.kind.model, (*path, key))
