"""Parts of FunctionDetails that several kinds of components have: consumers and producers of topics."""

from collections.abc import Iterable, Mapping

from pulsarfn.component.config.consumer import ConsumerConfig, CryptoConfig, MessagePayloadProcessorConfig
from pulsarfn.component.config.function import FunctionConfig
from pulsarfn.component.config.parts import Resources as ResourcesConfig
from pulsarfn.component.config.producer import BatchingConfig, ProducerConfig
from pulsarfn.component.config.sink import SinkConfig
from pulsarfn.component.details.function_details import (
    BatchingSpec,
    ConsumerSpec,
    CryptoSpec,
    MessagePayloadProcessorSpec,
    ProducerSpec,
    ReceiverQueueSize,
    Resources,
)
from pulsarfn.java.gson import gson_text
from pulsarfn.java.java_text import Jvm, hash_map_order, is_blank
from pulsarfn.provenance import derived
from pulsarfn.typed import Final, TypeVar
from pulsarfn.values import Value

IDENTITY_FUNCTION: Final = "org.apache.pulsar.functions.api.utils.IdentityFunction"
"""The class of a connector that has no function."""

_V = TypeVar("_V")
_BUILTIN: Final = "builtin"
_BUILTIN_SCHEME: Final = "builtin://"
_DEFAULT_RESOURCES: Final = Resources(cpu=1.0, ram=1 << 30, disk=10 << 30)
_DEFAULT_PUBLISH_DELAY_MS: Final = 10
_PLAIN: Final = ConsumerSpec()
_PATTERN: Final = ConsumerSpec(is_regex_pattern=True)


def topic_specs(inputs: Iterable[str] | None, topics_pattern: str | None) -> dict[str, ConsumerSpec]:
    """Return the specs of `inputs` and `topicsPattern`; an empty pattern counts as absent.

    Callers add further specs to the mapping: a topic that is in it already gets the new value and keeps its place.
    """
    specs = dict.fromkeys(inputs or (), _PLAIN)
    if topics_pattern:
        specs[topics_pattern] = _PATTERN
    return specs


def custom_schema(text: str, *, over: ConsumerSpec = _PLAIN) -> ConsumerSpec:
    """Return `over` with the values that `customSchemaInputs` and `customSchemaOutputs` take from the JSON of a ConsumerConfig.

    Numbers and booleans among the properties become strings as they are written, as in Jackson.

    Raises:
        ValueError: `text` is not JSON; the checks of the config report this before.
    """
    import json  # noqa: PLC0415 - few configs have such texts

    members = json.loads(text, parse_int=str, parse_float=str)
    return over._replace(
        schema_type=members.get("schemaType") or "",
        is_regex_pattern=False,
        schema_properties={**over.schema_properties, **_string_members(members.get("schemaProperties"))},
        consumer_properties={**over.consumer_properties, **_string_members(members.get("consumerProperties"))},
    )


def _string_members(members: Mapping[str, str | bool | None] | None) -> dict[str, str]:
    texts = {key: str(value).lower() if isinstance(value, bool) else value for key, value in (members or {}).items()}
    return {key: value for key, value in texts.items() if value is not None}


def consumer_spec(
    config: ConsumerConfig, jvm: Jvm, *, schema_properties: bool, over: ConsumerSpec = _PLAIN
) -> ConsumerSpec:
    """Return the spec of one value of `inputSpecs` (`FunctionConfigUtils.convert`, `SinkConfigUtils.convert`).

    Args:
        config: the value; if it has a schema type and a serde, the schema type wins.
        jvm: prints numbers.
        schema_properties: whether schema properties are used. Quirk of Pulsar: those of sinks are not (oracle: si-27).
        over: the spec that the topic already has; values of `config` override it.
    """
    schema_type = unless_blank(config.schema_type)
    size, crypto, processor = config.receiver_queue_size, config.crypto_config, config.message_payload_processor_config
    serde = "" if schema_type else unless_blank(config.serde_class_name)
    properties = config.schema_properties or {} if schema_properties else {}
    return ConsumerSpec(
        schema_type=schema_type or over.schema_type,
        serde_class_name=serde or over.serde_class_name,
        is_regex_pattern=bool(config.regex_pattern),
        receiver_queue_size=over.receiver_queue_size if size is None else ReceiverQueueSize(size),
        schema_properties={**over.schema_properties, **properties},
        consumer_properties={**over.consumer_properties, **(config.consumer_properties or {})},
        crypto_spec=over.crypto_spec if crypto is None else crypto_spec(crypto, jvm),
        pool_messages=bool(config.pool_messages),
        message_payload_processor_spec=over.message_payload_processor_spec
        if processor is None
        else _message_payload_processor_spec(processor, jvm),
    )


def producer_spec(config: ProducerConfig | None, batch_builder: str | None, jvm: Jvm) -> ProducerSpec | None:
    """Return the producer of the output (`FunctionConfigUtils.convertProducerConfigToProducerSpec`).

    Args:
        config: `producerConfig`.
        batch_builder: the component's `batchBuilder`; it overrides the one of `config`, and works without a `config`.
        jvm: prints numbers.
    """
    if config is None:
        return None if batch_builder is None else ProducerSpec(batch_builder=batch_builder)
    crypto, batching = config.crypto_config, config.batching_config
    return ProducerSpec(
        max_pending_messages=config.max_pending_messages or 0,
        max_pending_messages_across_partitions=config.max_pending_messages_across_partitions or 0,
        use_thread_local_producers=bool(config.use_thread_local_producers),
        crypto_spec=None if crypto is None else crypto_spec(crypto, jvm),
        batch_builder=(config.batch_builder or "") if batch_builder is None else batch_builder,
        compression_type=config.compression_type or "LZ4",
        batching_spec=None if batching is None else _batching_spec(batching),
    )


def crypto_spec(config: CryptoConfig, jvm: Jvm) -> CryptoSpec:
    """Return the encryption of messages (`CryptoUtils.convert`)."""
    reader_config = config.crypto_key_reader_config
    return CryptoSpec(
        crypto_key_reader_class_name=config.crypto_key_reader_class_name or "",
        crypto_key_reader_config="" if reader_config is None else gson_text(reader_config, jvm),
        producer_encryption_key_name=tuple(config.encryption_keys or ()),
        producer_crypto_failure_action=config.producer_crypto_failure_action or "FAIL",
        consumer_crypto_failure_action=config.consumer_crypto_failure_action or "FAIL",
    )


def _message_payload_processor_spec(config: MessagePayloadProcessorConfig, jvm: Jvm) -> MessagePayloadProcessorSpec:
    """`MessagePayloadProcessorUtils.convert`."""
    configs = "" if config.config is None else gson_text(config.config, jvm)
    return MessagePayloadProcessorSpec(class_name=config.class_name or "", configs=configs)


def _batching_spec(config: BatchingConfig) -> BatchingSpec:
    """Return the batches of a producer (`BatchingUtils.convert`); only positive numbers are used."""
    frequency, delay = (
        config.round_robin_router_batching_partition_switch_frequency,
        config.batching_max_publish_delay_ms,
    )
    return BatchingSpec(
        enabled=config.enabled,
        batching_max_publish_delay_ms=_DEFAULT_PUBLISH_DELAY_MS if delay is None else max(0, delay),
        round_robin_router_batching_partition_switch_frequency=max(0, frequency or 0),
        batching_max_messages=max(0, config.batching_max_messages or 0),
        batching_max_bytes=max(0, config.batching_max_bytes or 0),
        batch_builder=config.batch_builder or "",
    )


def subscription_type(config: FunctionConfig | SinkConfig) -> str:
    """Return how instances share a topic: to keep the order, or for effectively once, one consumer at a time gets messages."""
    if config.retain_ordering or config.processing_guarantees == "EFFECTIVELY_ONCE":
        return "FAILOVER"
    return "KEY_SHARED" if config.retain_key_ordering else "SHARED"


def subscription_position(position: str | None) -> str:
    """Return the name of the enum's value; every position except Earliest is LATEST."""
    return "EARLIEST" if position == "Earliest" else "LATEST"


def resources(config: ResourcesConfig | None) -> Resources:
    """Return the resources of one instance; each member has its own default (`Resources.mergeWithDefault`)."""
    if config is None:
        return _DEFAULT_RESOURCES
    return Resources(
        cpu=_DEFAULT_RESOURCES.cpu if config.cpu is None else derived(float(config.cpu), config.cpu),
        ram=_DEFAULT_RESOURCES.ram if config.ram is None else config.ram,
        disk=_DEFAULT_RESOURCES.disk if config.disk is None else config.disk,
    )


def unless_blank(text: str | None) -> str:
    """Return `text`; empty if it is absent or only white space."""
    return text if text and not is_blank(text) else ""


def builtin_name(location: str | None) -> str:
    """Return the name after ``builtin://``, without the fragment that names the file; empty if `location` is not built in.

    Quirk of Pulsar: the word ``builtin`` alone makes a package built in; the scheme is removed only if it is complete.
    """
    if not location or not location.startswith(_BUILTIN):
        return ""
    return derived(location.removeprefix(_BUILTIN_SCHEME).partition("#")[0], location)


def secrets_map(secrets: Mapping[str, Value] | None, jvm: Jvm) -> str:
    """Return `secrets` as JSON text in the order in which they are written; empty if there are none."""
    given: dict[str, Value] = with_values(secrets)
    return gson_text(given, jvm) if given else ""


def with_values(members: Mapping[str, _V | None] | None) -> dict[str, _V]:
    """Return the members that are not null; pulsar-admin does not send the others (oracle: sec-k8s-09, si-23)."""
    return {key: value for key, value in (members or {}).items() if value is not None}


def hash_map_text(members: Mapping[str, Value], put: Mapping[str, Value], jvm: Jvm) -> str:
    """Return the JSON text of a Java HashMap that is made from `members`, after each entry of `put` is put into it."""
    merged = {**members, **put}
    return gson_text({key: merged[key] for key in hash_map_order(members, put, jvm=jvm)}, jvm)
