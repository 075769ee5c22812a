"""A part of a picture: some components with their neighbours."""

from collections.abc import Callable, Collection
from dataclasses import replace
from functools import partial

from pulsarfn.analysis.graph.layers import Neighbours, neighbours
from pulsarfn.analysis.graph.model import COMPONENTS, Graph, NodeKind


def part_of(graph: Graph, chosen: Callable[[int], bool]) -> Graph:
    """Return the components that `chosen` selects by their numbers in the topology, and what is next to them.

    These are their topics and subscriptions, the writers of the topics that they read, the readers of the topics that they
    write to, and the components that share their subscriptions.
    """
    pairs = [(each.start, each.end) for each in graph.edges]
    after = partial(_next, graph, neighbours(pairs))
    before = partial(_next, graph, neighbours((end, start) for start, end in pairs))
    components = {number for number, each in enumerate(graph.nodes) if each.flow is not None and chosen(each.flow)}

    subscriptions = before(components, ("subscription",))
    read = before(subscriptions, ("topic", "pattern"))
    matched = before(read, ("topic",))
    neighbours_before = before(read | matched, COMPONENTS) | after(subscriptions, COMPONENTS)

    written = after(components, ("topic",))
    matching = after(written, ("pattern",))
    read_by_others = after(written | matching, ("subscription",))
    neighbours_after = after(read_by_others, COMPONENTS)

    kept = components | subscriptions | read | matched | neighbours_before
    return _only(graph, kept | written | matching | read_by_others | neighbours_after)


def _next(graph: Graph, others: Neighbours, nodes: Collection[int], kinds: tuple[NodeKind, ...]) -> set[int]:
    """Return the neighbours of these kinds."""
    return {other for node in nodes for other in others.get(node, ()) if graph.nodes[other].kind in kinds}


def _only(graph: Graph, kept: Collection[int]) -> Graph:
    numbers = {number: new for new, number in enumerate(sorted(kept))}
    edges = [each for each in graph.edges if each.start in numbers and each.end in numbers]
    return Graph(
        tuple(graph.nodes[each] for each in numbers),
        tuple(replace(each, start=numbers[each.start], end=numbers[each.end]) for each in edges),
    )
