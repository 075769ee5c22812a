"""The layer of each node of a graph, and the order of the nodes in each layer: the first half of `layout`."""

from bisect import bisect, insort
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TypeAlias

Pair: TypeAlias = tuple[int, int]
Neighbours: TypeAlias = Mapping[int, Sequence[int]]

_SWEEPS = 8


def parts(count: int, pairs: Iterable[Pair]) -> list[tuple[list[int], list[Pair]]]:
    """Return the unconnected parts of a graph in the order of their first nodes: the nodes and the edges of each."""
    both = neighbours([*pairs, *((end, start) for start, end in pairs)])
    part_of: dict[int, int] = {}
    found: list[tuple[list[int], list[Pair]]] = []
    for first in range(count):
        waiting = deque([first] if first not in part_of else [])
        for each in waiting:
            part_of[each] = len(found)
        nodes = []
        while waiting:
            node = waiting.popleft()
            nodes.append(node)
            new = [each for each in dict.fromkeys(both.get(node, ())) if each not in part_of]
            part_of.update(dict.fromkeys(new, len(found)))
            waiting.extend(new)
        if nodes:
            found.append((sorted(nodes), []))
    for pair in pairs:
        found[part_of[pair[0]]][1].append(pair)
    return found


def neighbours(pairs: Iterable[Pair]) -> dict[int, list[int]]:
    """Return the nodes that each node leads to, in the order of the edges."""
    found: dict[int, list[int]] = defaultdict(list)
    for start, end in pairs:
        found[start].append(end)
    return found


def without_cycles(nodes: Sequence[int], pairs: Sequence[Pair]) -> list[Pair]:
    """Return the edges; those that close a cycle are reversed."""
    following = neighbours(pairs)
    led_to = {end for _, end in pairs}
    state: dict[int, str] = {}
    turned: set[Pair] = set()
    for first in sorted(nodes, key=lambda each: each in led_to):
        stack = [(first, iter(following.get(first, ())))] if first not in state else []
        if stack:
            state[first] = "open"
        while stack:
            node, others = stack[-1]
            other = next(others, None)
            if other is None:
                state[node] = "done"
                stack.pop()
            elif other not in state:
                state[other] = "open"
                stack.append((other, iter(following.get(other, ()))))
            elif state[other] == "open":
                turned.add((node, other))
    return [(pair[1], pair[0]) if pair in turned else pair for pair in pairs]


def layers_of(nodes: Sequence[int], pairs: Sequence[Pair]) -> dict[int, int]:
    """Return the layer of each node: after all nodes that lead to it; a node without predecessors is just before its successors."""
    following, preceding = neighbours(pairs), neighbours((end, start) for start, end in pairs)
    missing = {node: len(preceding.get(node, ())) for node in nodes}
    ready = deque(node for node in nodes if not missing[node])
    layers = dict.fromkeys(ready, 0)
    while ready:
        node = ready.popleft()
        for other in following.get(node, ()):
            layers[other] = max(layers.get(other, 0), layers[node] + 1)
            missing[other] -= 1
            if not missing[other]:
                ready.append(other)
    for node in nodes:
        if node not in preceding and node in following:
            layers[node] = min(layers[other] for other in following[node]) - 1
    return layers


def ordered(layers: Mapping[int, int], pairs: Sequence[Pair]) -> list[list[int]]:
    """Return the nodes of each layer from top to bottom, with few crossings; all edges lead from one layer to the next."""
    rows: list[list[int]] = [[] for _ in range(max(layers.values()) + 1)]
    for node in layers:
        rows[layers[node]].append(node)
    following, preceding = neighbours(pairs), neighbours((end, start) for start, end in pairs)
    best, least = [[*row] for row in rows], _crossings(rows, following)
    for sweep in range(_SWEEPS if least else 0):
        forwards = sweep % 2 == 0
        for row, beside in _steps(rows, forwards=forwards):
            _sort(row, beside, preceding if forwards else following)
        crossings = _crossings(rows, following)
        if crossings < least:
            best, least = [[*row] for row in rows], crossings
    return best


def _steps(rows: list[list[int]], *, forwards: bool) -> Iterator[tuple[list[int], list[int]]]:
    inner = rows if forwards else rows[::-1]
    yield from zip(inner[1:], inner, strict=False)


def _sort(row: list[int], beside: list[int], others: Neighbours) -> None:
    """Sort a layer by the mean position of each node's neighbours; a node without neighbours stays in place."""
    places = {node: place for place, node in enumerate(beside)}
    means = {}
    for place, node in enumerate(row):
        found = [places[each] for each in others.get(node, ())]
        means[node] = sum(found) / len(found) if found else float(place)
    row.sort(key=means.__getitem__)


def _crossings(rows: list[list[int]], following: Neighbours) -> int:
    count = 0
    for row, beside in pairwise(rows):
        places = {node: place for place, node in enumerate(beside)}
        seen: list[int] = []
        for node in row:
            ends = sorted(places[each] for each in following.get(node, ()))
            count += sum(len(seen) - bisect(seen, end) for end in ends)
            for end in ends:
                insort(seen, end)
    return count
