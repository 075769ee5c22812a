"""Parts of FunctionDetails as parts of a config: the reverse of `component.details.specs`."""

import json
from collections.abc import Mapping
from typing import Any, Final, TypeAlias

Json: TypeAlias = dict[str, Any]
"""A JSON object; its members come from details, which have no fixed type here."""

_PRODUCER: Final = (
    "maxPendingMessages",
    "maxPendingMessagesAcrossPartitions",
    "useThreadLocalProducers",
    "batchBuilder",
    "compressionType",
)
_OUTPUT_SCHEMA: Final = ("schemaType", "schemaProperties", "consumerProperties")


def parsed(text: str) -> Any:  # noqa: ANN401 - any JSON
    """Return the value of a JSON text; whole numbers stay whole, however long they are."""
    return json.loads(text)


def names(details: Mapping[str, Any]) -> Json:
    """Return the keys of the fully qualified name."""
    return {key: details.get(key, "") for key in ("tenant", "namespace", "name")}


def inputs(source: Mapping[str, Any], serdes: str) -> Json:
    """Return the input topics: a list if none has settings of its own; otherwise all of them with their settings.

    Since Pulsar 5.0 a topic may have a schema beside its serde; inputSpecs takes only one of them, the key `serdes` the other.
    """
    specs = source.get("inputSpecs", {})
    if specs and not any(specs.values()):
        return {"inputs": list(specs)}
    both = {
        topic: spec["serdeClassName"]
        for topic, spec in specs.items()
        if {"schemaType", "serdeClassName"} <= spec.keys()
    }
    consumers = {topic: _consumer(spec) for topic, spec in specs.items()}
    for topic in both:
        del consumers[topic]["serdeClassName"]
    return ({serdes: both} if both else {}) | ({"inputSpecs": consumers} if specs else {})


def producer(spec: Mapping[str, Any]) -> Json:
    """Return a producerConfig."""
    config: Json = {key: spec[key] for key in _PRODUCER if key in spec}
    if "cryptoSpec" in spec:
        config["cryptoConfig"] = _crypto(spec["cryptoSpec"])
    if "batchingSpec" in spec:
        config["batchingConfig"] = {"enabled": False, **spec["batchingSpec"]}
    return config


def output_schema(sink: Mapping[str, Any]) -> Json:
    """Return customSchemaOutputs, which alone gives the output properties."""
    if not sink.get("schemaProperties") and not sink.get("consumerProperties"):
        return {}
    schema = {key: sink[key] for key in _OUTPUT_SCHEMA if sink.get(key)}
    return {"customSchemaOutputs": {sink.get("topic", ""): json.dumps(schema, ensure_ascii=False)}}


def retries(details: Mapping[str, Any]) -> Json:
    """Return maxMessageRetries and deadLetterTopic."""
    if "retryDetails" not in details:
        return {}
    given = details["retryDetails"]
    return {"maxMessageRetries": given.get("maxMessageRetries", 0)} | present(given, "deadLetterTopic")


def present(given: Mapping[str, Any], *keys: str) -> Json:
    """Return the members that have a value."""
    return {key: given[key] for key in keys if given.get(key)}


def number(given: Mapping[str, Any], key: str) -> Json:
    """Return a member that JSON has as a text, as 64-bit integers are."""
    return {key: int(given[key])} if int(given.get(key, 0)) else {}


def of_all_kinds(details: Mapping[str, Any]) -> Json:
    """Return the keys that functions, sources and sinks have, except for their names."""
    config: Json = {}
    if details.get("secretsMap"):
        config["secrets"] = parsed(details["secretsMap"])
    if "resources" in details:
        given = details["resources"]
        config["resources"] = {
            "cpu": given.get("cpu", 0.0),
            "ram": int(given.get("ram", 0)),
            "disk": int(given.get("disk", 0)),
        }
    return config | present(details, "runtimeFlags", "customRuntimeOptions", "logTopic", "clientApi")


def _consumer(spec: Mapping[str, Any]) -> Json:
    config = present(spec, "schemaType", "serdeClassName")
    if spec.get("isRegexPattern"):
        config["regexPattern"] = True
    if "receiverQueueSize" in spec:
        config["receiverQueueSize"] = spec["receiverQueueSize"].get("value", 0)
    config |= present(spec, "schemaProperties", "consumerProperties")
    if "cryptoSpec" in spec:
        config["cryptoConfig"] = _crypto(spec["cryptoSpec"])
    config |= present(spec, "poolMessages")
    if "messagePayloadProcessorSpec" in spec:
        processor = spec["messagePayloadProcessorSpec"]
        config["messagePayloadProcessorConfig"] = {"className": processor.get("className", "")}
        if processor.get("configs"):
            config["messagePayloadProcessorConfig"]["config"] = parsed(processor["configs"])
    return config


def _crypto(spec: Mapping[str, Any]) -> Json:
    """Return a cryptoConfig. An action that is not given is FAIL, which no details print."""
    config = present(spec, "cryptoKeyReaderClassName")
    if spec.get("cryptoKeyReaderConfig"):
        config["cryptoKeyReaderConfig"] = parsed(spec["cryptoKeyReaderConfig"])
    if spec.get("producerEncryptionKeyName"):
        config["encryptionKeys"] = spec["producerEncryptionKeyName"]
    return config | present(spec, "producerCryptoFailureAction", "consumerCryptoFailureAction")
