"""The refused part of a config, for which a fix may be certain."""

from collections.abc import Collection
from typing import NamedTuple

from pulsarfn.diagnostics.problem import Path
from pulsarfn.diagnostics.secrecy import hidden
from pulsarfn.models.fields import Model


class Refusal(NamedTuple):
    """What a fix needs to know.

    Attributes:
        path: the path of the refused key or value.
        value: the value there.
        holder: the model of the mapping around it; None for a map from any names, or a list.
        siblings: the keys of that mapping.
        kind: pydantic's name for the kind of fault.
        names: the words that are allowed, if the fault is an unknown word.
    """

    path: Path
    value: object
    holder: type[Model] | None
    siblings: Collection[str]
    kind: str
    names: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return hidden(self)
