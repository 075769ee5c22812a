"""The leaves in which two values differ."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulsarfn.analysis.diff.changes import ABSENT, changes, field_of

LEAF = st.none() | st.booleans() | st.integers(-3, 3) | st.sampled_from(["", "a", "b"])
VALUE = st.recursive(
    LEAF,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "name", "port"]), inner, max_size=3)
    ),
    max_leaves=10,
)


def found(old, new):
    return [(each.field, each.old, each.new) for each in changes(old, new)]


@given(VALUE)
def test_a_value_does_not_differ_from_itself(value):
    assert found(value, value) == []


@given(VALUE, VALUE)
def test_every_difference_is_found_from_both_sides(old, new):
    there, back = found(old, new), found(new, old)
    assert bool(there) == (repr(canonical(old)) != repr(canonical(new)))
    assert sorted(map(repr, there)) == sorted(repr((field, new, old)) for field, old, new in back)


def canonical(value):
    """A value whose mappings have one order."""
    if isinstance(value, dict):
        return {key: canonical(each) for key, each in sorted(value.items())}
    return [canonical(each) for each in value] if isinstance(value, list) else value


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ({"a": 1}, {"a": 2, "b": {"c": 3, "d": {}}}, [("a", 1, 2), ("b.c", ABSENT, 3), ("b.d", ABSENT, {})]),
        ({"a": 1}, {"a": True}, [("a", 1, True)]),
        ({"a": 1}, {"a": 1.0}, []),
        ({"a": [1, 2]}, {"a": [2, 1]}, [("a", [1, 2], [2, 1])]),
        ({"a": "x"}, {"a": {"b": 1}}, [("a", "x", ABSENT), ("a.b", ABSENT, 1)]),
        ([{"name": "a", "v": 1}, {"name": "b"}], [{"name": "a", "v": 2}], [("[a].v", 1, 2), ("[b].name", "b", ABSENT)]),
        ([{"name": "a"}, {"name": "b"}], [{"name": "b"}, {"name": "a"}], [("", ["a", "b"], ["b", "a"])]),
        ([{"x": 1}, {"x": 2}], [{"x": 1}, {"x": 3}], [("[1].x", 2, 3)]),
        ([{"name": "a"}, {"name": "a", "v": 1}], [{"name": "a"}], [("[a 2].name", "a", ABSENT), ("[a 2].v", 1, ABSENT)]),
    ],
)  # fmt: skip
def test_changes(old, new, expected):
    assert found(old, new) == expected


@pytest.mark.parametrize(
    ("path", "field"),
    [
        (("spec", "containers", "[x]", "command", "--jar"), "spec.containers[x].command --jar"),
        (("command", "--details", "sink", "topic"), "command --details sink.topic"),
        (("command", "--details", "source", "inputSpecs", "persistent://a/b/c"), "command --details source.inputSpecs[persistent://a/b/c]"),
        (("command", "[download]", "--path"), "command[download] --path"),
        (("metadata", "labels", "helm.sh/chart"), "metadata.labels[helm.sh/chart]"),
        ((), ""),
    ],
)  # fmt: skip
def test_fields(path, field):
    assert field_of(path) == field
