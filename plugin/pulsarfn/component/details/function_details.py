"""FunctionDetails, the message that tells an instance what to run, and its text as protobuf's JsonFormat prints it.

Values mirror Pulsar's ``Function.proto``: fields in the order of their numbers, defaults those of proto3, enums as
their names (the default is the one of number 0). These declarations drive the printing.
`details_json` is the text of ``--function_details`` (pulsar-runtime.md 4.1).
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Annotated, Any, Final, NamedTuple, TypeAlias

from pulsarfn.diagnostics.problem import Path
from pulsarfn.diagnostics.secrecy import hidden
from pulsarfn.java.gson import json_string
from pulsarfn.java.java_text import double_text

Int64: TypeAlias = Annotated[int, "int64"]
"""A whole number that JsonFormat prints as a string, as JavaScript's numbers would lose its last digits."""


class CryptoSpec(NamedTuple):
    """How a consumer decrypts or a producer encrypts; `crypto_key_reader_config` is JSON text."""

    crypto_key_reader_class_name: str = ""
    crypto_key_reader_config: str = ""
    producer_encryption_key_name: tuple[str, ...] = ()
    producer_crypto_failure_action: str = "FAIL"
    consumer_crypto_failure_action: str = "FAIL"

    def __repr__(self) -> str:
        return hidden(self)


class MessagePayloadProcessorSpec(NamedTuple):
    """What unpacks a message's payload; `configs` is JSON text."""

    class_name: str = ""
    configs: str = ""

    def __repr__(self) -> str:
        return hidden(self)


class ReceiverQueueSize(NamedTuple):
    """The length of a consumer's queue: a message of its own, so that 0 differs from absent."""

    value: int = 0


class ConsumerSpec(NamedTuple):
    """How one topic or topics pattern is consumed."""

    schema_type: str = ""
    serde_class_name: str = ""
    is_regex_pattern: bool = False
    receiver_queue_size: ReceiverQueueSize | None = None
    schema_properties: Mapping[str, str] = {}
    consumer_properties: Mapping[str, str] = {}
    crypto_spec: CryptoSpec | None = None
    pool_messages: bool = False
    message_payload_processor_spec: MessagePayloadProcessorSpec | None = None

    def __repr__(self) -> str:
        return hidden(self)


class BatchingSpec(NamedTuple):
    """How a producer batches; times in milliseconds."""

    enabled: bool = False
    batching_max_publish_delay_ms: int = 0
    round_robin_router_batching_partition_switch_frequency: int = 0
    batching_max_messages: int = 0
    batching_max_bytes: int = 0
    batch_builder: str = ""


class ProducerSpec(NamedTuple):
    """How the output topic is produced to."""

    max_pending_messages: int = 0
    max_pending_messages_across_partitions: int = 0
    use_thread_local_producers: bool = False
    crypto_spec: CryptoSpec | None = None
    batch_builder: str = ""
    compression_type: str = "LZ4"
    batching_spec: BatchingSpec | None = None


class SourceSpec(NamedTuple):
    """Where messages come from: topics (`input_specs` by topic or pattern) or a connector; times in milliseconds."""

    class_name: str = ""
    configs: str = ""
    subscription_type: str = "SHARED"
    type_class_name: str = ""
    timeout_ms: Int64 = 0
    builtin: str = ""
    subscription_name: str = ""
    input_specs: Mapping[str, ConsumerSpec] = {}
    cleanup_subscription: bool = False
    subscription_position: str = "LATEST"
    negative_ack_redelivery_delay_ms: Int64 = 0
    skip_to_latest: bool = False

    def __repr__(self) -> str:
        return hidden(self)


class SinkSpec(NamedTuple):
    """Where messages go to: a topic or a connector."""

    class_name: str = ""
    configs: str = ""
    topic: str = ""
    ser_de_class_name: str = ""
    type_class_name: str = ""
    builtin: str = ""
    schema_type: str = ""
    forward_source_message_property: bool = False
    schema_properties: Mapping[str, str] = {}
    consumer_properties: Mapping[str, str] = {}
    producer_spec: ProducerSpec | None = None

    def __repr__(self) -> str:
        return hidden(self)


class Resources(NamedTuple):
    """What one instance gets: `cpu` in cores, `ram` and `disk` in bytes."""

    cpu: float = 0.0
    ram: Int64 = 0
    disk: Int64 = 0


class RetryDetails(NamedTuple):
    """How often a message is tried again, and where it goes after that."""

    max_message_retries: int = 0
    dead_letter_topic: str = ""


class FunctionDetails(NamedTuple):
    """One component, as the instance and the runtime know it; `user_config` and `secrets_map` are JSON text.

    The fields that no component config fills (packageUrl, topicsPattern and the like) are left out.
    """

    tenant: str = ""
    namespace: str = ""
    name: str = ""
    class_name: str = ""
    log_topic: str = ""
    processing_guarantees: str = "ATLEAST_ONCE"
    user_config: str = ""
    runtime: str = "JAVA"
    auto_ack: bool = False
    parallelism: int = 0
    source: SourceSpec = SourceSpec()
    sink: SinkSpec = SinkSpec()
    resources: Resources = Resources()
    retry_details: RetryDetails | None = None
    secrets_map: str = ""
    runtime_flags: str = ""
    component_type: str = "UNKNOWN"
    custom_runtime_options: str = ""
    builtin: str = ""
    retain_ordering: bool = False
    retain_key_ordering: bool = False

    def __repr__(self) -> str:
        return hidden(self)


def details_json(details: FunctionDetails) -> str:
    """`details` as JSON without blanks (`JsonFormat.printer().omittingInsignificantWhitespace()`)."""
    return message_json(details)


def message_json(message: Iterable[Any]) -> str:
    """Any of the messages above as JSON: fields by number, defaults left out, set but empty messages as ``{}``.

    Source, sink and resources of FunctionDetails are always set and so always printed.
    """
    printed = []
    for value, (_, prefix, first_name, text) in zip(message, _FIELDS[type(message)], strict=True):
        if value and value != first_name:
            printed.append(prefix + text(value))
    return f"{{{','.join(printed)}}}"


def json_members(message: object, path: Path = ()) -> Iterator[tuple[Path, object]]:
    """What `message_json` prints, value by value, each with its path in the JSON."""
    for attribute, prefix, first_name, _ in _FIELDS[type(message)]:
        value = getattr(message, attribute)
        if value and value != first_name:
            yield from _members_of(value, (*path, prefix[1:-2]))


def _members_of(value: object, path: Path) -> Iterator[tuple[Path, object]]:
    if isinstance(value, Mapping):
        for key, each in value.items():
            yield from _members_of(each, (*path, key))
    elif type(value) in _FIELDS:
        members = [*json_members(value, path)]
        yield from members or [(path, {})]
    else:
        yield path, value


def _int64(value: int) -> str:
    return f'"{value}"'


def _true(_value: bool) -> str:  # noqa: FBT001 - printed only when it is true
    return "true"


def _string_map(value: Mapping[str, str]) -> str:
    return f"{{{','.join([f'{json_string(key)}:{json_string(each)}' for key, each in value.items()])}}}"


def _message_map(value: Mapping[str, Iterable[Any]]) -> str:
    return f"{{{','.join([f'{json_string(key)}:{message_json(each)}' for key, each in value.items()])}}}"


def _strings(value: tuple[str, ...]) -> str:
    return f"[{','.join(map(json_string, value))}]"


# How a field is printed follows from its declared type; what is not in here is a message.
_TEXTS: Final[Mapping[object, Callable[[Any], str]]] = {
    str: json_string,
    bool: _true,
    int: str,
    Int64: _int64,
    float: double_text,
    tuple[str, ...]: _strings,
    Mapping[str, str]: _string_map,
    Mapping[str, ConsumerSpec]: _message_map,
}


class _Field(NamedTuple):
    attribute: str
    prefix: str  # the member's name and the colon
    first_name: object  # of an enum, its value 0, which is left out as empty values are
    text: Callable[[Any], str]


def _fields(message: Any) -> tuple[_Field, ...]:  # noqa: ANN401 - one of the messages
    return tuple(
        _field(name, declared_type, message._field_defaults[name])
        for name, declared_type in message.__annotations__.items()
    )


def _field(name: str, declared_type: object, default: object) -> _Field:
    json_name = re.sub("_(.)", lambda match: match[1].upper(), name)
    first_name = default if isinstance(default, str) else None
    return _Field(name, f'"{json_name}":', first_name, _TEXTS.get(declared_type, message_json))


_MESSAGES: Final = (
    CryptoSpec,
    MessagePayloadProcessorSpec,
    ReceiverQueueSize,
    ConsumerSpec,
    BatchingSpec,
    ProducerSpec,
    SourceSpec,
    SinkSpec,
    Resources,
    RetryDetails,
    FunctionDetails,
)
_FIELDS: Final[Mapping[type, tuple[_Field, ...]]] = {message: _fields(message) for message in _MESSAGES}
