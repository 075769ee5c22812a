"""The refused part of a config, for which a fix may be certain."""

from collections.abc import Callable, Collection

from pulsarfn.diagnostics.problem import Path
from pulsarfn.diagnostics.secrecy import hidden
from pulsarfn.named_tuples import NamedTuple


class Refusal(NamedTuple):
    """What a fix needs to know.

    Attributes:
        path: the path of the refused key or value.
        value: the value there.
        meaning: returns the known word that an unknown key or word certainly means; None if there is none.
        siblings: the keys of the mapping around it.
        wanted: what the value must be, as `Fault.wanted` says it.
        takes_json: whether the value is JSON text.
    """

    path: Path
    value: object
    meaning: Callable[[str], str | None]
    siblings: Collection[str] = ()
    wanted: str = ""
    takes_json: bool = False

    def __repr__(self) -> str:
        return hidden(self)
