"""The options of the command line in the functionConfig of a KRM function.

    apiVersion: pulsarfn.io/v1alpha1     # any group, version and kind: only the keys of `spec` matter
    kind: Expand
    spec:
      namespace: pulsar                  # as --namespace
      workerConfig: {…}                  # functions_worker.yml, as a mapping or as a text; or the name of a ConfigMap in the stream
      set: [KEY.PATH=VALUE]              # as --set

A ConfigMap, the usual form for the arguments after kpt's `--`, has the same keys in its `data`, with one override a line in `set`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pulsarfn.diagnostics import codes
from pulsarfn.diagnostics.problem import Path, Problem, suggestion
from pulsarfn.stream.locate import Place
from pulsarfn.values import Value, mapping
from pulsarfn.worker.overrides import Override, OverrideError, parse_override

_KEYS = ("namespace", "set", "workerConfig")
_NO_OPTIONS = ("apiVersion", "kind", "metadata")
_NAME = re.compile(r"[a-z0-9]([-a-z0-9.]*[a-z0-9])?")


@dataclass(frozen=True, slots=True)
class Options:
    """The options in a functionConfig.

    Attributes:
        kube_namespace: the value of ``--namespace``, empty for none.
        overrides: the values of ``--set``.
        worker_config_name: the name of the ConfigMap in the stream that is the worker config, empty for none.
        worker_config: the path of the worker config in the functionConfig, () for none.
    """

    kube_namespace: str = ""
    overrides: tuple[Override, ...] = ()
    worker_config_name: str = ""
    worker_config: Path = ()


def options_of(function_config: Value, place: Place) -> tuple[Options, tuple[Problem, ...]]:
    """Return the options in a functionConfig that is not a carrier; the paths of the problems start at its root.

    `place` is the document that holds the functionConfig.
    """
    if function_config is not None and not isinstance(function_config, dict):
        return Options(), (
            _problem("functionConfig is not a mapping", (), "write an object, with the options in its spec"),
        )
    given = mapping(function_config)
    part = "data" if given.get("kind") == "ConfigMap" else "spec"
    options = mapping(given.get(part))
    if given.get(part) is not None and not isinstance(given[part], dict):
        return Options(), (_problem(f"{part} is not a mapping", (part,), f"known are: {', '.join(_KEYS)}"),)
    problems = [
        _problem(f"options cannot be in {key}", (key,), f"put them under {part}", at_key=True)
        for key in given
        if key not in (*_NO_OPTIONS, part)
    ]
    problems += [
        _problem(f"unknown option {key}", (part, key), suggestion(key, _KEYS), at_key=True)
        for key in options
        if key not in _KEYS
    ]
    kube_namespace = options.get("namespace") or ""
    if not isinstance(kube_namespace, str):
        problems.append(_problem("namespace is not a text", (part, "namespace"), "put it in quotes"))
    overrides, more = _overrides(options.get("set"), (part, "set"), place)
    worker_config = options.get("workerConfig") or ""
    if not isinstance(worker_config, str | dict):
        hint = "write the keys of functions_worker.yml below it, or the name of a ConfigMap in the stream"
        more.append(_problem("workerConfig is neither a mapping nor a text", (part, "workerConfig"), hint))
        worker_config = ""
    name = worker_config if isinstance(worker_config, str) and _NAME.fullmatch(worker_config) else ""
    where = (part, "workerConfig") if worker_config and not name else ()
    return Options(str(kube_namespace), overrides, name, where), (*problems, *more)


def _overrides(value: Value, path: Path, place: Place) -> tuple[tuple[Override, ...], list[Problem]]:
    found, problems = [], []
    for text, where in _texts(value, path):
        try:
            override = parse_override(text if isinstance(text, str) else "")
            given = (place, ("functionConfig", *where))
            found.append(override._replace(option="the functionConfig's set", place=given))
        except OverrideError as error:
            problems.append(_problem(f"set: {error}", where, "write KEY.PATH=VALUE, as for --set"))
    return tuple(found), problems


def _texts(value: Value, path: Path) -> Iterator[tuple[Value, Path]]:
    if isinstance(value, list):
        yield from ((each, (*path, index)) for index, each in enumerate(value))
    elif isinstance(value, str):
        yield from ((line.strip(), path) for line in value.splitlines() if line.strip())
    elif value is not None:
        yield value, path


def _problem(message: str, path: Sequence[str | int], hint: str, *, at_key: bool = False) -> Problem:
    return Problem(codes.FUNCTION_CONFIG_INVALID, message, tuple(path), hint, at_key=at_key)
