"""Suppressions: what a carrier's annotations silence, each with a reason. A carrier speaks for itself and its configs."""

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from pulsarfn.diagnostics.problem import Path, Problem
from pulsarfn.stream.locate import Place, object_path, path_in_document

Spot: TypeAlias = tuple[int, Path]
"""A carrier: the order of its document in the run, and where in there it stands."""

Suppressions: TypeAlias = Mapping[Spot, Mapping[str, str]]
"""For each carrier: the codes that it suppresses, with the reasons."""


def spot_of(problem: Problem, place: Place) -> Spot:
    """The object of the stream in which a problem stands."""
    return place.order, object_path(path_in_document(place, problem.path))


def reason_for(problem: Problem, place: Place, suppressions: Suppressions) -> str:
    """Why a problem is not to be told, empty where it is."""
    return suppressions.get(spot_of(problem, place), {}).get(problem.code.id, "")


def unsuppressed(reported: Iterable[tuple[Problem, Place]], suppressions: Suppressions) -> list[tuple[Problem, Place]]:
    """What is to be told in spite of suppressions."""
    return [each for each in reported if not reason_for(*each, suppressions)]
