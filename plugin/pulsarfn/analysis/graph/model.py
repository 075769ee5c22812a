"""What a picture of a topology shows: topics, subscriptions and components, and who reads and writes what."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from pulsarfn.analysis.topology import Flow, Topic, Topology
from pulsarfn.diagnostics.as_text import visible
from pulsarfn.diagnostics.secrecy import MASK
from pulsarfn.diagnostics.secrecy.credentials import masked_text

NodeKind: TypeAlias = Literal["topic", "pattern", "subscription", "function", "source", "sink"]
EdgeKind: TypeAlias = Literal["data", "side"]


@dataclass(frozen=True, slots=True)
class Node:
    """A node, with what it is called and a line of what else there is to say; printable texts."""

    kind: NodeKind
    name: str
    detail: str


@dataclass(frozen=True, slots=True)
class Edge:
    """An edge from a node to another, by their numbers; the side ways are logs, dead letters and what a pattern matches."""

    start: int
    end: int
    kind: EdgeKind = "data"


@dataclass(frozen=True, slots=True)
class Graph:
    """A picture that is not laid out yet; in the order of the stream."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


def graph_of(topology: Topology) -> Graph:
    """The picture of a topology.

    A subscription is a node between its topic and those who read under it: who shares one shares its messages.
    """
    drawing = _Drawing(topology)
    for number, flow in enumerate(topology.flows):
        component = drawing.node(("component", number), _component(flow))
        for topic in flow.inputs:
            kind, read = flow.subscription_type.lower().replace("_", "-"), drawing.topic(topic)
            subscription = drawing.node(
                ("subscription", read, flow.subscription), Node("subscription", _shown(flow.shown_subscription), kind)
            )
            drawing.edge(read, subscription)
            drawing.edge(subscription, component)
        for topic in flow.outputs:
            drawing.edge(component, drawing.topic(topic))
        for side in (flow.log_topic, flow.dead_letter_topic):
            if side is not None:
                drawing.edge(component, drawing.topic(side), "side")
    _add_matches(topology.flows, topology, drawing)
    return drawing.graph()


def _add_matches(flows: Iterable[Flow], topology: Topology, drawing: "_Drawing") -> None:
    """Lead from topics that are written to, to the patterns of other components that match them."""
    for flow in flows:
        for topic in flow.outputs:
            for _, read in topology.readers(topic):
                if read.is_pattern:
                    drawing.edge(drawing.topic(topic), drawing.topic(read), "side")


def _component(flow: Flow) -> Node:
    where = visible(f"{flow.fqfn.tenant}/{flow.fqfn.namespace}")
    instances = "" if flow.parallelism == 1 else f", {flow.parallelism} instances"
    return Node(flow.component, visible(flow.fqfn.name), f"{flow.component} in {where}{instances}")


def _shown(name: str) -> str:
    """A name that people choose, printable and without the credentials in it."""
    return visible(masked_text(name))


class _Drawing:
    """Gathers nodes and edges, each once, in the order in which they come."""

    def __init__(self, topology: Topology) -> None:
        self._topology = topology
        self._numbers: dict[object, int] = {}
        self._nodes: list[Node] = []
        self._edges: dict[Edge, None] = {}

    def node(self, key: object, node: Node) -> int:
        if key not in self._numbers:
            self._numbers[key] = len(self._nodes)
            self._nodes.append(node)
        return self._numbers[key]

    def topic(self, topic: Topic) -> int:
        kind: NodeKind = "pattern" if topic.is_pattern else "topic"
        what = "topics" if topic.is_pattern else "topic"
        domain, _, full = topic.base.partition("://")
        namespace, _, name = full.rpartition("/")
        persistence = "" if domain == "persistent" else f"{domain} "
        node = Node(kind, _shown(name), f"{persistence}{what} in {_shown(namespace)}")
        if self._topology.shown(topic) == MASK:
            node = Node(kind, MASK, f"{what} named in a Secret")
        return self.node((kind, topic.base), node)

    def edge(self, start: int, end: int, kind: EdgeKind = "data") -> None:
        self._edges[Edge(start, end, kind)] = None

    def graph(self) -> Graph:
        return Graph(tuple(self._nodes), tuple(self._edges))
