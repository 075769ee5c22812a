"""The keys of a config whose values are JSON text."""

from pulsarfn.diagnostics.problem import Path

_KEYS = ("customRuntimeOptions", "transformFunctionConfig")
_KEYS_BY_TOPIC = ("customSchemaInputs", "customSchemaOutputs")


def is_json_text(path: Path) -> bool:
    """Whether the value at a path of a config is JSON text."""
    return path[-1] in _KEYS or (len(path) > 1 and path[-2] in _KEYS_BY_TOPIC)
