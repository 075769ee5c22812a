"""Checks of message delivery: guarantees, ordering, acknowledgement, retries and timeouts must fit together.

Sources: `FunctionConfigUtils.doCommonChecks`, `.validateFunctionDetails`, `SinkConfigUtils.validateAndExtractDetails`
(pulsar-runtime.md 5.1, 5.3).
"""

from collections.abc import Iterator

from pulsarfn.component.config.basics import out_of_range
from pulsarfn.component.config.function import FunctionConfig
from pulsarfn.component.config.sink import SinkConfig
from pulsarfn.diagnostics import codes
from pulsarfn.diagnostics.problem import Problem


def check_function_timeout(config: FunctionConfig) -> Iterator[Problem]:
    """Check the time after which a message is sent again; only one guarantee allows it."""
    if config.timeout_ms is None:
        return
    if config.timeout_ms <= 0:
        yield out_of_range("Function timeout must be a positive number", "timeoutMs", "leave timeoutMs out for none")
    if config.processing_guarantees not in (None, "ATLEAST_ONCE"):
        yield _contradiction(
            "Message timeout can only be specified with processing guarantee is ATLEAST_ONCE",
            "timeoutMs",
            f"remove timeoutMs, or processingGuarantees: {config.processing_guarantees}",
        )


def check_function_retries(config: FunctionConfig) -> Iterator[Problem]:
    """Check the retries, and the topic for messages that still fail."""
    retries = config.max_message_retries
    limited = retries is not None and retries >= 0
    if limited and config.processing_guarantees == "EFFECTIVELY_ONCE":
        yield _contradiction(
            "MaxMessageRetries and Effectively once don't gel well",
            "maxMessageRetries",
            "remove maxMessageRetries, or processingGuarantees: EFFECTIVELY_ONCE",
        )
    if not limited and config.dead_letter_topic:
        yield _contradiction(
            "Dead Letter Topic specified, however max retries is set to infinity",
            "deadLetterTopic",
            "set maxMessageRetries to 0 or more",
        )


def check_ordering(config: FunctionConfig | SinkConfig) -> Iterator[Problem]:
    """Check the order of all messages, or of the messages with the same key."""
    if not config.retain_key_ordering:
        return
    if config.processing_guarantees == "EFFECTIVELY_ONCE":
        yield _contradiction(
            "When effectively once processing guarantee is specified, retain Key ordering cannot be set",
            "retainKeyOrdering",
            "remove retainKeyOrdering: effectively once keeps the order of all messages",
        )
    if config.retain_ordering:
        yield _contradiction(
            "Only one of retain ordering or retain key ordering can be set",
            "retainKeyOrdering",
            "remove retainOrdering or retainKeyOrdering",
        )


def check_auto_ack(config: FunctionConfig | SinkConfig) -> Iterator[Problem]:
    """Check autoAck. At most once means that a message is acknowledged before it is processed; windows acknowledge themselves."""
    if isinstance(config, FunctionConfig) and config.window_config is not None:
        return
    if config.auto_ack is False and config.processing_guarantees == "ATMOST_ONCE":
        yield _contradiction(
            "When Guarantees == ATMOST_ONCE, autoAck must be equal to true. This is a contradictory configuration",
            "autoAck",
            "remove autoAck; to acknowledge in the code, set processingGuarantees: MANUAL",
        )


def _contradiction(message: str, key: str, hint: str) -> Problem:
    return Problem(codes.DELIVERY_CONTRADICTION, message, (key,), hint)
