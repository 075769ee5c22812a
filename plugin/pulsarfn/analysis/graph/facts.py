"""What the page says of each component besides the picture: its config, its place, and what lint finds."""

from collections.abc import Iterable, Sequence

from pulsarfn.analysis.lint.stream import Finding
from pulsarfn.diagnostics.as_text import short, visible
from pulsarfn.diagnostics.problem import Diagnostic, Problem, Text
from pulsarfn.named_tuples import NamedTuple
from pulsarfn.pipeline.expanded import PlacedComponent
from pulsarfn.pipeline.suppressions import Spot, spot_of
from pulsarfn.stream.locate import Locator


class Facts(NamedTuple):
    """The facts of one component.

    Attributes:
        place: the place of its config.
        config: the lines of its config without secrets, None if a Secret holds it.
        findings: what lint says of it.
    """

    place: str
    config: tuple[str, ...] | None
    findings: tuple[Diagnostic, ...]


class AllFacts(NamedTuple):
    """The facts of the components, in stream order, and what lint says of everything else, such as the worker config."""

    components: tuple[Facts, ...]
    others: tuple[Diagnostic, ...]


NO_FACTS = AllFacts((), ())
"""The facts of a stream without components."""


def facts_of(components: Sequence[PlacedComponent], findings: Iterable[Finding], locator: Locator) -> AllFacts:
    """Return the facts of a stream."""
    owners = _Owners(components)
    found: list[list[Finding]] = [[] for _ in components]
    others: list[Finding] = []
    for finding in findings:
        numbers = () if finding.of_several else owners.of(finding)
        for each in numbers:
            found[each].append(finding)
        if not numbers:
            others.append(finding)
    located = _LocatedFindings(locator)
    return AllFacts(
        tuple(  # one component after the other: each text is read once for all of this
            Facts(_place(component, locator), _config(component, locator), located.all(each))
            for component, each in zip(components, found, strict=True)
        ),
        located.all(others),
    )


def _place(component: PlacedComponent, locator: Locator) -> str:
    return visible(short(str(locator.location(("name",), component.places[Text.CONFIG]))))


def _config(component: PlacedComponent, locator: Locator) -> tuple[str, ...] | None:
    lines = locator.lines(component.places[Text.CONFIG])
    return None if lines is None else tuple(visible(each.rstrip().expandtabs(2)) for each in lines)


class _LocatedFindings:
    """The diagnostics of findings; a problem of the worker config, which many components have, is located once."""

    def __init__(self, locator: Locator) -> None:
        self._locator = locator
        self._known: dict[tuple[Problem, int], Diagnostic] = {}

    def all(self, findings: Iterable[Finding]) -> tuple[Diagnostic, ...]:
        """Return the diagnostics of findings, each once."""
        return tuple(dict.fromkeys(map(self._of, findings)))

    def _of(self, finding: Finding) -> Diagnostic:
        key = (finding.problem, id(finding.place))
        if key not in self._known:
            self._known[key] = self._locator.locate(finding.problem, finding.place)
        return self._known[key]


class _Owners:
    """The components that a finding is about: the one that it names, the one whose config it is in, those of its carrier."""

    def __init__(self, components: Sequence[PlacedComponent]) -> None:
        self._by_name = {each.fqfn: number for number, each in enumerate(components)}
        self._by_config: dict[tuple[Spot, str], list[int]] = {}
        self._by_carrier: dict[Spot, list[int]] = {}
        for number, each in enumerate(components):
            self._by_config.setdefault((each.carrier, each.places[Text.CONFIG].key), []).append(number)
            self._by_carrier.setdefault(each.carrier, []).append(number)

    def of(self, finding: Finding) -> Sequence[int]:
        if finding.about is not None:
            return [self._by_name[finding.about.fqfn]]
        spot = spot_of(finding.problem, finding.place)
        if finding.problem.text is Text.CONFIG:
            return self._by_config.get((spot, finding.place.key), ())
        return self._by_carrier.get(spot, ())
