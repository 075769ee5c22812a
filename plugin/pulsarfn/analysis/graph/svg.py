"""The picture as SVG: it loads no script, font or picture, and follows the light or dark theme around it."""

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise
from xml.sax.saxutils import escape

from pulsarfn.analysis.graph.layout import Layout, Point, Size, layout
from pulsarfn.analysis.graph.model import Edge, Graph, Node

_EM, _SMALL = 8.0, 6.4  # widths of a character: of names, and of the lines below
_LONGEST = 44
_PADDING, _MARGIN, _TURN = 14.0, 24.0, 22.0
_LINE = {"topic": 44.0, "pattern": 44.0, "subscription": 36.0, "function": 52.0, "source": 52.0, "sink": 52.0}

# selector: fill and stroke in light mode, then in dark mode; plain values, because not every program supports CSS variables
_COLOURS = {
    ".paper": ("#ffffff", "none", "#0f151d", "none"),
    ".name": ("#1f2733", "none", "#e8edf3", "none"),
    ".detail": ("#5d6875", "none", "#9aa7b5", "none"),
    ".way": ("none", "#9aa5b1", "none", "#66727f"),
    ".head": ("#9aa5b1", "none", "#66727f", "none"),
    ".topic .box, .pattern .box": ("#eef2f6", "#c3ccd6", "#1c2530", "#3b4856"),
    ".subscription .box": ("#ffffff", "#c3ccd6", "#0f151d", "#3b4856"),
    ".function .box": ("#e3edff", "#4b7bec", "#182b50", "#6f9bff"),
    ".source .box": ("#dcf5e7", "#2fa66a", "#12352a", "#48c489"),
    ".sink .box": ("#ffecd9", "#e08a2e", "#3d2812", "#f0a350"),
}
_STYLE = """
text { text-anchor: middle; font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace }
.name { font-size: 13px; font-weight: 600 }
.detail { font-size: 10.5px }
.subscription .name { font-size: 10.5px; font-weight: 400 }
.box, .way { stroke-width: 1.5 }
.subscription .box { stroke-width: 1 }
.pattern .box { stroke-dasharray: 5 3 }
.side { stroke-dasharray: 4 4 }
"""


def svg(graph: Graph) -> str:
    """Return the text of an SVG file."""
    sizes = [_size(node) for node in graph.nodes]
    laid = layout(sizes, [(each.start, each.end) for each in graph.edges])
    return "".join(f"{line}\n" for line in _lines(graph, sizes, laid))


def _lines(graph: Graph, sizes: Sequence[Size], laid: Layout) -> Iterator[str]:
    width, height = (_number(each + 2 * _MARGIN) for each in (laid.width, laid.height))
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img">'
    )
    yield f"<title>{escape(_title(graph))}</title>"
    yield f"<style>{_STYLE}{_colours(0)}@media (prefers-color-scheme: dark) {{\n{_colours(2)}}}</style>"
    yield '<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
    yield '<path class="head" d="M0 0L8 4L0 8z"/></marker></defs>'
    yield f'<rect class="paper" width="{width}" height="{height}" rx="10"/>'
    yield f'<g transform="translate({_number(_MARGIN)} {_number(_MARGIN)})">'
    for edge in graph.edges:
        yield _edge(edge, laid.ways[edge.start, edge.end], sizes)
    for node, size, centre in zip(graph.nodes, sizes, laid.centres, strict=True):
        yield _node(node, size, centre)
    yield "</g>"
    yield "</svg>"


def _colours(first: int) -> str:
    return "".join(
        f"{selector} {{ fill: {colours[first]}; stroke: {colours[first + 1]} }}\n"
        for selector, colours in _COLOURS.items()
    )


def _title(graph: Graph) -> str:
    counts = {kind: sum(each.kind == kind for each in graph.nodes) for kind in ("topic", "function", "source", "sink")}
    reported = [f"{count} {kind}{'' if count == 1 else 's'}" for kind, count in counts.items() if count]
    return f"A stream with {', '.join(reported) or 'no functions'}"


def _node(node: Node, size: Size, centre: Point) -> str:
    (width, height), (x, y) = size, centre
    radius = height / 2 if node.kind == "subscription" else 16 if node.kind in ("topic", "pattern") else 6
    left, top = _number(x - width / 2), _number(y - height / 2)
    name, detail = escape(_shortened(node.name)), escape(_shortened(node.detail))
    first, second = (-2, 11) if node.kind == "subscription" else (-3, 14)
    return (
        f'<g class="{node.kind}"><title>{escape(f"{node.name}: {node.detail}")}</title>'
        f'<rect class="box" x="{left}" y="{top}" width="{_number(width)}" height="{_number(height)}" rx="{_number(radius)}"/>'
        f'<text class="name" x="{_number(x)}" y="{_number(y + first)}">{name}</text>'
        f'<text class="detail" x="{_number(x)}" y="{_number(y + second)}">{detail}</text></g>'
    )


def _edge(edge: Edge, way: Sequence[Point], sizes: Sequence[Size]) -> str:
    """Return a curve along the way of an edge, from the side of one node to the side of the other."""
    start = (way[0][0] + sizes[edge.start][0] / 2, way[0][1])
    end = (way[-1][0] - sizes[edge.end][0] / 2, way[-1][1])
    inner = way[1:-1]
    if end[0] < start[0]:  # it leads back
        return _path(
            edge, f"M{_point(start)}{_turn(start, inner[0], _TURN)}{_curves(inner)}{_turn(inner[-1], end, -_TURN)}"
        )
    return _path(edge, f"M{_point(start)}{_curves([start, *inner, end])}")


def _turn(start: Point, end: Point, reach: float) -> str:
    """Return a half circle from one height to another, around the end of a box in its way."""
    edge = start[0] if reach > 0 else end[0]
    first, second = ((edge, start[1]), (edge, end[1]))
    turn = f"C{_point((edge + reach, start[1]))} {_point((edge + reach, end[1]))} {_point(second)}"
    return f"L{_point(first)}{turn}L{_point(end)}"


def _curves(points: Sequence[Point]) -> str:
    path = ""
    for (x, y), (next_x, next_y) in pairwise(points):
        middle = (x + next_x) / 2
        path += f"C{_point((middle, y))} {_point((middle, next_y))} {_point((next_x, next_y))}"
    return path


def _path(edge: Edge, path: str) -> str:
    style = "way side" if edge.kind == "side" else "way"
    return f'<path class="{style}" d="{path}" marker-end="url(#head)"/>'


def _size(node: Node) -> Size:
    em = _SMALL if node.kind == "subscription" else _EM
    width = max(_cells(_shortened(node.name)) * em, _cells(_shortened(node.detail)) * _SMALL)
    return width + 2 * _PADDING, _LINE[node.kind]


def _shortened(text: str) -> str:
    """Return `text`; a very long one loses its middle, and the title has all of it."""
    half = _LONGEST // 2
    return text if len(text) <= _LONGEST else f"{text[:half]}…{text[-half + 1 :]}"


def _cells(text: str) -> int:
    """Return the number of fixed-width characters that a text takes."""
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text)


def _point(point: Point) -> str:
    return f"{_number(point[0])} {_number(point[1])}"


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
