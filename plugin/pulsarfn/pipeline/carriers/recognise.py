"""Recognition of the objects in a parsed document that concern pulsarfn: carriers, and ConfigMaps with worker configs.

The parsed annotations decide, never a match in the text (contract 2 and 3).
"""

from collections.abc import Callable, Collection, Container, Iterator
from functools import lru_cache
from itertools import chain

from pulsarfn.annotations import (
    CONSUMED,
    EXPAND,
    FUNCTION_MESH,
    KINDS,
    PREFIX,
    PROVIDE,
    ROLL_ON,
    WORKER_CONFIG,
)
from pulsarfn.diagnostics import codes
from pulsarfn.diagnostics.problem import Path, Problem
from pulsarfn.kubernetes.checksums import DataObject
from pulsarfn.kubernetes.lists import _is_list, _objects, objects
from pulsarfn.named_tuples import NamedTuple
from pulsarfn.pipeline.carriers.annotation_checks import (
    check_annotations,
)
from pulsarfn.pipeline.carriers.config_maps import (
    _annotations,
    _configs,
    _ours,
    _problem,
    _provided,
    _worker_config,
    _worker_config_source,
    is_called,
)
from pulsarfn.pipeline.carriers.metadata import hook_of_worker_config
from pulsarfn.pipeline.carriers.nearly import annotations_nearly_ours, meant_by
from pulsarfn.pipeline.carriers.nested import holds_nested_carrier, nested_carriers
from pulsarfn.pipeline.carriers.roll_on import read_roll_on
from pulsarfn.pipeline.carriers.table import kind_of_carrier
from pulsarfn.values import Manifest, Value, mapping
from pulsarfn.worker.sources import CLASS_NAME_KEY, FILE_KEY, WorkerConfigSource
from pulsarfn.worker.worker_config import KUBERNETES_RUNTIME_FACTORY


class RecognisedObjects(NamedTuple):
    """The objects in a document that concern pulsarfn.

    Attributes:
        carriers: the paths of the carriers. `recognise_carrier` reads them one at a time, because they may be many.
        asked_for: the names of the worker configs that the carriers ask for.
        rolled_on: the objects of the stream on whose changes the pods of the carriers roll.
        worker_config_sources: the objects that are, or may be, worker configs.
        problems: the problems of objects that are not carriers; they point into the document.
    """

    carriers: tuple[Path, ...]
    asked_for: frozenset[str]
    rolled_on: frozenset[DataObject]
    worker_config_sources: tuple[WorkerConfigSource, ...]
    problems: tuple[Problem, ...]

    @property
    def consumed(self) -> frozenset[Path]:
        """The paths of the worker configs that only pulsarfn reads."""
        return frozenset(each.path for each in self.worker_config_sources if each.consumed)


def is_ours(key: str) -> bool:
    """Whether a key, anywhere in a document, means that pulsarfn must understand the document."""
    return key.startswith(PREFIX) or key == CLASS_NAME_KEY


def is_worth_a_look(key: str) -> bool:
    """Whether a key, anywhere in a document, means that pulsarfn may report something about the document."""
    return is_ours(key) or bool(meant_by(key))


def named_worker_configs(value: Value, names: Collection[str]) -> list[WorkerConfigSource]:
    """Return the worker configs in a document that carriers ask for by name; they need no annotation."""
    return [
        _worker_config_source(manifest, path, provided=False, consumed=False)
        for manifest, path in objects(value)
        if manifest.get("kind") in KINDS and is_called(manifest, names) and _holds_worker_config(manifest)
    ]


def recognise(value: Value, *, function_mesh: bool = False) -> RecognisedObjects:
    """Return the carriers and worker configs in a document, including those among the items of lists.

    With `function_mesh`, all resources of Function Mesh are carriers.
    """
    carriers: list[Path] = []  # `list[Path]()` takes many times as long
    names: set[str | None] = set()
    rolled_on: set[DataObject] = set()
    sources: list[WorkerConfigSource] = []
    problems: list[Problem] = []
    for manifest, path in _objects(mapping(value), ()):
        if kind_of_carrier(manifest, function_mesh=function_mesh):
            carriers.append(path)
            annotations = _annotations(manifest)
            names.add(_worker_config(annotations))
            rolled_on.update(read_roll_on(annotations.get(ROLL_ON)))
            continue
        for found in _recognise_object(manifest, path):
            if isinstance(found, WorkerConfigSource):
                sources.append(found)
            else:
                problems.append(found)
        problems += annotations_nearly_ours(manifest, path)
        if not _is_list(manifest):
            problems += nested_carriers(manifest, path)
    return RecognisedObjects(
        tuple(carriers), frozenset(filter(None, names)), frozenset(rolled_on), tuple(sources), tuple(problems)
    )


def outline(item: Value, *, function_mesh: bool = False) -> Value:
    """Return a List item reduced to what `recognise` reads: None if it is not ours; of a carrier, only its marking annotations."""
    manifest = mapping(item)
    if _is_list(manifest):
        return item
    if "kind" in manifest and kind_of_carrier(manifest, function_mesh=function_mesh):
        version, annotations = str(manifest.get("apiVersion")), _annotations(manifest)
        asked_for = tuple(
            (key, annotations[key]) for key in (WORKER_CONFIG, ROLL_ON) if isinstance(annotations.get(key), str)
        )
        mark = str(annotations.get(EXPAND, FUNCTION_MESH))
        return _outlined_carrier(version, str(manifest["kind"]), mark, asked_for)
    return item if _is_item_ours(manifest) else None


@lru_cache(maxsize=64)
def _outlined_carrier(version: str, kind: str, mark: str, asked_for: tuple[tuple[str, Value], ...]) -> Manifest:
    """Return one shared outline for all carriers with the same arguments."""
    return {"apiVersion": version, "kind": kind, "metadata": {"annotations": {EXPAND: mark, **dict(asked_for)}}}


def identified(item: Value) -> Value:
    """Return a List item that is ours or is a list, without its data and items; None for any other item."""
    manifest = mapping(item)
    is_wanted = _is_list(manifest) or _is_item_ours(manifest)
    return {key: each for key, each in manifest.items() if key not in ("data", "items")} if is_wanted else None


def _is_item_ours(manifest: Manifest) -> bool:
    metadata = mapping(manifest.get("metadata"))
    parts = (metadata.get("annotations"), metadata.get("labels"), manifest.get("data"))
    return any(map(is_worth_a_look, chain.from_iterable(map(mapping, parts)))) or holds_nested_carrier(manifest)


def named(names: Container[str]) -> Callable[[Value], Value]:
    """Return a function that keeps a List item if it has one of the names, and drops it if it has another name."""

    def part(item: Value) -> Value:
        manifest = mapping(item)
        return item if _is_list(manifest) or is_called(manifest, names) else None

    return part


def staying(value: Value, *, function_mesh: bool) -> Iterator[tuple[Manifest, Path]]:
    """Return the `objects` of a document that the filter passes through: no carriers, and no worker configs for pulsarfn only."""
    recognised = recognise(value, function_mesh=function_mesh)
    gone = {*recognised.carriers, *recognised.consumed}
    yield from ((manifest, path) for manifest, path in objects(value) if path not in gone)


def _recognise_object(manifest: Manifest, path: Path) -> Iterator[WorkerConfigSource | Problem]:
    """Return what is recognised in an object. An object with a problem is recognised too, so that its own problems are reported."""
    ours = _ours(manifest)
    if ours:
        yield from check_annotations(manifest, ours, (*path, "metadata", "annotations"))
        if manifest.get("kind") not in KINDS:
            return
        if EXPAND in ours:
            yield from _configs(manifest, path)[1]
        elif PROVIDE in ours:
            yield from hook_of_worker_config(manifest, path)
            yield from _provided(manifest, path, consumed=ours[PROVIDE] == CONSUMED)
    elif _is_of_chart(manifest):
        yield _worker_config_source(manifest, path, provided=False, consumed=False)
    elif manifest.get("kind") in KINDS:
        for label in (EXPAND, PROVIDE):
            if label in mapping(mapping(manifest.get("metadata")).get("labels")):
                where = (*path, "metadata", "labels", label)
                message, hint = (
                    f"{label} is a label here, and means nothing as one",
                    "put it under metadata.annotations",
                )
                yield _problem(codes.LABEL_FOR_AN_ANNOTATION, message, where, hint, at_key=True)


def _holds_worker_config(manifest: Manifest) -> bool:
    return any(
        key == FILE_KEY or key.startswith("PF_")
        for part in ("data", "stringData")
        for key in mapping(manifest.get(part))
    )


def _is_of_chart(manifest: Manifest) -> bool:
    data = mapping(manifest.get("data"))
    return manifest.get("kind") == "ConfigMap" and data.get(CLASS_NAME_KEY) == KUBERNETES_RUNTIME_FACTORY
