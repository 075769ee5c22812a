"""Consumers and producers: queues, encryption and what unpacks payloads.

Sources: `FunctionConfigUtils.doCommonChecks`; for connectors, `CryptoUtils.convert` and
`MessagePayloadProcessorUtils.convert`, which die of a missing class, and `ValidatorUtils.validateCryptoKeyReader`.
"""

from collections.abc import Iterator, Mapping

from pulsarfn import codes
from pulsarfn.config.consumer import ConsumerConfig
from pulsarfn.config.producer import ProducerConfig
from pulsarfn.details.java_text import is_blank
from pulsarfn.diagnostics import Path, Problem

_READER, _READER_CLASS = "CryptoKeyReader class name required", "cryptoKeyReaderClassName"


def check_consumers(consumers: Mapping[str, ConsumerConfig] | None) -> Iterator[Problem]:
    """The values of `inputSpecs`."""
    for topic, consumer in (consumers or {}).items():
        path: Path = ("inputSpecs", topic)
        size, crypto, processor = (
            consumer.receiver_queue_size,
            consumer.crypto_config,
            consumer.message_payload_processor_config,
        )
        if size is not None and size < 0:
            message = "Receiver queue size should be >= zero"
            yield Problem(
                codes.CONFIG_NUMBER_OUT_OF_RANGE, message, (*path, "receiverQueueSize"), "set it to 0 or more"
            )
        if crypto is not None and is_blank(crypto.crypto_key_reader_class_name):
            yield _missing(_READER, (*path, "cryptoConfig"), f"set {_READER_CLASS}, or remove cryptoConfig")
        if processor is not None and is_blank(processor.class_name):
            hint = "set className, or remove messagePayloadProcessorConfig"
            yield _missing(
                "MessagePayloadProcessor class name required", (*path, "messagePayloadProcessorConfig"), hint
            )


def check_producer(producer: ProducerConfig | None, *, no_keys: str) -> Iterator[Problem]:
    """How the output is encrypted; `no_keys` is what Pulsar says where it is not told with which keys."""
    if producer is None or producer.crypto_config is None:
        return
    path: Path = ("producerConfig", "cryptoConfig")
    if is_blank(producer.crypto_config.crypto_key_reader_class_name):
        yield _missing(_READER, path, f"set {_READER_CLASS}, or remove cryptoConfig")
    if not producer.crypto_config.encryption_keys:
        yield _missing(no_keys, path, "set encryptionKeys to a list of names")


def _missing(message: str, path: Path, hint: str) -> Problem:
    return Problem(codes.CONFIG_VALUE_MISSING, message, path, hint)
