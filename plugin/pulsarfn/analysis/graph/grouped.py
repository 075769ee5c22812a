"""A layout in two levels: the nodes of each group in a frame, and the frames beside one another.

Each frame gets a layout of its own (`layout`). An edge to another frame leaves through a gate on the right side of its own frame
and enters through one on the left side of the other, so it does not cross the nodes between. The frames are laid out in the
same way, as nodes; where this would take too many columns, they are in rows.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pulsarfn.analysis.graph.layers import Pair
from pulsarfn.analysis.graph.layout import STOP, layout
from pulsarfn.analysis.graph.packing import Point, Size, packed

_PADDING, _TITLE, _GAP = 20.0, 34.0, 28.0
_MOST_COLUMNS = 8


@dataclass(frozen=True, slots=True)
class Frame:
    """The frame of a group: its left top corner and its size."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class GroupedLayout:
    """A layout of nodes in frames; `frames` is in the order of the groups, the rest is as in `Layout`."""

    centres: tuple[Point, ...]
    ways: Mapping[Pair, tuple[Point, ...]]
    frames: tuple[Frame, ...]
    width: float
    height: float


def grouped(sizes: Sequence[Size], edges: Iterable[Pair], groups: Sequence[Sequence[int]]) -> GroupedLayout:
    """Lay out nodes of these sizes; each node is in one of the groups."""
    pairs = list(dict.fromkeys(edges))
    group_of = {node: number for number, group in enumerate(groups) for node in group}
    crossing = [pair for pair in pairs if group_of[pair[0]] != group_of[pair[1]]]
    within: list[list[Pair]] = [[] for _ in groups]
    for pair in pairs:
        if group_of[pair[0]] == group_of[pair[1]]:
            within[group_of[pair[0]]].append(pair)
    exits, entries = ({pair[end] for pair in crossing} for end in (0, 1))
    insides = [_inside(group, within[number], sizes, entries, exits) for number, group in enumerate(groups)]
    between = _between(insides, list(dict.fromkeys((group_of[start], group_of[end]) for start, end in crossing)))
    placed = [each.moved(frame) for each, frame in zip(insides, between.frames, strict=True)]
    centres = {node: centre for each in placed for node, centre in each.centres.items()}
    ways = {pair: way for each in placed for pair, way in each.ways.items()}
    for start, end in crossing:
        first, last = placed[group_of[start]].exits[start], placed[group_of[end]].entries[end]
        ways[start, end] = (*first, *between.stops[group_of[start], group_of[end]], *last)
    return GroupedLayout(
        tuple(centres[each] for each in range(len(sizes))), ways, between.frames, between.width, between.height
    )


@dataclass(frozen=True, slots=True)
class _Inside:
    """The inside of a frame: where its nodes are, the ways of its edges, and the ways to and from its gates."""

    centres: Mapping[int, Point]
    ways: Mapping[Pair, tuple[Point, ...]]
    exits: Mapping[int, tuple[Point, ...]]
    entries: Mapping[int, tuple[Point, ...]]
    size: Size

    def moved(self, frame: Frame) -> "_Inside":
        """Return the same in its place in the picture; a way to a gate leads to the side of the frame."""
        left, top = frame.left + _PADDING, frame.top + _TITLE

        def way(points: tuple[Point, ...]) -> tuple[Point, ...]:
            return tuple((x + left, y + top) for x, y in points)

        return _Inside(
            dict(zip(self.centres, way(tuple(self.centres.values())), strict=True)),
            {pair: way(points) for pair, points in self.ways.items()},
            {
                node: (*way(points), (frame.left + frame.width, points[-1][1] + top))
                for node, points in self.exits.items()
            },
            {node: ((frame.left, points[0][1] + top), *way(points)) for node, points in self.entries.items()},
            self.size,
        )


def _inside(
    group: Sequence[int], pairs: Iterable[Pair], sizes: Sequence[Size], entries: set[int], exits: set[int]
) -> _Inside:
    numbers = {node: number for number, node in enumerate(group)}
    entering = {node: len(group) + number for number, node in enumerate(each for each in group if each in entries)}
    first = len(group) + len(entering)
    leaving = {node: first + number for number, node in enumerate(each for each in group if each in exits)}
    gates = [STOP] * (len(entering) + len(leaving))
    to_gates = [(gate, numbers[node]) for node, gate in entering.items()]
    to_gates += [(numbers[node], gate) for node, gate in leaving.items()]
    inner = [(numbers[start], numbers[end]) for start, end in pairs]
    laid = layout(
        [*(sizes[each] for each in group), *gates],
        [*inner, *to_gates],
        frozenset(entering.values()),
        frozenset(leaving.values()),
    )
    return _Inside(
        {node: laid.centres[number] for node, number in numbers.items()},
        {(group[start], group[end]): laid.ways[start, end] for start, end in inner},
        {node: laid.ways[numbers[node], gate] for node, gate in leaving.items()},
        {node: laid.ways[gate, numbers[node]] for node, gate in entering.items()},
        (laid.width, laid.height),
    )


@dataclass(frozen=True, slots=True)
class _Between:
    """The frames, and for each pair of them the points between that an edge passes."""

    frames: tuple[Frame, ...]
    stops: Mapping[Pair, tuple[Point, ...]]
    width: float
    height: float


def _between(insides: Sequence[_Inside], pairs: Sequence[Pair]) -> _Between:
    sizes = [(each.size[0] + 2 * _PADDING, each.size[1] + _TITLE + _PADDING) for each in insides]
    laid = layout([(width, height + _GAP) for width, height in sizes], pairs)
    if laid.columns > _MOST_COLUMNS:
        corners, (width, height) = packed(sizes, _GAP)
        frames = [Frame(*corner, *size) for corner, size in zip(corners, sizes, strict=True)]
        return _Between(tuple(frames), dict.fromkeys(pairs, ()), width, height)
    frames = [
        Frame(x - width / 2, y - height / 2 - _GAP / 2, width, height)
        for (x, y), (width, height) in zip(laid.centres, sizes, strict=True)
    ]
    columns: dict[float, float] = {}
    for (x, _), (width, _) in zip(laid.centres, sizes, strict=True):
        columns[x] = max(columns.get(x, 0.0), width)
    stops = {pair: tuple((x, y - _GAP / 2) for x, y in _along(way, columns)) for pair, way in laid.ways.items()}
    return _Between(tuple(frames), stops, laid.width, laid.height - _GAP / 2)


def _along(way: Sequence[Point], columns: Mapping[float, float]) -> list[Point]:
    """Return the points between two frames: an edge passes a column of frames in a straight line, above or below them."""
    is_forward = way[0][0] < way[-1][0]
    side = 0.5 if is_forward else -0.5
    points = [point for x, y in way[1:-1] for point in ((x - side * columns[x], y), (x + side * columns[x], y))]
    return points if is_forward else points[1:-1]  # the columns of the two frames themselves
