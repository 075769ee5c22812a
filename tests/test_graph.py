"""The picture of a topology: what is drawn, how texts are escaped, and that nothing overlaps."""

import html
import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulsarfn.analysis.graph.layout import layout
from pulsarfn.analysis.graph.mermaid import escaped, mermaid
from pulsarfn.analysis.graph.model import Edge, Graph, Node, graph_of
from pulsarfn.analysis.graph.svg import svg
from pulsarfn.analysis.topology import Flow, Topic, topology_of
from pulsarfn.kubernetes.names import Fqfn

SVG = "{http://www.w3.org/2000/svg}"


def topic(name):
    return Topic(f"persistent://t/n/{name}", name, ())


def flow(name, *inputs, output=None, component="function", subscription="", **more):
    others = {"late_data_topic": None, "log_topic": None, "dead_letter_topic": None, "parallelism": 1}
    return Flow(
        component=component,
        fqfn=Fqfn("t", "n", name),
        inputs=tuple(map(topic, inputs)),
        subscription=subscription or f"t/n/{name}",
        subscription_type="SHARED",
        output=topic(output) if output else None,
        **others | more,
    )


def graph(*flows):
    return graph_of(topology_of(flows))


def told(drawn):
    """The edges by the names of their ends."""
    names = [each.name for each in drawn.nodes]
    return [(names[each.start], names[each.end], each.kind) for each in drawn.edges]


def test_a_function_between_its_topics():
    drawn = graph(flow("f", "in", output="out", parallelism=3))
    assert [(each.kind, each.name, each.detail) for each in drawn.nodes] == [
        ("function", "f", "function in t/n, 3 instances"),
        ("topic", "in", "topic in t/n"),
        ("subscription", "t/n/f", "shared"),
        ("topic", "out", "topic in t/n"),
    ]
    assert told(drawn) == [("in", "t/n/f", "data"), ("t/n/f", "f", "data"), ("f", "out", "data")]


def test_who_shares_a_subscription_hangs_on_one_node():
    drawn = graph(flow("f", "in", subscription="s"), flow("g", "in", subscription="s"))
    assert told(drawn) == [("in", "s", "data"), ("s", "f", "data"), ("s", "g", "data")]


def test_a_subscription_is_one_of_a_topic():
    assert told(graph(flow("f", "a", "b", subscription="s"))).count(("s", "f", "data")) == 2


def test_side_ways_are_told_apart():
    assert told(graph(flow("f", log_topic=topic("log"), dead_letter_topic=topic("dead"))))[:2] == [
        ("f", "log", "side"),
        ("f", "dead", "side"),
    ]


def test_what_is_read_by_a_pattern_leads_to_it():
    reader, pattern = flow("g"), Topic("persistent://t/n/o.*", "t/n/o.*", (), is_pattern=True)
    reader = Flow(**{name: getattr(reader, name) for name in Flow.__slots__} | {"inputs": (pattern,)})
    flows = (flow("f", output="out"), reader)
    drawn = graph_of(topology_of(flows))
    assert ("out", "o.*", "side") in told(drawn)
    assert [each.kind for each in drawn.nodes if each.name == "o.*"] == ["pattern"]


@given(st.text())
def test_mermaid_reads_every_text_back(text):
    """Mermaid turns ``#NN;`` into the character (encodeEntities); nothing else in a label means anything to it."""
    label = escaped(text)
    assert re.sub(r"#(\d+);", lambda found: chr(int(found[1])), label) == text
    assert not re.search(r"[\"'`<>&\[\](){}|:\\\n]", label)


def test_mermaid_text():
    drawn = graph(flow('a "b" [c] #d; `e`', "in", output="out"))
    assert mermaid(drawn) == (
        "flowchart LR\n"
        '  n0["a #34;b#34; #91;c#93; #35;d#59; #96;e#96;<br/>function in t/n"]\n'
        '  n1[("in<br/>topic in t/n")]\n'
        '  n2(["t/n/a #34;b#34; #91;c#93; #35;d#59; #96;e#96;<br/>shared"])\n'
        '  n3[("out<br/>topic in t/n")]\n'
        "  n1 --> n2\n  n2 --> n0\n  n0 --> n3\n"
    )


@given(st.text())
def test_svg_is_well_formed_and_tells_every_name(text):
    root = ET.fromstring(svg(graph(flow(text, "in"))))
    titles = [each.text for each in root.iter(f"{SVG}title")]
    (own,) = [each for each in titles if each.endswith(": function in t/n")]
    assert own.removesuffix(": function in t/n").isprintable()


@pytest.mark.parametrize("text", ["</text><script>alert(1)</script>", "a & b", "]]>", "\x00\x1b[31m\u202e", "\ud800"])
def test_hostile_names_are_only_text(text):
    drawn = svg(graph(flow(text, text)))
    assert "<script" not in drawn
    assert {each.tag.removeprefix(SVG) for each in ET.fromstring(drawn).iter()} <= {
        *("svg", "title", "style", "defs", "marker", "path", "rect", "g", "text")
    }


def test_nothing_in_a_picture_is_fetched_from_elsewhere():
    drawn = html.unescape(svg(graph(flow("f", "in"))))
    assert re.findall(r"https?://[^\"]*|url\([^)]*\)|@import|href", drawn) == [
        "http://www.w3.org/2000/svg",
        *["url(#head)"] * 2,
    ]


graphs = st.integers(1, 12).flatmap(
    lambda count: st.tuples(
        st.lists(st.tuples(st.floats(10, 200), st.floats(10, 60)), min_size=count, max_size=count),
        st.lists(
            st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)).filter(lambda pair: pair[0] != pair[1]),
            max_size=24,
        ),
    )
)


@given(graphs)
def test_nodes_never_overlap_and_stand_inside(drawn):
    sizes, edges = drawn
    laid = layout(sizes, edges)
    boxes = [(x - w / 2, y - h / 2, x + w / 2, y + h / 2) for (x, y), (w, h) in zip(laid.centres, sizes, strict=True)]
    for number, (left, top, right, bottom) in enumerate(boxes):
        assert min(left, top) > -0.01
        assert right < laid.width + 0.01
        assert bottom < laid.height + 0.01
        for other in boxes[:number]:
            apart = right < other[0] or left > other[2] or bottom < other[1] + 0.01 or top > other[3] - 0.01
            assert apart, (boxes[number], other)
    assert set(laid.ways) == set(edges)
    assert all((way[0], way[-1]) == (laid.centres[a], laid.centres[b]) for (a, b), way in laid.ways.items())


@given(graphs)
def test_edges_lead_to_the_right_unless_there_is_a_cycle(drawn):
    sizes, edges = drawn
    edges = [(a, b) for a, b in edges if a < b]
    laid = layout(sizes, edges)
    assert all(laid.centres[a][0] < laid.centres[b][0] for a, b in edges)


def test_a_chain_is_a_straight_line():
    laid = layout([(50, 20), (80, 40), (20, 30)], [(0, 1), (1, 2)])
    assert len({round(y, 3) for _, y in laid.centres}) == 1


def test_a_large_stream_is_drawn_without_quadratic_steps():
    """Counted, not timed: twice the functions make twice the text, in one part each or in one chain."""
    for flows in (
        [flow(f"f{number}", f"in{number}", output=f"out{number}") for number in range(400)],
        [flow(f"f{number}", f"t{number}", output=f"t{number + 1}") for number in range(400)],
    ):
        assert len(svg(graph(*flows))) < 2.2 * len(svg(graph(*flows[:200])))


def test_an_empty_stream_is_an_empty_picture():
    assert mermaid(Graph((), ())) == "flowchart LR\n"
    assert "A stream with no functions" in svg(Graph((), ()))


def test_the_title_counts():
    nodes = [Node("topic", "a", ""), Node("topic", "b", ""), Node("sink", "s", "")]
    assert "<title>A stream with 2 topics, 1 sink</title>" in svg(Graph(tuple(nodes), (Edge(0, 2),)))


def dense(number):
    """Each reads three topics of others, here and there, so that most edges are as long as the picture."""
    inputs = [
        [f"o{(each * step + start) % number}" for step, start in ((7, 1), (13, 5), (29, 3))] for each in range(number)
    ]
    return graph(*(flow(f"f{each}", *inputs[each], output=f"o{each}") for each in range(number)))


def test_a_dense_graph_of_twice_the_size_is_a_picture_of_twice_the_size():
    few, many = (svg(dense(number)) for number in (100, 200))
    assert ET.fromstring(many).tag == f"{SVG}svg"
    assert len(many) < 2.5 * len(few)
