"""The keys and values of a worker config that pulsarfn refuses, or that Pulsar ignores, with hints and certain fixes."""

from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches
from typing import Final

from pulsarfn.diagnostics import codes
from pulsarfn.diagnostics.problem import Path, Problem, Text, suggestion
from pulsarfn.models.amounts import amount_hint
from pulsarfn.models.faults import Fault, faults, known_keys, model_at
from pulsarfn.models.fields import Model
from pulsarfn.models.fixes import fix_of, refusal_of, spelled
from pulsarfn.models.fixes.base import Refusal
from pulsarfn.values import Value
from pulsarfn.worker.customizers.options import CustomizerOptions
from pulsarfn.worker.factory_config import KubernetesRuntimeFactoryConfig
from pulsarfn.worker.java_keys import OTHER_KEYS
from pulsarfn.worker.overrides import dotted
from pulsarfn.worker.worker_config import WorkerConfig

_CONFIGS: Final = "functionRuntimeFactoryConfigs"
_JSON_TEXTS: Final = ("brokerClientAuthenticationParameters", "clientAuthenticationParameters")
_KEYS: Final = tuple(WorkerConfig.FIELDS)
_NEARLY_EQUAL = 0.88
_AS_LIST, _AS_MAPPING = "write it as a list", "write its members as a mapping"


def refusals(values: Mapping[str, Value], configs_key: str | None) -> Iterator[Problem]:
    """Return the problem of each value that the config refuses; `configs_key` is where the runtime's settings are written."""
    for fault in faults(WorkerConfig, values):
        path = fault.path
        if configs_key is not None and path[:1] == (_CONFIGS,):
            path = (configs_key, *path[1:])
        code = codes.WORKER_CONFIG_KEY_UNKNOWN if fault.unknown_key else codes.WORKER_CONFIG_INVALID
        refusal = refusal_of(fault, values, takes_json=fault.path[-1] in _JSON_TEXTS)
        yield Problem(
            code,
            fault._replace(path=path).words,
            path,
            _key_hint(fault) if fault.unknown_key else fault.hint or _value_hint(refusal),
            at_key=fault.unknown_key,
            text=Text.WORKER_CONFIG,
            fix=fix_of(code, refusal),
        )


def _key_hint(fault: Fault) -> str:
    """Return a hint: the right place of a key that is one level too deep, otherwise where all keys are listed."""
    key, known = str(fault.path[-1]), known_keys(model_at(WorkerConfig, fault.path[:-1]))
    if len(fault.path) > 1 and (key in OTHER_KEYS or key in _KEYS):
        return f"it belongs at the top level of the worker config: {key}"
    return suggestion(key, known) or "pulsarfn schema worker-config has all keys"


def _value_hint(refusal: Refusal) -> str:
    key, value = str(refusal.path[-1]), refusal.value
    if refusal.takes_json and isinstance(value, dict):
        return "it is JSON text: write the mapping as JSON, in quotes"
    if refusal.wanted == "[]string" and isinstance(value, str):
        return _AS_LIST
    if refusal.wanted == "{}":
        return _AS_MAPPING
    return amount_hint(key, value) if isinstance(value, str) else ""


def of_variable(problem: Problem) -> Problem:
    """Return a problem of a value that a ``PF_`` key gives, which is always a text, with a hint that says so."""
    if problem.hint == _AS_MAPPING:
        key = "_".join(("PF", *map(str, problem.path)))
        return problem._replace(hint=f"a PF_ key gives a text: give each member a key of its own, as {key}_MEMBER")
    if problem.hint == _AS_LIST:
        return problem._replace(hint="a PF_ key gives a text, and no list: give it in a functions_worker.yml")
    return problem


def unknown_keys(settings: Model, path: Path) -> Iterator[Problem]:
    """Return the problem of each unknown key of settings that keep other keys; `path` is where they are written."""
    known = known_keys(type(settings))
    code = codes.WORKER_CONFIG_KEY_UNKNOWN
    for key in settings.extra:
        written, message = (*path, key), f"unknown key '{dotted((*path, key))}'"
        fix = fix_of(code, Refusal(written, None, spelled(known), {**settings.members(), **settings.extra}))
        hint = suggestion(key, known)
        yield Problem(code, message, written, hint, at_key=True, text=Text.WORKER_CONFIG, fix=fix)


def misspelt(unknown: Collection[str], given: Collection[str]) -> Iterator[Problem]:
    """Return a problem for each unknown key that is similar to a known one; Pulsar ignores all unknown keys."""
    folded, code = {key.casefold(): key for key in _KEYS}, codes.WORKER_CONFIG_KEY_MISSPELT
    for key in unknown:
        if key in OTHER_KEYS:
            continue
        near, holder = get_close_matches(key.casefold(), folded, n=1, cutoff=_NEARLY_EQUAL), _holder_of(key)
        if near or holder:
            message = f"unknown key '{key}' is ignored"
            hint = f"it belongs in {holder}" if holder else f"did you mean '{folded[near[0]]}'?"
            fix = None if holder else fix_of(code, Refusal((key,), None, spelled(_KEYS), given))
            yield Problem(code, message, (key,), hint, at_key=True, text=Text.WORKER_CONFIG, fix=fix)


def _holder_of(key: str) -> str:
    """Return the key of the worker config whose mapping has such a key; empty if none has."""
    if key in KubernetesRuntimeFactoryConfig.FIELDS:
        return _CONFIGS
    return "runtimeCustomizerConfig" if key in CustomizerOptions.FIELDS else ""
