"""Checks of the option `logging`: what its members are together, and what the runtime of the component can log."""

from collections.abc import Iterator, Mapping, Sequence

from pulsarfn.diagnostics import codes
from pulsarfn.diagnostics.problem import Problem, Text
from pulsarfn.values import Manifest, Value, mapping
from pulsarfn.worker.customizers.base import ComponentContext

_BELOW_INFO = ("TRACE", "DEBUG")


def logging_problems(
    logging: Manifest, layers: Sequence[Mapping[str, object]], component: ComponentContext
) -> tuple[Problem, ...]:
    """Return the faults of the option. `layers` are the options of all components, and those of this one over them."""
    own = mapping(layers[-1].get("logging"))  # type: ignore[arg-type]  # null is no mapping
    faults = [*_of_members(logging), *(_of_runtime(own, component.runtime) if own else ())]
    return tuple(_problem(message, hint, is_own=bool(own)) for message, hint in faults)


def _of_members(logging: Manifest) -> Iterator[tuple[str, str]]:
    reference = logging.get("configMapKeyRef")
    if not isinstance(reference, dict):
        return
    beside = [key for key in ("level", "format") if key in logging]
    if beside:
        message = f"configMapKeyRef and {' and '.join(beside)} exclude one another"
        yield message, "remove one of them; null takes away what the worker config gives"
    missing = [key for key in ("name", "key") if not reference.get(key)]
    if missing:
        yield f"configMapKeyRef needs {' and '.join(missing)}", "name a ConfigMap, and the key that has the file"


def _of_runtime(own: Manifest, runtime: str) -> Iterator[tuple[str, str]]:
    """Return what a component asks for that its runtime cannot do; what all components are given may suit others."""
    level: Value = own.get("level")
    if runtime == "GO":
        hint = 'remove it; for a level, give the variable that it reads: {"env": [{"name": "LOGGING_LEVEL", "value": "debug"}]}'
        yield "a Go instance reads no config for its log", hint
    elif runtime == "PYTHON" and level in _BELOW_INFO:
        message = f"a Python instance never logs below INFO: it sets the level itself, and {level} has no effect"
        yield message, "write INFO, WARN, ERROR or FATAL"


def _problem(message: str, hint: str, *, is_own: bool) -> Problem:
    code = codes.CUSTOMIZER_OPTION_INVALID
    if is_own:
        return Problem(
            code, f"customRuntimeOptions: logging: {message}", ("customRuntimeOptions",), hint, inner=("logging",)
        )
    path = ("runtimeCustomizerConfig", "logging")
    return Problem(code, f"runtimeCustomizerConfig.logging: {message}", path, hint, text=Text.WORKER_CONFIG)
