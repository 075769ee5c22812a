"""One reason why the API server, or a node, refuses an object."""

from typing import NamedTuple

from pulsarfn.diagnostics.problem import Path, dotted

API_SERVER, LINUX = "the API server", "Linux"


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
