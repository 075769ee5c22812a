"""One reason why the API server, or a node, refuses an object; the characters that it refuses in any text."""

from collections.abc import Iterable, Iterator

from pulsarfn.diagnostics.problem import Path, dotted
from pulsarfn.named_tuples import NamedTuple
from pulsarfn.patterns import pattern
from pulsarfn.typed import Final
from pulsarfn.values import Constant, Manifest, Value, sequence

API_SERVER, LINUX = "the API server", "Linux"

UNPRINTABLE: Final = pattern(r"[\x7f-\x9f\ufffe\uffff]")


class Refusal(NamedTuple):
    """One fault of an object.

    Attributes:
        path: the path of the refused value in the object; for a missing value, the path where it belongs.
        why: the reason.
        value: the refused text, empty if the reason needs none.
        at_key: whether the key at the path is refused, not its value.
        against: the path of another value that conflicts with this one, such as the limit of a request; empty if there is none.
        refuser: the program that refuses the object.
        known: the words that are allowed there, if the fault is that this is none of them.
    """

    path: Path
    why: str
    value: str = ""
    at_key: bool = False
    against: Path = ()
    refuser: str = API_SERVER
    known: tuple[str, ...] = ()

    @property
    def field(self) -> str:
        """The path in the notation of the API server."""
        return dotted(self.path[:-1] if self.at_key else self.path)


def of_texts(value: Value, path: Path) -> Iterator[Refusal]:
    """Refuse control characters in all texts of a value.

    The YAML reader of server-side apply rejects them, and kubectl and Helm do not escape them.
    """
    if isinstance(value, str):
        found = None if value.isprintable() else UNPRINTABLE.search(value)
        if found:
            why = f"it has the control character U+{ord(found[0]):04X}, which server-side apply does not take"
            yield Refusal(path, why)
        return
    if type(value) is Constant:
        return
    for step, each in value.items() if isinstance(value, dict) else enumerate(sequence(value)):
        if not (isinstance(each, str) and each.isprintable()):  # as most are: this saves a call
            yield from of_texts(each, (*path, step))


def and_texts(found: Iterable[Refusal], manifest: Manifest) -> Iterator[Refusal]:
    """Return the faults in `found`, then the control characters in other texts of the spec."""
    return unless_reported(found, of_texts(manifest.get("spec"), ("spec",)))


def unless_reported(found: Iterable[Refusal], more: Iterable[Refusal]) -> Iterator[Refusal]:
    """Return the faults in `found`, then those in `more` of other values."""
    reported: set[Path] = set()
    for each in found:
        reported.add(each.path)
        yield each
    yield from (each for each in more if each.path not in reported)
