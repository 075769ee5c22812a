"""All checks. A new check needs a file with ``check``, a line here, a code with an example, and a test."""

from pulsarfn.analysis.lint import (
    addresses,
    cleanup,
    clear_text,
    credentials,
    cycles,
    images,
    memory,
    partitions,
    pins,
    production,
    references,
    subscriptions,
    tokens,
    traps,
    versions,
    writers,
)
from pulsarfn.analysis.lint.stream import Check

CHECKS: tuple[Check, ...] = (
    references.check,
    tokens.check,
    credentials.check,
    clear_text.check,
    memory.check,
    images.check,
    versions.check,
    writers.check,
    subscriptions.check,
    cycles.check,
    partitions.check,
    addresses.check,
    traps.check,
    pins.check,
    cleanup.check,
    production.check,
)
