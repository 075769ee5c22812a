"""The picture as a page: one file that loads nothing, with a list, a search, and what is known of each component.

The page has the layout and all texts as JSON. Its script (`page/*.js`) draws what is in view, so 5,000 functions stay usable.
"""

import json
from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256
from html import escape
from pathlib import Path

from pulsarfn.analysis.graph.drawing import Box, Drawing, drawing_of, number, shortened
from pulsarfn.analysis.graph.facts import NO_FACTS, AllFacts, Facts
from pulsarfn.analysis.graph.looks import legend, style
from pulsarfn.analysis.graph.model import Graph
from pulsarfn.analysis.graph.svg import HEAD, title
from pulsarfn.diagnostics.as_text import place, short, visible
from pulsarfn.diagnostics.problem import Diagnostic

_FILES = Path(__file__).with_name("page")
_SCRIPTS = ("state.js", "picture.js", "list.js", "details.js", "start.js")
_NOT_PLAIN = str.maketrans({each: f"\\u{ord(each):04x}" for each in "<>&\u2028\u2029"})


def html(graph: Graph, facts: AllFacts = NO_FACTS) -> str:
    """Return the text of a page."""
    script = "(() => {\n'use strict';\n" + "".join(map(_file, _SCRIPTS)) + "})();\n"
    looks = style() + _file("page.css")
    policy = (
        f"default-src 'none'; style-src {_hash(looks)}; script-src {_hash(script)}; base-uri 'none'; form-action 'none'"
    )
    values = {
        "policy": policy,
        "title": escape(title(graph), quote=False),
        "style": looks,
        "head": HEAD,
        "data": json.dumps(_data(graph, drawing_of(graph), facts), separators=(",", ":")).translate(_NOT_PLAIN),
        "script": script,
    }
    text = _file("page.html")
    parts = text.split("@@")  # text, name, text, name, …, text
    return "".join(values[each] if index % 2 else each for index, each in enumerate(parts))


def _file(name: str) -> str:
    return (_FILES / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    """Return the source expression of a Content Security Policy for an inline script or style."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def _data(graph: Graph, drawing: Drawing, facts: AllFacts) -> dict[str, object]:
    return {
        "title": title(graph),
        "width": round(drawing.width),
        "height": round(drawing.height),
        "nodes": [_node(box, facts) for box in drawing.boxes],
        "edges": [[edge.start, edge.end, edge.kind, path] for edge, path in drawing.lines],
        "frames": [
            [name, *(round(each, 1) for each in (frame.left, frame.top, frame.width, frame.height))]
            for name, frame in drawing.frames
        ],
        "legend": [*legend(graph)],
        "others": [*map(_finding, facts.others)],
    }


def _node(box: Box, facts: AllFacts) -> dict[str, object]:
    node, (x, y), (width, height) = box.node, box.centre, box.size
    found: dict[str, object] = {
        "kind": node.kind,
        "name": node.name,
        "detail": node.detail,
        "namespace": node.namespace,
        "box": [float(number(each)) for each in (x, y, width, height, box.radius)],
    }
    if shortened(node.name) != node.name:
        found["short"] = shortened(node.name)
    return found if node.flow is None else found | _facts(facts.components[node.flow])


def _facts(facts: Facts) -> dict[str, object]:
    return {
        "place": facts.place,
        "config": None if facts.config is None else "\n".join(facts.config),
        "findings": [*map(_finding, facts.findings)],
    }


def _finding(diagnostic: Diagnostic) -> list[str]:
    """Return severity, code, message, hint and place."""
    texts: Iterable[str] = (
        str(diagnostic.severity),
        diagnostic.code.id,
        diagnostic.message,
        diagnostic.hint,
        place(*diagnostic.location.shown),
    )
    return [visible(short(each)) for each in texts]
