"""The giver of a value: where a problem of the value points, and what its hint says to change."""

from collections.abc import Iterable, Sequence

from pulsarfn.diagnostics.problem import Path, Text, dotted
from pulsarfn.named_tuples import NamedTuple
from pulsarfn.provenance import Origin, Source


class Giver(NamedTuple):
    """The giver of a value.

    Attributes:
        text: the text that holds the value.
        path: the path of the value in that text; for an option of the command line, the path that the value would have.
        at_key: whether the value is the key at the path.
        words: what to change, for a hint.
        inner: for an option in customRuntimeOptions, its path in that JSON text.
    """

    text: Text
    path: Path
    at_key: bool
    words: str
    inner: Path = ()

    def holds(self, others: Iterable["Giver"]) -> bool:
        """Whether there is at least one other giver, and all others are below this one."""
        found = [(each.text, each.path[: len(self.path)]) for each in others]
        return bool(found) and all(each == (self.text, self.path) for each in found)


def written(origins: Sequence[Origin]) -> Sequence[Origin]:
    """Return the origins that someone wrote, the most important first; if there are none, the defaults."""
    return tuple(each for each in origins if each.source is not Source.DEFAULT) or origins


def giver(origin: Origin) -> Giver:
    """Return the giver of an origin; for a default, the place where another value can be given."""
    source = origin.giver if origin.source is Source.DEFAULT else origin.source
    path, at_key = origin.path, origin.is_key
    if source is Source.COMMAND_LINE and len(path) == 1:
        return Giver(Text.CARRIER, ("metadata",), at_key=True, words=str(path[0]))
    if source is Source.COMMAND_LINE:
        return Giver(Text.WORKER_CONFIG, path[1:], at_key, f"{path[0]} {dotted(path[1:])}")
    if source is Source.PACKAGE:
        return Giver(Text.CONFIG, path[1:], at_key, f"the package {path[0]}")
    if source is Source.OPTIONS:
        words = " in ".join(filter(None, (dotted(origin.inner), "customRuntimeOptions")))
        return Giver(Text.CONFIG, ("customRuntimeOptions",), at_key, words, inner=origin.inner)
    if source is Source.CARRIER:
        return Giver(Text.CARRIER, path, at_key, f"{dotted(path)} in the carrier")
    if source is Source.CONFIG:
        return Giver(Text.CONFIG, path, at_key, f"{dotted(path)} in the config")
    return Giver(Text.WORKER_CONFIG, path, at_key, f"{dotted(path)} in the worker config")
