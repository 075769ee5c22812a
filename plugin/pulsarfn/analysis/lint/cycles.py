"""Functions whose output returns to them, directly or through other functions."""

from collections import deque
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from pulsarfn.analysis.lint.stream import Finding, Stream, finding
from pulsarfn.analysis.topology import Topology
from pulsarfn.diagnostics import lint_codes as codes
from pulsarfn.named_tuples import NamedTuple

_Following: TypeAlias = Sequence[Sequence[int]]


class _Graph(NamedTuple):
    """Components, followed by the topics that they write to: the shown names, the successors, and the numbers of the topics."""

    names: list[str]
    following: list[list[int]]
    topics: dict[str, int]


def check(stream: Stream) -> Iterator[Finding]:
    """Report one cycle for each set of functions that all reach one another: the shortest through the first function."""
    graph = _graph(stream.topology)
    for members in _circular(graph.following):
        start = min(members)
        circle = _shortest(start, members, graph.following)
        names = [graph.names[each] for each in (start, *circle)]
        message = f"what {names[0]} writes comes back to it: {' -> '.join(names)}"
        hint = "choose another output or input for one of them"
        path = next(each.path for each in stream.topology.flows[start].outputs if graph.topics[each.name] == circle[0])
        yield finding(stream.components[start], codes.CYCLE, message, path, hint)


def _graph(topology: Topology) -> _Graph:
    """Return the graph. Topics are nodes of their own, so that many writers and many readers of one topic make few edges."""
    names = [str(flow) for flow in topology.flows]
    following: list[list[int]] = [[] for _ in names]
    numbers: dict[str, int] = {}
    for number, flow in enumerate(topology.flows):
        for topic in flow.outputs:
            if topic.name not in numbers:
                numbers[topic.name] = len(names)
                names.append(topology.shown(topic))
                following.append([reader for reader, _ in topology.readers(topic)])
            following[number].append(numbers[topic.name])
    return _Graph(names, following, numbers)


def _shortest(start: int, members: set[int], following: _Following) -> list[int]:
    """Return the nodes after `start` on the shortest cycle through it; `start` is the last one."""
    came_from: dict[int, int] = {}
    waiting = deque([start])
    while start not in came_from:
        here = waiting.popleft()
        for each in following[here]:
            if each in members and each not in came_from:
                came_from[each] = here
                waiting.append(each)
    way = [start]
    while came_from[way[-1]] != start:
        way.append(came_from[way[-1]])
    return way[::-1]


def _circular(following: _Following) -> Iterator[set[int]]:
    """Return the strongly connected components that contain a cycle, by Tarjan's algorithm without recursion."""
    order: dict[int, int] = {}
    lowest: dict[int, int] = {}
    path: list[int] = []
    for root in range(len(following)):
        work = [(root, 0)] if root not in order else []
        while work:
            here, position = work.pop()
            if position == 0:
                order[here] = lowest[here] = len(order)
                path.append(here)
            if position < len(following[here]):
                work.append((here, position + 1))
                after = following[here][position]
                if after not in order:
                    work.append((after, 0))
                elif after in lowest:
                    lowest[here] = min(lowest[here], order[after])
                continue
            members = _closed(here, order, lowest, path)
            if work and here in lowest:
                parent = work[-1][0]
                lowest[parent] = min(lowest[parent], lowest[here])
            if len(members) > 1 or (members and here in following[here]):
                yield members


def _closed(here: int, order: dict[int, int], lowest: dict[int, int], path: list[int]) -> set[int]:
    """Return the members of a component that ends here, after removing them from the path; none if it continues."""
    members: set[int] = set()
    if lowest[here] == order[here]:
        while here not in members:
            members.add(path.pop())
        for each in members:
            del lowest[each]
    return members
