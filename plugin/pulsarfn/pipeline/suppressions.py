"""Suppressions: the codes that the annotations of a carrier suppress for itself and its configs, each with a reason."""

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from pulsarfn.diagnostics.problem import Path, Problem
from pulsarfn.stream.locate import Place, object_path, path_in_document

Spot: TypeAlias = tuple[int, Path]
"""A carrier: the order of its document in the run, and its path in the document."""

Suppressions: TypeAlias = Mapping[Spot, Mapping[str, str]]
"""The codes that each carrier suppresses, with the reasons."""


def spot_of(problem: Problem, place: Place) -> Spot:
    """Return the object of the stream that a problem is in."""
    return place.order, object_path(path_in_document(place, problem.path))


def reason_for(problem: Problem, place: Place, suppressions: Suppressions) -> str:
    """Return the reason why a problem is suppressed, empty if it is reported."""
    return suppressions.get(spot_of(problem, place), {}).get(problem.code.id, "")


def unsuppressed(reported: Iterable[tuple[Problem, Place]], suppressions: Suppressions) -> list[tuple[Problem, Place]]:
    """Return the problems that no carrier suppresses."""
    return [each for each in reported if not reason_for(*each, suppressions)]
