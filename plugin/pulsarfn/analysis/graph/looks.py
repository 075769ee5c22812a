"""Colours and shapes of a picture, in light and in dark surroundings, and its legend."""

from collections.abc import Iterable

from pulsarfn.analysis.graph.model import Graph, NodeKind

# selector: fill and stroke in light mode, then in dark mode; plain values, because not every program supports CSS variables
_COLOURS = {
    ".paper": ("#ffffff", "none", "#0f151d", "none"),
    ".frame": ("#f8fafc", "#d9e0e8", "#131b25", "#2b3744"),
    ".title, .key": ("#5d6875", "none", "#9aa7b5", "none"),
    ".name": ("#1f2733", "none", "#e8edf3", "none"),
    ".detail": ("#5d6875", "none", "#9aa7b5", "none"),
    ".way": ("none", "#9aa5b1", "none", "#66727f"),
    ".head": ("#9aa5b1", "none", "#66727f", "none"),
    ".topic .box, .pattern .box": ("#eef2f6", "#b4bfca", "#1c2530", "#4a5866"),
    ".subscription .box": ("#ffffff", "#c3ccd6", "#0f151d", "#3b4856"),
    ".function .box": ("#e3edff", "#4b7bec", "#182b50", "#6f9bff"),
    ".source .box": ("#dcf5e7", "#2fa66a", "#12352a", "#48c489"),
    ".sink .box": ("#ffecd9", "#e08a2e", "#3d2812", "#f0a350"),
}
_SHAPES = """
text { text-anchor: middle; font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace }
.name { font-size: 13px; font-weight: 600 }
.detail, .key { font-size: 10.5px }
.title { font-size: 12px; font-weight: 600 }
.title, .key { text-anchor: start }
.subscription .name { font-size: 10.5px; font-weight: 400 }
.box, .way { stroke-width: 1.5 }
.subscription .box { stroke-width: 1 }
.pattern .box { stroke-dasharray: 5 3 }
.side { stroke-dasharray: 4 4 }
"""
_KEYS: dict[NodeKind, str] = {
    "topic": "topic",
    "pattern": "topics that match a pattern",
    "subscription": "subscription",
    "function": "function",
    "source": "source",
    "sink": "sink",
}
_EDGES = {"logs": "logs", "dead letters": "dead letters", "match": "matches"}


def style() -> str:
    """Return the style sheet of a picture, which follows the light or dark theme around it."""
    return f"{_SHAPES}{_colours(0)}@media (prefers-color-scheme: dark) {{\n{_colours(2)}}}"


def _colours(first: int) -> str:
    return "".join(
        f"{selector} {{ fill: {colours[first]}; stroke: {colours[first + 1]} }}\n"
        for selector, colours in _COLOURS.items()
    )


def legend(graph: Graph) -> Iterable[tuple[str, str]]:
    """Return what the picture has, each kind of node with its meaning, and ``side`` with what dashed lines lead to."""
    kinds = {each.kind for each in graph.nodes}
    yield from ((kind, meaning) for kind, meaning in _KEYS.items() if kind in kinds)
    sides = {each.kind for each in graph.edges}
    if found := [meaning for kind, meaning in _EDGES.items() if kind in sides]:
        yield "side", ", ".join(found)
