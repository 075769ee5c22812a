"""Pulsar's checks of the config of a function (`FunctionConfigUtils`, pulsar-runtime.md 5.1); all problems are reported at once."""

from collections.abc import Iterator, Sequence

from pulsarfn.component.config.basics import (
    check_identity,
    check_parallelism,
    check_resources,
    class_missing,
    missing,
)
from pulsarfn.component.config.client_api import check_client_api, check_memory_limit
from pulsarfn.component.config.consumers import check_consumers, check_producer
from pulsarfn.component.config.delivery import (
    check_auto_ack,
    check_function_retries,
    check_function_timeout,
    check_ordering,
)
from pulsarfn.component.config.function import FunctionConfig
from pulsarfn.component.config.topic_schemas import (
    check_consumer_schemas,
    check_custom_schemas,
    check_output_schema,
    check_topic_serdes,
)
from pulsarfn.component.config.topics import GivenTopic, check_topic, check_topics, given_topics
from pulsarfn.component.config.windows import check_window, check_window_guarantees
from pulsarfn.diagnostics import codes
from pulsarfn.diagnostics.problem import Problem
from pulsarfn.java.java_text import is_blank
from pulsarfn.typed import Literal
from pulsarfn.worker.versions import DEFAULT, VERSIONS
from pulsarfn.worker.versions.rules import Rules

_BUILTIN = "builtin"
"""Quirk of Pulsar: only the prefix decides (`FunctionConfigUtils.doPythonChecks`)."""


def validate_function(config: FunctionConfig, rules: Rules = DEFAULT) -> tuple[Problem, ...]:
    """Return all problems of a config from `infer_function`, in the order of Pulsar's checks.

    Pulsar stops at the first problem. It also checks the classes of the package: see `package_files`.
    """
    inputs = _inputs(config)
    return (
        *check_identity(config, "Function"),
        *_check_python_class(config),
        *_check_all_topics(config, inputs, rules),
        *check_parallelism(config.parallelism, "Function"),
        *_check_topic_clash(config, inputs),
        *check_window(config.window_config),
        *check_resources(config.resources),
        *check_function_timeout(config),
        *check_function_retries(config),
        *check_ordering(config),
        *_check_script(config),
        *check_consumers(config.input_specs, connector=False),
        *check_producer(config.producer_config, connector=False),
        *_check_runtime(config, rules),
        *check_custom_schemas(config),
        *check_auto_ack(config),
        *(check_memory_limit(config) if rules.limits_client_memory else ()),
        *check_client_api(config, rules),
    )


def _check_all_topics(config: FunctionConfig, inputs: Sequence[GivenTopic], rules: Rules) -> Iterator[Problem]:
    if not inputs:
        hint = "set inputs: [topic], inputSpecs or topicsPattern"
        yield Problem(codes.CONFIG_VALUE_MISSING, "No input topic(s) specified for the function", ("inputs",), hint)
    yield from check_topics(inputs, "Input topic %s is invalid", rules)
    yield from check_topic(config.output, "output", "Output topic %s is invalid", rules)
    yield from check_topic(config.log_topic, "logTopic", "LogTopic topic %s is invalid", rules)
    yield from check_topic(config.dead_letter_topic, "deadLetterTopic", "DeadLetter topic %s is invalid", rules)


def _inputs(config: FunctionConfig) -> list[GivenTopic]:
    return given_topics(
        (
            ("inputs", config.inputs),
            ("topicsPattern", config.topics_pattern),
            ("customSerdeInputs", config.custom_serde_inputs),
            ("customSchemaInputs", config.custom_schema_inputs),
            ("inputSpecs", config.input_specs),
        )
    )


def _check_topic_clash(config: FunctionConfig, inputs: Sequence[GivenTopic]) -> Iterator[Problem]:
    """Check that no input is the output. Pulsar compares the texts, so only topics that are written alike clash."""
    if config.output is not None and any(topic.name == config.output for topic in inputs):
        message = f"Output topic {config.output} is also being used as an input topic (topics must be one or the other)"
        yield Problem(codes.TOPIC_CLASH, message, ("output",), "choose another output topic")


def _check_script(config: FunctionConfig) -> Iterator[Problem]:
    """Check the file of the code. Pulsar looks for such a file on the worker's disk, where it never exists."""
    for key, language, location in (("py", "python", config.py), ("go", "go", config.go)):
        if str(location).startswith(_BUILTIN):
            message = f"The supplied {language} file does not exist: only Java functions can be built in"
            if ".." in str(location):
                message = f"Invalid filename: {location}"
            hint = "give function://tenant/namespace/name@version, https://…, local:///path or another file name"
            yield Problem(codes.PACKAGE_INVALID, message, (key,), hint)


def _check_python_class(config: FunctionConfig) -> Iterator[Problem]:
    if config.runtime == "PYTHON" and not config.class_name:
        hint = "set className to module.Class, or to the module of a plain function"
        yield missing("Function classname cannot be null", "className", hint)


def _check_runtime(config: FunctionConfig, rules: Rules) -> Iterator[Problem]:
    match config.runtime:
        case "JAVA":
            yield from _check_java(config)
        case "PYTHON":
            yield from _check_python(config, rules)
        case "GO":
            yield from _check_go(config, rules)
        case _:
            message = "Function language runtime is either not set or cannot be determined"
            yield missing(message, "runtime", "set jar, py or go to where the code is")


def _check_package(config: FunctionConfig, key: Literal["jar", "py", "go"]) -> Iterator[Problem]:
    """Check that the code for the `runtime` is given under `key`."""
    if is_blank(getattr(config, key)):
        message = f"Function Package is not provided: runtime is {config.runtime}, but there is no {key}"
        yield missing(message, key, f"set {key} to where the code is, such as function://tenant/namespace/name@version")


def _check_java(config: FunctionConfig) -> Iterator[Problem]:
    """Run `doJavaChecks`, except those that need class files (`package_files.java`)."""
    yield from _check_package(config, "jar")
    if is_blank(config.class_name):
        yield class_missing("className", config.jar, "Function")
    yield from check_topic_serdes(config.custom_serde_inputs, "customSerdeInputs")
    both = "Only one of schemaType or serdeClassName should be set in inputSpec"
    yield from check_consumer_schemas(config.input_specs, both=both)
    yield from check_output_schema(
        ("outputSchemaType", config.output_schema_type),
        ("outputSerdeClassName", config.output_serde_class_name),
        "Only one of outputSchemaType or outputSerdeClassName should be set",
    )
    yield from check_window_guarantees(config)


def _check_python(config: FunctionConfig, rules: Rules) -> Iterator[Problem]:
    yield from _check_package(config, "py")
    if config.processing_guarantees == "EFFECTIVELY_ONCE":
        message = "Effectively-once processing guarantees not yet supported in Python"
        yield _unsupported(message, "processingGuarantees")
    if config.window_config is not None:
        yield _unsupported("There is currently no support windowing in python", "windowConfig")
    if config.max_message_retries is None or config.max_message_retries < 0:
        return
    if not rules.retries_in_python:
        yield _unsupported(
            "Message retries not yet supported in python", "maxMessageRetries", _since("retries_in_python")
        )
    elif config.max_message_retries == 0:
        message = (
            "maxMessageRetries must be at least 1 in python; the Python client cannot express a redelivery count of 0"
        )
        yield _unsupported(message, "maxMessageRetries")


def _check_go(config: FunctionConfig, rules: Rules) -> Iterator[Problem]:
    yield from _check_package(config, "go")
    if config.processing_guarantees == "EFFECTIVELY_ONCE":
        message = "Effectively-once processing guarantees not yet supported in Go function"
        yield _unsupported(message, "processingGuarantees")
    if config.window_config is not None:
        yield _unsupported("Windowing is not supported in Go function yet", "windowConfig")
    if config.max_message_retries is not None and config.max_message_retries >= 0:
        yield _unsupported("Message retries not yet supported in Go function", "maxMessageRetries")
    if config.retain_key_ordering and not rules.key_ordering_in_go:  # Pulsar's own spelling in the message
        yield _unsupported(
            "Retain Key Orderering not yet supported in Go function", "retainKeyOrdering", _since("key_ordering_in_go")
        )


def _since(rule: str) -> str:
    """Return the first version in which a rule is true."""
    return next(each.name for each in VERSIONS if getattr(each, rule))


def _unsupported(message: str, key: str, since: str = "") -> Problem:
    hint = f"remove {key}, or write the function in Java"
    hint += f"; Pulsar {since} supports it" if since else ""
    return Problem(codes.RUNTIME_FEATURE_UNSUPPORTED, message, (key,), hint)
