"""Every field of every snapshot has its explanation, and what it says is so."""

import json
import re
from functools import cache

import pytest
import yaml
from jsonschema_rs import Draft202012Validator

from case_folders import TESTS, TextFile, case_names, case_settings
from pulsarfn.analysis.explain.as_json import as_json
from pulsarfn.analysis.explain.as_text import as_text
from pulsarfn.analysis.explain.explanation import explain, leaves
from pulsarfn.analysis.explain.rules import CUSTOMIZER
from pulsarfn.pipeline.run import expand
from pulsarfn.pipeline.secret_keys import SECRET_KEYS
from pulsarfn.pipeline.settings import InputText
from pulsarfn.provenance import Source
from pulsarfn.stream.locate import Locator

SNAPSHOTS = TESTS / "__snapshots__" / "test_cases"
NAMES = case_names("cases")
EACH_CASE = pytest.mark.parametrize("name", NAMES, scope="module")
"""All tests of one case, and then those of the next: two processes hardly ever explain the same case."""
SHOWN = (
    "a-go-function-baked-into-the-image",
    "a-java-function",
    "a-token-and-a-ca-of-the-deployer",
    "custom-runtime-options-over-the-workers",
    "keys-of-the-worker-config-set-on-the-command-line",
    "memory-padding-and-overcommit",
    "the-configmap-of-the-pulsar-chart",
)
SCHEMA = TESTS.parent / "docs" / "schemas" / "explain.json"
VALIDATOR = Draft202012Validator(json.loads(SCHEMA.read_text("utf-8")))


@cache
def explained(name):
    """The components of a case, each with its explanation, and the input."""
    seen = []
    content = (TESTS / "cases" / name / "input.yaml").read_bytes()
    expansion = expand([InputText("stdin", content)], case_settings("cases", name)._replace(seen=seen.append))
    assert not expansion.has_errors
    locator = Locator(SECRET_KEYS)
    return [(each, explain(each, locator)) for each in seen], content.decode()


def objects_of(stream):
    for document in filter(None, yaml.load_all(stream, Loader=yaml.CBaseLoader)):
        yield from document["items"] if document["kind"] == "List" else [document]


@EACH_CASE
def test_every_leaf_of_the_snapshot_is_explained(name):
    """By the snapshot, not by what explain itself sees: a leaf that it overlooked would be missing."""
    explanations, _ = explained(name)
    printed = {
        (each["kind"], each["metadata"]["name"]): {path for path, _ in leaves(each, ())}
        for each in objects_of((SNAPSHOTS / f"{name}.yaml").read_text("utf-8"))
    }
    for _, explanation in explanations:
        for each in explanation.objects:
            paths = [field.path for field in each.fields]
            assert len(paths) == len(set(paths))
            assert set(paths) == printed[each.kind, each.name]
            for field in each.fields:
                assert field.rule.words
                assert field.provenance or field.rule.otherwise
                assert field.provenance or field.rule is not CUSTOMIZER, f"{field.path} of {name} has no rule"


OF_FUNCTION_MESH = {name for name in NAMES if "function-mesh" in name}
"""Their configs are made from the fields of resources, which say it in other words: `tests/function_mesh` has their places."""


@pytest.mark.parametrize("name", [name for name in NAMES if name not in OF_FUNCTION_MESH], scope="module")
def test_a_value_stands_where_it_is_said_to_stand(name):
    explanations, content = explained(name)
    lines = content.split("\n")
    compared = 0
    for component, explanation in explanations:
        if any(place.secret for place in component.placed.places.values()):
            continue  # base64
        for each in explanation.objects:
            for field in (*each.fields, *(part for whole in each.fields for part in whole.parts)):
                given = [one for one in field.provenance if one.location and one.location.origin != "worker.yaml"]
                if (
                    len(given) != 1
                    or field.how
                    or field.parts
                    or given[0].source is Source.OPTIONS
                    or field.value == "***"
                ):
                    continue
                if (
                    len(field.path) == 1 or "customRuntimeOptions" in field.path
                ):  # a word of a command, which may be a flag
                    continue
                line = lines[given[0].location.line - 1]
                if re.search(r": \*\w+|<<:", line) or line.strip() in ("annotations:", "labels:"):
                    continue  # an alias or a merge key gives what stands at its anchor
                given_as = said(field)
                assert given_as in line or (words(given_as) and words(given_as) <= words(line)), (field, line)
                compared += 1
    assert (compared > 0) == (name not in {"a-carrier-that-is-a-secret", "pods-that-roll-on-their-own-carrier"})


def words(text):
    return set(re.findall(r"\w+", text.lower()))


def said(field):
    """What the line that gives a field must say: its value, or the name of an input without settings of its own."""
    key, value = field.path[-1], str(field.value)
    return key if value == "{}" else _TRANSLATED.get((key, value), value)


_TRANSLATED = {
    ("smile", "😀"): "smile",
    ("commit", "Infinity"): "commit",
    ("list", "[{'commit': 'Infinity'}]"): "list",
    ("actualWindowFunctionClassName", "org.example.Exclamation"): "windowConfig",
    ("className", "org.apache.pulsar.functions.api.utils.IdentityFunction"): "className",
    ("key", "ca.crt"): "ca-secret",
    ("isRegexPattern", "True"): "topicsPattern",
    ("maxLagMs", "0"): "windowConfig",
    ("port", "443"): "https",
    ("port", "4181"): "bk",
    ("topic", "persistent://public/default/in"): "in",
    ("processingGuarantees", "ATLEAST_ONCE"): "windowConfig",
    ("processingGuarantees", "MANUAL"): "windowLength",
    ("runtime", "3"): "go",
    ("runtime", "PYTHON"): "py",
    ("subscriptionType", "KEY_SHARED"): "retainKeyOrdering",
    ("subscriptionPosition", "1"): "subscriptionPosition: Earliest",
    ("watermarkEmitIntervalMs", "1000"): "windowConfig",
}
"""The values that the config says in another way, or from which it follows: what the line says."""


@EACH_CASE
def test_the_parts_of_a_command_make_it_up(name):
    for component, explanation in explained(name)[0]:
        (command,) = [
            container["command"][2]
            for manifest in component.objects.manifests
            if manifest["kind"] == "StatefulSet"
            for container in manifest["spec"]["template"]["spec"]["containers"]
            if container["name"] == "pulsarfunction"
        ]
        (field,) = [
            field
            for each in explanation.objects
            if each.kind == "StatefulSet"
            for field in each.fields
            if field.path[-4:] == ("containers", 0, "command", 2)
        ]
        position = 0
        for part in field.parts:
            if len(part.path) == 1 and "***" not in str(part.value):
                position = command.find(str(part.value), position)
                assert position >= 0, part
                position += len(str(part.value))


@pytest.mark.slow
@EACH_CASE
def test_the_json_is_as_its_schema_says(name):
    explanations = [explanation for _, explanation in explained(name)[0]]
    VALIDATOR.validate(json.loads(as_json(explanations)))


@pytest.mark.parametrize("name", SHOWN)
def test_the_tree(name, snapshot):
    assert as_text(explanation for _, explanation in explained(name)[0]) == snapshot(extension_class=TextFile)
