"""What a check is given, and what it gives back."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import NamedTuple, TypeAlias

from pulsarfn.analysis.lint.available import Available
from pulsarfn.analysis.topology import Topology
from pulsarfn.component.giver import Giver
from pulsarfn.diagnostics.problem import Code, Path, Problem, Text
from pulsarfn.kubernetes.identity import Identity
from pulsarfn.pipeline.review import ExpandedComponent
from pulsarfn.pipeline.workers import PlacedProblem
from pulsarfn.stream.locate import Locator, Place


class AssumedObject(NamedTuple):
    """Objects that exist although no document of the stream holds them: ``--assume-exists``. Names may be glob patterns.

    Attributes:
        kind: in lower case.
        kube_namespace: ``*`` for any.
        name: of the object.
    """

    kind: str
    kube_namespace: str
    name: str

    def means(self, identity: Identity) -> bool:
        """Whether the object is one of them."""
        return (
            identity.kind.lower() == self.kind
            and fnmatchcase(identity.kube_namespace, self.kube_namespace)
            and fnmatchcase(identity.name, self.name)
        )


class LintSettings(NamedTuple):
    """What the person who runs lint decides, beside the settings of any run.

    Attributes:
        clock: now, in seconds since 1970.
        assumed: objects that exist.
        token_origin: the name of the file, or of the variable, that the deployer's token comes from.
    """

    clock: int
    assumed: tuple[AssumedObject, ...] = ()
    token_origin: str = ""


class Stream(NamedTuple):
    """A whole stream, expanded.

    Attributes:
        components: what was expanded, in the order of the stream.
        topology: who reads and writes which topics; a flow for each of the components.
        held: the objects that components may refer to, by identity.
        partitions: how many partitions a topic has, where a PulsarTopic of the stream tells; by full name.
        told: what the filter tells of the stream.
        kube_namespace: where objects are that name no namespace; empty when not known.
        locator: finds the lines of what a message names.
        settings: of this run.
    """

    components: Sequence[ExpandedComponent]
    topology: Topology
    held: Mapping[Identity, Available]
    partitions: Mapping[str, int]
    reported: Sequence[PlacedProblem]
    kube_namespace: str
    locator: Locator
    settings: LintSettings

    def words(self, place: Place, path: Path) -> str:
        """Where something else stands, for a message: ``app.yaml:12 (ConfigMap/functions, f.yaml)``."""
        return str(self.locator.locate(Problem(_ANY, "", path), place).location)


class Finding(NamedTuple):
    """A problem, the text into which its path points, and the component that has it: its carrier may suppress it."""

    problem: Problem
    place: Place
    about: ExpandedComponent | None = None


Check: TypeAlias = Callable[[Stream], Iterable[Finding]]
"""A check: from a stream to all that it finds."""


def finding(  # noqa: PLR0913 - what a problem has, and whose it is
    about: ExpandedComponent,
    code: Code,
    message: str,
    path: Path,
    hint: str,
    *,
    text: Text = Text.CONFIG,
    at_key: bool = False,
    names_only: bool = True,
) -> Finding:
    """A finding in one of a component's own texts; a path into the carrier begins at the carrier."""
    path = (*about.carrier_path, *path) if text is Text.CARRIER else path
    return Finding(
        Problem(code, message, path, hint, at_key=at_key, text=text, names_only=names_only), about.places[text], about
    )


def given(  # noqa: PLR0913 - likewise
    about: ExpandedComponent, code: Code, message: str, giver: Giver, hint: str, *, names_only: bool = True
) -> Finding:
    """A finding about a value, where its giver can change it; `names_only` as of `Problem`."""
    return finding(
        about, code, message, giver.path, giver.hint(hint), text=giver.text, at_key=giver.at_key, names_only=names_only
    )


_ANY = Code("", "", "", "")
