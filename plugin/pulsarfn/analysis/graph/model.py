"""The content of a picture of a topology: topics, subscriptions and components, and their readers and writers."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from pulsarfn.analysis.topology import Flow, Topic, Topology
from pulsarfn.diagnostics.as_text import visible
from pulsarfn.diagnostics.secrecy import MASK
from pulsarfn.diagnostics.secrecy.credentials import masked_text

NodeKind: TypeAlias = Literal["topic", "pattern", "subscription", "function", "source", "sink"]
EdgeKind: TypeAlias = Literal["data", "logs", "dead letters", "match"]

COMPONENTS: tuple[NodeKind, ...] = ("function", "source", "sink")
"""The kinds of nodes that are components."""


@dataclass(frozen=True, slots=True)
class Node:
    """A node of the picture; all its texts are printable.

    Attributes:
        kind: what it is.
        name: its name without its namespace.
        detail: a line of further facts.
        namespace: ``tenant/namespace``, empty if it must not be shown; that of a subscription is its first reader's.
        flow: the number of a component in the topology, None for other nodes.
    """

    kind: NodeKind
    name: str
    detail: str
    namespace: str = ""
    flow: int | None = None


@dataclass(frozen=True, slots=True)
class Edge:
    """An edge between two nodes, by their numbers; a match leads from a topic to a pattern that it matches."""

    start: int
    end: int
    kind: EdgeKind = "data"


@dataclass(frozen=True, slots=True)
class Graph:
    """A picture before the layout, in stream order."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]

    def namespaces(self) -> dict[str, list[int]]:
        """Return the numbers of the nodes in each namespace; those that are in none are under the empty name."""
        found: dict[str, list[int]] = {}
        for number, node in enumerate(self.nodes):
            found.setdefault(node.namespace, []).append(number)
        return found


def graph_of(topology: Topology, *, logs: bool = True) -> Graph:
    """Return the picture of a topology, with or without the topics for logs.

    A subscription is a node between its topic and its readers: components that share it also share its messages.
    """
    drawing = _Drawing(topology)
    for number, flow in enumerate(topology.flows):
        component = drawing.node(("component", number), _component(number, flow))
        for topic in flow.inputs:
            read = drawing.topic(topic)
            subscription = drawing.node(("subscription", read, flow.subscription), _subscription(flow))
            drawing.edge(read, subscription)
            drawing.edge(subscription, component)
        for topic in flow.outputs:
            drawing.edge(component, drawing.topic(topic))
        if flow.log_topic is not None and logs:
            drawing.edge(component, drawing.topic(flow.log_topic), "logs")
        if flow.dead_letter_topic is not None:
            drawing.edge(component, drawing.topic(flow.dead_letter_topic), "dead letters")
    _add_matches(topology.flows, topology, drawing)
    return drawing.graph()


def _add_matches(flows: Iterable[Flow], topology: Topology, drawing: "_Drawing") -> None:
    """Add edges from topics that components write to, to the patterns of other components that match them."""
    for flow in flows:
        for topic in flow.outputs:
            for _, read in topology.readers(topic):
                if read.is_pattern:
                    drawing.edge(drawing.topic(topic), drawing.topic(read), "match")


def _component(number: int, flow: Flow) -> Node:
    instances = "" if flow.parallelism == 1 else f", {flow.parallelism} instances"
    return Node(flow.component, visible(flow.fqfn.name), f"{flow.component}{instances}", _namespace(flow), number)


def _subscription(flow: Flow) -> Node:
    kind = flow.subscription_type.lower().replace("_", "-")
    return Node("subscription", _shown(flow.shown_subscription), kind, _namespace(flow))


def _namespace(flow: Flow) -> str:
    return visible(f"{flow.fqfn.tenant}/{flow.fqfn.namespace}")


def _shown(name: str) -> str:
    """Return a name that people choose in a printable form, without the credentials in it."""
    return visible(masked_text(name))


class _Drawing:
    """Collects nodes and edges, each once, in the order of their first use."""

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
        number = self._numbers.get((kind, topic.base))
        if number is not None:
            return number
        what = "topics" if topic.is_pattern else "topic"
        domain, _, full = topic.base.partition("://")
        namespace, _, name = full.rpartition("/")
        persistence = "" if domain == "persistent" else f"{domain} "
        node = Node(kind, _shown(name), f"{persistence}{what}", _shown(namespace))
        if self._topology.shown(topic) == MASK:
            node = Node(kind, MASK, f"{what} named in a Secret")
        return self.node((kind, topic.base), node)

    def edge(self, start: int, end: int, kind: EdgeKind = "data") -> None:
        self._edges[Edge(start, end, kind)] = None

    def graph(self) -> Graph:
        return Graph(tuple(self._nodes), tuple(self._edges))
