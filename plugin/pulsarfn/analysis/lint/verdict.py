"""Lint as a review of a run: all checks over the whole stream, without the findings that carriers suppress."""

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from pulsarfn.analysis.lint.available import (
    KINDS,
    AvailableObject,
    Reference,
    generated,
    held_objects,
    partitions,
    references,
)
from pulsarfn.analysis.lint.checks import CHECKS
from pulsarfn.analysis.lint.stream import Finding, LintSettings, Stream
from pulsarfn.analysis.lint.summary import number_of
from pulsarfn.analysis.topology import Flow, flow_of, topology_of
from pulsarfn.annotations import SUPPRESS
from pulsarfn.diagnostics import lint_codes as codes
from pulsarfn.diagnostics.problem import Problem, Severity, Text
from pulsarfn.kubernetes.identity import Identity
from pulsarfn.named_tuples import NamedTuple
from pulsarfn.pipeline.expanded import ExpandedComponent, PlacedComponent
from pulsarfn.pipeline.review import Review, ReviewInput, Verdict
from pulsarfn.pipeline.suppressions import Spot, spot_of
from pulsarfn.pipeline.workers import PlacedProblem
from pulsarfn.staged import Staged


class KeptComponent(NamedTuple):
    """What lint keeps of a component.

    Attributes:
        placed: its name, and its place in the stream.
        flow: the topics that it reads and writes.
        references: the objects that its pods need to start.
        generated: its own Secrets and ConfigMaps.
        by_check: what each check keeps of it, in the order of `CHECKS`.
    """

    placed: PlacedComponent
    flow: Flow
    references: tuple[Reference, ...]
    generated: tuple[tuple[Identity, AvailableObject], ...]
    by_check: tuple[Any, ...]


def review_with(settings: LintSettings) -> Review[KeptComponent]:
    """Return the review that lint makes."""
    return Review(keep, partial(_review, settings))


def keep(component: ExpandedComponent) -> Staged[KeptComponent]:
    """Return what lint keeps of a component until it has seen all of them."""
    flow = flow_of(component.objects, is_secret=component.placed.is_secret)
    yield
    needed = tuple(references(component.objects.stateful_set, component.surroundings.kube_namespace))
    own = tuple(generated(component))
    by_check = []
    for check in CHECKS:
        yield
        by_check.append(check.keep(component))
    return KeptComponent(component.placed, flow, needed, own, tuple(by_check))


def _all_findings(settings: LintSettings, reviewed: ReviewInput[KeptComponent]) -> Iterator[Finding]:
    """Return everything that the filter and the checks report, also what carriers suppress."""
    stream = _stream(settings, reviewed)
    yield from (Finding(*each) for each in reviewed.reported)
    for number, check in enumerate(CHECKS):
        yield from check.judge(stream, [each.by_check[number] for each in reviewed.kept])


def unsuppressed_findings(settings: LintSettings, reviewed: ReviewInput[KeptComponent]) -> list[Finding]:
    """Return what lint reports of the components and of what they refer to."""
    return _merged(each for each in _all_findings(settings, reviewed) if _suppressing_spot(each, reviewed) is None)


def _review(settings: LintSettings, reviewed: ReviewInput[KeptComponent]) -> Verdict:
    suppressed: list[tuple[PlacedProblem, str]] = []
    used: set[tuple[Spot, str]] = set()

    def is_unsuppressed(found: Finding) -> bool:
        spot = _suppressing_spot(found, reviewed)
        if spot is not None:
            used.add((spot, found.problem.code.id))
            suppressed.append(((found.problem, found.place), reviewed.suppressions[spot][found.problem.code.id]))
        return spot is None

    reported: dict[tuple[Problem, int], PlacedProblem] = {}  # once for all components, if it is the worker config's
    for each in _merged(filter(is_unsuppressed, _all_findings(settings, reviewed))):
        reported.setdefault((each.problem, id(each.place)), (each.problem, each.place))
    findings = [*reported.values(), *_unused(reviewed, used), *_bare(reviewed)]
    if suppressed:  # of the worker config: one carrier may suppress it and another may not
        known = {_key(each) for each in findings}
        suppressed = [each for each in suppressed if _key(each[0]) not in known]
    return Verdict(findings, suppressed)


def _merged(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings; those that say the same of several components are one, at the first component."""
    merged: list[Finding] = []
    firsts: dict[object, int] = {}
    others = Counter[int]()
    for each in findings:
        if each.of_several:
            first = firsts.setdefault((each.problem.code, each.of_several, each.problem.hint), len(merged))
            if first < len(merged):
                others[first] += 1
                continue
        merged.append(each)
    for first, count in others.items():
        merged[first] = _of_several(merged[first], count)
    return merged


def _of_several(first: Finding, others: int) -> Finding:
    message = f"{first.about} and {number_of(others, 'more component')} {first.of_several}"
    return first._replace(problem=first.problem._replace(message=message))


def _key(reported: PlacedProblem) -> tuple[Problem, str, int]:
    problem, place = reported
    return problem, place.origin, place.order


def _stream(settings: LintSettings, reviewed: ReviewInput[KeptComponent]) -> Stream:
    given = [*reviewed.objects(KINDS)] if reviewed.kept else []
    return Stream(
        components=[each.placed for each in reviewed.kept],
        topology=topology_of(each.flow for each in reviewed.kept),
        references=[each.references for each in reviewed.kept],
        held=held_objects(given, reviewed.kube_namespace)
        | dict(one for each in reviewed.kept for one in each.generated),
        partitions=partitions(given),
        reported=reviewed.reported,
        kube_namespace=reviewed.kube_namespace,
        locator=reviewed.locator,
        settings=settings,
    )


def _suppressing_spot(finding: Finding, reviewed: ReviewInput[KeptComponent]) -> Spot | None:
    """Return the carrier that suppresses a finding: the one that contains it, or the one of its component."""
    spots = [spot_of(finding.problem, finding.place)]
    if finding.about is not None:
        spots.append(finding.about.carrier)
    code = finding.problem.code.id
    return next((spot for spot in spots if code in reviewed.suppressions.get(spot, {})), None)


def _unused(reviewed: ReviewInput[KeptComponent], used: set[tuple[Spot, str]]) -> Iterator[PlacedProblem]:
    """Report suppressions that suppressed nothing, except of carriers with errors, whose findings are not all known yet."""
    refused = {spot_of(*each) for each in reviewed.reported if each[0].code.severity is Severity.ERROR}
    carriers = {each.placed.carrier: each.placed.places[Text.CARRIER] for each in reviewed.kept}
    for spot, suppressions in reviewed.suppressions.items():
        for code in suppressions if spot in carriers and spot not in refused else ():
            if (spot, code) not in used:
                message = f"{code} is suppressed, but this carrier has no {code} to report"
                path = (*spot[1], "metadata", "annotations", f"{SUPPRESS}{code}")
                problem = Problem(
                    codes.SUPPRESSION_UNUSED, message, path, "remove the annotation", at_key=True, text=Text.CARRIER
                )
                yield problem, carriers[spot]


def _bare(reviewed: ReviewInput[KeptComponent]) -> Iterator[PlacedProblem]:
    for component, place in reviewed.bare_configs():
        message = f"this is the config of a {component} that no ConfigMap or Secret carries: nothing is made of it"
        hint = f"check it with --as {component}, expand it with pulsarfn render {component}, or put it into the data of a carrier"
        yield Problem(codes.BARE_CONFIG, message, (), hint, text=Text.CARRIER), place
