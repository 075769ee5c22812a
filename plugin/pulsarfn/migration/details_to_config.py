"""From FunctionDetails back to the config that pulsar-admin takes: the reverse of `component.details`.

The caller expands the result and compares: no rule here is trusted without that.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from pulsarfn.annotations import Component
from pulsarfn.component.details.function_details import MESSAGES
from pulsarfn.migration import inverted_parts as parts
from pulsarfn.migration.details_check import json_name
from pulsarfn.migration.inverted_parts import Json
from pulsarfn.named_tuples import NamedTuple

_IDENTITY: Final = "org.apache.pulsar.functions.api.utils.IdentityFunction"
_WINDOW_EXECUTOR: Final = "org.apache.pulsar.functions.windowing.WindowFunctionExecutor"
_WINDOW: Final = "__WINDOWCONFIGS__"
_BATCH: Final = "__BATCHSOURCECONFIGS__"
_BATCH_CLASS: Final = "__BATCHSOURCECLASSNAME__"
_CODE: Final = {"JAVA": "jar", "PYTHON": "py", "GO": "go"}
_BUILTIN: Final = "builtin://"


class Code(NamedTuple):
    """The values of the keys for the code: what the pod downloads, or another package in its place.

    Attributes:
        package: the value of jar, py, go or archive; empty if it is not known.
        transform_function: the same of a sink's transform function.
    """

    package: str = ""
    transform_function: str = ""


def config_of(component: Component, details: Mapping[str, Any], code: Code) -> Json:
    """Return the config from which a component has these details."""
    return _KINDS[component](details, code)


def built_in(name: str, file: str) -> str:
    """Return the location of a built-in package; a fragment names its file if that is not called after the package."""
    return f"{_BUILTIN}{name}" if not file or file == f"{name}.nar" else f"{_BUILTIN}{name}#{file}"


def inexpressible(component: Component, details: Mapping[str, Any]) -> list[str]:
    """Return the members of the details that no config gives, so that nothing is dropped silently."""
    found = [*_unknown(details, "FunctionDetails", ())]
    source = details.get("source", {})
    delay, timeout = (int(source.get(key, 0)) for key in ("negativeAckRedeliveryDelayMs", "timeoutMs"))
    if component == "function" and delay != timeout:
        found.append("source.negativeAckRedeliveryDelayMs")
    return found


def _function(details: Mapping[str, Any], code: Code) -> Json:
    source, sink = details.get("source", {}), details.get("sink", {})
    user_config = parts.parsed(details["userConfig"]) if details.get("userConfig") else {}
    class_name = details.get("className")
    guarantees = details.get("processingGuarantees", "ATLEAST_ONCE")
    window = None
    if class_name == _WINDOW_EXECUTOR and _WINDOW in user_config:
        window = dict(user_config.pop(_WINDOW))
        class_name = window.pop("actualWindowFunctionClassName", None)
        guarantees = window.pop("processingGuarantees", guarantees)
    config = parts.names(details)
    if class_name:
        config["className"] = class_name
    config |= parts.inputs(source, "customSerdeInputs") | _output(source, sink) | {"processingGuarantees": guarantees}
    config |= parts.present(details, "retainOrdering", "retainKeyOrdering")
    if not sink.get("forwardSourceMessageProperty"):
        config["forwardSourceMessageProperty"] = False
    if user_config:
        config["userConfig"] = user_config
    config |= {"autoAck": bool(details.get("autoAck"))} if window is None else {"windowConfig": window}
    config |= parts.retries(details)
    if source.get("subscriptionName"):
        config["subName"] = source["subscriptionName"]
    config["parallelism"] = details.get("parallelism", 1)
    config |= parts.number(source, "timeoutMs") | _subscription(source, "subscriptionPosition")
    config |= parts.present(source, "skipToLatest") | parts.of_all_kinds(details) | _memory_limit(details)
    return config | _function_code(details, code)


def _output(source: Mapping[str, Any], sink: Mapping[str, Any]) -> Json:
    config: Json = {"output": sink["topic"]} if "topic" in sink else {}
    keys = (
        (source, "typeClassName", "inputTypeClassName"),
        (sink, "typeClassName", "outputTypeClassName"),
        (sink, "schemaType", "outputSchemaType"),
        (sink, "serDeClassName", "outputSerdeClassName"),
    )
    config |= {key: given[member] for given, member, key in keys if given.get(member)}
    config |= parts.output_schema(sink)
    return config | ({"producerConfig": parts.producer(sink["producerSpec"])} if "producerSpec" in sink else {})


def _function_code(details: Mapping[str, Any], code: Code) -> Json:
    runtime = details.get("runtime", "JAVA")
    if code.package:
        return {_CODE[runtime]: code.package}
    return {"jar": built_in(details["builtin"], "")} if details.get("builtin") else {"runtime": runtime}


def _memory_limit(details: Mapping[str, Any]) -> Json:
    if "pulsarClientMemoryLimit" not in details:
        return {}
    given = details["pulsarClientMemoryLimit"]
    limit = parts.number(given, "limitInBytes") | parts.present(given, "percentOfMaxDirectMemory")
    return {"pulsarClientMemoryLimit": limit}


def _source(details: Mapping[str, Any], code: Code) -> Json:
    source, sink = details.get("source", {}), details.get("sink", {})
    configs = parts.parsed(source["configs"]) if source.get("configs") else {}
    batch, batch_class = configs.pop(_BATCH, None), configs.pop(_BATCH_CLASS, None)
    class_name = source.get("className") if batch is None else batch_class
    config = parts.names(details) | ({"className": class_name} if class_name else {})
    keys = (
        ("topic", "topicName"),
        ("typeClassName", "outputTypeClassName"),
        ("schemaType", "schemaType"),
        ("serDeClassName", "serdeClassName"),
    )
    config |= {key: sink[member] for member, key in keys if sink.get(member)}
    if "producerSpec" in sink:
        config["producerConfig"] = parts.producer(sink["producerSpec"])
    config |= parts.present(details, "processingGuarantees")
    if configs:
        config["configs"] = configs
    if batch is not None:
        config["batchSourceConfig"] = parts.parsed(batch)
    config["parallelism"] = details.get("parallelism", 1)
    return config | parts.of_all_kinds(details) | _archive(source, code)


def _sink(details: Mapping[str, Any], code: Code) -> Json:
    source, sink = details.get("source", {}), details.get("sink", {})
    config = parts.names(details) | parts.present(sink, "className") | parts.inputs(source, "topicToSerdeClassName")
    if source.get("typeClassName"):
        config["inputTypeClassName"] = source["typeClassName"]
    config |= parts.present(details, "processingGuarantees", "retainOrdering", "retainKeyOrdering")
    if source.get("subscriptionName"):
        config["sourceSubscriptionName"] = source["subscriptionName"]
    config |= _subscription(source, "sourceSubscriptionPosition") | parts.retries(details)
    if "configs" in sink:
        config["configs"] = parts.parsed(sink["configs"])
    config["parallelism"] = details.get("parallelism", 1)
    config |= parts.of_all_kinds(details) | {"autoAck": bool(details.get("autoAck"))}
    config |= parts.number(source, "timeoutMs") | parts.number(source, "negativeAckRedeliveryDelayMs")
    return config | _archive(sink, code) | _transform_function(details, code)


def _transform_function(details: Mapping[str, Any], code: Code) -> Json:
    config: Json = {}
    if code.transform_function or details.get("builtin"):
        config["transformFunction"] = code.transform_function or built_in(details["builtin"], "")
    if details.get("className") not in (None, _IDENTITY):
        config["transformFunctionClassName"] = details["className"]
    if details.get("userConfig"):
        config["transformFunctionConfig"] = details["userConfig"]
    return config


def _archive(connector: Mapping[str, Any], code: Code) -> Json:
    archive = code.package or (built_in(connector["builtin"], "") if connector.get("builtin") else "")
    return {"archive": archive} if archive else {}


def _subscription(source: Mapping[str, Any], position: str) -> Json:
    config: Json = {} if source.get("cleanupSubscription") else {"cleanupSubscription": False}
    return config | ({position: "Earliest"} if source.get("subscriptionPosition") == "EARLIEST" else {})


_KINDS: Final[Mapping[Component, Callable[[Mapping[str, Any], Code], Json]]] = {
    "function": _function,
    "source": _source,
    "sink": _sink,
}

_MESSAGES: Final = {each.__name__: each for each in MESSAGES}
_HELD: Final = {
    "source": "SourceSpec",
    "sink": "SinkSpec",
    "resources": "Resources",
    "retryDetails": "RetryDetails",
    "cryptoSpec": "CryptoSpec",
    "producerSpec": "ProducerSpec",
    "batchingSpec": "BatchingSpec",
    "receiverQueueSize": "ReceiverQueueSize",
    "messagePayloadProcessorSpec": "MessagePayloadProcessorSpec",
    "pulsarClientMemoryLimit": "MemoryLimit",
}
"""The members that are messages."""


def _unknown(message: Mapping[str, Any], kind: str, path: tuple[str, ...]) -> Iterator[str]:
    known = {json_name(each) for each in _MESSAGES[kind]._fields}
    for name, value in message.items():
        if name not in known:
            yield ".".join((*path, name))
        elif name == "inputSpecs":
            for topic, spec in value.items():
                yield from _unknown(spec, "ConsumerSpec", (*path, name, topic))
        elif name in _HELD:
            yield from _unknown(value, _HELD[name], (*path, name))
