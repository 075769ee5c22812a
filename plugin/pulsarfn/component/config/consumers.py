"""Checks of consumers and producers: queues, encryption and payload processors.

Sources: `FunctionConfigUtils.doCommonChecks`; for connectors, `CryptoUtils.convert` and
`MessagePayloadProcessorUtils.convert`, which fail without a class, and `ValidatorUtils`, which accepts an empty one.
"""

from collections.abc import Iterator, Mapping

from pulsarfn.component.config.consumer import ConsumerConfig
from pulsarfn.component.config.producer import ProducerConfig
from pulsarfn.diagnostics import codes
from pulsarfn.diagnostics.problem import Path, Problem
from pulsarfn.java.java_text import is_blank

_READER, _READER_CLASS = "CryptoKeyReader class name required", "cryptoKeyReaderClassName"


def check_consumers(consumers: Mapping[str, ConsumerConfig] | None, *, connector: bool) -> Iterator[Problem]:
    """Check the values of `inputSpecs` of a connector or a function."""
    for topic, consumer in (consumers or {}).items():
        path: Path = ("inputSpecs", topic)
        size, crypto, processor = (
            consumer.receiver_queue_size,
            consumer.crypto_config,
            consumer.message_payload_processor_config,
        )
        if size is not None and size < 0 and not connector:
            message = "Receiver queue size should be >= zero"
            yield Problem(
                codes.CONFIG_NUMBER_OUT_OF_RANGE, message, (*path, "receiverQueueSize"), "set it to 0 or more"
            )
        if crypto is not None and _no_class(crypto.crypto_key_reader_class_name, connector=connector):
            yield _missing(_READER, (*path, "cryptoConfig"), f"set {_READER_CLASS}, or remove cryptoConfig")
        if processor is not None and _no_class(processor.class_name, connector=connector):
            hint = "set className, or remove messagePayloadProcessorConfig"
            yield _missing(
                "MessagePayloadProcessor class name required", (*path, "messagePayloadProcessorConfig"), hint
            )


def check_producer(producer: ProducerConfig | None, *, connector: bool) -> Iterator[Problem]:
    """Check the encryption of the output of a connector or a function."""
    if producer is None or producer.crypto_config is None:
        return
    path: Path = ("producerConfig", "cryptoConfig")
    reader = producer.crypto_config.crypto_key_reader_class_name
    if _no_class(reader, connector=connector):
        yield _missing(_READER, path, f"set {_READER_CLASS}, or remove cryptoConfig")
    if not producer.crypto_config.encryption_keys and not (connector and reader == ""):
        message = (
            "Missing encryption key name for producer crypto key reader"
            if connector
            else "Must provide encryption key name for crypto key reader"
        )
        yield _missing(message, path, "set encryptionKeys to a list of names")


def _no_class(name: str | None, *, connector: bool) -> bool:
    """Whether a class is missing. Quirk of Pulsar: an empty name is missing for a function, but means no encryption for a connector."""
    return is_blank(name) and not (connector and name == "")


def _missing(message: str, path: Path, hint: str) -> Problem:
    return Problem(codes.CONFIG_VALUE_MISSING, message, path, hint)
