"""The producer of the output topic (`ProducerConfig`, `BatchingConfig`)."""

from pulsarfn.component.config.consumer import CryptoConfig
from pulsarfn.component.config.kinds import COMPRESSION_TYPE, TEXT, CompressionType
from pulsarfn.models.fields import Model, NestedModel, field
from pulsarfn.models.java_types import BOOLEAN, OPTIONAL_BOOLEAN, OPTIONAL_INT


class BatchingConfig(Model):
    """How messages are put together in batches."""

    NULL_IS_ABSENT = False  # Jackson reads null as false for a primitive boolean

    enabled: bool = field(BOOLEAN, True, "Whether messages are batched.")
    batching_max_publish_delay_ms: int | None = field(
        OPTIONAL_INT, None, "Milliseconds until a batch is sent; default: 10."
    )
    round_robin_router_batching_partition_switch_frequency: int | None = field(
        OPTIONAL_INT, None, "How often the partition is switched, in multiples of the publish delay."
    )
    batching_max_messages: int | None = field(OPTIONAL_INT, None, "How many messages a batch holds at most.")
    batching_max_bytes: int | None = field(OPTIONAL_INT, None, "How many bytes a batch holds at most.")
    batch_builder: str | None = field(TEXT, None, "DEFAULT or KEY_BASED.")


class ProducerConfig(Model):
    """How the output topic is produced to."""

    max_pending_messages: int | None = field(
        OPTIONAL_INT, None, "How many messages wait for an acknowledgement at most."
    )
    max_pending_messages_across_partitions: int | None = field(OPTIONAL_INT, None, "Likewise over all partitions.")
    use_thread_local_producers: bool | None = field(
        OPTIONAL_BOOLEAN, None, "Whether each thread has a producer of its own."
    )
    crypto_config: CryptoConfig | None = field(NestedModel(CryptoConfig), None, "How messages are encrypted.")
    batch_builder: str | None = field(TEXT, None, "DEFAULT or KEY_BASED.")
    compression_type: CompressionType | None = field(
        COMPRESSION_TYPE, None, "NONE, LZ4 (default), ZLIB, ZSTD or SNAPPY."
    )
    batching_config: BatchingConfig | None = field(NestedModel(BatchingConfig), None, "How messages are batched.")
