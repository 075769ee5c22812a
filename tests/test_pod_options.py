"""Options of the pod: how they merge, what no option can do, and that what comes out fits Kubernetes' types."""

import json

import pytest
import yaml

from case_folders import case_names
from conftest import REPOSITORY
from kubelet import expanded_by_kubelet
from program import URLS, run
from pulsarfn.kubernetes import types
from pulsarfn.kubernetes.strategic_merge import merged
from pulsarfn.kubernetes.types import Member
from pulsarfn.pipeline.render import render
from pulsarfn.pipeline.settings import InputText, Settings
from pulsarfn.worker.customizers import basic
from pulsarfn.worker.customizers.pod_options import MEMBERS

WORKER = {
    "functionRuntimeFactoryClassName": "org.apache.pulsar.functions.runtime.kubernetes.KubernetesRuntimeFactory",
    "functionRuntimeFactoryConfigs": {},
    "pulsarServiceUrl": "pulsar://b:6650",
}
CONFIG = {"name": "f", "className": "a.F", "jar": "local:///f.jar", "inputs": ["in"]}


def rendered(options, worker=(), **config):
    """The objects of a function with these customRuntimeOptions, by kind."""
    text = json.dumps({**CONFIG, **config, "customRuntimeOptions": json.dumps(options)})
    settings = Settings(
        InputText("worker.yaml", json.dumps({**WORKER, "runtimeCustomizerConfig": dict(worker)}).encode())
    )
    done = render("function", [InputText("f.yaml", text.encode())], settings)
    assert not done.diagnostics, done.diagnostics
    return {each["kind"]: each for each in yaml.safe_load_all(b"".join(done.chunks))}


def container(options, worker=(), **config):
    return rendered(options, worker, **config)["StatefulSet"]["spec"]["template"]["spec"]["containers"][0]


MERGED = {
    "mappings member by member": (
        "Affinity",
        {"podAffinity": {}},
        {"nodeAffinity": {}},
        {"podAffinity": {}, "nodeAffinity": {}},
    ),
    "null takes away": ("PodSecurityContext", {"fsGroup": 1, "runAsUser": 2}, {"fsGroup": None}, {"runAsUser": 2}),
    "a list with a merge key, item by item": (
        "Container",
        {"volumeMounts": [{"mountPath": "/a", "name": "a"}, {"mountPath": "/b", "name": "b"}]},
        {"volumeMounts": [{"mountPath": "/b", "readOnly": True}, {"mountPath": "/c", "name": "c"}]},
        {
            "volumeMounts": [
                {"mountPath": "/a", "name": "a"},
                {"mountPath": "/b", "name": "b", "readOnly": True},
                {"mountPath": "/c", "name": "c"},
            ]
        },
    ),
    "another list as a whole": ("Container", {"command": ["a", "b"]}, {"command": ["c"]}, {"command": ["c"]}),
    "a volume as a whole": (
        "PodSpec",
        {"volumes": [{"name": "v", "emptyDir": {}}]},
        {"volumes": [{"name": "v", "configMap": {"name": "c"}}]},
        {"volumes": [{"name": "v", "configMap": {"name": "c"}}]},
    ),
    "one handler of a probe": (
        "Container",
        {"livenessProbe": {"httpGet": {"port": 1}, "periodSeconds": 5}},
        {"livenessProbe": {"exec": {"command": ["true"]}}},
        {"livenessProbe": {"periodSeconds": 5, "exec": {"command": ["true"]}}},
    ),
    "one source of a variable": (
        "Container",
        {"env": [{"name": "A", "value": "a"}]},
        {"env": [{"name": "A", "valueFrom": {"fieldRef": {"fieldPath": "spec.nodeName"}}}]},
        {"env": [{"name": "A", "valueFrom": {"fieldRef": {"fieldPath": "spec.nodeName"}}}]},
    ),
    "an item that is deleted": (
        "PodSpec",
        {"containers": [{"name": "a"}, {"name": "b"}]},
        {"containers": [{"name": "a", "$patch": "delete"}]},
        {"containers": [{"name": "b"}]},
    ),
    "a list that is replaced": (
        "PodSpec",
        {"containers": [{"name": "a"}]},
        {"containers": [{"$patch": "replace"}, {"name": "b"}]},
        {"containers": [{"name": "b"}]},
    ),
    "a mapping that is replaced": (
        "PodSpec",
        {"securityContext": {"fsGroup": 1}},
        {"securityContext": {"$patch": "replace", "runAsUser": 2}},
        {"securityContext": {"runAsUser": 2}},
    ),
    "members that are retained": (
        "PodSpec",
        {"securityContext": {"fsGroup": 1, "runAsUser": 2}},
        {"securityContext": {"$retainKeys": ["fsGroup"]}},
        {"securityContext": {"fsGroup": 1}},
    ),
    "two items of one key": (
        "ServiceSpec",
        {"ports": [{"name": "a", "port": 53}]},
        {"ports": [{"name": "b", "port": 53}, {"name": "c", "port": 53, "protocol": "UDP"}]},
        {"ports": [{"name": "b", "port": 53}, {"name": "c", "port": 53, "protocol": "UDP"}]},
    ),
    "an item twice": (
        "PodSpec",
        {},
        {"imagePullSecrets": [{"name": "a"}, {"name": "a"}]},
        {"imagePullSecrets": [{"name": "a"}]},
    ),
    "texts that are deleted": (
        "ObjectMeta",
        {"finalizers": ["a", "b"]},
        {"$deleteFromPrimitiveList/finalizers": ["a"], "finalizers": ["c"]},
        {"finalizers": ["b", "c"]},
    ),
}


@pytest.mark.parametrize(("type_", "base", "patch", "expected"), MERGED.values(), ids=MERGED)
def test_a_strategic_merge(type_, base, patch, expected):
    before = json.dumps([base, patch])
    assert merged(base, patch, Member(type_)) == expected
    assert json.dumps([base, patch]) == before


@pytest.mark.parametrize("folder", ["cases", "lint"])
def test_every_object_of_the_snapshots_fits_its_type(folder):
    for name in case_names(REPOSITORY / "tests" / folder):
        snapshot = REPOSITORY / "tests" / "__snapshots__" / f"test_{folder}" / f"{name}.yaml"
        for each in yaml.load_all(snapshot.read_bytes(), yaml.CSafeLoader) if snapshot.exists() else ():
            kind = each.get("kind") if isinstance(each, dict) else None
            if "pulsarfn.io" not in str(each) and kind and types.kinds().get(kind) == each.get("apiVersion"):
                assert types.read(each, Member(kind), complete=True).faults == (), name


@pytest.mark.parametrize(
    "options",
    [
        {"env": [{"name": "touch x", "value": "'; touch x; '"}]},
        {"envFrom": [{"configMapRef": {"name": "c"}}]},
        {"patches": [{"target": {"kind": "StatefulSet"}, "patch": [
            {"op": "add", "path": "/spec/template/spec/containers/0/env/-", "value": {"name": "touch x", "value": "'; touch x; '"}}
        ]}]},
    ],
    ids=["env", "envFrom", "a patch"],
)  # fmt: skip
def test_no_variable_gets_into_the_command(options):
    plain = container({}, userConfig={"a": "$(touch x)"})["command"][2]
    found = container(options, userConfig={"a": "$(touch x)"})["command"][2]
    assert "touch x" in expanded_by_kubelet(found, {"touch x": "'; rm x; '"})
    assert "rm x" in expanded_by_kubelet(plain, {"touch x": "'; rm x; '"})
    assert "rm x" not in expanded_by_kubelet(found, {"touch x": "'; rm x; '"})


def test_the_options_of_one_function_do_not_reach_the_next():
    worker = {"env": [{"name": "A", "value": "a"}], "profile": "production"}
    container({"env": [{"name": "B", "value": "b"}], "securityContext": None}, worker)
    assert [each["name"] for each in container({}, worker)["env"]] == ["POD_NAME", "A"]
    assert container({}, worker)["securityContext"]["readOnlyRootFilesystem"] is True


def test_a_profile_does_not_shade_the_folder_of_pulsar_itself():
    found = container({"profile": "production"}, jar="http://h/f.jar") | {}
    assert {each["mountPath"] for each in found["volumeMounts"]} == {
        "/pulsar/download/pulsar_functions",
        "/pulsar/logs",
        "/tmp",
    }
    worker = {**WORKER, "downloadDirectory": None}
    text = json.dumps({**CONFIG, "jar": "http://h/f.jar", "customRuntimeOptions": '{"profile": "production"}'}).encode()
    done = render("function", [InputText("f.yaml", text)], Settings(InputText("w.yaml", json.dumps(worker).encode())))
    assert "mountPath: /pulsar\n" not in b"".join(done.chunks).decode()


@pytest.mark.parametrize("key", MEMBERS)
def test_null_leaves_the_object_as_pulsar_makes_it(key):
    assert (
        rendered({key: None}, {key: None})["StatefulSet"]["spec"]["template"]["spec"]["terminationGracePeriodSeconds"]
        == 0
    )


@pytest.mark.parametrize("key", MEMBERS)
@pytest.mark.parametrize("value", [3, "x", True, [3], {"x": 3}, [{"x": 3}]], ids=str)
def test_every_option_refuses_values_that_are_none_of_its_type(key, value):
    member = types.member_at(MEMBERS[key])
    faults = types.read(value, member).faults
    text = json.dumps({**CONFIG, "customRuntimeOptions": json.dumps({key: value})}).encode()
    done = render("function", [InputText("f.yaml", text)], Settings(InputText("w.yaml", json.dumps(WORKER).encode())))
    assert {each.code.id for each in done.diagnostics} <= {"PF407", "PF408", "PF509"}
    assert not faults or done.diagnostics


@pytest.mark.parametrize(
    ("options", "kind", "spec"),
    [
        ({"networkPolicy": {}}, "NetworkPolicy", {"podSelector": {"matchLabels": {"name": "other"}}}),
        (
            {"horizontalPodAutoscaler": {"maxReplicas": 3}},
            "HorizontalPodAutoscaler",
            {"scaleTargetRef": {"name": "other"}},
        ),
        ({"scaledObject": {}}, "ScaledObject", {"scaleTargetRef": {"kind": "Deployment"}}),
        ({"podMonitor": {}}, "PodMonitor", {"selector": None}),
    ],
    ids=lambda each: each if isinstance(each, str) else None,
)
def test_no_patch_ties_an_object_to_another_component(options, kind, spec):
    patches = [{"target": {"kind": kind}, "patch": {"spec": spec}}]
    text = json.dumps({**CONFIG, "customRuntimeOptions": json.dumps({**options, "patches": patches})}).encode()
    worker = {**WORKER, "pulsarWebServiceUrl": "http://b:8080"}
    done = render("function", [InputText("f.yaml", text)], Settings(InputText("w.yaml", json.dumps(worker).encode())))
    (problem,) = done.diagnostics
    assert f"of the {kind}, which makes another object of it" in problem.message


def test_explain_masks_variables_whose_names_are_those_of_credentials(tmp_path):
    options = {
        "env": [{"name": "DB_PASSWORD", "value": "canary-1"}],
        "sidecars": [{"name": "p", "image": "p:1", "env": [{"name": "API_TOKEN", "value": "canary-2"}]}],
    }
    file = tmp_path / "f.yaml"
    file.write_text(json.dumps({**CONFIG, "customRuntimeOptions": json.dumps(options)}))
    done = run("explain", "--as", "function", "-f", file, *URLS)
    assert done.status == 0
    assert "API_TOKEN" in done.out
    assert "canary" not in done.out


CREDENTIALS = {
    "an option and its value as words": {
        "sidecars": [{"name": "s", "image": "i:1", "command": ["run", "--password", "CANARY-1"]}],
        "initContainers": [{"name": "i", "image": "i:1", "args": ["curl", "-u", "admin:CANARY-2", "http://h"]}],
    },
    "a variable and a header": {
        "env": [{"name": "DB_PASSWORD", "value": "CANARY-3"}],
        "readinessProbe": {
            "httpGet": {"port": 1, "httpHeaders": [{"name": "Authorization", "value": "Basic CANARY-4"}]}
        },
    },
    "operations of a JSON patch": {
        "patches": [
            {
                "target": {"kind": "StatefulSet"},
                "patch": [
                    {
                        "op": "add",
                        "path": "/spec/template/spec/containers/0/env/-",
                        "value": {"name": "API_TOKEN", "value": "CANARY-5"},
                    },
                    {"op": "add", "path": "/spec/template/metadata/annotations/db-password", "value": "CANARY-6"},
                ],
            }
        ]
    },
}


@pytest.mark.slow
@pytest.mark.parametrize("indent", [None, 1], ids=["in one line", "in lines"])
@pytest.mark.parametrize("options", CREDENTIALS.values(), ids=CREDENTIALS)
def test_no_command_shows_a_credential_of_an_option(options, indent, tmp_path):
    config, worker = tmp_path / "config.yaml", tmp_path / "worker.yaml"
    worker.write_text(json.dumps(WORKER))
    given = ("--worker-config", worker)
    for name, canary in (("old.yaml", "FORMER"), ("new.yaml", "CANARY")):
        text = json.dumps(options, indent=indent).replace("CANARY", canary)
        config.write_text(yaml.safe_dump({**CONFIG, "customRuntimeOptions": text}, default_style="|"))
        (tmp_path / name).write_text(run("render", "function", config, *given).out)
    assert "CANARY" in (tmp_path / "new.yaml").read_text()
    bare = ("--as", "function", *given)
    for command in (
        ("explain", "-f", config, *bare),
        ("explain", "-f", config, *bare, "-o", "json"),
        ("diff", tmp_path / "old.yaml", tmp_path / "new.yaml"),
        ("diff", tmp_path / "old.yaml", tmp_path / "new.yaml", "-o", "json"),
        ("lint", config, *bare),
        ("graph", config, *bare, "-o", "html"),
    ):
        done = run(*command)
        assert done.out or done.err
        assert "CANARY" not in done.out + done.err, command
        assert "FORMER" not in done.out + done.err, command


def test_an_option_of_the_pod_alone_counts():
    customise, _ = basic.configure(None)
    for key in MEMBERS:
        customization, problems = customise(json.dumps({key: None}))
        assert not problems, key
        assert customization.for_component is not None, key
