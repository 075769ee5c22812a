"""Components from the answers of the admin API: exact for functions, as far as possible for sources and sinks."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from pulsarfn.annotations import Component
from pulsarfn.kubernetes.names import Fqfn, job_name
from pulsarfn.migration.carriers import ImportedComponent
from pulsarfn.migration.details_to_config import Code, config_of
from pulsarfn.migration.inverted_parts import Json
from pulsarfn.migration.running import RunningComponent

_DEFAULT_PRODUCER: Final = {"useThreadLocalProducers": False, "batchBuilder": "", "compressionType": "LZ4"}
_UNSAID: Final[Mapping[str, Any]] = {
    "schemaProperties": {},
    "consumerProperties": {},
    "poolMessages": False,
    "regexPattern": False,
    "isRegexPattern": False,
}
"""What the API adds to each input, although nobody said it."""

_LOST: Final = ("inputs", "inputSpecs", "archive", "jar", "py", "go", "runtime", "producerConfig", "transformFunction")
"""Keys that the API answers in another form, or not at all: they are not compared."""

_EXTENSIONS: Final = {"JAVA": ".jar", "PYTHON": ".py", "GO": ""}


def function_of(details: Mapping[str, Any], package: str) -> ImportedComponent:
    """Return a function from its FunctionDetails; `package` is its code if that is not built in."""
    fqfn = Fqfn(*(str(details.get(key, "")) for key in ("tenant", "namespace", "name")))
    built_in = bool(details.get("builtin"))
    file = f"{fqfn.name}{_EXTENSIONS.get(str(details.get('runtime', 'JAVA')), '')}"
    config = config_of("function", details, Code("" if built_in else package or file))
    return ImportedComponent("function", config, job_name(fqfn), in_clear_text=_in_clear_text(config))


def connector_of(
    component: Component, answer: Mapping[str, Any], code: Code, types: Mapping[str, str]
) -> ImportedComponent:
    """Return a source or sink from what ``pulsar-admin … get`` prints, with the types that its package declares."""
    config = {key: value for key, value in tidied(answer).items() if value is not None}
    fqfn = Fqfn(*(str(config.get(key, "")) for key in ("tenant", "namespace", "name")))
    if not str(config.get("archive", "")).startswith("builtin://"):
        config["archive"] = code.package or f"{fqfn.name}.nar"
    if code.transform_function and not config.get("transformFunction"):
        config["transformFunction"] = code.transform_function
    return ImportedComponent(component, {**config, **types}, job_name(fqfn), in_clear_text=_in_clear_text(config))


def tidied(answer: Mapping[str, Any]) -> Json:
    """Return an answer without what the API adds to what somebody wrote."""
    config = dict(answer)
    if config.get("producerConfig") == _DEFAULT_PRODUCER:
        del config["producerConfig"]
    if config.get("processingGuarantees") == "EFFECTIVELY_ONCE":
        config.pop("retainOrdering", None)  # derived from the subscription, whether somebody wrote it or not
    specs = config.get("inputSpecs")
    if isinstance(specs, dict):
        config.pop("inputs", None)
        said = {topic: _said(spec) for topic, spec in specs.items()}
        config |= {"inputSpecs": said} if any(said.values()) else {"inputs": list(said)}
        if not any(said.values()):
            del config["inputSpecs"]
    return config


def differences(running: RunningComponent, answer: Mapping[str, Any]) -> Iterator[str]:
    """Return the keys of a config whose value in the worker's metadata is not the one that runs."""
    config = config_of(running.component, running.details, running.code)
    for key, value in tidied(answer).items():
        if key not in _LOST and key in config and config[key] != value:
            yield key


def changed_details(running: RunningComponent, details: Mapping[str, Any]) -> list[str]:
    """Return the members of the details that differ between the worker's metadata and what runs."""
    keys = dict.fromkeys([*running.details, *details])
    return [key for key in keys if running.details.get(key) != details.get(key)]


def _said(spec: Any) -> Json:  # noqa: ANN401 - any JSON
    given = spec if isinstance(spec, dict) else {}
    return {key: value for key, value in given.items() if value is not None and _UNSAID.get(key) != value}


def _in_clear_text(config: Mapping[str, Any]) -> bool:
    """Whether a config holds secrets that do not name a Kubernetes Secret: which provider there is, the API does not tell."""
    secrets = config.get("secrets")
    if not isinstance(secrets, dict):
        return False
    return not all(isinstance(each, dict) and {"path", "key"} <= each.keys() for each in secrets.values())
