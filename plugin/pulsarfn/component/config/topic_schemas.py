"""Checks of the schemas and serdes of topics that do not need the classes of the package.

Sources: `FunctionConfigUtils.doJavaChecks`, `ValidatorUtils.validateSchema` and `.validateSerde`, `SchemaType`
(pulsar-runtime.md 5.1). A class with a dot in its name is assumed to be in the package (contract 5).
"""

from collections.abc import Iterator, Mapping

from pulsarfn.component.config.consumer import ConsumerConfig
from pulsarfn.component.config.function import FunctionConfig
from pulsarfn.component.config.reading import read_model
from pulsarfn.diagnostics import codes
from pulsarfn.diagnostics.problem import Path, Problem, nearest
from pulsarfn.java.java_text import is_blank

_BUILT_IN = frozenset(
    {"NONE", "STRING", "JSON", "PROTOBUF", "AVRO", "BOOLEAN", "INT8", "INT16", "INT32", "INT64", "FLOAT", "DOUBLE"}
    | {"DATE", "TIME", "TIMESTAMP", "KEY_VALUE", "INSTANT", "LOCAL_DATE", "LOCAL_TIME", "LOCAL_DATE_TIME"}
    | {"PROTOBUF_NATIVE", "EXTERNAL", "BYTES", "AUTO", "AUTO_CONSUME", "AUTO_PUBLISH"}
)
"""The names of `SchemaType`, which are valid in upper and lower case."""

_CLASS_FORM = "the full name of a class in the package, such as com.example.OrderSchema"
_JSON_FORM = 'write JSON text, such as \'{"schemaType": "avro"}\''


def is_built_in(schema_type: str) -> bool:
    """Whether a schema type is a built-in one, and not the name of a class."""
    return schema_type.upper() in _BUILT_IN


def check_schema_type(schema_type: str | None, path: Path) -> Iterator[Problem]:
    """Check a schema type: a built-in type or a class. The message is Pulsar's for a class that is not in the package."""
    if schema_type and "." not in schema_type and not is_built_in(schema_type):
        message = f"The schema class {schema_type} does not exist, nor is it a built-in schema type"
        near = nearest(schema_type, sorted(_BUILT_IN))
        hint = f"did you mean '{near}'?" if near else f"write a built-in type such as JSON or AVRO, or {_CLASS_FORM}"
        yield Problem(codes.SCHEMA_INVALID, message, path, hint)


def check_serde(class_name: str | None, path: Path) -> Iterator[Problem]:
    """Check that a serde is a class, not the name of a schema type."""
    if not class_name or not (is_blank(class_name) or class_name.upper() in _BUILT_IN):
        return
    why, hint = "it is a schema type", "give it as the schema type instead"
    if is_blank(class_name):
        why, hint = "its name is blank", "leave it out, or write the name of a class"
    message = f"The input serialization/deserialization class {class_name} does not exist: {why}"
    yield Problem(codes.SCHEMA_INVALID, message, path, hint)


def check_topic_schemas(schema_types: Mapping[str, str] | None, key: str) -> Iterator[Problem]:
    """Check the schema types by topic."""
    for topic, schema_type in (schema_types or {}).items():
        yield from check_schema_type(schema_type, (key, topic))


def check_topic_serdes(serdes: Mapping[str, str] | None, key: str) -> Iterator[Problem]:
    """Check the serde classes by topic."""
    for topic, class_name in (serdes or {}).items():
        yield from check_serde(class_name, (key, topic))


def check_consumer_schemas(consumers: Mapping[str, ConsumerConfig] | None, *, both: str) -> Iterator[Problem]:
    """Check the schema or serde of each member of `inputSpecs`; `both` is Pulsar's message if both are given."""
    for topic, consumer in (consumers or {}).items():
        path: Path = ("inputSpecs", topic)
        if consumer.schema_type and consumer.serde_class_name:
            hint = "remove schemaType or serdeClassName"
            yield Problem(codes.SCHEMA_INVALID, both, (*path, "serdeClassName"), hint)
        yield from check_schema_type(consumer.schema_type, (*path, "schemaType"))
        yield from check_serde(consumer.serde_class_name, (*path, "serdeClassName"))


def check_output_schema(schema: tuple[str, str | None], serde: tuple[str, str | None], both: str) -> Iterator[Problem]:
    """Check the schema or serde of the output; each argument is a key of the config and its value."""
    schema_key, schema_type = schema
    serde_key, serde_class = serde
    if schema_type and serde_class:
        yield Problem(codes.SCHEMA_INVALID, both, (serde_key,), f"remove {schema_key} or {serde_key}")
    yield from check_schema_type(schema_type, (schema_key,))
    yield from check_serde(serde_class, (serde_key,))


def check_custom_schemas(config: FunctionConfig) -> Iterator[Problem]:
    """Check the consumer configs that are given as JSON text; of the outputs, Pulsar reads only that of `output`."""
    java = config.runtime == "JAVA"
    for topic, text in (config.custom_schema_inputs or {}).items():
        refused = (
            f"Topic {topic} has an incorrect schema Info" if java else f"Incorrect custom schema inputs,Topic {topic}"
        )
        path: Path = ("customSchemaInputs", topic)
        consumer, problems = _read(text, path, refused)
        yield from problems
        if consumer is None:
            continue
        if consumer.schema_type is None:  # the reference fails with a NullPointerException (oracle: opt-52-java)
            yield Problem(codes.SCHEMA_INVALID, f"{refused}: it has no schemaType", path, _JSON_FORM)
        elif java:
            yield from check_schema_type(consumer.schema_type, path)
    text = (config.custom_schema_outputs or {}).get(config.output or "", "")
    if text:
        refused = f"Incorrect custom schema outputs,Topic {config.output}"
        yield from _read(text, ("customSchemaOutputs", config.output or ""), refused)[1]


def _read(text: str, path: Path, refused: str) -> tuple[ConsumerConfig | None, list[Problem]]:
    """Return the consumer config in `text` (None if it has none) and its problems, which point at `path`."""
    import json  # noqa: PLC0415 - few configs have such texts

    try:
        members = json.loads(text)
    except (ValueError, RecursionError):
        return None, [Problem(codes.SCHEMA_INVALID, f"{refused}: it is not valid JSON", path, _JSON_FORM)]
    if not isinstance(members, dict):
        return None, [Problem(codes.SCHEMA_INVALID, f"{refused}: it is not a JSON object", path, _JSON_FORM)]
    consumer, faults = read_model(ConsumerConfig, members)
    return consumer, [
        Problem(fault.code, f"{refused}: {fault.message}", path, fault.hint, at_key=fault.at_key) for fault in faults
    ]
