"""FunctionDetails, the message that describes to an instance what it runs.

Values mirror Pulsar's ``Function.proto``: fields in the order of their numbers, defaults those of proto3, enums as
their names (the default is the one of number 0). `details_json` prints them, as these declarations say.
"""

from collections.abc import Mapping

from pulsarfn.diagnostics.secrecy import hidden
from pulsarfn.named_tuples import NamedTuple
from pulsarfn.typed import Annotated, Final, TypeAlias

Int64: TypeAlias = Annotated[int, "int64"]
"""A whole number that JsonFormat prints as a string, because JavaScript's numbers would lose its last digits."""


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
    """The class that unpacks the payload of messages; `configs` is JSON text."""

    class_name: str = ""
    configs: str = ""

    def __repr__(self) -> str:
        return hidden(self)


class ReceiverQueueSize(NamedTuple):
    """The length of a consumer's queue: a message of its own, so that 0 differs from absent."""

    value: int = 0


class ConsumerSpec(NamedTuple):
    """The consumer of one topic or topics pattern."""

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
    """The batches of a producer; times in milliseconds."""

    enabled: bool = False
    batching_max_publish_delay_ms: int = 0
    round_robin_router_batching_partition_switch_frequency: int = 0
    batching_max_messages: int = 0
    batching_max_bytes: int = 0
    batch_builder: str = ""


class ProducerSpec(NamedTuple):
    """The producer of the output topic."""

    max_pending_messages: int = 0
    max_pending_messages_across_partitions: int = 0
    use_thread_local_producers: bool = False
    crypto_spec: CryptoSpec | None = None
    batch_builder: str = ""
    compression_type: str = "LZ4"
    batching_spec: BatchingSpec | None = None


class SourceSpec(NamedTuple):
    """The origin of messages: topics (`input_specs` by topic or pattern) or a connector; times in milliseconds."""

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

    @property
    def is_cleaned(self) -> bool:
        """Whether the subscription goes with the component; a source has none."""
        return self.cleanup_subscription and bool(self.input_specs)


class SinkSpec(NamedTuple):
    """The destination of messages: a topic or a connector."""

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
    """The resources of one instance: `cpu` in cores, `ram` and `disk` in bytes."""

    cpu: float = 0.0
    ram: Int64 = 0
    disk: Int64 = 0


class RetryDetails(NamedTuple):
    """How often a message is retried, and the topic that it goes to after that."""

    max_message_retries: int = 0
    dead_letter_topic: str = ""


class MemoryLimit(NamedTuple):
    """The memory limit of an instance's Pulsar client; 0 means no limit."""

    limit_in_bytes: Int64 = 0
    percent_of_max_direct_memory: float = 0.0


class FunctionDetails(NamedTuple):
    """One component in the form that the instance and the runtime use; `user_config` and `secrets_map` are JSON text.

    Fields that no component config sets (packageUrl, topicsPattern and others) are omitted.
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
    client_api: str = "AUTO"
    pulsar_client_memory_limit: MemoryLimit | None = None

    def __repr__(self) -> str:
        return hidden(self)


MESSAGES: Final = (
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
    MemoryLimit,
    FunctionDetails,
)
"""All messages."""
