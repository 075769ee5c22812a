"""The published JSON Schemas: what the program takes they take, and unknown keys, names and wrong types they refuse."""

import json
import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema_rs import Draft202012Validator, meta
from oracle_files import read_cases

from case_folders import TESTS, case_names
from conftest import REPOSITORY
from pulsarfn.cli.schemas import SCHEMAS
from pulsarfn.kubernetes.lists import objects
from pulsarfn.models.fields import RefusedValueError
from pulsarfn.pipeline.carriers.config_maps import recognise_carrier
from pulsarfn.pipeline.carriers.recognise import recognise
from pulsarfn.stream.config_text import read_config
from pulsarfn.stream.documents import split
from pulsarfn.stream.reader import read_yaml
from pulsarfn.stream.texts import ReadError, decode
from test_models import MODELS, configs

VALIDATORS = {name: Draft202012Validator(make()) for name, make in SCHEMAS.items()}
BY_MODEL = dict(
    zip(MODELS, ["function", "source", "sink", "worker-config", None, "custom-runtime-options"], strict=True)
)
CASES = Path(__file__).parent / "cases"


def faults(name, value):
    """What is wrong with a value, by the path to it."""
    # Numbers that know their text have a type of their own, and JSON has no infinity.
    plain = json.loads(json.dumps(value), parse_constant=lambda _: 1.5)
    return {"/".join(map(str, each.instance_path)): each.message for each in VALIDATORS[name].iter_errors(plain)}


def without_unknown_nulls(value):
    """A value without the unknown keys that the program does not look at because they are null: a schema refuses them."""
    if isinstance(value, dict):
        return {key: without_unknown_nulls(each) for key, each in value.items() if (key, each) != ("nope", None)}
    return [*map(without_unknown_nulls, value)] if isinstance(value, list) else value


@pytest.mark.slow
@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_one(name):
    schema = SCHEMAS[name]()
    meta.validate(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert json.loads(json.dumps(schema)) == schema


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_key_is_described(name):
    schema = SCHEMAS[name]()
    objects = [schema, *schema.get("$defs", {}).values()]
    assert all(each["description"] for each in objects)
    assert all(member["description"] for each in objects for member in each.get("properties", {}).values())


@pytest.mark.slow
@pytest.mark.parametrize("model", [model for model, name in BY_MODEL.items() if name])
@given(data=st.data())
def test_what_the_program_reads_a_schema_takes(model, data):
    value = without_unknown_nulls(data.draw(configs(model)))
    try:
        model.read(value)
    except RefusedValueError:
        return
    assert faults(BY_MODEL[model], value) == {}


@pytest.mark.parametrize(
    ("name", "value", "path"),
    [
        ("function", {"clasName": "x"}, ""),
        ("function", {"runtime": "java"}, "runtime"),
        ("function", {"parallelism": "two"}, "parallelism"),
        ("function", {"parallelism": 1 << 31}, "parallelism"),
        ("function", {"inputs": "in"}, "inputs"),
        ("function", {"inputs": [None]}, "inputs/0"),
        ("function", {"autoAck": "sure"}, "autoAck"),
        ("function", {"resources": {"memory": 1}}, "resources"),
        ("function", {"resources": {"cpu": "1Gi"}}, "resources/cpu"),
        ("function", {"inputSpecs": {"in": {"regex": True}}}, "inputSpecs/in"),
        ("function", {"producerConfig": {"compressionType": "GZIP"}}, "producerConfig/compressionType"),
        ("source", {"inputs": ["in"]}, ""),
        ("sink", {"output": "out"}, ""),
        ("sink", {"processingGuarantees": "AT_LEAST_ONCE"}, "processingGuarantees"),
        ("worker-config", {"functionRuntimeFactoryConfigs": {"grpcPort": 0}}, "functionRuntimeFactoryConfigs/grpcPort"),
        ("worker-config", {"functionRuntimeFactoryConfigs": {"image": "x"}}, "functionRuntimeFactoryConfigs"),
        ("worker-config", {"authenticationEnabled": "ja"}, "authenticationEnabled"),
        ("custom-runtime-options", {"jobName": {}}, "jobName"),
        ("custom-runtime-options", {"tolerations": [{"keys": "x"}]}, "tolerations/0"),
    ],
)
def test_what_is_refused(name, value, path):
    assert [*faults(name, value)] == [path]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("function", {"parallelism": "2", "autoAck": "true", "resources": {"cpu": "0.5", "ram": "1e3"}, "name": 5}),
        (
            "function",
            {"parallelism": None, "inputs": None, "resources": None, "runtime": None, "userConfig": {"a": [1]}},
        ),
        (
            "worker-config",
            {
                "workerId": "w",
                "anything": {"else": 1},
                "functionRuntimeFactoryConfigs": {"jobNamespace": "", "gracePeriodSeconds": " "},
            },
        ),
        ("custom-runtime-options", {"resourceRequirements": {"limits": {"cpu": 1}}}),
    ],
)
def test_what_is_taken_as_pulsar_takes_it(name, value):
    if name == "function" and value["resources"]:
        value["resources"]["ram"] = "1000"
    assert faults(name, value) == {}


def test_defaults_and_names_are_shown():
    worker = SCHEMAS["worker-config"]()
    factory = worker["$defs"]["KubernetesRuntimeFactoryConfig"]["properties"]
    assert factory["pulsarDockerImageName"]["default"] == "apachepulsar/pulsar"
    assert (factory["grpcPort"]["default"], factory["grpcPort"]["minimum"]) == (9093, 1)
    assert worker["properties"]["maxPendingAsyncRequests"]["default"] == 1000
    assert SCHEMAS["function"]()["properties"]["runtime"]["enum"] == ["JAVA", "PYTHON", "GO", None]


def carried(stream):
    """The component and value of each config that carriers of a stream hold, and of each worker config in YAML."""
    for document in split(stream):
        try:
            value = read_yaml(decode(document.raw), "kubernetes")
        except ReadError:
            continue
        paths = recognise(value).carriers
        for manifest, path in objects(value):
            carrier = recognise_carrier(manifest, path)[0] if path in paths else None
            for config in carrier.configs if carrier else ():
                yield (
                    config.component,
                    read_config(config.text, is_json=config.key.endswith(".json"))[0],
                )


def streams():
    examples = [path for path in sorted((REPOSITORY / "examples").rglob("*.yaml")) if "templates" not in path.parts]
    return [*examples, *(TESTS / "cases" / name / "input.yaml" for name in case_names("cases"))]


@pytest.mark.parametrize("path", streams(), ids=lambda path: str(path.relative_to(REPOSITORY)))
def test_the_examples_and_cases_of_the_repository_validate(path):
    for component, value in carried(path.read_bytes()):
        assert faults(component, value) == {}


BARE = {
    "function": [
        "helm/functions/*.yaml",
        "kustomize/base/functions/*.yaml",
        "kustomize/piped/count.yaml",
        "kustomize/generator/count.yaml",
    ],
    "worker-config": ["kustomize/piped/functions_worker.yml"],
}


@pytest.mark.parametrize("name", BARE)
def test_the_bare_configs_of_the_examples_validate(name):
    found = [path for pattern in BARE[name] for path in (REPOSITORY / "examples").glob(pattern)]
    assert found
    for path in found:
        assert faults(name, yaml.safe_load(re.sub("{{.*?}}", "1", path.read_text()))) == {}, path


UNKNOWN_NULLS = (
    "min-kcf-unknown-key-null",
    "min-unknown-key-null",
)  # read, as null is not looked at; a schema refuses them


def test_what_the_oracle_accepts_validates():
    """Every case whose config pulsarfn takes, with its worker config and its customRuntimeOptions."""
    checked = 0
    for name, case in read_cases().items():
        if name in UNKNOWN_NULLS:
            continue
        for component in ("function", "source", "sink"):
            value = case.get(f"{component}Config")
            if isinstance(value, dict) and takes(component, value):
                assert faults(component, value) == {}, name
                checked += 1
        if takes("worker-config", case["workerConfig"]):
            assert faults("worker-config", case["workerConfig"]) == {}, name
    assert checked > 850


def takes(name, value):
    model = next(model for model, its_name in BY_MODEL.items() if its_name == name)
    try:
        model.read(value)
    except RefusedValueError:
        return False
    return True


@pytest.mark.parametrize("case", ["a-misspelt-key", "an-unknown-value-of-an-enum", "a-value-of-the-wrong-type"])
def test_the_error_cases_of_form_fail(case):
    (told,) = [
        {**faults(component, value)}
        for component, value in carried((TESTS / "errors" / case / "input.yaml").read_bytes())
    ]
    assert told
