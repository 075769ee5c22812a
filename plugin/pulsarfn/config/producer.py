"""How the output topic is produced to (`ProducerConfig`, `BatchingConfig`)."""

from pydantic import Field

from pulsarfn.config.base import Boolean, CompressionType, Config, Flag, Int, Text
from pulsarfn.config.consumer import CryptoConfig


class BatchingConfig(Config):
    """How messages are put together in batches."""

    enabled: Flag = Field(True, description="Whether messages are batched.")
    batching_max_publish_delay_ms: Int = Field(10, description="Milliseconds until a batch is sent.")
    round_robin_router_batching_partition_switch_frequency: Int = Field(
        None, description="How often the partition is switched, in multiples of the publish delay."
    )
    batching_max_messages: Int = Field(None, description="How many messages a batch holds at most.")
    batching_max_bytes: Int = Field(None, description="How many bytes a batch holds at most.")
    batch_builder: Text = Field(None, description="DEFAULT or KEY_BASED.")


class ProducerConfig(Config):
    """How the output topic is produced to."""

    max_pending_messages: Int = Field(None, description="How many messages wait for an acknowledgement at most.")
    max_pending_messages_across_partitions: Int = Field(None, description="Likewise over all partitions.")
    use_thread_local_producers: Boolean = Field(None, description="Whether each thread has a producer of its own.")
    crypto_config: CryptoConfig | None = Field(None, description="How messages are encrypted.")
    batch_builder: Text = Field(None, description="DEFAULT or KEY_BASED.")
    compression_type: CompressionType = Field(None, description="NONE, LZ4 (default), ZLIB, ZSTD or SNAPPY.")
    batching_config: BatchingConfig | None = Field(None, description="How messages are batched.")
