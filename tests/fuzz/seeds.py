"""What real inputs hold: the carriers, configs, worker configs and other objects of case folders, oracle cases and examples."""

import json
from collections.abc import Iterator
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from mutations import paths
from yaml_texts import entries, is_mapping

from pulsarfn.pipeline.render import render
from pulsarfn.pipeline.settings import InputText, Settings
from pulsarfn.worker.overrides import parse_override

REPOSITORY = Path(__file__).resolve().parents[2]
_CASES = REPOSITORY / "tests" / "oracle" / "cases"
EXPAND, PROVIDE = "pulsarfn.io/expand", "pulsarfn.io/provide"
_ANNOTATIONS = (
    ("pulsarfn.io/worker-config", "pulsar-functions"),
    ("pulsarfn.io/auth-secret", "token/key"),
    ("pulsarfn.io/ca-secret", "ca"),
    ("pulsarfn.io/pulsar-version", "4.2"),
    ("pulsarfn.io/suppress-PF501", "known"),
    ("pulsarfn.io/suppress-PF999", ""),
    ("pulsarfn.dev/expand", "function"),
    ("helm.sh/hook", "pre-install"),
    ("internal.config.kubernetes.io/index", "1"),
    ("config.kubernetes.io/index", "0"),
    ("config.kubernetes.io/path", "a/b.yaml"),
)
_URLS = (parse_override("pulsarServiceUrl=pulsar://b:6650"), parse_override("pulsarWebServiceUrl=http://b:8080"))
_MOST_VALUES = 2000
_CONFIGS = {"function": "functionConfig", "source": "sourceConfig", "sink": "sinkConfig"}


class Seeds(NamedTuple):
    """What inputs are made of.

    Attributes:
        configs: kinds of components, each with a config.
        workers: worker configs, as functions_worker.yml or as the PF_ keys of a ConfigMap.
        objects: objects of Kubernetes of all kinds; carriers and worker configs too.
        donors: keys, each with a value that it has somewhere.
        texts: whole streams.
    """

    configs: list[tuple[str, Any]]
    workers: list[Any]
    objects: list[dict[str, Any]]
    donors: list[tuple[str, Any]]
    texts: list[bytes]


@cache
def seeds() -> Seeds:
    """The seeds, which are the same in each run as long as the files are."""
    files = [
        path
        for folder in ("cases", "errors", "lint")
        for path in sorted((REPOSITORY / "tests" / folder).glob("*/*.yaml"))
    ]
    files += sorted(each for each in (REPOSITORY / "examples").rglob("*.yaml") if "templates" not in each.parts)
    texts = [each.read_bytes() for each in files]
    objects = [each for text in texts for document in _read(text) for each in _objects(document)]
    configs, workers = [*_configs(objects)], [*_workers(objects)]
    for case in (case for file in sorted(_CASES.glob("*.json")) for case in json.loads(file.read_bytes()).values()):
        component = case["componentType"]
        configs.append((component, case[_CONFIGS[component]]))
        workers.append(case["workerConfig"])
    return Seeds(
        configs,
        workers,
        objects,
        [*_ANNOTATIONS, *_donors([*configs, *workers])],
        texts,
    )


def _read(text: bytes) -> list[Any]:
    try:
        return [each for each in yaml.load_all(text, yaml.CSafeLoader) if _is_small(each)]
    except (yaml.YAMLError, ValueError, UnicodeError):  # one of the errors cases
        return []


def _is_small(value: Any) -> bool:
    """Whether a value is none of those that aliases make endless."""
    return len([*islice(paths(value), _MOST_VALUES)]) < _MOST_VALUES


def _objects(document: Any) -> Iterator[dict[str, Any]]:
    if not isinstance(document, dict):
        return
    items = document.get("items")
    if isinstance(items, list):
        for each in items:
            yield from _objects(each)
    elif isinstance(document.get("metadata"), dict):
        yield document


def annotations(manifest: dict[str, Any]) -> dict[str, Any]:
    """The annotations of an object."""
    given = manifest["metadata"].get("annotations")
    return given if isinstance(given, dict) else {}


def _data(manifest: dict[str, Any]) -> list[tuple[str, str]]:
    data = manifest.get("data") or manifest.get("stringData")
    return [(key, text) for key, text in (data.items() if isinstance(data, dict) else ()) if isinstance(text, str)]


@cache
def of_kind(component: str) -> list[int]:
    """Where `Seeds.configs` has configs of that kind of component."""
    return [index for index, (kind, _) in enumerate(seeds().configs) if kind == component]


@cache
def expands(index: int) -> bool:
    """Whether the config at that index of `Seeds.configs` expands as it is."""
    component, config = seeds().configs[index]
    text = json.dumps(config, default=str).encode()
    return not render(component, [InputText("config.json", text)], Settings(overrides=_URLS, written=False)).has_errors


def _configs(objects: list[dict[str, Any]]) -> Iterator[tuple[str, Any]]:
    for manifest in objects:
        if annotations(manifest).get(EXPAND) in _CONFIGS:
            for _, text in _data(manifest):
                yield from (
                    (annotations(manifest)[EXPAND], each) for each in _read(text.encode()) if isinstance(each, dict)
                )


def _workers(objects: list[dict[str, Any]]) -> Iterator[Any]:
    for manifest in objects:
        if PROVIDE in annotations(manifest):
            data = dict(_data(manifest))
            found = [each for each in _read(data.get("functions_worker.yml", "").encode()) if isinstance(each, dict)]
            yield from found or [data]


def _donors(values: list[Any]) -> Iterator[tuple[str, Any]]:
    known = set()
    for value in values:
        for path in paths(value):
            whole = value
            for index in path:
                whole = entries(whole)[index][1] if is_mapping(whole) else whole[index]
            for key, each in entries(whole) if is_mapping(whole) else ():
                form = json.dumps([key, each], default=str)
                if form not in known and len(form) < 2000:
                    known.add(form)
                    yield key, each
