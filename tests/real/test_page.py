"""The page of ``graph -o html`` in a real Chromium: what a person sees, searches, clicks and types, and what it never does."""

import json
import re
from pathlib import Path

import pytest
import yaml

from program import URLS, run
from secrecy_streams import carrier

SHOP = Path(__file__).resolve().parents[2] / "examples" / "topology" / "stream.yaml"


def written(tmp_path, stream, *arguments):
    page = run("graph", "-q", "-o", "html", stream, *arguments)
    assert page.status == 0, page.err
    file = tmp_path / "page.html"
    file.write_text(page.out, encoding="utf-8")
    return file


@pytest.fixture
def shop(chromium, tmp_path):
    page = chromium.page(written(tmp_path, SHOP))
    yield page
    assert [each.partition("/page")[2] for each in page.requests()] == [".html"]
    assert page.complaints() == []


def number(page, kind, name):
    return page.value(
        "JSON.parse(document.getElementById('data').textContent).nodes"
        f".findIndex((each) => each.kind === '{kind}' && each.name === '{name}')"
    )


def in_picture(page, kind, name):
    return f'#picture [data-node="{number(page, kind, name)}"] rect'


def test_the_picture_the_list_and_the_legend(shop):
    shop.click("#fit")
    assert shop.text("h1") == "A stream with 10 topics, 6 functions, 2 sources, 1 sink"
    assert shop.texts("#list summary") == ["shop/orders 3", "shop/payments 3", "shop/analytics 3"]
    assert len(shop.texts("#picture .node")) == 29
    assert shop.texts("#picture .title") == ["shop/orders", "shop/payments", "shop/analytics"]
    assert shop.texts("#legend li")[0] == "topic"
    assert len(shop.texts("#picture .badge-dot")) == 3


def test_a_click_shows_the_config_the_place_and_what_lint_says(shop):
    shop.click("#fit")
    shop.click(in_picture(shop, "function", "fraud"))
    shop.wait("document.querySelector('#details h2').innerText === 'fraud'")
    details = shop.text("#details")
    assert "examples/topology/stream.yaml:" in details
    assert "(ConfigMap/functions, fraud.yaml:3:7)" in details
    assert "warning PF609" in details
    assert "className: com.example.shop.Fraud" in details
    assert "8c1d2f" not in details
    assert "***" in details
    assert "8c1d2f" not in shop.value("document.documentElement.outerHTML")
    assert len(shop.texts("#picture .chosen")) == 1
    assert shop.texts('.entry[aria-current="true"]') == ["fraud1"]
    shop.press("Escape")
    shop.wait("document.querySelector('#details h2').innerText === 'Details'")


def test_search_finds_names_topics_and_configs(shop):
    shop.click("#search")
    for text, found in (
        ("WAREHOUSE", ["warehouse1"]),
        ("Shop.Refund", ["refund"]),
        ("pf609", ["fraud1"]),
        ("no such", []),
    ):
        shop.value("document.getElementById('search').select()")
        shop.write(text)
        assert shop.texts("#list .entry") == found
    assert shop.text("#list") == "Nothing matches."
    shop.click("#fit")
    assert len(shop.texts("#picture .node.faded")) == 29
    assert shop.text("#count") == "0 components found"


def test_filters(shop):
    def chosen(name, value):
        shop.value(
            f"(({name}) => {{ {name}.value = '{value}'; {name}.dispatchEvent(new Event('input', {{bubbles: true}})) }})"
            f"(document.getElementById('{name}'))"
        )

    chosen("namespace", "shop/payments")
    assert shop.texts("#list summary") == ["shop/payments 3"]
    chosen("kind", "source")
    assert shop.texts("#list .entry") == ["card-events"]
    chosen("namespace", "")
    chosen("kind", "")
    shop.click("#found")
    assert shop.texts("#list .entry") == ["orders-db1", "fraud1", "warehouse1"]


def test_the_keyboard_is_enough(shop):
    shop.press("/")
    assert shop.value("document.activeElement.id") == "search"
    shop.write("baskets")
    shop.press("Enter")
    assert shop.text("#details h2") == "baskets"
    for _ in range(4):
        shop.press("Tab")
    assert shop.value("document.activeElement.localName") == "summary"
    shop.press("ArrowDown")
    shop.press("ArrowDown")
    assert shop.value("document.activeElement.getAttribute('aria-label')") == "sink warehouse, 1 finding"
    shop.press("Enter")
    assert shop.text("#details h2") == "warehouse"
    shop.press("Tab")
    shop.press("Tab")
    assert shop.value("document.activeElement.id") == "picture"
    before = shop.value("document.getElementById('world').getAttribute('transform')")
    shop.press("ArrowRight")
    moved = shop.value("document.getElementById('world').getAttribute('transform')")
    assert moved != before


def scale(page):
    return float(
        re.search(r"scale\((.*)\)", page.value("document.getElementById('world').getAttribute('transform')"))[1]
    )


def test_zoom_by_buttons_keys_and_wheel(shop):
    shop.click("#fit")
    least = scale(shop)
    shop.click("#in")
    assert scale(shop) == pytest.approx(1.4 * least)
    shop.click("#out")
    assert scale(shop) == pytest.approx(least)
    shop.value("document.getElementById('picture').focus()")
    shop.press("+")
    assert scale(shop) > least
    shop.press("0")
    assert scale(shop) == pytest.approx(least)
    shop.wheel(600, 400, -200)
    shop.wait(f"Number(document.getElementById('world').getAttribute('transform').match(/scale.(.*)./)[1]) > {least}")


def test_everything_that_takes_the_focus_has_a_name(shop):
    nameless = shop.value(
        "[...document.querySelectorAll('button, input, select, summary, [tabindex]')].filter((each) =>"
        " !(each.getAttribute('aria-label') || each.textContent.trim() || each.labels?.length)).map((each) => each.outerHTML)"
    )
    assert nameless == []


def test_light_and_dark(chromium, tmp_path):
    file = written(tmp_path, SHOP)
    background = "getComputedStyle(document.body).backgroundColor"
    box = "getComputedStyle(document.querySelector('#picture .function .box')).fill"
    light, dark = (chromium.page(file, dark=dark) for dark in (False, True))
    assert light.value(f"[{background}, {box}]") == ["rgb(255, 255, 255)", "rgb(227, 237, 255)"]
    assert dark.value(f"[{background}, {box}]") == ["rgb(15, 21, 29)", "rgb(24, 43, 80)"]


HOSTILE = "</script><script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\"><!--<script>"


def test_hostile_names_topics_and_configs_are_only_text(chromium, tmp_path):
    config = {
        "tenant": "t",
        "namespace": "n",
        "name": "f",
        "className": "a.F",
        "jar": "local:///f.jar",
        "inputs": [f"persistent://t/n/{HOSTILE.replace('/', '')}"],
        "output": "persistent://t/n/' onclick='alert(1)",
        "userConfig": {HOSTILE: f"{HOSTILE} \u2028 ]]> &lt;b&gt; javascript:alert(1)"},
        "subName": HOSTILE,
    }
    stream = tmp_path / "stream.yaml"
    stream.write_text(yaml.safe_dump(carrier("function", config, name="c"), allow_unicode=True), encoding="utf-8")
    page = chromium.page(written(tmp_path, stream, *URLS))
    page.click(in_picture(page, "function", "f"))
    assert "document.title='owned'" in page.text("#details pre")
    page.click("#search")
    page.write("<img src=x onerror=alert(1)>")
    assert page.value("document.title") == "A stream with 2 topics, 1 function"
    assert page.value("document.querySelectorAll('script').length") == 2
    assert page.value("document.images.length") == 0
    handlers = (
        "[...document.querySelectorAll('*')].flatMap((e) => e.getAttributeNames()).filter((n) => n.startsWith('on'))"
    )
    assert page.value(handlers) == []
    assert len(page.requests()) == 1
    assert page.complaints() == []


def test_the_policy_forbids_scripts_and_connections(chromium, tmp_path):
    page = chromium.page(written(tmp_path, SHOP))
    page.value(
        "document.body.append(Object.assign(document.createElement('script'), {textContent: 'document.title = 1'}))"
    )
    assert page.value("document.title") != "1"
    assert page.value("fetch('https://example.org/').then(() => 'fetched', () => 'refused')") == "refused"
    assert page.complaints()
    assert all("Content Security Policy" in str(each) for each in page.complaints())


def thousands(tmp_path, number):
    """Functions in namespaces of fifty; each reads what one in the next namespace writes."""
    documents = []
    for each in range(number):
        config = {
            "tenant": "t",
            "namespace": f"n{each // 50}",
            "name": f"f{each}",
            "className": "a.F",
            "jar": "local:///f.jar",
            "inputs": [f"t/n{(each + 50) % number // 50}/o{(each + 50) % number}"],
            "output": f"t/n{each // 50}/o{each}",
        }
        text = "".join(f"    {key}: {json.dumps(value)}\n" for key, value in config.items())
        annotations = "{pulsarfn.io/expand: function}"
        documents.append(
            f"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: c{each}, annotations: {annotations}}}\ndata:\n  f.yaml: |\n{text}"
        )
    file = tmp_path / "stream.yaml"
    file.write_text("---\n".join(documents), encoding="utf-8")
    return written(tmp_path, file, *URLS)


def test_five_thousand_functions_are_cards_that_open(chromium, tmp_path):
    page = chromium.page(thousands(tmp_path, 5000))
    assert len(page.texts("#picture .card")) == 100
    assert page.texts("#picture .node") == []
    assert len(page.texts("#list summary")) == 100
    assert page.texts("#list .entry") == []
    page.click("#picture .card .frame")
    page.wait("document.querySelectorAll('#picture .node').length > 10")
    assert page.value("document.querySelectorAll('#picture .node').length") < 2000
    page.click("#search")
    page.write("f4321")
    page.press("Enter")
    assert page.text("#details h2") == "f4321"
    assert len(page.texts("#picture .chosen")) == 1
    assert page.complaints() == []
