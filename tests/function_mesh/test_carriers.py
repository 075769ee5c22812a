"""Resources of Function Mesh as carriers: by the option, the variable or the annotation; otherwise they pass byte for byte."""

import json
from pathlib import Path

import pytest

from program import run
from pulsarfn.pipeline.run import expand
from pulsarfn.pipeline.settings import InputText, Settings

RESOURCE = """\
# a resource
apiVersion: "compute.functionmesh.io/v1alpha1"
kind:   Function
metadata: {name: enrich}
spec:
  className: com.example.Enrich
  image: registry.example.com/pulsar:4.2.4
  java: {jar: /pulsar/enrich.jar}
  input: {topics: [placed]}
  pulsar: {pulsarConfig: pulsar}
"""
CONFIG_MAP = """\
---
apiVersion: v1
kind: ConfigMap
metadata: {name: pulsar}
data: {webServiceURL: "http://broker:8080", brokerServiceURL: "pulsar://broker:6650"}
"""
STREAM = RESOURCE + CONFIG_MAP
MARK = "metadata: {name: enrich, annotations: {pulsarfn.io/expand: function-mesh}}"
MARKED = STREAM.replace("metadata: {name: enrich}", MARK)


def expanded(text, **settings):
    return expand([InputText("stdin", text.encode())], Settings(function_mesh=True, **settings))


def output(text, **settings):
    expansion = expanded(text, **settings)
    assert expansion.diagnostics == ()
    return b"".join(expansion.chunks).decode()


def test_without_the_option_every_byte_passes():
    assert run(stdin=STREAM.encode()).out == STREAM
    assert b"".join(expand([InputText("stdin", STREAM.encode())], Settings()).chunks).decode() == STREAM


@pytest.mark.parametrize(
    "arguments", [["--function-mesh"], ["expand", "--function-mesh"], ["--function-mesh", "expand"]]
)
def test_the_option_expands_resources(arguments):
    ended = run(*arguments, stdin=STREAM.encode())
    assert ended.status == 0
    assert "kind: StatefulSet" in ended.out
    assert "kind:   Function" not in ended.out
    assert ended.out.endswith(CONFIG_MAP)


def test_the_annotation_expands_one_resource():
    assert run(stdin=MARKED.encode()).out == run("--function-mesh", stdin=STREAM.encode()).out


@pytest.mark.parametrize("value", ["{a: b}", "[function]"])
def test_an_annotation_that_is_not_a_text_is_an_error(value):
    ended = run(stdin=MARKED.replace("expand: function-mesh", f"expand: {value}").encode())
    assert (ended.status, ended.out) == (1, "")
    assert ended.err.startswith("error[PF202]: the value of pulsarfn.io/expand is not a text\n")


def test_the_variable_expands_resources():
    assert (
        run(stdin=STREAM.encode(), env={"PULSARFN_FUNCTION_MESH": "1"}).out
        == run("--function-mesh", stdin=STREAM.encode()).out
    )
    assert run(stdin=STREAM.encode(), env={"PULSARFN_FUNCTION_MESH": ""}).out == STREAM


@pytest.mark.parametrize("arguments", [["lint"], ["explain"], ["graph"]])
def test_the_other_commands_take_the_option(arguments):
    ended = run(*arguments, "--function-mesh", stdin=STREAM.encode())
    assert ended.status == 0, ended.err
    assert "enrich" in ended.out + ended.err or "1 config" in ended.err


def test_other_kinds_and_versions_pass():
    for other in (
        RESOURCE.replace("Function\n", "BackendConfig\n"),
        RESOURCE.replace("v1alpha1", "v1beta1"),
        RESOURCE.replace("compute.functionmesh.io", "example.com"),
    ):
        assert output(other) == other


def test_escapes_hide_no_resource():
    text = json.dumps(
        {"apiVersion": "compute.functionmesh.io/v1alpha1", "kind": "Sink", "metadata": {"name": "search"}}
    )
    hidden = text.replace("compute", "c\\u006fmpute").replace("functionmesh", "functionmes\\u0068")
    assert [each.code.id for each in expanded(hidden).diagnostics] == [
        each.code.id for each in expanded(text).diagnostics
    ]
    assert expanded(text).diagnostics


def test_items_of_a_list_that_are_not_wanted_pass():
    item = "- apiVersion: compute.functionmesh.io/v1alpha1\n  kind: Sink\n  metadata: {name: search}\n  spec: {logTopicAgent: sidecar}\n"
    text = f"apiVersion: v1\nkind: List\nitems:\n{item}"
    assert run(stdin=text.encode()).out == text
    assert run("--function-mesh", stdin=text.encode()).status == 1


def test_what_the_resource_says_wins_over_the_worker_config_and_set_over_both():
    worker = """\
functionRuntimeFactoryClassName: org.apache.pulsar.functions.runtime.kubernetes.KubernetesRuntimeFactory
functionRuntimeFactoryConfigs: {pulsarServiceUrl: "pulsar://elsewhere:6650", pulsarAdminUrl: "http://elsewhere:8080"}
pulsarFunctionsCluster: elsewhere
"""
    given = InputText("worker.yaml", worker.encode())
    text = output(STREAM, worker_config=given)
    assert "--pulsar_serviceurl pulsar://broker:6650" in text
    assert "elsewhere" not in text
    alone = output(RESOURCE, worker_config=given)
    assert "--pulsar_serviceurl pulsar://elsewhere:6650" in alone
    ended = run("--function-mesh", "--set", "pulsarServiceUrl=pulsar://given:6650", stdin=STREAM.encode())
    assert "--pulsar_serviceurl pulsar://given:6650" in ended.out


def test_two_clusters_in_one_stream_are_two_workers():
    other = RESOURCE.replace("enrich", "count").replace("spec:", "spec:\n  clusterName: other")
    text = output(f"{RESOURCE}---\n{other}{CONFIG_MAP}")
    assert text.count("--cluster_name kubernetes") == text.count("--cluster_name other") == 1


def test_explain_names_the_fields_of_the_resource():
    ended = run("explain", "--function-mesh", "-o", "json", stdin=STREAM.encode())
    assert ended.status == 0
    assert "spec.image" in ended.out
    assert "spec.input.topics" in ended.out


def test_the_name_of_a_component_is_that_of_its_object():
    text = run("explain", "--function-mesh", stdin=STREAM.encode()).out
    assert "name: enrich  ← config metadata.name (stdin:4:" in text


def test_lint_fix_leaves_resources_alone(tmp_path: Path):
    file = tmp_path / "stream.yaml"
    broken = STREAM.replace("topics: [placed]", "topics: placed")
    file.write_text(broken)
    assert run("lint", "--fix", "--function-mesh", file).status == 1
    assert file.read_text() == broken
