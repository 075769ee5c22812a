"""What each version of pulsarfn printed for a fixed set of inputs, and so what an upgrade of pulsarfn changes.

The record has digests; ``tests/record_outputs.py`` writes the entry of a version before its release. The inputs are the folders
in ``tests/cases``. A changed digest of ``pods`` means that such pods roll, one of ``objects`` alone that nothing restarts.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TypeAlias

from pulsarfn.named_tuples import NamedTuple

RECORD = Path(__file__).with_name("outputs.json")

Outputs: TypeAlias = Mapping[str, Mapping[str, str]]
"""The digests of one version: by input, those of the ``input``, of the templates of its ``pods`` and of all ``objects``."""


class Change(NamedTuple):
    """A changed output.

    Attributes:
        name: the input.
        rolls: whether its pods roll; otherwise only other parts of its objects differ.
    """

    name: str
    rolls: bool


def recorded() -> Mapping[str, Outputs]:
    """Return the outputs of each version, the oldest first."""
    found: Mapping[str, Outputs] = json.loads(RECORD.read_text(encoding="utf-8"))
    return found


def compared(old: Outputs, new: Outputs) -> tuple[str, ...]:
    """Return the inputs that both versions have and that are the same."""
    return tuple(name for name in new if name in old and old[name]["input"] == new[name]["input"])


def changes(old: Outputs, new: Outputs) -> tuple[Change, ...]:
    """Return the outputs that differ between two versions, of the compared inputs."""
    return tuple(
        Change(name, old[name]["pods"] != new[name]["pods"])
        for name in compared(old, new)
        if old[name]["objects"] != new[name]["objects"]
    )
