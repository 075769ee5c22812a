"""How one input topic is consumed (`ConsumerConfig`, `CryptoConfig`, `MessagePayloadProcessorConfig`)."""

from typing import Annotated, TypeAlias

from pydantic import BeforeValidator, Field

from pulsarfn.config.base import (
    AnyMap,
    Boolean,
    Config,
    ConsumerCryptoFailureAction,
    Int,
    ProducerCryptoFailureAction,
    Text,
    TextMap,
    Texts,
    without_nulls,
)


class CryptoConfig(Config):
    """End-to-end encryption of messages."""

    crypto_key_reader_class_name: Text = Field(None, description="Class that reads the keys.")
    crypto_key_reader_config: AnyMap = Field(None, description="What that class is told.")
    encryption_keys: Texts | None = Field(None, description="Names of the keys with which a producer encrypts.")
    producer_crypto_failure_action: ProducerCryptoFailureAction = Field(
        None, description="What a producer does with a message that it cannot encrypt: FAIL or SEND."
    )
    consumer_crypto_failure_action: ConsumerCryptoFailureAction = Field(
        None, description="What a consumer does with a message that it cannot decrypt: FAIL, DISCARD or CONSUME."
    )


class MessagePayloadProcessorConfig(Config):
    """What unpacks the payload of messages before they are decoded."""

    class_name: Text = Field(None, description="Class of the processor.")
    config: AnyMap = Field(None, description="What that class is told.")


class ConsumerConfig(Config):
    """How one input topic, or the topics that match a pattern, are consumed."""

    schema_type: Text = Field(None, description="Built-in schema type or class of a custom schema.")
    serde_class_name: Text = Field(None, description="Class that decodes messages; not together with schemaType.")
    regex_pattern: Boolean = Field(None, description="Whether the key is a pattern of topic names.")
    schema_properties: TextMap = Field(None, description="Properties of the schema.")
    consumer_properties: TextMap = Field(None, description="Properties of the consumer.")
    receiver_queue_size: Int = Field(None, description="How many messages wait in the consumer at most.")
    crypto_config: CryptoConfig | None = Field(None, description="How messages are decrypted.")
    message_payload_processor_config: MessagePayloadProcessorConfig | None = Field(
        None, description="What unpacks the payload of messages."
    )
    pool_messages: Boolean = Field(None, description="Whether buffers of messages are pooled.")


ConsumerConfigs: TypeAlias = Annotated[dict[str, ConsumerConfig] | None, BeforeValidator(without_nulls)]
"""Consumer configs by topic, in the order in which they are written; null values are dropped."""
