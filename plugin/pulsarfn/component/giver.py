"""Who gave a value: where a problem of it points, and what its hint says to change."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pulsarfn.diagnostics.problem import Path, Text, dotted
from pulsarfn.provenance import Origin, Source


class Giver(NamedTuple):
    """Who gave a value.

    Attributes:
        text: the text that holds it.
        path: where it is in that text; for an option of the command line, where it would be.
        at_key: whether it is the key at the path.
        words: what to change, for a hint.
        option: the option that gives it, empty for none: no text shows it.
    """

    text: Text
    path: Path
    at_key: bool
    words: str
    option: str = ""

    def holds(self, others: Iterable["Giver"]) -> bool:
        """Whether there are others, all below this one."""
        found = [(each.text, each.path[: len(self.path)]) for each in others]
        return bool(found) and all(each == (self.text, self.path) for each in found)

    def hint(self, hint: str) -> str:
        """A hint, with the option that gives the value."""
        return f"{hint} (given by {self.option})" if self.option else hint


def written(origins: Sequence[Origin]) -> Sequence[Origin]:
    """The origins that someone wrote, the most important first; where nobody did, the defaults."""
    return tuple(each for each in origins if each.source is not Source.DEFAULT) or origins


def giver(origin: Origin) -> Giver:
    """The giver that an origin means; of a default, where another value could be given."""
    source = origin.giver if origin.source is Source.DEFAULT else origin.source
    path, at_key = origin.path, origin.is_key
    if source is Source.COMMAND_LINE and len(path) == 1:
        option = str(path[0])
        return Giver(Text.CARRIER, ("metadata",), at_key=True, words=option, option=option)
    if source is Source.COMMAND_LINE:
        option = f"{path[0]} {dotted(path[1:])}"
        return Giver(Text.WORKER_CONFIG, path[1:], at_key, option, option)
    if source is Source.OPTIONS:
        words = " in ".join(filter(None, (dotted(origin.inner), "customRuntimeOptions")))
        return Giver(Text.CONFIG, ("customRuntimeOptions",), at_key, words)
    if source is Source.CARRIER:
        return Giver(Text.CARRIER, path, at_key, f"{dotted(path)} in the carrier")
    if source is Source.CONFIG:
        return Giver(Text.CONFIG, path, at_key, f"{dotted(path)} in the config")
    return Giver(Text.WORKER_CONFIG, path, at_key, f"{dotted(path)} in the worker config")
