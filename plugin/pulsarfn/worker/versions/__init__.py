"""The versions of Pulsar whose rules pulsarfn knows, the oldest first. To add one: a file, a line here, its expected results."""

from pulsarfn.worker.versions import v4_0, v4_1, v4_2, v5_0
from pulsarfn.worker.versions.rules import Rules

VERSIONS: tuple[Rules, ...] = (v4_0.RULES, v4_1.RULES, v4_2.RULES, v5_0.RULES)

DEFAULT = v4_2.RULES
"""The rules if no version is given: all known versions from 4.1 on can read what these rules write."""

NEWEST = VERSIONS[-1]


def newer_than(rules: Rules) -> tuple[Rules, ...]:
    """Return the known versions after the given one."""
    return VERSIONS[VERSIONS.index(rules) + 1 :]
