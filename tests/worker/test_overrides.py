"""``--set KEY.PATH=VALUE``: what it says and what it does to a config."""

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulsarfn.diagnostics import codes
from pulsarfn.worker.overrides import Override, OverrideError, apply_overrides, dotted, parse_override

PARSED = {
    "a text": ("a=b", ("a",), "b"),
    "an empty text": ("a=", ("a",), ""),
    "a path": ("a.b.c=d", ("a", "b", "c"), "d"),
    "a dot in a key": (r"customLabels.app\.kubernetes\.io/name=x", ("customLabels", "app.kubernetes.io/name"), "x"),
    "an equals sign in the value": ("a=b=c", ("a",), "b=c"),
    "an equals sign in a key": (r"a\=b=c", ("a=b",), "c"),
    "a comma is not a separator": (
        "pulsarServiceUrl=pulsar://a:6650,b:6650",
        ("pulsarServiceUrl",),
        "pulsar://a:6650,b:6650",
    ),
    "an item": ("a[0]=b", ("a", 0), "b"),
    "an item of an item": ("a[0][1].b=c", ("a", 0, 1, "b"), "c"),
    "a list": ("a={x,y,5}", ("a",), ["x", "y", 5]),
    "a comma in a list": (r"a={x\,y}", ("a",), ["x,y"]),
    "an empty list": ("a=[]", ("a",), []),
    "an empty mapping": ("a={}", ("a",), {}),
    "true": ("a=true", ("a",), True),
    "null": ("a=null", ("a",), None),
    "an int": ("a=-12", ("a",), -12),
    "a float": ("a=1.5", ("a",), 1.5),
    "a version is a text": ("a=4.2.4", ("a",), "4.2.4"),
    "a quoted number is a text": ('a="2"', ("a",), "2"),
    "a quoted null is a text": ("a='null'", ("a",), "null"),
    "a quote alone is a text": ('a="', ("a",), '"'),
}

NOT_PARSED = {
    "nothing": "",
    "no value": "a",
    "no key": "=x",
    "an empty part": "a..b=x",
    "an empty part at the end": "a.=x",
    "a word for an item": "a[x]=y",
    "a key behind an item without a dot": "a[0]b=y",
    "a backslash at the end": "a\\",
}


@pytest.mark.parametrize(("text", "path", "value"), PARSED.values(), ids=PARSED)
def test_parsed(text, path, value):
    override = parse_override(text)
    assert override == Override(path, value)
    assert type(override.value) is type(value)


@pytest.mark.parametrize(("text", "value"), [("a=yes", True), ("a=FALSE", False)])
def test_yes_and_no_are_booleans_to_jackson_which_remember_how_they_were_written(text, value):
    parsed = parse_override(text).value
    assert bool(parsed) is value
    assert parsed.text == text.removeprefix("a=")


@pytest.mark.parametrize("text", NOT_PARSED.values(), ids=NOT_PARSED)
def test_not_parsed(text):
    with pytest.raises(OverrideError, match="expected, as in KEY"):
        parse_override(text)


APPLIED = {
    "a new key": ({}, ["a=1"], {"a": 1}),
    "a key that is there": ({"a": 0, "b": 2}, ["a=1"], {"a": 1, "b": 2}),
    "a key inside": ({"a": {"x": 0, "y": 0}}, ["a.x=1"], {"a": {"x": 1, "y": 0}}),
    "a key inside of nothing": ({}, ["a.x.y=1"], {"a": {"x": {"y": 1}}}),
    "a key inside of null": ({"a": None}, ["a.x=1"], {"a": {"x": 1}}),
    "null removes": ({"a": 0, "b": 2}, ["a=null"], {"b": 2}),
    "null removes nothing": ({"b": 2}, ["a=null"], {"b": 2}),
    "the later over the earlier": ({}, ["a=1", "a=2"], {"a": 2}),
    "an item": ({"a": ["x", "y"]}, ["a[1]=z"], {"a": ["x", "z"]}),
    "a new item": ({"a": ["x"]}, ["a[1]=z"], {"a": ["x", "z"]}),
    "the first item of nothing": ({}, ["a[0].b=z"], {"a": [{"b": "z"}]}),
    "a whole value": ({"a": {"x": 0}}, ["a={}"], {"a": {}}),
    "no overrides": ({"a": {"x": 0}}, [], {"a": {"x": 0}}),
}


@pytest.mark.parametrize(("value", "texts", "expected"), APPLIED.values(), ids=APPLIED)
def test_applied(value, texts, expected):
    before = copy.deepcopy(value)
    assert apply_overrides(value, list(map(parse_override, texts))) == (expected, ())
    assert value == before


NOT_APPLIED = {
    "a key inside of a text": ({"a": "x"}, "a.b=1", "--set a.b: what should hold 'b' is not a mapping"),
    "an item of a mapping": ({"a": {}}, "a[0]=1", "--set a[0]: what should hold item 0 is not a list"),
    "an item beyond the end": ({"a": []}, "a[1]=1", "--set a[1]: there is no item 1: the list has 0"),
}


@pytest.mark.parametrize(("value", "text", "message"), NOT_APPLIED.values(), ids=NOT_APPLIED)
def test_not_applied(value, text, message):
    unchanged, problems = apply_overrides(value, [parse_override(text)])
    assert unchanged == value
    assert [(each.code, each.message) for each in problems] == [(codes.OVERRIDE_NOT_APPLICABLE, message)]


@given(st.lists(st.text(alphabet="ab./-_", min_size=1), min_size=1), st.text())
def test_a_path_is_read_as_it_is_told(keys, text):
    override = parse_override(f'{dotted(tuple(keys))}="{text}"')
    assert override == Override(tuple(keys), text)


def test_a_number_remembers_how_it_was_written():
    (config,) = {parse_override("a=1.10").value}
    assert (config, config.text) == (1.1, "1.10")
