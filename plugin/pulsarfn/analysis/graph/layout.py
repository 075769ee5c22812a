"""A layered layout, from left to right: the position of each node, and the way of each edge.

The steps are those of Sugiyama, Tagawa and Toda (1981): edges that close a cycle are reversed, each node gets a layer
after all nodes that lead to it, long edges get a stop in every layer between, the nodes of each layer are ordered to avoid
crossings (`layers`), then brought as near to the height of their neighbours as the order allows. The same graph always
gets the same layout.
"""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pulsarfn.analysis.graph.layers import Neighbours, Pair, layers_of, neighbours, ordered, parts, without_cycles
from pulsarfn.analysis.graph.packing import Point, Size, packed
from pulsarfn.named_tuples import NamedTuple

_GAP_X, _GAP_Y, _GAP_OF_PARTS, _GAP_OF_WAYS = 44.0, 20.0, 36.0, 14.0
_ROUNDS = 16
STOP: Size = (0.0, 6.0)
"""The size of a place that an edge only passes."""
_MOST_STOPS = 24
_WEIGHT_OF_A_STOP = 4.0  # straight edges are more important than centred nodes


@dataclass(frozen=True, slots=True)
class Layout:
    """The positions, measured from the top left corner.

    Attributes:
        centres: the centres of the nodes.
        ways: the points of each edge, from the centre of one node to the centre of the other; an edge that leads back
            also leaves on the right and enters on the left.
        width: the width of the picture.
        height: the height of the picture.
        columns: the number of layers of the part that has most.
    """

    centres: tuple[Point, ...]
    ways: Mapping[Pair, tuple[Point, ...]]
    width: float
    height: float
    columns: int


def layout(
    sizes: Sequence[Size],
    edges: Iterable[Pair],
    entries: Container[int] = (),
    exits: Container[int] = (),
) -> Layout:
    """Lay out nodes of these sizes; `entries` are at the left side of the picture, `exits` at the right side."""
    found = [
        _part(nodes, pairs, sizes, entries, exits) for nodes, pairs in parts(len(sizes), list(dict.fromkeys(edges)))
    ]
    alone = {
        number for number, each in enumerate(found) if any(node in entries or node in exits for node in each.points)
    }
    corners, (width, height) = packed([each.size for each in found], _GAP_OF_PARTS, alone)
    centres: dict[int, Point] = {}
    ways: dict[Pair, tuple[Point, ...]] = {}
    for part, (left, top) in zip(found, corners, strict=True):
        points = {
            node: (0.0 if node in entries else width if node in exits else x + left, y + top)
            for node, (x, y) in part.points.items()
        }
        centres.update(points)
        ways |= {pair: tuple(points[each] for each in way) for pair, way in part.ways.items()}
    columns = max((each.columns for each in found), default=0)
    return Layout(tuple(centres[each] for each in range(len(sizes))), ways, width, height, columns)


class _Part(NamedTuple):
    """A connected part: the points of its nodes and stops, the way of each edge from point to point, its size, its layers."""

    points: Mapping[int, Point]
    ways: Mapping[Pair, Sequence[int]]
    size: Size
    columns: int


def _part(
    nodes: Sequence[int], pairs: Sequence[Pair], sizes: Sequence[Size], entries: Container[int], exits: Container[int]
) -> _Part:
    stops = _Stops(pairs, nodes, len(sizes), entries, exits)
    laid = {**{node: sizes[node] for node in nodes}, **dict.fromkeys(stops.layers.keys() - {*nodes}, STOP)}
    rows = ordered(stops.layers, stops.steps)
    points = _points(rows, stops.steps, laid)
    bottoms = [max(points[node][1] + laid[node][1] / 2 for node in row) for row in rows]
    centres = [points[row[0]][0] for row in rows]
    points |= _ways_back(stops.back, centres, bottoms)
    ways = {pair: (pair[0], *stops.of[pair], pair[1]) for pair in pairs}
    width = max(points[node][0] + laid[node][0] / 2 for node in rows[-1])
    return _Part(points, ways, (width, max(bottoms)), len(rows))


class _Stops:
    """The layers of a part, with a stop in each layer that an edge only passes; the numbers of stops follow those of nodes.

    An edge that leads back goes around its own ends and below all nodes between them, with stops in the layers of both. An
    edge with very many stops has none, and does not affect the order: in a large, dense graph the stops would grow with the
    square of the nodes.
    """

    def __init__(
        self, pairs: Sequence[Pair], nodes: Sequence[int], first: int, entries: Container[int], exits: Container[int]
    ) -> None:
        directed = without_cycles(nodes, pairs)
        self.layers = _with_gates(layers_of(nodes, directed), entries, exits)
        self.of: dict[Pair, tuple[int, ...]] = {}
        self.steps: list[Pair] = []
        self.back: dict[Pair, Pair] = {}  # the two stops of each edge that leads back, with their layers
        for pair, (start, end) in zip(pairs, directed, strict=True):
            between = range(self.layers[start] + 1, self.layers[end])
            if pair != (start, end):
                self.of[pair] = (first, first + 1)
                self.back[first, first + 1] = (self.layers[end], self.layers[start])
                first += 2
                continue
            stops = [first + number for number in range(len(between) if len(between) <= _MOST_STOPS else 0)]
            first += len(stops)
            self.layers.update(zip(stops, between, strict=False))
            self.of[pair] = tuple(stops)
            self.steps += pairwise([start, *stops, end]) if len(stops) == len(between) else ()


def _ways_back(back: Mapping[Pair, Pair], centres: Sequence[float], bottoms: list[float]) -> dict[int, Point]:
    """Return the points of the stops of edges that lead back, below the nodes of all layers between; add them to `bottoms`."""
    points: dict[int, Point] = {}
    by_length = sorted(back.items(), key=lambda each: each[1][0] - each[1][1])
    for stops, (start, end) in by_length:
        if start - end > _MOST_STOPS:  # it is below all layers, as are all that follow
            bottoms[:] = [max(bottoms)]
        passed = slice(end, start + 1) if len(bottoms) > 1 else slice(None)
        bottom = max(bottoms[passed]) + _GAP_OF_WAYS
        bottoms[passed] = [bottom] * len(bottoms[passed])
        points |= {stops[0]: (centres[start], bottom), stops[1]: (centres[end], bottom)}
    return points


def _with_gates(layers: dict[int, int], entries: Container[int], exits: Container[int]) -> dict[int, int]:
    """Return the layers with all entries in the first one and all exits in the last one."""
    inner = [layer for node, layer in layers.items() if node not in entries and node not in exits]
    first, last = min(inner, default=0), max(inner, default=0)
    first -= any(node in entries for node in layers)
    found = {node: first if node in entries else last + 1 if node in exits else layer for node, layer in layers.items()}
    return {node: layer - first for node, layer in found.items()}


def _points(rows: Sequence[Sequence[int]], steps: Sequence[Pair], sizes: Mapping[int, Size]) -> dict[int, Point]:
    """Return the centres of nodes and stops, measured from the left top corner of the part."""
    heights = _heights(rows, steps, sizes)
    shift = -min(heights[node] - sizes[node][1] / 2 for node in heights)
    points: dict[int, Point] = {}
    left = 0.0
    for row in rows:
        width = max(sizes[node][0] for node in row)
        points |= {node: (left + width / 2, heights[node] + shift) for node in row}
        left += width + _GAP_X
    return points


def _heights(rows: Sequence[Sequence[int]], steps: Sequence[Pair], sizes: Mapping[int, Size]) -> dict[int, float]:
    following, preceding = neighbours(steps), neighbours((end, start) for start, end in steps)
    both = {node: [*preceding.get(node, ()), *following.get(node, ())] for row in rows for node in row}
    heights: dict[int, float] = {}
    for row in rows:
        heights |= _spread(row, dict.fromkeys(row, 0.0), sizes)
    for turn in range(_ROUNDS):
        last, before = turn >= _ROUNDS // 2, heights.copy()
        for row in rows if turn % 2 == 0 else rows[::-1]:
            wanted = _wanted(row, heights, both if last else preceding if turn % 2 == 0 else following)
            heights |= _spread(row, wanted, sizes)
        if last and heights == before:  # they are the best ones: no later turn changes them
            break
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
        mean, weight, count = wanted[node] - offset, _WEIGHT_OF_A_STOP if sizes[node] == STOP else 1.0, 1
        while pools and pools[-1][0] > mean:
            before, its_weight, its_count = pools.pop()
            mean = (before * its_weight + mean * weight) / (its_weight + weight)
            weight, count = weight + its_weight, count + its_count
        pools.append((mean, weight, count))
    places = [mean for mean, _, count in pools for _ in range(count)]
    return {node: place + offset for node, place, offset in zip(row, places, offsets, strict=True)}
