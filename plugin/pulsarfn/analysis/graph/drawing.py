"""The picture with its layout: boxes, lines and frames, in the form that both SVG and the page take."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pulsarfn.analysis.graph.grouped import Frame, grouped
from pulsarfn.analysis.graph.model import Edge, Graph, Node, NodeKind
from pulsarfn.analysis.graph.packing import Point, Size

EM, SMALL = 8.0, 6.4  # widths of a character: of names, and of the lines below
_LONGEST = 44
_PADDING, _TURN = 14.0, 22.0
_HEIGHTS: Mapping[NodeKind, float] = {
    "topic": 44.0,
    "pattern": 44.0,
    "subscription": 36.0,
    "function": 52.0,
    "source": 52.0,
    "sink": 52.0,
}


@dataclass(frozen=True, slots=True)
class Box:
    """A node with the centre and the size of its box."""

    node: Node
    centre: Point
    size: Size

    @property
    def corner(self) -> Point:
        """The left top corner."""
        return self.centre[0] - self.size[0] / 2, self.centre[1] - self.size[1] / 2

    @property
    def radius(self) -> float:
        """The radius of the corners: topics are round, components are not."""
        return (
            self.size[1] / 2
            if self.node.kind == "subscription"
            else 16
            if self.node.kind in ("topic", "pattern")
            else 6
        )


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture of a graph.

    Attributes:
        boxes: the nodes, in the order of the graph.
        lines: the edges in the order of the graph, each with its path in the notation of SVG.
        frames: the namespaces with the frames around their nodes.
        width: the width of the picture.
        height: the height of the picture.
    """

    boxes: tuple[Box, ...]
    lines: tuple[tuple[Edge, str], ...]
    frames: tuple[tuple[str, Frame], ...]
    width: float
    height: float


def drawing_of(graph: Graph) -> Drawing:
    """Return the picture of a graph, with a frame around each namespace."""
    sizes = [_size(node) for node in graph.nodes]
    namespaces = graph.namespaces()
    laid = grouped(sizes, [(each.start, each.end) for each in graph.edges], [*namespaces.values()])
    boxes = tuple(Box(*each) for each in zip(graph.nodes, laid.centres, sizes, strict=True))
    lines = tuple(
        (each, _line(boxes[each.start], boxes[each.end], laid.ways[each.start, each.end])) for each in graph.edges
    )
    frames = tuple((name, frame) for name, frame in zip(namespaces, laid.frames, strict=True) if name)
    return Drawing(boxes, lines, frames, laid.width, laid.height)


def _line(start: Box, end: Box, way: Sequence[Point]) -> str:
    """Return a curve along the way of an edge, from the side of one box to the side of the other."""
    first, last = (
        (start.centre[0] + start.size[0] / 2, start.centre[1]),
        (end.centre[0] - end.size[0] / 2, end.centre[1]),
    )
    points = [first, *way[1:-1], last]
    backwards = [there[0] < here[0] for here, there in pairwise(points)]
    path = f"M{_point(first)}"
    for number, (here, there) in enumerate(pairwise(points)):
        before, after = backwards[number - 1 : number], backwards[number + 1 : number + 2]
        if not backwards[number] or (before == after == [True]):
            path += _curve(here, there)
        elif before == [True]:
            path += _turn(here, there, -_TURN)
        elif after == [True]:
            path += _turn(here, there, _TURN)
        else:
            path += _loop(here, there)
    return path


def _turn(start: Point, end: Point, reach: float) -> str:
    """Return a half circle from one height to another, around the end of a box in its way."""
    edge = start[0] if reach > 0 else end[0]
    first, second = ((edge, start[1]), (edge, end[1]))
    turn = f"C{_point((edge + reach, start[1]))} {_point((edge + reach, end[1]))} {_point(second)}"
    return f"L{_point(first)}{turn}L{_point(end)}"


def _loop(start: Point, end: Point) -> str:
    """Return a curve that leaves to the right and enters from the left, though its end is on the left."""
    return f"C{_point((start[0] + 3 * _TURN, start[1]))} {_point((end[0] - 3 * _TURN, end[1]))} {_point(end)}"


def _curve(start: Point, end: Point) -> str:
    middle = (start[0] + end[0]) / 2
    return f"C{_point((middle, start[1]))} {_point((middle, end[1]))} {_point(end)}"


def _size(node: Node) -> Size:
    em = SMALL if node.kind == "subscription" else EM
    width = max(cells(shortened(node.name)) * em, cells(shortened(node.detail)) * SMALL)
    return width + 2 * _PADDING, _HEIGHTS[node.kind]


def shortened(text: str) -> str:
    """Return `text`; a very long one loses its middle, and the title has all of it."""
    half = _LONGEST // 2
    return text if len(text) <= _LONGEST else f"{text[:half]}…{text[-half + 1 :]}"


def cells(text: str) -> int:
    """Return the number of fixed-width characters that a text takes."""
    return len(text) if text.isascii() else sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text)


def number(value: float) -> str:
    """Return a length for SVG, to a tenth."""
    return f"{value:.1f}".removesuffix(".0")


def _point(point: Point) -> str:
    return f"{number(point[0])} {number(point[1])}"
