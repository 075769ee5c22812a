"""The picture as DOT text, the language of Graphviz."""

from collections.abc import Iterator

from pulsarfn.analysis.graph.model import EdgeKind, Graph, Node, NodeKind

_LOOKS: dict[NodeKind, str] = {
    "topic": 'shape=box, style="rounded,filled", fillcolor="#eef2f6", color="#8a97a5"',
    "pattern": 'shape=box, style="rounded,filled,dashed", fillcolor="#eef2f6", color="#8a97a5"',
    "subscription": 'shape=box, style="rounded,filled", fillcolor="#ffffff", color="#c3ccd6", fontsize=9',
    "function": 'shape=box, style=filled, fillcolor="#e3edff", color="#4b7bec"',
    "source": 'shape=box, style=filled, fillcolor="#dcf5e7", color="#2fa66a"',
    "sink": 'shape=box, style=filled, fillcolor="#ffecd9", color="#e08a2e"',
}
_ARROWS: dict[EdgeKind, str] = {
    "data": "",
    "logs": ' [style=dashed, label="logs"]',
    "dead letters": ' [style=dashed, label="dead letters"]',
    "match": ' [style=dashed, label="matches"]',
}


def dot(graph: Graph) -> str:
    """Return the text of a digraph; each namespace is a cluster, and the kinds of nodes that there are have a legend."""
    return "".join(f"{line}\n" for line in _lines(graph))


def _lines(graph: Graph) -> Iterator[str]:
    yield "digraph topology {"
    yield '  graph [rankdir=LR, fontname="sans-serif", style=rounded, color="#c3ccd6"]'
    yield '  node [fontname="sans-serif", fontsize=11]'
    yield '  edge [fontname="sans-serif", fontsize=9, color="#8a97a5"]'
    for number, (namespace, nodes) in enumerate(graph.namespaces().items()):
        inner = "    " if namespace else "  "
        if namespace:
            yield f"  subgraph cluster_{number} {{"
            yield f"    label={quoted(namespace)}"
        for each in nodes:
            yield f"{inner}n{each} {_attributes(graph.nodes[each])}"
        if namespace:
            yield "  }"
    for edge in graph.edges:
        yield f"  n{edge.start} -> n{edge.end}{_ARROWS[edge.kind]}"
    yield from _legend(graph)
    yield "}"


def _legend(graph: Graph) -> Iterator[str]:
    kinds = {each.kind for each in graph.nodes}
    if kinds:
        yield "  subgraph cluster_legend {"
        yield '    label="legend"'
        yield from (f'    legend_{kind} [label="{kind}", {looks}]' for kind, looks in _LOOKS.items() if kind in kinds)
        yield "  }"


def _attributes(node: Node) -> str:
    return f"[label={quoted(node.name, node.detail)}, {_LOOKS[node.kind]}]"


def quoted(*lines: str) -> str:
    """Return a string of DOT with these lines: a backslash would start an escape sequence, and ``&`` a character of HTML."""
    texts = (each.replace("&", "&amp;").replace("\\", "\\\\").replace('"', '\\"') for each in lines)
    return '"' + "\\n".join(texts) + '"'
