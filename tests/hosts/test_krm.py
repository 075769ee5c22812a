"""The filter as a KRM function: what comes in, what goes out, what is told in the results."""

import json
from textwrap import indent

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from pulsarfn.pipeline.krm import expand_resource_list
from pulsarfn.pipeline.settings import InputText, Settings
from pulsarfn.stream.emit import emit
from pulsarfn.worker.overrides import parse_override

URLS = tuple(map(parse_override, ("pulsarServiceUrl=pulsar://broker:6650", "pulsarWebServiceUrl=http://broker:8080")))
SETTINGS = Settings(overrides=URLS)
CARRIER = """\
apiVersion: v1
kind: ConfigMap
metadata:
  annotations:
    pulsarfn.io/expand: function
    team: a
    config.kubernetes.io/index: '0'
    config.kubernetes.io/local-config: 'true'
    internal.config.kubernetes.io/needsHashSuffix: enabled
    internal.config.kubernetes.io/previousNames: old
    alpha.config.kubernetes.io/transformations: x
    kustomize.config.k8s.io/id: x
    config.k8s.io/id: '1'
  name: carrier
data:
  f.yaml: |
    tenant: public
    namespace: default
    name: f
    inputs: [in]
    className: org.example.F
    jar: function://public/default/f@v1
    parallelism: 1
"""
PLAIN = """\
apiVersion: v1
kind: Service
metadata: {name: plain, annotations: {config.kubernetes.io/index: '1'}}   # kept
"""
GENERATED = [("Service", "pf-public-default-f"), ("StatefulSet", "pf-public-default-f")]


def indented(text: str, first: str, rest: str) -> str:
    return "".join((first if not number else rest) + line for number, line in enumerate(text.splitlines(keepends=True)))


def resource_list(*items: str, function_config: str = "") -> str:
    text = "apiVersion: config.kubernetes.io/v1\nkind: ResourceList\n"
    text += "items:\n" + "".join(indented(item, "- ", "  ") for item in items) if items else ""
    return text + ("functionConfig:\n" + indented(function_config, "  ", "  ") if function_config else "")


def expand(text: str, settings: Settings = SETTINGS):
    expansion = expand_resource_list(InputText("stdin", text.encode()), settings)
    assert expansion is not None
    return expansion


def answer(text: str, settings: Settings = SETTINGS) -> dict:
    expansion = expand(text, settings)
    assert not expansion.has_errors, expansion.diagnostics
    return yaml.safe_load(b"".join(expansion.chunks))


def refusal(text: str, settings: Settings = SETTINGS) -> dict:
    expansion = expand(text, settings)
    assert expansion.has_errors
    assert expansion.chunks == ()
    return yaml.safe_load(b"".join(expansion.refusal))


def names(answered: dict) -> list[tuple[str, str]]:
    return [(item["kind"], item["metadata"]["name"]) for item in answered["items"]]


def test_items_are_expanded_in_place_and_all_else_stays_byte_for_byte():
    text = resource_list(PLAIN, CARRIER, PLAIN.replace("plain", "other"), function_config="kind: Any\n")
    output = b"".join(expand(text).chunks).decode()
    before, behind = text.split(indented(CARRIER, "- ", "  "))
    assert output.startswith(before + "- apiVersion: v1\n  kind: Service\n")
    assert output.endswith(behind)
    assert names(yaml.safe_load(output)) == [("Service", "plain"), *GENERATED, ("Service", "other")]


def test_generated_items_take_over_no_bookkeeping_of_the_host():
    items = answer(resource_list(CARRIER))["items"]
    assert [item["metadata"]["annotations"] for item in items] == [{"team": "a"}] * 2


def test_a_function_config_that_is_a_carrier_generates():
    answered = answer(resource_list(PLAIN, function_config=CARRIER))
    assert names(answered) == [("Service", "plain"), *GENERATED]
    assert answered["functionConfig"]["metadata"]["name"] == "carrier"
    assert answered["items"][1]["metadata"]["annotations"] == {"team": "a"}


@pytest.mark.parametrize("items", ["items: []\n", ""])
def test_a_generator_needs_no_items(items):
    text = resource_list(function_config=CARRIER).replace("functionConfig", items + "functionConfig", 1)
    assert names(answer(text)) == GENERATED


def test_a_carrier_that_stands_in_the_items_too_is_expanded_once():
    assert names(answer(resource_list(CARRIER, PLAIN, function_config=CARRIER))) == [*GENERATED, ("Service", "plain")]


def test_json_comes_back_as_json():
    value = yaml.safe_load(resource_list(PLAIN, CARRIER))
    output = b"".join(expand(json.dumps(value)).chunks)
    assert names(json.loads(output)) == [("Service", "plain"), *GENERATED]
    value["functionConfig"] = value["items"].pop()
    assert names(json.loads(b"".join(expand(json.dumps(value)).chunks))) == [("Service", "plain"), *GENERATED]


OPTIONS = """\
apiVersion: pulsarfn.io/v1alpha1
kind: Expand
metadata: {name: expand}
spec:
  namespace: functions
  workerConfig:
    functionRuntimeFactoryClassName: org.apache.pulsar.functions.runtime.kubernetes.KubernetesRuntimeFactory
    functionRuntimeFactoryConfigs: {}
    pulsarServiceUrl: pulsar://a:6650
    pulsarWebServiceUrl: http://a:8080
  set:
  - functionRuntimeFactoryConfigs.pulsarDockerImageName=example.org/pulsar:1
"""
OF_CONFIG_MAP = """\
apiVersion: v1
kind: ConfigMap
metadata: {name: expand}
data:
  namespace: functions
  workerConfig: |
    functionRuntimeFactoryClassName: org.apache.pulsar.functions.runtime.kubernetes.KubernetesRuntimeFactory
    functionRuntimeFactoryConfigs: {}
    pulsarServiceUrl: pulsar://a:6650
    pulsarWebServiceUrl: http://a:8080
  set: |
    functionRuntimeFactoryConfigs.pulsarDockerImageName=example.org/pulsar:1
"""
WORKER = """\
apiVersion: v1
kind: ConfigMap
metadata: {name: the-worker}
data:
  functions_worker.yml: |
    functionRuntimeFactoryClassName: org.apache.pulsar.functions.runtime.kubernetes.KubernetesRuntimeFactory
    functionRuntimeFactoryConfigs: {}
    pulsarServiceUrl: pulsar://a:6650
    pulsarWebServiceUrl: http://a:8080
"""
PROVIDED = WORKER.replace("{name: the-worker}", "{name: w, annotations: {pulsarfn.io/provide: worker-config}}")


@pytest.mark.parametrize("options", [OPTIONS, OF_CONFIG_MAP], ids=["in a spec", "in the data of a ConfigMap"])
def test_a_function_config_may_hold_the_options(options):
    _, stateful_set = answer(resource_list(CARRIER, function_config=options), Settings())["items"]
    assert stateful_set["metadata"]["namespace"] == "functions"
    (container,) = stateful_set["spec"]["template"]["spec"]["containers"]
    assert container["image"] == "example.org/pulsar:1"
    assert "http://a:8080" in container["command"][-1]


def test_the_command_line_has_the_last_word():
    overrides = (*URLS, parse_override("functionRuntimeFactoryConfigs.pulsarDockerImageName=example.org/pulsar:2"))
    settings = Settings(overrides=overrides, kube_namespace="mine")
    _, stateful_set = answer(resource_list(CARRIER, function_config=OPTIONS), settings)["items"]
    assert stateful_set["metadata"]["namespace"] == "mine"
    (container,) = stateful_set["spec"]["template"]["spec"]["containers"]
    assert container["image"] == "example.org/pulsar:2"
    assert "http://broker:8080" in container["command"][-1]


def test_options_may_name_the_worker_config():
    options = "kind: Expand\nmetadata: {name: expand}\nspec: {workerConfig: the-worker}\n"
    answered = answer(resource_list(CARRIER, WORKER, function_config=options), Settings())
    assert names(answered) == [*GENERATED, ("ConfigMap", "the-worker")]


def test_a_function_config_may_be_the_worker_config():
    assert names(answer(resource_list(CARRIER, function_config=PROVIDED), Settings())) == GENERATED
    assert names(answer(resource_list(PROVIDED, CARRIER, function_config=PROVIDED), Settings())) == GENERATED


def test_problems_go_to_the_results_and_the_items_come_back_as_they_were():
    carrier = CARRIER.replace("parallelism: 1", "parallelism: 0").replace("{name", "{config.kubernetes.io/path: a")
    text = resource_list(PLAIN, carrier.replace("team: a", "config.kubernetes.io/path: a/b.yaml"))
    refused = refusal(text)
    (result,) = refused.pop("results")
    assert refused == yaml.safe_load(text)
    line = text[: text.index("parallelism")].count("\n") + 1
    assert result == {
        "message": "Function parallelism must be a positive number",
        "severity": "error",
        "resourceRef": {"apiVersion": "v1", "kind": "ConfigMap", "name": "carrier"},
        "field": {"path": 'data["f.yaml"].parallelism'},
        "file": {"path": "a/b.yaml", "index": 0},
        "tags": {
            "code": "PF306",
            "hint": "set it to 1 or more",
            "origin": "stdin",
            "line": str(line),
            "column": "20",
            "key": "f.yaml",
            "configLine": "7",
            "configColumn": "14",
            "from": "a/b.yaml",
        },
    }


@pytest.mark.parametrize("prefix", ["config.kubernetes.io", "internal.config.kubernetes.io"])
def test_a_result_names_the_file_by_the_specifications_annotations_or_the_older_ones(prefix):
    carrier = CARRIER.replace("parallelism: 1", "parallelism: 0")
    carrier = carrier.replace("config.kubernetes.io/index: '0'", f"{prefix}/path: a/b.yaml\n    {prefix}/index: '2'")
    (result,) = refusal(resource_list(carrier))["results"]
    assert result["file"] == {"path": "a/b.yaml", "index": 2}
    assert result["tags"]["from"] == "a/b.yaml"


def test_a_result_of_a_list_among_the_items_refers_to_that():
    carrier = indent(CARRIER.replace("parallelism: 1", "parallelism: 0"), "  ").replace("  ", "- ", 1)
    (result,) = refusal(resource_list(PLAIN, f"apiVersion: v1\nkind: List\nitems:\n{carrier}"))["results"]
    assert result["resourceRef"] == {"apiVersion": "v1", "kind": "List"}
    assert result["field"] == {"path": 'items[0].data["f.yaml"].parallelism'}


def test_a_problem_of_a_function_config_has_its_line_in_the_input():
    text = resource_list(PLAIN, function_config=CARRIER.replace("parallelism: 1", "parallelism: 0"))
    (result,) = refusal(text)["results"]
    assert result["resourceRef"]["name"] == "carrier"
    assert result["field"] == {"path": 'data["f.yaml"].parallelism'}
    assert result["tags"]["line"] == str(text[: text.index("parallelism")].count("\n") + 1)
    assert result["tags"]["column"] == "20"


def test_warnings_go_to_the_results_of_an_answer():
    answered = answer(
        resource_list(CARRIER, function_config="kind: Any\n"),
        Settings(overrides=(*URLS, parse_override("authenticationEnabled=true"))),
    )
    assert names(answered) == GENERATED
    assert [each["severity"] for each in answered["results"]] == ["warning"]


def test_results_of_functions_before_stay():
    text = resource_list(CARRIER.replace("parallelism: 1", "parallelism: 0")) + "results:\n- {message: earlier}\n"
    assert [each["message"] for each in refusal(text)["results"]] == [
        "earlier",
        "Function parallelism must be a positive number",
    ]


@pytest.mark.parametrize(
    ("options", "field", "message", "hint"),
    [
        ("spec: {namespac: a}", "spec.namespac", "unknown option namespac", "did you mean 'namespace'?"),
        ("spec: {set: [a]}", "spec.set[0]", "set: '=' is expected, as in KEY.PATH=VALUE", "write KEY.PATH=VALUE"),
        ("spec: {set: 7}", "spec.set", "set: a key is expected, as in KEY.PATH=VALUE", "write KEY.PATH=VALUE"),
        ("spec: {namespace: 7}", "spec.namespace", "namespace is not a text", "put it in quotes"),
        ("spec: {workerConfig: 7}", "spec.workerConfig", "workerConfig is neither a mapping nor a text", "write the"),
        ("spec: text", "spec", "spec is not a mapping", "known are: namespace, set, workerConfig"),
        ("data: {namespace: a}", "data", "options cannot be in data", "put them under spec"),
        ("namespace: a", "namespace", "options cannot be in namespace", "put them under spec"),
    ],
)
def test_options_that_are_none_are_refused(options, field, message, hint):
    text = resource_list(CARRIER, function_config=f"kind: Expand\nmetadata: {{name: expand}}\n{options}\n")
    (result,) = refusal(text)["results"]
    assert (result["field"]["path"], result["message"]) == (field, message)
    assert result["tags"]["hint"].startswith(hint)
    assert result["resourceRef"] == {"kind": "Expand", "name": "expand"}


def test_a_misspelt_word_has_a_proposed_value():
    (result,) = refusal(resource_list(CARRIER.replace("parallelism: 1", "paralelism: 1")))["results"]
    assert result["field"] == {"path": 'data["f.yaml"].paralelism', "proposedValue": "parallelism"}


def test_a_worker_config_in_the_options_has_its_line_in_the_input():
    data = "data:\n  workerConfig: |\n    numHttpServerThreads: 1\n    functionRuntimeFactoryConfigs: {grpcPort: x}\n"
    options = f"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: expand}}\n{data}"
    text = resource_list(CARRIER, function_config=options)
    result = refusal(text)["results"][-1]
    assert result["field"] == {"path": "data.workerConfig.functionRuntimeFactoryConfigs.grpcPort"}
    assert result["tags"]["origin"] == "stdin"
    assert result["tags"]["line"] == str(text[: text.index("grpcPort")].count("\n") + 1)
    assert (result["tags"]["key"], result["tags"]["configLine"]) == ("workerConfig", "2")


def test_options_of_a_config_map_stand_in_its_data():
    options = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: expand}\nspec: {namespace: a}\n"
    (result,) = refusal(resource_list(CARRIER, function_config=options))["results"]
    assert result["tags"]["hint"] == "put them under data"


@pytest.mark.parametrize("value", ["text", "[namespace]", "7"])
def test_a_function_config_that_is_no_object_is_refused(value):
    text = resource_list(CARRIER) + f"functionConfig: {value}\n"
    (result,) = refusal(text)["results"]
    assert result["message"] == "functionConfig is not a mapping"
    assert result["tags"]["line"] == str(text.count("\n"))


def test_a_function_config_of_null_is_none():
    assert names(answer(resource_list(CARRIER) + "functionConfig:\n")) == GENERATED


@pytest.mark.parametrize(
    "text",
    [
        "kind: ResourceList\nitems: []\n",
        "apiVersion: v1\nkind: ConfigMap\ndata: {a: ResourceList}\n",
        resource_list(PLAIN) + "---\n" + resource_list(PLAIN),
        "apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems: [\n",
    ],
    ids=["no version", "only the word", "several documents", "broken"],
)
def test_other_streams_are_not_for_this_host(text):
    assert expand_resource_list(InputText("stdin", text.encode()), SETTINGS) is None


def test_a_name_that_an_item_has_already_is_told_with_the_line_of_that_item():
    other = PLAIN.replace("plain", "pf-public-default-f")
    text = resource_list(CARRIER, PLAIN, other)
    (result,) = refusal(text)["results"]
    line = text[: text.index("name: pf-public")].count("\n") + 1
    assert f" at stdin:{line} (Service/pf-public-default-f)" in result["message"]


WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


@pytest.mark.slow
@given(
    st.lists(st.dictionaries(WORDS, WORDS | st.integers() | st.lists(WORDS, max_size=2), max_size=3), min_size=1),
    st.data(),
)
def test_items_that_are_not_ours_come_out_as_they_went_in(specs, places):
    head = {"apiVersion": "example.org/v1", "kind": "Thing"}
    others = [emit({**head, "metadata": {"name": f"thing-{index}"}, "spec": spec}) for index, spec in enumerate(specs)]
    at = places.draw(st.integers(0, len(others)))
    text = resource_list(*others[:at], CARRIER, *others[at:])
    out = b"".join(expand(text).chunks).decode()
    kept = [item for item in (indented(each, "- ", "  ") for each in others) if item in out]
    assert len(kept) == len(others)
    assert [out.index(item) for item in kept] == sorted(out.index(item) for item in kept)
    assert "kind: StatefulSet" in out


FACTORY = "org.apache.pulsar.functions.runtime.kubernetes.KubernetesRuntimeFactory"
RENAMED = """\
apiVersion: v1
kind: ConfigMap
metadata:
  name: {name}
  annotations:
    internal.config.kubernetes.io/previousNames: '{former}'
    {provide}
data:
  functions_worker.yml: |
    functionRuntimeFactoryClassName: {factory}
    functionRuntimeFactoryConfigs: {{pulsarDockerImageName: "{name}:1"}}
"""


@pytest.mark.parametrize("provide", ["pulsarfn.io/provide: worker-config", "a: b"])
def test_a_worker_config_is_known_by_its_former_names_too(provide):
    """kustomize says them where it has renamed an object, and the carrier still has the old one."""
    items = [CARRIER.replace("    team: a\n", "    pulsarfn.io/worker-config: b\n")]
    for name, former in (("a", "x"), ("dev-b", "y,b"), ("c", "")):
        items.append(RENAMED.format(name=name, former=former, provide=provide, factory=FACTORY))
    expansion = expand_resource_list(InputText("stdin", resource_list(*items).encode()), SETTINGS)
    assert [each.message for each in expansion.diagnostics] == []
    assert b"image: dev-b:1" in b"".join(expansion.chunks)
