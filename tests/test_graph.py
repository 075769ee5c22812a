"""The picture of a topology: what is drawn, how texts are escaped, and that nothing overlaps."""

import html
import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulsarfn.analysis.graph.dot import dot, quoted
from pulsarfn.analysis.graph.grouped import grouped
from pulsarfn.analysis.graph.layout import layout
from pulsarfn.analysis.graph.mermaid import escaped, mermaid
from pulsarfn.analysis.graph.model import Edge, Graph, Node, graph_of
from pulsarfn.analysis.graph.part import part_of
from pulsarfn.analysis.graph.svg import svg
from pulsarfn.analysis.topology import Flow, Topic, topology_of
from pulsarfn.kubernetes.names import Fqfn
from steps import calls

SVG = "{http://www.w3.org/2000/svg}"


def topic(name):
    if isinstance(name, Topic):
        return name
    return Topic(f"persistent://t/n/{name}", name, ())


def flow(name, *inputs, output=None, component="function", subscription="", **more):
    others = {
        "fqfn": Fqfn("t", "n", name),
        "late_data_topic": None,
        "log_topic": None,
        "dead_letter_topic": None,
        "parallelism": 1,
    }
    return Flow(
        component=component,
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
        ("function", "f", "function, 3 instances"),
        ("topic", "in", "topic"),
        ("subscription", "t/n/f", "shared"),
        ("topic", "out", "topic"),
    ]
    assert told(drawn) == [("in", "t/n/f", "data"), ("t/n/f", "f", "data"), ("f", "out", "data")]


def test_who_shares_a_subscription_hangs_on_one_node():
    drawn = graph(flow("f", "in", subscription="s"), flow("g", "in", subscription="s"))
    assert told(drawn) == [("in", "s", "data"), ("s", "f", "data"), ("s", "g", "data")]


def test_a_subscription_is_one_of_a_topic():
    assert told(graph(flow("f", "a", "b", subscription="s"))).count(("s", "f", "data")) == 2


def test_side_ways_are_told_apart():
    assert told(graph(flow("f", log_topic=topic("log"), dead_letter_topic=topic("dead"))))[:2] == [
        ("f", "log", "logs"),
        ("f", "dead", "dead letters"),
    ]


def test_logs_can_be_left_out():
    flows = (flow("f", log_topic=topic("log")), flow("g", "log", log_topic=topic("others")))
    drawn = graph_of(topology_of(flows), logs=False)
    assert told(drawn) == [("log", "t/n/g", "data"), ("t/n/g", "g", "data")]


CHAIN = (
    flow("source", output="a", component="source"),
    flow("first", "a", output="b"),
    flow("second", "b", output="c", log_topic=topic("log")),
    flow("beside", "b"),
    flow("third", "c"),
)


@pytest.mark.parametrize(
    ("chosen", "names"),
    [
        ({0}, ["source", "a", "first", "t/n/first"]),
        ({1}, ["source", "a", "first", "t/n/first", "b", "second", "t/n/second", "beside", "t/n/beside"]),
        ({3}, ["first", "b", "beside", "t/n/beside"]),
        ({2, 4}, ["first", "b", "second", "t/n/second", "c", "log", "third", "t/n/third"]),
        (set(), []),
    ],
)
def test_a_part_has_the_neighbours(chosen, names):
    drawn = part_of(graph(*CHAIN), chosen.__contains__)
    assert [each.name for each in drawn.nodes] == names
    assert all(each.start < len(names) > each.end for each in drawn.edges)


def test_a_part_has_those_who_share_a_subscription_and_those_behind_a_pattern():
    shared = graph(flow("f", "in", subscription="s"), flow("g", "in", subscription="s"), flow("h", "in"))
    assert [each.name for each in part_of(shared, {0}.__contains__).nodes] == ["f", "in", "s", "g"]
    matched = graph(flow("f", output="out"), flow("g", Topic("persistent://t/n/o.*", "t/n/o.*", (), is_pattern=True)))
    for chosen in ({0}, {1}):
        assert part_of(matched, chosen.__contains__) == matched


def test_what_is_read_by_a_pattern_leads_to_it():
    reader, pattern = flow("g"), Topic("persistent://t/n/o.*", "t/n/o.*", (), is_pattern=True)
    reader = Flow(**{name: getattr(reader, name) for name in Flow.__slots__} | {"inputs": (pattern,)})
    flows = (flow("f", output="out"), reader)
    drawn = graph_of(topology_of(flows))
    assert ("out", "o.*", "match") in told(drawn)
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
        '  subgraph s0["t/n"]\n'
        '    n0["a #34;b#34; #91;c#93; #35;d#59; #96;e#96;<br/>function"]\n'
        '    n1[("in<br/>topic")]\n'
        '    n2(["t/n/a #34;b#34; #91;c#93; #35;d#59; #96;e#96;<br/>shared"])\n'
        '    n3[("out<br/>topic")]\n'
        "  end\n"
        "  n1 --> n2\n  n2 --> n0\n  n0 --> n3\n"
    )


def test_dot_text():
    drawn = dot(graph(flow('a "b" \\n &lt;', "in", log_topic=topic("log"))))
    assert '    n0 [label="a \\"b\\" \\\\n &amp;lt;\\nfunction", shape=box' in drawn
    assert drawn.startswith("digraph topology {\n")
    assert '  subgraph cluster_0 {\n    label="t/n"\n' in drawn
    assert '  n0 -> n3 [style=dashed, label="logs"]\n' in drawn
    assert re.findall("legend_([a-z]+) ", drawn) == ["topic", "subscription", "function"]
    assert dot(Graph((), ())).count("\n") == 5


@given(st.text())
def test_dot_reads_every_text_back(text):
    inner = quoted(text)[1:-1]
    assert not re.search(r'(?<!\\)(?:\\\\)*"', inner)
    assert html.unescape(re.sub(r'\\(["\\])', r"\1", inner).replace("&amp;", "&#38;")) == text


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


@pytest.mark.slow
@given(graphs)
def test_edges_lead_to_the_right_unless_there_is_a_cycle(drawn):
    sizes, edges = drawn
    edges = [(a, b) for a, b in edges if a < b]
    laid = layout(sizes, edges)
    assert all(laid.centres[a][0] < laid.centres[b][0] for a, b in edges)


def test_a_chain_is_a_straight_line():
    laid = layout([(50, 20), (80, 40), (20, 30)], [(0, 1), (1, 2)])
    assert len({round(y, 3) for _, y in laid.centres}) == 1


@pytest.mark.slow
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


def namespaces(number):
    """Fifty functions in each namespace; each reads what one of the next namespace writes."""
    topics = [Topic(f"persistent://t/n{each // 50}/o{each}", f"o{each}", ()) for each in range(number)]
    flows = (
        flow(f"f{each}", topics[(each + 50) % number], fqfn=Fqfn("t", f"n{each // 50}", f"f{each}"))
        for each in range(number)
    )
    return graph(*(replace(each, output=topic) for each, topic in zip(flows, topics, strict=True)))


SHAPES = {
    "many namespaces": namespaces,
    "a dense graph": lambda number: dense(number),  # noqa: PLW0108 - it is below
    "one topic": lambda number: graph(*(flow(f"f{each}", "in", output="out") for each in range(number))),
    "a chain": lambda number: graph(*(flow(f"f{each}", f"t{each}", output=f"t{each + 1}") for each in range(number))),
    "a circle": lambda number: graph(
        *(flow(f"f{each}", f"t{each}", output=f"t{(each + 1) % number}") for each in range(number))
    ),
}


def everything(drawn):
    return part_of(drawn, range(len(drawn.nodes)).__contains__)


@pytest.mark.slow
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("work", [mermaid, dot, svg, everything])
def test_four_times_the_functions_take_four_times_the_steps(work, shape):
    few, many = SHAPES[shape](100), SHAPES[shape](400)
    assert calls(work, many) < 4.4 * calls(work, few)


@pytest.mark.slow
def test_four_times_the_functions_of_thousands_take_four_times_the_steps():
    """The bound is close: growth with the square that short graphs hide shows here."""
    few, many = (steps_of_a_picture(number) for number in (625, 2500))
    assert many < 4.1 * few


def steps_of_a_picture(number):
    found, drawn = [], namespaces(number)
    steps = calls(lambda: found.append(svg(drawn)))
    assert found[0].count('class="function"') == number + 1  # with the legend's
    return steps


def test_a_dense_graph_of_twice_the_size_is_a_picture_of_twice_the_size():
    few, many = (svg(dense(number)) for number in (100, 200))
    assert ET.fromstring(many).tag == f"{SVG}svg"
    assert len(many) < 2.5 * len(few)


framed = graphs.flatmap(
    lambda drawn: st.tuples(st.just(drawn), st.lists(st.integers(0, 3), min_size=len(drawn[0]), max_size=len(drawn[0])))
)


@pytest.mark.slow
@given(framed)
def test_frames_never_overlap_and_hold_their_nodes(drawn):
    (sizes, edges), group_of = drawn
    groups = [[node for node, group in enumerate(group_of) if group == each] for each in dict.fromkeys(group_of)]
    laid = grouped(sizes, edges, groups)
    for number, (frame, group) in enumerate(zip(laid.frames, groups, strict=True)):
        right, bottom = frame.left + frame.width, frame.top + frame.height
        assert min(frame.left, frame.top) > -0.01
        assert right < laid.width + 0.01
        assert bottom < laid.height + 0.01
        for other in laid.frames[:number]:
            beside = right < other.left + 0.01 or frame.left > other.left + other.width - 0.01
            assert beside or bottom < other.top + 0.01 or frame.top > other.top + other.height - 0.01
        for (x, y), (w, h) in ((laid.centres[node], sizes[node]) for node in group):
            assert frame.left < x - w / 2 < x + w / 2 < right
            assert frame.top < y - h / 2 < y + h / 2 < bottom
    assert set(laid.ways) == set(edges)
    assert all((way[0], way[-1]) == (laid.centres[a], laid.centres[b]) for (a, b), way in laid.ways.items())


def test_the_legend_has_what_the_picture_has():
    root = ET.fromstring(svg(graph(flow("f", "in", log_topic=topic("log")))))
    keys = [each.text for each in root.iter(f"{SVG}text") if each.get("class") == "key"]
    assert keys == ["topic", "subscription", "function", "logs"]
