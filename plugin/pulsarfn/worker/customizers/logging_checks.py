"""Checks of the option `logging`: what its members are together, and what the runtime of the component can log."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from pulsarfn.diagnostics import codes
from pulsarfn.diagnostics.problem import Path, Problem, Text, dotted
from pulsarfn.kubernetes.types import TypeFault
from pulsarfn.kubernetes.value_rules import of_values
from pulsarfn.values import Manifest, mapping
from pulsarfn.worker.customizers.base import ComponentContext

BELOW_INFO: Final = ("TRACE", "DEBUG")
"""The levels below the one that each Python instance sets after it has read its file."""

_REFERENCE: Final = "configMapKeyRef"


def logging_problems(
    logging: Manifest, layers: Sequence[Mapping[str, object]], component: ComponentContext
) -> tuple[Problem, ...]:
    """Return the faults of the option. `layers` are the options of all components, and those of this one over them."""
    own = mapping(layers[-1].get("logging"))  # type: ignore[arg-type]  # null is not a mapping
    faults = [*_of_members(logging), *(_of_runtime(own, component.runtime) if own else ())]
    return tuple(_problem(each, is_own=bool(own)) for each in faults)


def _of_members(logging: Manifest) -> Iterator[TypeFault]:
    reference = logging.get(_REFERENCE)
    if not isinstance(reference, dict):
        return
    beside = [key for key in ("level", "format") if key in logging]
    if beside:
        message = f"excludes {' and '.join(beside)}"
        yield TypeFault((_REFERENCE,), message, "remove one of them; null takes away what the worker config gives")
    missing = [key for key in ("name", "key") if not reference.get(key)]
    if missing:
        hint = "name a ConfigMap, and the key that has the file"
        yield TypeFault((_REFERENCE,), f"needs {' and '.join(missing)}", hint)
        return
    for refusal in of_values(reference, "ConfigMapKeySelector", ()):
        yield TypeFault((_REFERENCE, *refusal.path), refusal.why)


def _of_runtime(own: Manifest, runtime: str) -> Iterator[TypeFault]:
    """Return what a component asks for that its runtime cannot do; what all components are given may suit others."""
    level = own.get("level")
    if runtime == "GO":
        hint = 'remove it; for a level, give the variable that it reads: {"env": [{"name": "LOGGING_LEVEL", "value": "debug"}]}'
        yield TypeFault((), "has no effect: a Go instance reads no config for its log", hint)
    elif runtime == "PYTHON" and level in BELOW_INFO:
        message = f"{level} has no effect: a Python instance never logs below INFO"
        yield TypeFault(("level",), message, "write INFO, WARN, ERROR or FATAL")


def _problem(fault: TypeFault, *, is_own: bool) -> Problem:
    code, inner = codes.CUSTOMIZER_OPTION_INVALID, ("logging", *fault.path)
    message = f"{dotted(inner)} {fault.message}"
    if is_own:
        return Problem(code, f"customRuntimeOptions: {message}", ("customRuntimeOptions",), fault.hint, inner=inner)
    path: Path = ("runtimeCustomizerConfig", *inner)
    return Problem(code, f"runtimeCustomizerConfig.{message}", path, fault.hint, text=Text.WORKER_CONFIG)
