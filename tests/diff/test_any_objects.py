"""Whatever stands in a stream, comparing it ends well: in an answer, in which two equal sides do not differ."""

import copy
import json

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema_rs import Draft202012Validator

from conftest import REPOSITORY
from program import run
from pulsarfn.analysis.diff.as_json import as_json
from pulsarfn.analysis.diff.as_markdown import as_markdown
from pulsarfn.analysis.diff.as_text import as_text
from pulsarfn.analysis.diff.compare import Stream, compare
from pulsarfn.analysis.diff.objects import read_objects
from pulsarfn.kubernetes.identity import identity_of
from spellings import BASE, EXTRA

SCHEMA = Draft202012Validator(json.loads((REPOSITORY / "docs" / "schemas" / "diff.json").read_text(encoding="utf-8")))
OBJECTS = [*yaml.safe_load_all(BASE), *yaml.safe_load_all(EXTRA)]
ODD = st.sampled_from(
    [None, "", "x", 0, 1.5, True, [], {}, ["x"], [{}], [[]], {"a": "b"}, {"name": []}, "{", "'", "sh -c '"]
).map(copy.deepcopy)  # as it may get members itself, which must not be those of another draw, nor it in itself


def places(value, path=()):
    """The ways to all values below."""
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in members:
        yield (*path, key)
        yield from places(each, (*path, key))


@st.composite
def spoiled(draw, manifest, some_places):
    """The object with something odd in some places."""
    found = copy.deepcopy(manifest)
    for path in draw(some_places):
        target = found
        for step in path[:-1]:
            if not isinstance(target, dict | list) or (isinstance(target, list) and step not in range(len(target))):
                break
            target = target.get(step) if isinstance(target, dict) else target[step]
        if isinstance(target, dict):
            target[str(path[-1])] = draw(ODD)
        elif isinstance(target, list) and path[-1] in range(len(target)):
            target[path[-1]] = draw(ODD)
    return found


SPOILED = [spoiled(each, st.lists(st.sampled_from([*places(each)]), max_size=3)) for each in OBJECTS]
STREAM = st.tuples(*SPOILED).map(lambda found: {identity_of(each): each for each in found})


@pytest.mark.slow
@given(STREAM, STREAM)
def test_odd_objects_are_compared(old, new):
    comparison = compare(Stream("old", old), Stream("new", new))
    as_text(comparison)
    as_markdown(comparison)
    SCHEMA.validate(json.loads(as_json(comparison)))
    assert comparison.differs or old.keys() == new.keys()


@pytest.mark.slow
@given(STREAM)
def test_odd_objects_do_not_differ_from_themselves(objects):
    assert not compare(Stream("old", objects), Stream("new", copy.deepcopy(objects))).differs


@given(st.binary())
def test_any_bytes_are_objects_or_none(content):
    objects = read_objects(content)
    assert not compare(Stream("old", objects), Stream("new", objects)).differs


def test_a_long_document_without_a_name_that_nobody_can_read_takes_no_time(tmp_path):
    lines = "".join(f"                    key{number}: [a}}\n" for number in range(500))
    for name in ("old", "new"):
        (tmp_path / name).write_text(f"kind: Deployment\nmetadata:\n{lines}# {name}\n", encoding="utf-8")
    ran = run("diff", tmp_path / "old", tmp_path / "new", timeout=20)
    assert ran.status == 1
    assert "Deployment  changes: text" in ran.out
