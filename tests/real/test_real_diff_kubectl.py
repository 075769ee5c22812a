"""``pulsarfn diff -f`` against a real API server, through the real kubectl."""

import json
import subprocess
import sys

import pytest
import yaml
from clients import REPOSITORY
from control_plane import Kube
from jsonschema_rs import validate

SCHEMA = json.loads((REPOSITORY / "docs" / "schemas" / "diff.json").read_text(encoding="utf-8"))
RENDERED = REPOSITORY / "tests" / "__snapshots__" / "test_cases" / "a-token-of-the-deployer.yaml"
NAME = "pf-public-default-exclamation"
SECRET = "hunter2-of-the-cluster"


class Diff:
    """The command, run in the namespace of a test."""

    def __init__(self, kube, folder):
        self.kube, self.folder = kube, folder

    def run(self, *arguments, env=None):
        """Its exit status, standard output and standard error."""
        environment = {
            **self.kube.kubectl.environment,
            **self.kube.environment,
            "PYTHONPATH": str(REPOSITORY / "plugin"),
            **(env or {}),
        }
        command = [sys.executable, "-m", "pulsarfn", "diff", *arguments]
        done = subprocess.run(command, cwd=self.folder, env=environment, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout, done.stderr

    def of(self, manifests, *arguments):
        """What it tells about the manifests, as JSON; the exit status fits."""
        (self.folder / "new.yaml").write_text(yaml.safe_dump_all(manifests), encoding="utf-8")
        status, out, err = self.run("-f", "new.yaml", "-o", "json", *arguments)
        told = json.loads(out)
        validate(SCHEMA, told)
        assert (status, err) == (int(told["differs"]), "")
        assert SECRET not in out
        return told


@pytest.fixture
def diff(request, kube, tmp_path):
    program = request.getfixturevalue(getattr(request, "param", "kubectl"))
    return Diff(Kube(program, kube.kubeconfig, kube.namespace), tmp_path)


every_kubectl = pytest.mark.parametrize("diff", ["kubectl", "kubectl32"], indirect=True)


@pytest.fixture
def manifests():
    """Secret, Service and StatefulSet of a function, as the test may change them."""
    found = {each["kind"]: each for each in yaml.safe_load_all(RENDERED.read_text(encoding="utf-8")) if each}
    found["Secret"].pop("data")
    found["Secret"]["stringData"] = {"token": SECRET}
    return found


def apply(diff, manifests, *options):
    done = diff.kube.run("apply", "--server-side", *options, "-f", "-", stdin=yaml.safe_dump_all(manifests))
    assert done.returncode == 0, done.stderr


def effects(told):
    (component,) = told["components"]
    return component["effect"], {each["kind"]: each["effect"] for each in component["objects"]}


def changed(told, kind):
    (component,) = told["components"]
    (found,) = [each for each in component["objects"] if each["kind"] == kind]
    return {each["field"]: (each.get("old"), each.get("new")) for each in found["changes"]}


def test_what_is_not_there_is_created(diff, manifests):
    assert effects(diff.of(manifests.values()))[0] == "created"
    assert diff.run("-f", "new.yaml")[1].startswith("function public/default/exclamation: is created\n")
    assert diff.kube.run("get", "statefulsets", "-o", "name").stdout == b"", "nothing was applied"


def test_what_is_there_does_not_differ(diff, manifests):
    apply(diff, manifests.values())
    told = diff.of(manifests.values())
    assert (told["differs"], effects(told)[0]) == (False, "nothing")


@every_kubectl
def test_changes_are_told_and_secrets_are_not(diff, manifests):
    apply(diff, manifests.values())
    manifests["Secret"]["stringData"] = {"token": f"{SECRET}-too"}
    manifests["StatefulSet"]["spec"]["replicas"] = 4
    told = diff.of(manifests.values())
    assert effects(told) == ("in-place", {"Secret": "in-place", "Service": "nothing", "StatefulSet": "in-place"})
    assert changed(told, "Secret") == {"data.token": ("*** (before)", "*** (after)")}
    assert changed(told, "StatefulSet") == {"spec.replicas": (1, 4)}
    (component,) = told["components"]
    refreshed, scaled = component["reasons"]
    assert refreshed.endswith(" find it in /etc/auth within a minute or two; none is restarted")
    assert scaled == "scales from 1 pod to 4 pods"


def test_a_changed_command_rolls_the_pods(diff, manifests):
    apply(diff, manifests.values())
    container = manifests["StatefulSet"]["spec"]["template"]["spec"]["containers"][0]
    container["command"][2] = container["command"][2].replace('"parallelism":1', '"parallelism":2')
    told = diff.of(manifests.values())
    assert effects(told)[0] == "rolls"
    field = "spec.template.spec.containers[pulsarfunction].command --function_details parallelism"
    assert changed(told, "StatefulSet") == {field: (1, 2)}


@every_kubectl
def test_what_the_server_refuses_is_told_with_its_words_and_the_fields(diff, manifests):
    apply(diff, manifests.values())
    manifests["StatefulSet"]["spec"]["podManagementPolicy"] = "OrderedReady"
    manifests["Service"]["metadata"]["labels"]["more"] = "x"
    told = diff.of(manifests.values())
    assert effects(told) == ("refused", {"Secret": "nothing", "Service": "in-place", "StatefulSet": "refused"})
    (component,) = told["components"]
    ours, servers = component["reasons"]
    assert ours.startswith("spec.podManagementPolicy of a StatefulSet cannot change: delete it first, kubectl delete")
    assert servers.startswith(f'the API server says: The StatefulSet "{NAME}" is invalid: spec: Forbidden: updates to')
    assert changed(told, "StatefulSet") == {"spec.podManagementPolicy": ("Parallel", "OrderedReady")}


def test_what_could_not_even_be_created_is_refused(diff, manifests):
    manifests["StatefulSet"]["spec"]["template"]["spec"]["containers"][0]["command"] = "exec"
    told = diff.of([manifests["StatefulSet"], manifests["Service"]])
    assert [(each["kind"], each["effect"]) for each in told["others"]] == [
        ("StatefulSet", "refused"),
        ("Service", "created"),
    ]


def test_another_field_manager_conflicts_unless_it_is_named(diff, manifests):
    apply(diff, manifests.values(), "--field-manager=helm")
    manifests["StatefulSet"]["spec"]["replicas"] = 4
    told = diff.of(manifests.values())
    assert effects(told)[0] == "refused"
    reason = told["components"][0]["reasons"][0]
    assert all(part in reason for part in ('"helm"', ".spec.replicas", "(--field-manager NAME says that it is you"))
    assert effects(diff.of(manifests.values(), "--field-manager", "helm"))[0] == "in-place"
    assert effects(diff.of(manifests.values(), "--force-conflicts"))[0] == "in-place"


def test_a_kind_or_namespace_that_comes_along_is_no_reason_to_refuse(diff):
    thing = {"apiVersion": "example.org/v1", "kind": "Thing", "metadata": {"name": "thing"}}
    there = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "there", "namespace": "not-yet"}}
    assert [each["effect"] for each in diff.of([thing, there])["others"]] == ["refused", "refused"]
    names = {"kind": "Thing", "plural": "things", "singular": "thing"}
    version = {"name": "v1", "served": True, "storage": True, "schema": {"openAPIV3Schema": {"type": "object"}}}
    definition = {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": "things.example.org"},
        "spec": {"group": "example.org", "scope": "Namespaced", "names": names, "versions": [version]},
    }
    namespace = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "not-yet"}}
    told = diff.of([definition, namespace, thing, there])
    assert {each["effect"] for each in told["others"]} == {"created"}
    assert len(told["others"]) == 4


def test_the_namespace_of_the_options(diff, manifests):
    other = f"{diff.kube.namespace}-other"
    assert diff.kube.run("create", "namespace", other).returncode == 0
    apply(diff, manifests.values(), "-n", other)
    assert effects(diff.of(manifests.values()))[0] == "created"
    assert effects(diff.of(manifests.values(), "-n", other))[0] == "nothing"


def test_a_renamed_component_that_nobody_stopped_is_noted(diff, manifests):
    apply(diff, manifests.values())
    others = [each for each in yaml.safe_load_all((RENDERED.parent / "a-windowed-function.yaml").read_text()) if each]
    told = diff.of(others)
    assert effects(told)[0] == "created"
    (note,) = told["notes"]
    assert note.startswith(f"function public/default/exclamation (StatefulSet {diff.kube.namespace}/{NAME}) runs in")


@pytest.mark.parametrize(
    ("arguments", "env", "message"),
    [
        (("--context", "nope"), {}, "nope"),
        (("--kubeconfig", "/no/kubeconfig"), {}, "/no/kubeconfig"),
        ((), {"KUBECONFIG": "/no/kubeconfig"}, "localhost:8080"),
        ((), {"KUBECTL": "/no/kubectl"}, "/no/kubectl: No such file or directory"),
    ],
)
def test_a_cluster_that_cannot_be_asked_is_an_error(diff, manifests, arguments, env, message):
    (diff.folder / "new.yaml").write_text(yaml.safe_dump_all(manifests.values()), encoding="utf-8")
    status, out, err = diff.run("-f", "new.yaml", *arguments, env=env)
    assert (status, out) == (2, "")
    assert err.startswith("Error: ")
    assert message in err
    assert SECRET not in err


def test_who_may_not_ask_gets_an_error(diff, manifests):
    (diff.folder / "kubectl").write_text(f'#!/bin/sh\nexec {diff.kube.kubectl.path} --as nobody "$@"\n')
    (diff.folder / "kubectl").chmod(0o755)
    (diff.folder / "new.yaml").write_text(yaml.safe_dump_all(manifests.values()), encoding="utf-8")
    status, out, err = diff.run("-f", "new.yaml", env={"KUBECTL": str(diff.folder / "kubectl")})
    assert (status, out) == (2, "")
    assert 'User "nobody" cannot get resource' in err
