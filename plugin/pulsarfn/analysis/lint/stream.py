"""The input and the result of a check."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from fnmatch import fnmatchcase
from itertools import chain
from typing import Generic, TypeVar

from pulsarfn.analysis.lint.available import AvailableObject, Reference
from pulsarfn.analysis.topology import Topology
from pulsarfn.component.giver import Giver
from pulsarfn.diagnostics.problem import Code, Path, Problem, Text
from pulsarfn.kubernetes.identity import Identity
from pulsarfn.named_tuples import NamedTuple
from pulsarfn.pipeline.expanded import ExpandedComponent, PlacedComponent
from pulsarfn.pipeline.workers import PlacedProblem
from pulsarfn.stream.locate import Locator, Place


class AssumedObject(NamedTuple):
    """Objects that exist although no document of the stream contains them: ``--assume-exists``. Names may be glob patterns.

    Attributes:
        kind: the kind in lower case.
        kube_namespace: the namespace, ``*`` for any.
        name: the name of the object.
    """

    kind: str
    kube_namespace: str
    name: str

    def means(self, identity: Identity) -> bool:
        """Whether an object is one of these."""
        return (
            identity.kind.lower() == self.kind
            and fnmatchcase(identity.kube_namespace, self.kube_namespace)
            and fnmatchcase(identity.name, self.name)
        )


class LintSettings(NamedTuple):
    """The settings of the person who runs lint, besides those of any run.

    Attributes:
        clock: the current time, in seconds since 1970.
        assumed: the objects that exist outside the stream.
        token_origin: the name of the file or the variable with the deployer's token.
    """

    clock: int
    assumed: tuple[AssumedObject, ...] = ()
    token_origin: str = ""


class Stream(NamedTuple):
    """A whole stream after the expansion.

    Attributes:
        components: the components, in stream order.
        topology: the readers and writers of topics; it has a flow for each component.
        references: the objects that the pods of each component need to start.
        held: the objects that components may refer to, by identity.
        partitions: the number of partitions of topics for which the stream has a PulsarTopic, by full name.
        reported: the problems that the filter reports.
        kube_namespace: the namespace of objects that name none; empty if unknown.
        locator: finds the lines for the paths of problems.
        settings: the settings of this run.
    """

    components: Sequence[PlacedComponent]
    topology: Topology
    references: Sequence[Sequence[Reference]]
    held: Mapping[Identity, AvailableObject]
    partitions: Mapping[str, int]
    reported: Sequence[PlacedProblem]
    kube_namespace: str
    locator: Locator
    settings: LintSettings

    def words(self, place: Place, path: Path) -> str:
        """Return the place of something else for a message: ``app.yaml:12 (ConfigMap/functions, f.yaml)``."""
        return str(self.locator.locate(Problem(_ANY, "", path), place).location)


class Finding(NamedTuple):
    """A problem, the text that its path points into, and the component that has it, whose carrier may suppress it.

    Attributes:
        of_several: what the message says of several components, where all that have the same problem are reported as one.
    """

    problem: Problem
    place: Place
    about: PlacedComponent | None = None
    of_several: str = ""


_K = TypeVar("_K")
"""What a check keeps of a component."""


class Check(NamedTuple, Generic[_K]):
    """A check of a stream.

    Attributes:
        keep: from a component, when it is expanded, to the little of it that the check needs at the end.
        judge: from the stream and what was kept of each component to all findings.
    """

    keep: Callable[[ExpandedComponent], _K]
    judge: Callable[[Stream, Sequence[_K]], Iterable[Finding]]


def of_each(check: Callable[[ExpandedComponent], Iterable[Finding]]) -> Check[tuple[Finding, ...]]:
    """Return the check of the whole stream for a check that looks at one component alone."""
    return Check(lambda component: tuple(check(component)), lambda _, found: chain(*found))


def of_all(check: Callable[[Stream], Iterable[Finding]]) -> Check[None]:
    """Return the check for one that needs no more of the components than every stream has."""
    return Check(lambda _: None, lambda stream, _: check(stream))


def finding(  # noqa: PLR0913 - what a problem has, and whose it is
    about: PlacedComponent,
    code: Code,
    message: str,
    path: Path,
    hint: str,
    *,
    text: Text = Text.CONFIG,
    at_key: bool = False,
    names_only: bool = True,
) -> Finding:
    """Return a finding in one of a component's own texts; a path into the carrier starts at the carrier."""
    path = (*about.carrier_path, *path) if text is Text.CARRIER else path
    return Finding(
        Problem(code, message, path, hint, at_key=at_key, text=text, names_only=names_only), about.places[text], about
    )


def given(  # noqa: PLR0913 - likewise
    about: PlacedComponent, code: Code, message: str, giver: Giver, hint: str, *, names_only: bool = True
) -> Finding:
    """Return a finding about a value, at the place where its giver can change it; `names_only` is as in `Problem`."""
    found = finding(about, code, message, giver.path, hint, text=giver.text, at_key=giver.at_key, names_only=names_only)
    return found._replace(problem=found.problem._replace(inner=giver.inner))


_ANY = Code("", "", "", "")
