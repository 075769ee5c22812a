"""The picture as Mermaid text, which GitHub and GitLab show in Markdown."""

import re
from collections.abc import Iterator

from pulsarfn.analysis.graph.model import EdgeKind, Graph, Node, NodeKind

_SHAPES: dict[NodeKind, tuple[str, str]] = {
    "topic": ("[(", ")]"),
    "pattern": ("{{", "}}"),
    "subscription": ("([", "])"),
    "function": ("[", "]"),
    "source": ("[/", "\\]"),
    "sink": ("[\\", "/]"),
}
_ARROWS: dict[EdgeKind, str] = {
    "data": "-->",
    "logs": "-. logs .->",
    "dead letters": "-. dead letters .->",
    "match": "-. matches .->",
}
_NOT_PLAIN = re.compile(r"[^-A-Za-z0-9 ,._/\u0080-\U0010ffff]")


def mermaid(graph: Graph) -> str:
    """Return the text of a flowchart; each namespace is a subgraph."""
    return "".join(f"{line}\n" for line in _lines(graph))


def _lines(graph: Graph) -> Iterator[str]:
    yield "flowchart LR"
    for number, (namespace, nodes) in enumerate(graph.namespaces().items()):
        inner = "    " if namespace else "  "
        if namespace:
            yield f'  subgraph s{number}["{escaped(namespace)}"]'
        for each in nodes:
            yield f"{inner}n{each}{_shape(graph.nodes[each])}"
        if namespace:
            yield "  end"
    for edge in graph.edges:
        yield f"  n{edge.start} {_ARROWS[edge.kind]} n{edge.end}"


def _shape(node: Node) -> str:
    opening, closing = _SHAPES[node.kind]
    return f'{opening}"{escaped(node.name)}<br/>{escaped(node.detail)}"{closing}'


def escaped(text: str) -> str:
    """Return `text` for a quoted label: characters other than letters, digits and ``-,._/`` are numbers, which Mermaid decodes.

    This includes quotes, brackets, ``#``, ``<``, the backtick that starts Markdown, and ``:`` and ``;``, which disturb the
    search of Mermaid for styles.
    """
    return _NOT_PLAIN.sub(lambda found: f"#{ord(found[0])};", text)
