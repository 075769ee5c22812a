"""ConfigMaps and Secrets that carry component configs or a worker config: their content and its faults."""

import base64
import binascii
from collections.abc import Container, Iterator

from pulsarfn.annotations import (
    COMPONENTS,
    EXPAND,
    KINDS,
    PREFIX,
    WORKER_CONFIG,
)
from pulsarfn.diagnostics import codes
from pulsarfn.diagnostics.problem import Code, Path, Problem, Text
from pulsarfn.pipeline.carriers.annotation_checks import check_metadata
from pulsarfn.pipeline.carriers.carrier import CarriedConfig, Carrier
from pulsarfn.pipeline.carriers.metadata import carrier_of
from pulsarfn.values import Manifest, Value, mapping
from pulsarfn.worker.sources import FILE_KEY, WorkerConfigSource

FORMER_NAMES = "internal.config.kubernetes.io/previousNames"
"""The annotation of kustomize in a ResourceList with the names of an object before it got a prefix, a suffix or a hash."""

_MOST_DATA = 1 << 20


_SUFFIXES = (".yaml", ".yml", ".json")


def _name(manifest: Manifest) -> str:
    return str(mapping(manifest.get("metadata")).get("name"))


def _former_names(manifest: Manifest) -> tuple[str, ...]:
    return tuple(filter(None, str(_annotations(manifest).get(FORMER_NAMES, "")).split(",")))


def names_of(manifest: Manifest) -> tuple[str, ...]:
    """Return the names that an object has and had."""
    return (_name(manifest), *_former_names(manifest))


def is_called(manifest: Manifest, names: Container[str]) -> bool:
    """Whether an object has, or had, one of the names."""
    return any(each in names for each in names_of(manifest))


def _annotations(manifest: Manifest) -> Manifest:
    return mapping(mapping(manifest.get("metadata")).get("annotations"))


def _ours(manifest: Manifest) -> dict[str, Value]:
    return {key: value for key, value in _annotations(manifest).items() if key.startswith(PREFIX)}


def _worker_config(annotations: Manifest) -> str | None:
    name = annotations.get(WORKER_CONFIG)
    return name if name and isinstance(name, str) else None


def is_carrier(manifest: Manifest, *, function_mesh: bool) -> bool:  # noqa: ARG001 - as of every kind of carrier
    """Whether an object is a ConfigMap or Secret with configs."""
    return manifest.get("kind") in KINDS and str(_annotations(manifest).get(EXPAND)) in COMPONENTS


def recognise_carrier(manifest: Manifest, path: Path, *, lossy: bool = False) -> tuple[Carrier, tuple[Problem, ...]]:  # noqa: ARG001 - as of every kind of carrier
    """Return the carrier at one of the paths from `recognise`, and its faults."""
    configs, problems = _configs(manifest, path)
    carrier, wrong, is_template = carrier_of(manifest, configs, path)
    return carrier, wrong if is_template else (*wrong, *problems)


def _configs(manifest: Manifest, path: Path) -> tuple[tuple[CarriedConfig, ...], list[Problem]]:
    """Return the configs of an object, and its faults except those of the pulsarfn annotations."""
    component = COMPONENTS.get(
        str(_annotations(manifest).get(EXPAND)), "function"
    )  # another word is a fault of its own
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
        elif key not in configs or where[-2] == "stringData":  # stringData wins over data, as in Kubernetes
            configs[key] = CarriedConfig(component, key, text, where[len(path) :])
    size = sum(len(each.text.encode()) for each in configs.values())
    if size > _MOST_DATA and not problems:
        message = f"the configs have {size:,} bytes, and a ConfigMap or Secret holds 1 MiB at most"
        hint = "put some of the configs into another carrier"
        problems.append(_problem(codes.CARRIER_KEY_INVALID, message, (*path, "data"), hint, at_key=True))
        return (), problems
    if not configs and not problems:
        hint = "put one config under each data key, such as exclamation.yaml: |"
        where = next(((*path, part) for part in ("data", "stringData") if part in manifest), path)
        problems.append(_problem(codes.CARRIER_EMPTY, "the carrier holds no config", where, hint, at_key=True))
    return tuple(configs.values()), problems


def _entries(manifest: Manifest, path: Path) -> Iterator[tuple[str, str | Problem, Path]]:
    """Return the data of an object as texts, in their order; the data of a Secret is decoded, and never shown."""
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
        lines = value.replace("\r", "").replace("\n", "")  # Go's decoder skips line breaks, but no other blanks
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
        former_names=_former_names(manifest),
        provided=provided,
        consumed=consumed,
        data={key: text for key, text, _ in entries},
        places={key: where for key, _, where in entries},
        path=path,
    )


def _problem(code: Code, message: str, path: Path, hint: str, *, at_key: bool = False) -> Problem:
    return Problem(code, message, path, hint, at_key=at_key, text=Text.CARRIER)
