"""Functions whose output comes back to them, through others or at once."""

from collections import deque
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pulsarfn.lint import codes
from pulsarfn.lint.stream import Finding, Stream, finding
from pulsarfn.topology import Topic, Topology


class _Edge(NamedTuple):
    """A function feeds another one by a topic."""

    topic: Topic
    reader: int


_Edges = Sequence[Sequence[_Edge]]


def check(stream: Stream) -> Iterator[Finding]:
    """Of functions that can all reach one another, one circle: the shortest through the first of them."""
    edges = _edges(stream.topology)
    for members in _circular(edges):
        start = min(members)
        circle = _shortest(start, members, edges)
        steps = " -> ".join(f"{topic.name} -> {stream.topology.flows[reader]}" for topic, reader in circle)
        message = (
            f"what {stream.topology.flows[start]} writes comes back to it: {stream.topology.flows[start]} -> {steps}"
        )
        hint = "choose another output or input for one of them"
        yield finding(stream.components[start], codes.CYCLE, message, circle[0].topic.path, hint)


def _edges(topology: Topology) -> _Edges:
    return [
        [_Edge(topic, reader) for topic in flow.outputs for reader, _ in topology.readers(topic)]
        for flow in topology.flows
    ]


def _shortest(start: int, members: set[int], edges: _Edges) -> list[_Edge]:
    """The edges of the shortest way from `start` back to it."""
    came_by: dict[int, tuple[int, _Edge]] = {}
    waiting = deque([start])
    while start not in came_by:
        here = waiting.popleft()
        for edge in edges[here]:
            if edge.reader in members and edge.reader not in came_by:
                came_by[edge.reader] = here, edge
                waiting.append(edge.reader)
    way: list[_Edge] = []
    here = start
    while not way or here != start:
        here, edge = came_by[here]
        way.append(edge)
    return way[::-1]


def _circular(edges: _Edges) -> Iterator[set[int]]:
    """The strongly connected components that hold a circle, by Tarjan's algorithm, with a stack of its own."""
    order: dict[int, int] = {}
    lowest: dict[int, int] = {}
    path: list[int] = []
    for root in range(len(edges)):
        work = [(root, 0)] if root not in order else []
        while work:
            here, position = work.pop()
            if position == 0:
                order[here] = lowest[here] = len(order)
                path.append(here)
            if position < len(edges[here]):
                work.append((here, position + 1))
                following = edges[here][position].reader
                if following not in order:
                    work.append((following, 0))
                elif following in lowest:
                    lowest[here] = min(lowest[here], order[following])
                continue
            members = _closed(here, order, lowest, path)
            if work and here in lowest:
                parent = work[-1][0]
                lowest[parent] = min(lowest[parent], lowest[here])
            if len(members) > 1 or any(edge.reader in members for edge in edges[here]):
                yield members


def _closed(here: int, order: dict[int, int], lowest: dict[int, int], path: list[int]) -> set[int]:
    """The members of a component that ends here, taken off the path; none where it goes on."""
    members: set[int] = set()
    if lowest[here] == order[here]:
        while here not in members:
            members.add(path.pop())
        for each in members:
            del lowest[each]
    return members
