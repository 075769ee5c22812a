"""``graph``: which part of a stream it draws, in which form."""

import json

import pytest
import yaml

from conftest import REPOSITORY
from program import URLS, run
from secrecy_streams import FUNCTION, carrier

SHOP = REPOSITORY / "examples" / "topology" / "stream.yaml"


def graph(*arguments):
    done = run("graph", "-q", SHOP, *arguments)
    assert done.err == ""
    assert done.status == 0
    return done.out


def names(mermaid):
    """The names of the components of a picture."""
    return [line.split('"')[1].split("<br/>")[0] for line in mermaid.splitlines() if is_component(line)]


def is_component(line):
    return any(f"<br/>{kind}" in line for kind in ("function", "source", "sink"))


@pytest.mark.parametrize("form", ["mermaid", "dot", "svg"])
def test_each_namespace_is_a_group(form):
    drawn = graph("-o", form)
    marks = {
        "mermaid": '  subgraph s{}["{}"]\n',
        "dot": '  subgraph cluster_{} {{\n    label="{}"\n',
        "svg": ">{1}</text>",
    }
    for number, namespace in enumerate(("shop/orders", "shop/payments", "shop/analytics")):
        assert marks[form].format(number, namespace) in drawn


@pytest.mark.parametrize(
    ("only", "drawn"),
    [
        (
            ["shop"],
            ["orders-db", "enrich", "fraud", "card-events", "settle", "refund", "revenue", "basket", "warehouse"],
        ),
        (["shop/orders"], ["orders-db", "enrich", "fraud", "settle", "refund", "basket"]),
        (["shop/payments/refund"], ["fraud", "refund", "revenue"]),
        (["shop/analytics/warehouse"], ["revenue", "basket", "warehouse"]),
        (
            ["shop/orders/orders-db", "shop/payments/settle"],
            ["orders-db", "enrich", "fraud", "card-events", "settle", "revenue"],
        ),
    ],
)
def test_only_draws_components_with_their_neighbours(only, drawn):
    found = names(graph(*(part for each in only for part in ("--only", each))))
    assert sorted(found) == sorted(drawn)


def test_topics_for_logs_can_be_left_out():
    assert '("logs<br/>topic")' in graph()
    drawn = graph("--no-logs")
    assert "logs" not in drawn
    assert '("fraud-dead<br/>topic")' in drawn


@pytest.mark.parametrize(
    ("only", "said"),
    [
        ("shop/order", "--only shop/order: no such component in this stream; did you mean 'shop/orders'?"),
        ("enrich", "--only enrich: no such component in this stream; did you mean 'shop/orders/enrich'?"),
        ("orders/enrich", "--only orders/enrich: no such component in this stream; did you mean 'shop/orders/enrich'?"),
        ("zzzz", "--only zzzz: no such component in this stream; known are: shop"),
        (
            "shop/orders/fraudd",
            "--only shop/orders/fraudd: no such component in this stream; did you mean 'shop/orders/fraud'?",
        ),
    ],
)
def test_only_names_what_it_does_not_find(only, said):
    done = run("graph", "-q", SHOP, "--only", "shop/orders", "--only", only)
    assert (done.status, done.out, done.err) == (1, "", f"Error: {said}\n")


@pytest.mark.parametrize("only", ["", "shop/", "/orders", "shop//enrich", "a/b/c/d"])
def test_only_takes_names(only):
    done = run("graph", SHOP, "--only", only)
    assert (done.status, done.out) == (2, "")
    assert done.err.endswith(f"Error: --only {only}: write TENANT, TENANT/NAMESPACE or TENANT/NAMESPACE/NAME\n")


def data(page):
    return json.loads(page.partition('<script type="application/json" id="data">')[2].partition("</script>")[0])


def facts(page):
    """What a page knows of the nodes that have a config."""
    return {each["name"]: each for each in data(page)["nodes"] if "config" in each}


def test_the_page_shows_configs_without_secrets(tmp_path):
    token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl"
    config = f"# {'x' * 200}\n{json.dumps(FUNCTION)[1:-1].replace(', ', chr(10))}\nuserConfig:\n  token: {token}\n  size: 5\n\n"
    stream = tmp_path / "stream.yaml"
    public = carrier("function", config.replace('"name": "f"', '"name": "public"'))
    secret = carrier("function", {**FUNCTION, "name": "secret"}, kind="Secret", name="d")
    stream.write_text(yaml.safe_dump_all([public, secret]))
    page = run("graph", "-q", "-o", "html", stream, *URLS).out
    found = facts(page)
    assert token not in page
    assert found["secret"]["config"] is None
    lines = found["public"]["config"].splitlines()
    assert lines[0] == f"# {'x' * 158}…"
    assert '"className": "a.F"' in lines
    assert "  ***" in lines


def test_the_page_says_what_lint_says():
    page = graph("-o", "html")
    of_components = [each for node in facts(page).values() for each in node["findings"]]
    of_stream = data(page)["others"]
    lint = json.loads(run("lint", "-o", "json", SHOP).out)
    said = sorted(each[1:3] for each in (*of_components, *of_stream))
    assert said == sorted([each["code"], each["message"]] for each in lint["diagnostics"])
    assert {each[1] for each in of_stream} == {"PF621"}, "what most components lack is no mark of each"
    assert facts(graph("-o", "html", "--only", "shop/analytics/basket")).keys() == {"basket", "enrich", "warehouse"}


def test_the_page_of_nothing_is_a_page():
    done = run("graph", "-o", "html", stdin=b"a: 1\n")
    assert (done.status, done.err) == (0, "")
    assert '<h1 id="heading">A stream with no functions</h1>' in done.out
