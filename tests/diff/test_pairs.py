"""What a reviewer is told, by example: each folder's two streams, as text, for a pull request, and as JSON."""

import base64
import json
import re
from functools import cache
from pathlib import Path

import pytest
from jsonschema_rs import Draft202012Validator, meta

from case_folders import TextFile, _TextFile
from conftest import REPOSITORY
from pulsarfn.analysis.diff.as_json import as_json
from pulsarfn.analysis.diff.as_markdown import as_markdown
from pulsarfn.analysis.diff.as_text import as_text
from pulsarfn.analysis.diff.bystanders import with_bystanders
from pulsarfn.analysis.diff.compare import Stream, compare
from pulsarfn.analysis.diff.effects import Effect
from pulsarfn.analysis.diff.masking import FromSecrets
from pulsarfn.analysis.diff.objects import read_objects
from pulsarfn.pipeline.run import expand
from pulsarfn.pipeline.settings import InputText, Settings
from pulsarfn.worker.overrides import parse_override

HERE = Path(__file__).parent
NAMES = sorted(path.parent.name for path in HERE.glob("*/old.yaml"))
EACH_PAIR = pytest.mark.parametrize("name", NAMES, scope="module")
"""All tests of one pair, and then those of the next: two processes hardly ever expand the same pair."""
SCHEMA = json.loads((REPOSITORY / "docs" / "schemas" / "diff.json").read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)
SETTINGS = Settings(
    overrides=tuple(
        map(parse_override, ("pulsarServiceUrl=pulsar://broker:6650", "pulsarWebServiceUrl=http://broker:8080"))
    )
)
SWAPPED = {Effect.CREATED: Effect.DELETED, Effect.DELETED: Effect.CREATED}


class MarkdownFile(_TextFile):
    file_extension = "md"


class JsonFile(_TextFile):
    file_extension = "json"


def expanded_again(name, side, settings=SETTINGS):
    expansion = expand([InputText(f"{side}.yaml", (HERE / name / f"{side}.yaml").read_bytes())], settings)
    assert not expansion.has_errors, expansion.diagnostics
    return Stream(f"{side}.yaml", read_objects(b"".join(expansion.chunks)))


@EACH_PAIR
def test_what_is_expanded_for_a_comparison_holds_the_same_objects(name):
    for side in ("old", "new"):
        content = expanded_again(name, side, SETTINGS._replace(applied=False)).objects
        assert json.dumps([*content.items()], default=str) == json.dumps(
            [*stream(name, side).objects.items()], default=str
        )


@cache
def stream(name, side):
    return expanded_again(name, side)


@cache
def compared(name):
    return compare(stream(name, "old"), stream(name, "new"))


def test_there_are_pairs():
    assert len(NAMES) > 15


@EACH_PAIR
def test_pair(name, snapshot):
    comparison = compared(name)
    assert as_text(comparison) == snapshot(extension_class=TextFile)
    assert as_markdown(comparison) == snapshot(extension_class=MarkdownFile)
    assert as_json(comparison) == snapshot(extension_class=JsonFile)


@EACH_PAIR
def test_json_is_as_its_schema_says(name):
    VALIDATOR.validate(json.loads(as_json(compared(name))))


def test_the_schema_is_one_and_lists_every_effect():
    meta.validate(SCHEMA)
    assert SCHEMA["$defs"]["effect"]["enum"] == [str(each) for each in Effect]


@pytest.mark.slow
def test_every_effect_has_a_pair():
    found = {each.effect for name in NAMES for each in compared(name).components}
    assert found == {*Effect}


@EACH_PAIR
def test_no_secret_is_shown(name):
    comparison = compared(name)
    secrets = ["hunter2", *(base64.b64encode(f"hunter2{end}".encode()).decode()[:9] for end in ("", "-old", "-new"))]
    for text in (as_text(comparison), as_text(comparison, colour=True), as_markdown(comparison), as_json(comparison)):
        for secret in secrets:
            assert secret not in text


@EACH_PAIR
@pytest.mark.parametrize("side", ["old", "new"])
def test_a_stream_does_not_differ_from_itself(name, side):
    comparison = compare(stream(name, side), expanded_again(name, side))
    assert not comparison.differs
    assert {each.effect for each in comparison.components} <= {Effect.NOTHING}


@EACH_PAIR
def test_the_way_back_is_as_grave(name):
    """What rolls the pods rolls them back, what is refused is refused both ways, what comes in goes out."""
    there = {each.fqfn: each.effect for each in compared(name).components}
    back = {each.fqfn: each.effect for each in compare(stream(name, "new"), stream(name, "old")).components}
    expected = {fqfn: SWAPPED.get(effect, effect) for fqfn, effect in there.items()}
    if name == "labels-that-the-selector-does-not-match":  # nobody could have applied that
        expected = dict.fromkeys(there, Effect.ROLLS)
    if name == "an-autoscaler-keeps-the-number-of-pods":  # back, a number is written that was the autoscaler's
        expected = dict.fromkeys(there, Effect.IN_PLACE)
    assert back == expected


@EACH_PAIR
def test_colours_change_no_letter(name):
    comparison = compared(name)
    assert re.sub(r"\x1b\[[0-9;]*m", "", as_text(comparison, colour=True)) == as_text(comparison)


def _beside_a_renamed_function(secrets):
    """The old function still runs in the cluster, and the files hold the new one only."""
    applied, running = (
        {
            key: each
            for key, each in stream("a-function-with-another-name", side).objects.items()
            if "enrich" in key.name
        }
        for side in ("new", "old")
    )
    return with_bystanders(compare(Stream("cluster", {}), Stream("new", applied)), running, applied, secrets)


def test_a_renamed_function_that_still_runs_is_told():
    comparison = _beside_a_renamed_function({})
    (created,) = comparison.components
    assert "seems to be function shop/orders/enrich under another name" in created.reasons[0]
    assert created.reasons[-1] == "to continue where shop/orders/enrich ends, set subName: shop/orders/enrich"
    (note,) = comparison.notes
    assert note.startswith("function shop/orders/enrich (")


def test_names_from_a_secret_are_not_told_of_a_renamed_function():
    comparison = _beside_a_renamed_function({"shop/orders/enrich-orders": FromSecrets(config=True)})
    assert not any("persistent://" in each for each in comparison.components[0].reasons)


def test_names_from_secrets_are_not_told_of_what_becomes_of_messages():
    old, new = (stream("another-subscription-and-other-inputs", side) for side in ("old", "new"))
    names = [each.fqfn for each in compare(old, new).components]
    hidden = compare(old, new, secrets=dict.fromkeys(names, FromSecrets(config=True)))
    reasons = [reason for each in hidden.components for reason in each.reasons]
    assert any("the subscription *** becomes ***" in each for each in reasons)
    assert not any("persistent://" in each or "audit" in each for each in reasons)


def test_components_that_cannot_be_listed_are_a_note():
    comparison = with_bystanders(compare(Stream("cluster", {}), Stream("new", {})), None, {}, {})
    assert comparison.notes == ("components that run beside these cannot be listed: no right to do so",)


def test_the_documentation_shows_what_is_told():
    page = (REPOSITORY / "docs" / "diff.md").read_text(encoding="utf-8")
    assert f"```\n{as_text(compared('the-example-of-the-documentation'))}```\n" in page


def test_no_snapshot_is_left_behind():
    found = sorted(path.name for path in (HERE / "__snapshots__" / "test_pairs").iterdir())
    assert found == sorted(f"{name}.{end}" for name in NAMES for end in ("json", "md", "txt"))
