"""The picture as SVG: it loads no script, font or picture, and follows the light or dark theme around it."""

from collections.abc import Iterator
from html import escape

from pulsarfn.analysis.graph.drawing import SMALL, Box, Drawing, cells, drawing_of, number, shortened
from pulsarfn.analysis.graph.grouped import Frame
from pulsarfn.analysis.graph.looks import legend, style
from pulsarfn.analysis.graph.model import Edge, Graph

_MARGIN = 24.0
_KEY_WIDTH, _KEY_HEIGHT, _KEY_GAP, _KEY_LINE = 26.0, 14.0, 8.0, 24.0

HEAD = (
    '<marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
    '<path class="head" d="M0 0L8 4L0 8z"/></marker>'
)
"""The head of an arrow."""


def svg(graph: Graph) -> str:
    """Return the text of an SVG file."""
    return "".join(f"{line}\n" for line in _lines(graph, drawing_of(graph)))


def _lines(graph: Graph, drawing: Drawing) -> Iterator[str]:
    keys, (right, bottom) = _legend(graph, drawing)
    width, height = (number(each + 2 * _MARGIN) for each in (right, bottom))
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img">'
    )
    yield f"<title>{escape(title(graph), quote=False)}</title>"
    yield f"<style>{style()}</style>"
    yield f"<defs>{HEAD}</defs>"
    yield f'<rect class="paper" width="{width}" height="{height}" rx="10"/>'
    yield f'<g transform="translate({number(_MARGIN)} {number(_MARGIN)})">'
    for namespace, frame in drawing.frames:
        yield _frame(namespace, frame)
    for edge, path in drawing.lines:
        yield _edge(edge, path)
    for box in drawing.boxes:
        yield _box(box)
    yield from keys
    yield "</g>"
    yield "</svg>"


def title(graph: Graph) -> str:
    """Return a sentence about the number of topics and components."""
    counts = {kind: sum(each.kind == kind for each in graph.nodes) for kind in ("topic", "function", "source", "sink")}
    reported = [f"{count} {kind}{'' if count == 1 else 's'}" for kind, count in counts.items() if count]
    return f"A stream with {', '.join(reported) or 'no functions'}"


def _frame(namespace: str, frame: Frame) -> str:
    left, top, width, height = map(number, (frame.left, frame.top, frame.width, frame.height))
    name = namespace
    while cells(name) > max(4.0, (frame.width - 20) / 7.3):
        name = f"{name[:-2]}…"
    return (
        f"<g><title>{escape(namespace, quote=False)}</title>"
        f'<rect class="frame" x="{left}" y="{top}" width="{width}" height="{height}" rx="12"/>'
        f'<text class="title" x="{number(frame.left + 14)}" y="{number(frame.top + 21)}">{escape(name, quote=False)}</text></g>'
    )


def _box(box: Box) -> str:
    (left, top), (width, height), (x, y), node = box.corner, box.size, box.centre, box.node
    first, second = (-2, 11) if node.kind == "subscription" else (-3, 14)
    return (
        f'<g class="{node.kind}"><title>{escape(f"{node.name}: {_where(box)}", quote=False)}</title>'
        f'<rect class="box" x="{number(left)}" y="{number(top)}" width="{number(width)}" height="{number(height)}"'
        f' rx="{number(box.radius)}"/>'
        f'<text class="name" x="{number(x)}" y="{number(y + first)}">{escape(shortened(node.name), quote=False)}</text>'
        f'<text class="detail" x="{number(x)}" y="{number(y + second)}">{escape(shortened(node.detail), quote=False)}</text></g>'
    )


def _where(box: Box) -> str:
    return f"{box.node.detail} in {box.node.namespace}" if box.node.namespace else box.node.detail


def _edge(edge: Edge, path: str) -> str:
    style = "way" if edge.kind == "data" else "way side"
    return f'<path class="{style}" d="{path}" marker-end="url(#head)"/>'


def _legend(graph: Graph, drawing: Drawing) -> tuple[list[str], tuple[float, float]]:
    """Return the keys of the legend below the picture, and the right bottom corner of the whole."""
    keys = []
    left, right, top = 0.0, drawing.width, drawing.height + _KEY_LINE
    for kind, meaning in legend(graph):
        width = _KEY_WIDTH + _KEY_GAP + cells(meaning) * SMALL
        if left and left + width > drawing.width:
            left, top = 0.0, top + _KEY_LINE
        keys.append(_key(kind, meaning, left, top))
        left, right = left + width + 2 * _KEY_GAP, max(right, left + width)
    return keys, (right, top + _KEY_HEIGHT if keys else drawing.height)


def _key(kind: str, meaning: str, left: float, top: float) -> str:
    x, y, middle = number(left), number(top), number(top + _KEY_HEIGHT / 2)
    shape = f'<rect class="box" x="{x}" y="{y}" width="{number(_KEY_WIDTH)}" height="{number(_KEY_HEIGHT)}" rx="{_radius(kind)}"/>'
    if kind == "side":
        shape = f'<path class="way side" d="M{x} {middle}h{number(_KEY_WIDTH)}" marker-end="url(#head)"/>'
    text = f'<text class="key" x="{number(left + _KEY_WIDTH + _KEY_GAP)}" y="{number(top + _KEY_HEIGHT - 3)}">{meaning}</text>'
    return f'<g class="{kind}">{shape}{text}</g>'


def _radius(kind: str) -> int:
    return 3 if kind in ("function", "source", "sink") else 7
