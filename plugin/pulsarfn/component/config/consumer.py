"""How one input topic is consumed (`ConsumerConfig`, `CryptoConfig`, `MessagePayloadProcessorConfig`)."""

from pulsarfn.component.config.kinds import (
    ANY_MAP,
    CONSUMER_CRYPTO_FAILURE_ACTION,
    PRODUCER_CRYPTO_FAILURE_ACTION,
    TEXT,
    TEXT_MAP,
    TEXTS,
    ConsumerCryptoFailureAction,
    ProducerCryptoFailureAction,
)
from pulsarfn.models.fields import MapOf, Model, NestedModel, field
from pulsarfn.models.java_types import OPTIONAL_BOOLEAN, OPTIONAL_INT
from pulsarfn.typed import Any


class CryptoConfig(Model):
    """End-to-end encryption of messages."""

    crypto_key_reader_class_name: str | None = field(TEXT, None, "Class that reads the keys.")
    crypto_key_reader_config: dict[str, Any] | None = field(
        ANY_MAP, None, "The configuration of that class.", secret=True
    )
    encryption_keys: tuple[str, ...] | None = field(TEXTS, None, "Names of the keys with which a producer encrypts.")
    producer_crypto_failure_action: ProducerCryptoFailureAction | None = field(
        PRODUCER_CRYPTO_FAILURE_ACTION,
        None,
        "What a producer does with a message that it cannot encrypt: FAIL or SEND.",
    )
    consumer_crypto_failure_action: ConsumerCryptoFailureAction | None = field(
        CONSUMER_CRYPTO_FAILURE_ACTION,
        None,
        "What a consumer does with a message that it cannot decrypt: FAIL, DISCARD or CONSUME.",
    )


class MessagePayloadProcessorConfig(Model):
    """What unpacks the payload of messages before they are decoded."""

    class_name: str | None = field(TEXT, None, "Class of the processor.")
    config: dict[str, Any] | None = field(ANY_MAP, None, "The configuration of that class.", secret=True)


class ConsumerConfig(Model):
    """How one input topic, or the topics that match a pattern, are consumed."""

    ALIASES = {"isRegexPattern": "regexPattern"}  # noqa: RUF012 - declared as of the class

    schema_type: str | None = field(TEXT, None, "Built-in schema type or class of a custom schema.")
    serde_class_name: str | None = field(TEXT, None, "Class that decodes messages; not together with schemaType.")
    regex_pattern: bool | None = field(OPTIONAL_BOOLEAN, None, "Whether the key is a pattern of topic names.")
    schema_properties: dict[str, str] | None = field(TEXT_MAP, None, "Properties of the schema.", secret=True)
    consumer_properties: dict[str, str] | None = field(TEXT_MAP, None, "Properties of the consumer.", secret=True)
    receiver_queue_size: int | None = field(OPTIONAL_INT, None, "How many messages wait in the consumer at most.")
    crypto_config: CryptoConfig | None = field(NestedModel(CryptoConfig), None, "How messages are decrypted.")
    message_payload_processor_config: MessagePayloadProcessorConfig | None = field(
        NestedModel(MessagePayloadProcessorConfig), None, "What unpacks the payload of messages."
    )
    pool_messages: bool | None = field(OPTIONAL_BOOLEAN, None, "Whether buffers of messages are pooled.")

    @classmethod
    def prepared(cls, value: object) -> object:
        """Read a plain text as the schema type (`ConsumerConfig(String)`), and isRegexPattern, the key that `functions get` prints."""
        if isinstance(value, dict):
            return {
                key if (meant := cls.ALIASES.get(key, key)) in value else meant: each for key, each in value.items()
            }
        return {"schemaType": value} if isinstance(value, str) else value


CONSUMER_CONFIGS = MapOf(NestedModel(ConsumerConfig))
"""Consumer configs by topic."""
