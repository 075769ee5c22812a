"""A layered layout, from left to right: the position of each node, and the way of each edge.

The steps are those of Sugiyama, Tagawa and Toda (1981): edges that close a cycle are reversed, each node gets a layer
after all nodes that lead to it, long edges get a stop in every layer between, the nodes of each layer are ordered to avoid
crossings (`layers`), then brought as near to the height of their neighbours as the order allows. The same graph always
gets the same layout.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pulsarfn.analysis.graph.layers import Neighbours, Pair, layers_of, neighbours, ordered, parts, without_cycles

_GAP_X, _GAP_Y, _GAP_OF_PARTS = 44.0, 20.0, 36.0
_ROUNDS = 16
_STOP = (0.0, 6.0)
_MOST_STOPS = 24
_WEIGHT_OF_A_STOP = 4.0  # straight edges are more important than centred nodes

Size = tuple[float, float]
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Layout:
    """The positions, measured from the top left corner.

    Attributes:
        centres: the centres of the nodes.
        ways: the points of each edge, from the centre of one node to the centre of the other; an edge that leads back
            also leaves on the right and enters on the left.
        width: the width of the picture.
        height: the height of the picture.
    """

    centres: tuple[Point, ...]
    ways: Mapping[Pair, tuple[Point, ...]]
    width: float
    height: float


def layout(sizes: Sequence[Size], edges: Iterable[Pair]) -> Layout:
    """Lay out nodes of these sizes; unconnected parts are below one another."""
    centres: dict[int, Point] = {}
    ways: dict[Pair, tuple[Point, ...]] = {}
    width = top = 0.0
    for nodes, pairs in parts(len(sizes), list(dict.fromkeys(edges))):
        stops = _Stops(pairs, nodes, len(sizes))
        laid = {**{node: sizes[node] for node in nodes}, **dict.fromkeys(stops.all, _STOP)}
        rows = ordered(stops.layers, stops.steps)
        points, (right, bottom) = _points(rows, stops.steps, laid, top)
        centres |= {node: points[node] for node in nodes}
        ways |= {pair: tuple(points[each] for each in (pair[0], *stops.of[pair], pair[1])) for pair in pairs}
        width, top = max(width, right), bottom + _GAP_OF_PARTS
    return Layout(tuple(centres[each] for each in range(len(sizes))), ways, width, max(0.0, top - _GAP_OF_PARTS))


class _Stops:
    """The layers of a part, with a stop in each layer that an edge only passes; the numbers of stops follow those of nodes.

    An edge that leads back goes around its own ends, with stops in their layers. An edge with very many stops keeps only
    those, and does not affect the order: in a large, dense graph the stops would grow with the square of the nodes.
    """

    def __init__(self, pairs: Sequence[Pair], nodes: Sequence[int], first: int) -> None:
        directed = without_cycles(nodes, pairs)
        self.layers = layers_of(nodes, directed)
        self.all: list[int] = []
        self.of: dict[Pair, tuple[int, ...]] = {}
        self.steps: list[Pair] = []
        for pair, (start, end) in zip(pairs, directed, strict=True):
            turned = pair != (start, end)
            passed: Sequence[int] = range(self.layers[start] + (not turned), self.layers[end] + turned)
            is_long = len(passed) > _MOST_STOPS
            if is_long:
                passed = (passed[0], passed[-1]) if turned else ()
            stops = [first + len(self.all) + number for number in range(len(passed))]
            self.layers.update(zip(stops, passed, strict=True))
            self.all += stops
            self.of[pair] = tuple(stops[::-1] if turned else stops)
            line = stops if turned else [start, *stops, end]
            self.steps += () if is_long else pairwise(line)


def _points(
    rows: Sequence[Sequence[int]], steps: Sequence[Pair], sizes: Mapping[int, Size], top: float
) -> tuple[dict[int, Point], Point]:
    """Return the centres of nodes and stops, below `top`, and the bottom right corner of the part."""
    heights = _heights(rows, steps, sizes)
    shift = top - min(heights[node] - sizes[node][1] / 2 for node in heights)
    points: dict[int, Point] = {}
    left = 0.0
    for row in rows:
        width = max(sizes[node][0] for node in row)
        points |= {node: (left + width / 2, heights[node] + shift) for node in row}
        left += width + _GAP_X
    return points, (left - _GAP_X, max(points[node][1] + sizes[node][1] / 2 for node in points))


def _heights(rows: Sequence[Sequence[int]], steps: Sequence[Pair], sizes: Mapping[int, Size]) -> dict[int, float]:
    following, preceding = neighbours(steps), neighbours((end, start) for start, end in steps)
    both = {node: [*preceding.get(node, ()), *following.get(node, ())] for row in rows for node in row}
    heights: dict[int, float] = {}
    for row in rows:
        heights |= _spread(row, dict.fromkeys(row, 0.0), sizes)
    for turn in range(_ROUNDS):
        last = turn >= _ROUNDS // 2
        for row in rows if turn % 2 == 0 else rows[::-1]:
            wanted = _wanted(row, heights, both if last else preceding if turn % 2 == 0 else following)
            heights |= _spread(row, wanted, sizes)
    return heights


def _wanted(row: Sequence[int], heights: Mapping[int, float], others: Neighbours) -> dict[int, float]:
    """Return the mean height of each node's neighbours, or its own height if it has none."""
    wanted = {}
    for node in row:
        found = [heights[each] for each in others.get(node, ())]
        wanted[node] = sum(found) / len(found) if found else heights[node]
    return wanted


def _spread(row: Sequence[int], wanted: Mapping[int, float], sizes: Mapping[int, Size]) -> dict[int, float]:
    """Return the heights nearest to the wanted ones at which the nodes of a layer keep their order and their distance.

    The method is least squares: it pools neighbours that would overlap (the pool adjacent violators algorithm).
    """
    offsets = [0.0]
    for above, below in pairwise(row):
        offsets.append(offsets[-1] + (sizes[above][1] + sizes[below][1]) / 2 + _GAP_Y)
    pools: list[tuple[float, float, int]] = []  # mean, weight, number of nodes
    for node, offset in zip(row, offsets, strict=True):
        mean, weight, count = wanted[node] - offset, _WEIGHT_OF_A_STOP if sizes[node] == _STOP else 1.0, 1
        while pools and pools[-1][0] > mean:
            before, its_weight, its_count = pools.pop()
            mean = (before * its_weight + mean * weight) / (its_weight + weight)
            weight, count = weight + its_weight, count + its_count
        pools.append((mean, weight, count))
    places = [mean for mean, _, count in pools for _ in range(count)]
    return {node: place + offset for node, place, offset in zip(row, places, offsets, strict=True)}
