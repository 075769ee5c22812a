"""All checks. A new check needs a file with ``check``, a line here, a code with an example, and a test.

A check looks at `each` component alone or at `all` together; one that needs more of a component than `Stream` has `keep`s it.
"""

from typing import Any

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
from pulsarfn.analysis.lint.stream import Check, of_all, of_each

CHECKS: tuple[Check[Any], ...] = (
    Check(references.keep, references.check),
    Check(tokens.keep, tokens.check),
    Check(credentials.keep, credentials.check),
    of_each(clear_text.check),
    Check(memory.keep, memory.check),
    of_each(images.check),
    of_each(versions.check),
    of_all(writers.check),
    of_all(subscriptions.check),
    of_all(cycles.check),
    of_all(partitions.check),
    Check(addresses.keep, addresses.check),
    Check(traps.keep, traps.check),
    of_each(pins.check),
    Check(cleanup.keep, cleanup.check),
    Check(production.keep, production.check),
)
