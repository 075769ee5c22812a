"""Recognising what concerns pulsarfn in a parsed document: carriers of configs, and ConfigMaps that are worker configs.

The parsed annotations decide, never a match in the text (contract 2 and 3).
"""

import base64
import binascii
from collections.abc import Callable, Collection, Container, Iterator, Mapping
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from pulsarfn import codes
from pulsarfn.annotations import (
    AUTH_SECRET,
    CA_SECRET,
    COMPONENTS,
    CONSUMED,
    EXPAND,
    KINDS,
    PREFIX,
    PROVIDE,
    WORKER_CONFIG,
    Component,
    SecretKeyRef,
    check_annotations,
    check_metadata,
    secret_key,
    suppressions,
    texts,
)
from pulsarfn.diagnostics import Code, Path, Problem, Text
from pulsarfn.manifest import Manifest, Value, mapping, sequence, value_at
from pulsarfn.secrecy import hidden
from pulsarfn.worker.sources import CLASS_NAME_KEY, FILE_KEY
from pulsarfn.worker.worker_config import KUBERNETES_RUNTIME_FACTORY

_LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"
_MOST_DATA = 1 << 20
_SUFFIXES = (".yaml", ".yml", ".json")
_ITEMS = ("ConfigMap", "Secret", "Service", "StatefulSet")
_LISTS = {"List": "", "ResourceList": "", **{f"{kind}List": kind for kind in _ITEMS}}


class CarriedConfig(NamedTuple):
    """One config in a carrier: its data key, its text, and where the text stands in the carrier."""

    key: str
    text: str
    path: Path

    def __repr__(self) -> str:
        return hidden(self)


class Carrier(NamedTuple):
    """An object that carries component configs.

    Attributes:
        component: what the configs configure.
        kube_namespace: metadata.namespace, empty for none.
        labels: what the generated objects inherit.
        annotations: likewise.
        worker_config: the name of the worker config that it asks for, None for none.
        auth_secret: the Secret that holds the token, None for none.
        ca_secret: the Secret that holds the CA, None for none.
        configs: in the order in which they stand.
        suppressions: the codes of which it and its configs shall not be told, with the reasons.
    """

    component: Component
    kube_namespace: str
    labels: Mapping[str, str]
    annotations: Mapping[str, str]
    worker_config: str | None
    auth_secret: SecretKeyRef | None
    ca_secret: SecretKeyRef | None
    configs: tuple[CarriedConfig, ...]
    suppressions: Mapping[str, str]


class WorkerConfigSource(NamedTuple):
    """An object that is, or may be, a worker config.

    Attributes:
        name: metadata.name.
        provided: whether it is annotated as one; else it is a ConfigMap of the Apache Pulsar chart.
        consumed: whether only pulsarfn reads it, so that it does not come out again.
        data: its data.
        places: where in the document the value of each key of the data stands.
        path: where the object stands in its document.
    """

    name: str
    provided: bool
    consumed: bool
    data: Mapping[str, str]
    places: Mapping[str, Path]
    path: Path

    def __repr__(self) -> str:
        return hidden(self)


class Recognised(NamedTuple):
    """What a document holds that concerns pulsarfn.

    Attributes:
        carriers: where the carriers stand; what they are is for `recognise_carrier`, one after the other, as there may be many.
        asked_for: the names of the worker configs that they ask for.
        worker_config_sources: what is, or may be, a worker config.
        problems: what is wrong with objects that are no carriers; they point into the document.
    """

    carriers: tuple[Path, ...]
    asked_for: frozenset[str]
    worker_config_sources: tuple[WorkerConfigSource, ...]
    problems: tuple[Problem, ...]

    @property
    def consumed(self) -> frozenset[Path]:
        """Where the worker configs stand that only pulsarfn reads."""
        return frozenset(each.path for each in self.worker_config_sources if each.consumed)


def is_ours(key: str) -> bool:
    """Whether a key anywhere in a document makes it one that pulsarfn must understand."""
    return key.startswith(PREFIX) or key == CLASS_NAME_KEY


def named_worker_configs(value: Value, names: Collection[str]) -> list[WorkerConfigSource]:
    """The worker configs in a document that carriers ask for by name: they need no annotation of their own."""
    return [
        _worker_config_source(manifest, path, provided=False, consumed=False)
        for manifest, path in objects(value)
        if manifest.get("kind") in KINDS and _name(manifest) in names and _holds_worker_config(manifest)
    ]


def recognise(value: Value) -> Recognised:
    """Recognise carriers and worker configs in a document, the items of lists among them."""
    carriers, names = list[Path](), set[str | None]()
    sources, problems = list[WorkerConfigSource](), list[Problem]()
    for manifest, path in _objects(mapping(value), ()):
        if _is_carrier(manifest):
            carriers.append(path)
            names.add(_worker_config(_annotations(manifest)))
            continue
        for found in _recognise_object(manifest, path):
            if isinstance(found, WorkerConfigSource):
                sources.append(found)
            else:
                problems.append(found)
    return Recognised(tuple(carriers), frozenset(filter(None, names)), tuple(sources), tuple(problems))


def outline(item: Value) -> Value:
    """An item of a list as far as `recognise` looks at it: nothing of what is not ours, and of a carrier only that it is one."""
    manifest = mapping(item)
    if _is_list(manifest):
        return item
    if "kind" in manifest and _is_carrier(manifest):
        annotations = _annotations(manifest)
        return _outlined_carrier(str(manifest["kind"]), str(annotations[EXPAND]), _worker_config(annotations))
    return item if _is_item_ours(manifest) else None


@lru_cache(maxsize=64)
def _outlined_carrier(kind: str, component: str, worker_config: str | None) -> Manifest:
    """One and the same for all that are alike."""
    annotations: Manifest = {EXPAND: component, **({} if worker_config is None else {WORKER_CONFIG: worker_config})}
    return {"kind": kind, "metadata": {"annotations": annotations}}


def identified(item: Value) -> Value:
    """An item of a list that is ours, or a list, as far as it says who it is; nothing of another."""
    manifest = mapping(item)
    is_wanted = _is_list(manifest) or _is_item_ours(manifest)
    return {key: each for key, each in manifest.items() if key not in ("data", "items")} if is_wanted else None


def _is_item_ours(manifest: Manifest) -> bool:
    metadata = mapping(manifest.get("metadata"))
    parts = (metadata.get("annotations"), metadata.get("labels"), manifest.get("data"))
    return any(map(is_ours, chain.from_iterable(map(mapping, parts))))


def named(names: Container[str]) -> Callable[[Value], Value]:
    """Of an item of a list all if it has one of those names, nothing if it has another."""

    def part(item: Value) -> Value:
        manifest = mapping(item)
        return item if _is_list(manifest) or _name(manifest) in names else None

    return part


def _name(manifest: Manifest) -> str:
    return str(mapping(manifest.get("metadata")).get("name"))


def objects(value: Value) -> Iterator[tuple[Manifest, Path]]:
    """The objects of a document with their paths: itself, or the items of a list, lists of lists included."""
    yield from ((manifest, path) for manifest, path in _objects(mapping(value), ()) if not _is_list(manifest))


def staying(value: Value) -> Iterator[tuple[Manifest, Path]]:
    """The `objects` of a document that come out again: neither carriers nor worker configs that only pulsarfn reads."""
    recognised = recognise(value)
    gone = {*recognised.carriers, *recognised.consumed}
    yield from ((manifest, path) for manifest, path in objects(value) if path not in gone)


def item_of(value: Value, path: Path, item: Value) -> Manifest:
    """The item that stands at `path` in a document of lists, with what it leaves out because its list's kind says it."""
    its_list = mapping(value_at(value, path[:-2]))
    return _completed(mapping(item), _LISTS[str(its_list["kind"])])


def _objects(manifest: Manifest, path: Path, implied_kind: str = "") -> Iterator[tuple[Manifest, Path]]:
    """An object and, where it is a list, its items, which may leave out what the list's kind says."""
    manifest = _completed(manifest, implied_kind)
    yield manifest, path
    if _is_list(manifest):
        for index, item in enumerate(sequence(manifest["items"])):
            yield from _objects(mapping(item), (*path, "items", index), _LISTS[str(manifest["kind"])])


def _completed(manifest: Manifest, implied_kind: str) -> Manifest:
    return (
        {"apiVersion": "v1", "kind": implied_kind, **manifest} if implied_kind and "kind" not in manifest else manifest
    )


def _is_list(manifest: Manifest) -> bool:
    return str(manifest.get("kind")) in _LISTS and "items" in manifest


def _annotations(manifest: Manifest) -> Manifest:
    return mapping(mapping(manifest.get("metadata")).get("annotations"))


def _is_carrier(manifest: Manifest) -> bool:
    return manifest.get("kind") in KINDS and str(_annotations(manifest).get(EXPAND)) in COMPONENTS


def _ours(manifest: Manifest) -> dict[str, Value]:
    return {key: value for key, value in _annotations(manifest).items() if key.startswith(PREFIX)}


def _worker_config(annotations: Manifest) -> str | None:
    name = annotations.get(WORKER_CONFIG)
    return name if name and isinstance(name, str) else None


def _recognise_object(manifest: Manifest, path: Path) -> Iterator[WorkerConfigSource | Problem]:
    """What is understood in spite of a problem is recognised too, so that its own problems are told with it."""
    ours = _ours(manifest)
    if ours:
        yield from check_annotations(manifest, ours, (*path, "metadata", "annotations"))
        if manifest.get("kind") not in KINDS:
            return
        if EXPAND in ours:
            yield from _configs(manifest, path)[1]
        elif PROVIDE in ours:
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


def recognise_carrier(manifest: Manifest, path: Path) -> tuple[Carrier, tuple[Problem, ...]]:
    """The carrier that stands at one of the paths which `recognise` gives, and what is wrong with it."""
    metadata, annotations = mapping(manifest.get("metadata")), _annotations(manifest)
    configs, problems = _configs(manifest, path)
    inherited = texts(annotations)
    found = Carrier(
        component=COMPONENTS[str(annotations[EXPAND])],
        kube_namespace=str(metadata.get("namespace") or ""),
        labels={key: each for key, each in texts(metadata.get("labels")).items() if not key.startswith(PREFIX)},
        annotations={
            key: each for key, each in inherited.items() if not key.startswith(PREFIX) and key != _LAST_APPLIED
        },
        worker_config=_worker_config(annotations),
        auth_secret=secret_key(annotations.get(AUTH_SECRET), "token"),
        ca_secret=secret_key(annotations.get(CA_SECRET), "ca.crt"),
        configs=configs,
        suppressions=suppressions(inherited),
    )
    wrong = check_annotations(manifest, _ours(manifest), (*path, "metadata", "annotations"))
    return found, (*wrong, *problems)


def _configs(manifest: Manifest, path: Path) -> tuple[tuple[CarriedConfig, ...], list[Problem]]:
    """The configs of an object, and what is wrong with it beside its annotations of ours."""
    problems = [*check_metadata(mapping(manifest.get("metadata")), (*path, "metadata"))]
    configs: dict[str, CarriedConfig] = {}
    for key, text, where in _entries(manifest, path):
        if isinstance(text, Problem):
            problems.append(text)
        elif not key.endswith(_SUFFIXES):
            message = f"the data key {key} does not end in {', '.join(_SUFFIXES)}"
            problems.append(
                _problem(codes.CARRIER_KEY_INVALID, message, where, "every key of a carrier is one config", at_key=True)
            )
        elif key not in configs or where[-2] == "stringData":  # as in Kubernetes, stringData wins over data
            configs[key] = CarriedConfig(key, text, where[len(path) :])
    if not configs and not problems:
        hint = "put one config under each data key, such as exclamation.yaml: |"
        problems.append(_problem(codes.CARRIER_EMPTY, "the carrier holds no config", path, hint))
    return tuple(configs.values()), problems


def _entries(manifest: Manifest, path: Path) -> Iterator[tuple[str, str | Problem, Path]]:
    """The data of an object as texts, in the order in which it stands; a Secret's is decoded, and never shown."""
    secret = manifest.get("kind") == "Secret"
    for part in manifest:
        if manifest[part] and (part == "binaryData" or (part == "stringData" and not secret)):
            message = f"{part} of a {manifest['kind']} holds no configs"
            yield (
                "",
                _problem(codes.CARRIER_KEY_INVALID, message, (*path, part), "use data", at_key=True),
                (*path, part),
            )
        if part == "data" or (part == "stringData" and secret):
            if manifest[part] is not None and not isinstance(manifest[part], dict):
                problem = _problem(
                    codes.CARRIER_KEY_INVALID,
                    f"{part} is not a mapping",
                    (*path, part),
                    "put one config under each key",
                )
                yield "", problem, (*path, part)
            for key, value in mapping(manifest[part]).items():
                where = (*path, part, key)
                yield key, _decoded(value, where, base64_encoded=secret and part == "data"), where


def _decoded(value: Value, path: Path, *, base64_encoded: bool) -> str | Problem:
    if not isinstance(value, str):
        hint = "a config is a text: write a block scalar, |"
        return _problem(codes.CARRIER_KEY_INVALID, "the value of this data key is not a text", path, hint)
    size = len(value.rstrip("=\r\n")) * 3 // 4 if base64_encoded else len(value)
    if size > _MOST_DATA:
        hint = "put what is long where the component can fetch it: into its package or a Secret"
        message = f"this config has {size:,} characters, and a ConfigMap or Secret holds 1 MiB at most"
        return _problem(codes.CARRIER_KEY_INVALID, message, path, hint, at_key=True)
    if not base64_encoded:
        return value
    try:
        lines = value.replace("\r", "").replace("\n", "")  # Go's decoder skips line breaks, and no other blanks
        return base64.b64decode(lines, validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        hint = "encode the config with base64, or put it under stringData as it is"
        return _problem(codes.CARRIER_KEY_INVALID, "the value of this data key is not the base64 of a text", path, hint)


def _provided(manifest: Manifest, path: Path, *, consumed: bool) -> Iterator[WorkerConfigSource | Problem]:
    source = _worker_config_source(manifest, path, provided=True, consumed=consumed)
    problems = [text for _, text, _ in _entries(manifest, path) if isinstance(text, Problem)]
    problems += check_metadata(mapping(manifest.get("metadata")), (*path, "metadata"))
    whole, keys = FILE_KEY in source.data, any(key.startswith("PF_") for key in source.data)
    if whole == keys and not problems:
        what = "both" if whole else "neither"
        hint = (
            "put the whole file under functions_worker.yml, or its keys as PF_… as the container's environment has them"
        )
        problems.append(
            _problem(
                codes.WORKER_CONFIG_SOURCE_INVALID,
                f"the worker config has {what} of {FILE_KEY} and PF_ keys",
                (*path, "data"),
                hint,
            )
        )
    yield from problems
    if whole or keys:
        yield source


def _worker_config_source(manifest: Manifest, path: Path, *, provided: bool, consumed: bool) -> WorkerConfigSource:
    entries = [(key, text, where) for key, text, where in _entries(manifest, path) if isinstance(text, str)]
    return WorkerConfigSource(
        name=_name(manifest),
        provided=provided,
        consumed=consumed,
        data={key: text for key, text, _ in entries},
        places={key: where for key, _, where in entries},
        path=path,
    )


def _holds_worker_config(manifest: Manifest) -> bool:
    return any(
        key == FILE_KEY or key.startswith("PF_")
        for part in ("data", "stringData")
        for key in mapping(manifest.get(part))
    )


def _is_of_chart(manifest: Manifest) -> bool:
    data = mapping(manifest.get("data"))
    return manifest.get("kind") == "ConfigMap" and data.get(CLASS_NAME_KEY) == KUBERNETES_RUNTIME_FACTORY


def _problem(code: Code, message: str, path: Path, hint: str, *, at_key: bool = False) -> Problem:
    return Problem(code, message, path, hint, at_key=at_key, text=Text.CARRIER)
