"""The script of the Job that removes a subscription, in real shells, with a pulsar-admin that answers as brokers do."""

import json
import os
import shutil
import subprocess

import pytest
import yaml

from kubelet import expanded_by_kubelet
from program import URLS, run
from pulsarfn.pipeline.render import render
from pulsarfn.pipeline.settings import InputText, Settings

SHELLS = [shell for shell in (("sh",), ("bash", "--posix"), ("busybox", "sh")) if shutil.which(shell[0])]
CONFIG = {"tenant": "shop", "namespace": "orders", "name": "f", "className": "a.F", "jar": "local:///f.jar"}
ADMIN = """\
#!/bin/sh
# Topics are folders and their subscriptions files; a connected consumer is the number of calls until it is gone.
printf '%s\\0' "$@" >>"$BROKER/calls"; printf '\\1' >>"$BROKER/calls"
test "$1 $2" = "--admin-url http://b:8080" && shift 2
case "$1 $2" in
  "topics subscriptions") topic=$3; name= ;;
  "topics unsubscribe") topic=$5; name=$4 ;;
  "namespaces unsubscribe") test "$5" = shop/orders && exit 0; echo "Namespace not found" >&2; exit 1 ;;
esac
folder="$BROKER/$(printf '%s' "$topic" | tr -c 'a-z' '_')"
test -e "$folder/refused" && { echo "HTTP 401 Unauthorized" >&2; exit 1; }
test -d "$folder" || { printf 'Topic %s not found\\n\\nReason: HTTP 404 Not Found\\n' "$topic" >&2; exit 1; }
if test -z "$name"; then ls "$folder"; exit 0; fi
left=$(cat "$folder/$name") || { echo "Subscription not found" >&2; exit 1; }
if test "$left" -gt 0; then
  echo $((left - 1)) >"$folder/$name"
  echo "Subscription has active connected consumers. Reason: HTTP 412 Precondition Failed" >&2; exit 1
fi
rm "$folder/$name"
"""
QUOTED = ADMIN.replace('ls "$folder"', 'ls "$folder" | sed \'s/.*/"&"/\'')
"""As older versions of pulsar-admin print names."""


class Broker:
    """A broker, and the Job that calls it."""

    def __init__(self, folder, admin=ADMIN):
        self.folder = folder
        for name, text in (("bin/pulsar-admin", admin), ("bin/sleep", "#!/bin/sh\n")):
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text(text)
            (folder / name).chmod(0o755)

    def topic(self, name, **subscriptions):
        folder = self.folder / "".join(each if "a" <= each <= "z" else "_" for each in name)
        folder.mkdir()
        for subscription, calls in subscriptions.items():
            (folder / subscription).write_text(f"{calls}\n")
        return folder

    def run(self, *shell, **config):
        (command,) = [each["command"] for each in job_of(**config)["spec"]["template"]["spec"]["containers"]]
        assert command[:2] == ["sh", "-c"]
        script = expanded_by_kubelet(command[2], {"PATH": "'; touch x; '"}).replace("/pulsar/bin", f"{self.folder}/bin")
        environment = {**os.environ, "PATH": f"{self.folder}/bin:{os.environ['PATH']}", "BROKER": str(self.folder)}
        return subprocess.run(
            [*(shell or ("sh",)), "-c", script],
            env=environment,
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
        )

    def calls(self):
        text = (self.folder / "calls").read_text() if (self.folder / "calls").exists() else ""
        return [call.split("\0")[2:-1] for call in text.split("\1")[:-1]]


WORKER = {
    "functionRuntimeFactoryClassName": "org.apache.pulsar.functions.runtime.kubernetes.KubernetesRuntimeFactory",
    "functionRuntimeFactoryConfigs": {},
    "pulsarServiceUrl": "pulsar://b:6650",
    "pulsarWebServiceUrl": "http://b:8080",
}


def rendered(component="function", **config):
    options = json.dumps({"subscriptionCleanup": "argocd", **config.pop("options", {})})
    given = {**CONFIG, **config, "customRuntimeOptions": options}
    text = json.dumps({key: each for key, each in given.items() if each is not None}).encode()
    done = render(component, [InputText("f.yaml", text)], Settings(InputText("w.yaml", json.dumps(WORKER).encode())))
    assert not done.has_errors, done.diagnostics
    return [*yaml.safe_load_all(b"".join(done.chunks))]


def job_of(**config):
    (job,) = [each for each in rendered(**config) if each["kind"] == "Job"]
    return job


@pytest.fixture
def broker(tmp_path):
    return Broker(tmp_path)


@pytest.mark.parametrize("shell", SHELLS, ids=" ".join)
@pytest.mark.parametrize("admin", [ADMIN, QUOTED], ids=["plain", "in quotes"])
def test_the_subscription_goes_and_others_stay(tmp_path, shell, admin):
    broker = Broker(tmp_path, admin)
    topics = [broker.topic(f"persistent://shop/orders/{each}", mine=0, mine_too=0) for each in ("a", "b")]
    done = broker.run(*shell, inputs=["shop/orders/a", "shop/orders/b"], subName="mine")
    assert done.returncode == 0, done.stderr
    assert [[each.name for each in topic.iterdir()] for topic in topics] == [["mine_too"], ["mine_too"]]
    assert "sleep" not in done.stderr


def test_a_consumer_that_is_still_connected_is_waited_for(broker):
    topic = broker.topic("persistent://shop/orders/a", mine=5)
    assert broker.run(inputs=["shop/orders/a"], subName="mine").returncode == 0
    assert not [*topic.iterdir()]


def test_one_that_stays_connected_makes_the_job_fail_and_the_other_topics_are_done(broker):
    stuck = broker.topic("persistent://shop/orders/a", mine=1000)
    other = broker.topic("persistent://shop/orders/b", mine=0)
    done = broker.run(inputs=["shop/orders/a", "shop/orders/b"], subName="mine")
    assert done.returncode == 1
    assert "persistent://shop/orders/a still has the subscription mine" in done.stderr
    assert ([each.name for each in stuck.iterdir()], [*other.iterdir()]) == (["mine"], [])
    assert len(broker.calls()) < 30, "the tries have an end"


def test_what_is_gone_already_is_no_failure(broker):
    broker.topic("persistent://shop/orders/a", other=0)
    done = broker.run(inputs=["shop/orders/a", "shop/orders/missing"], subName="mine")
    assert done.returncode == 0
    assert [call[:2] for call in broker.calls()] == [["topics", "subscriptions"]] * 2


def test_a_broker_that_refuses_is_a_failure(broker):
    (broker.topic("persistent://shop/orders/a", mine=0) / "refused").touch()
    done = broker.run(inputs=["shop/orders/a"], subName="mine")
    assert (done.returncode, "HTTP 401 Unauthorized" in done.stdout) == (1, True)


def test_an_image_without_pulsar_admin_is_a_failure(broker):
    (broker.folder / "bin" / "pulsar-admin").unlink()
    done = broker.run(inputs=["shop/orders/a"], subName="mine")
    assert done.returncode == 1, "the shell says that it is not found, which says nothing of the subscription"


def test_a_pattern_is_all_topics_of_its_namespace(broker):
    assert broker.run(topicsPattern="persistent://shop/orders/.*").returncode == 0
    assert broker.calls() == [["namespaces", "unsubscribe", "--sub", "shop/orders/f", "shop/orders"]]


@pytest.mark.parametrize("shell", SHELLS, ids=" ".join)
def test_hostile_names_are_words(broker, shell):
    hostile = "it's $(PATH) `touch x` $(touch x) \"&;\\ $$"
    broker.run(*shell, inputs=[f"persistent://shop/orders/{hostile}"], subName=hostile)
    assert {tuple(call) for call in broker.calls()} == {
        ("topics", "subscriptions", f"persistent://shop/orders/{hostile}"),
    }
    assert not (broker.folder / "x").exists()


@pytest.mark.parametrize(
    ("component", "config"),
    [
        ("function", {"inputs": ["a"], "cleanupSubscription": False}),
        ("function", {"inputs": ["a"], "options": {"subscriptionCleanup": None}}),
        ("source", {"topicName": "a", "jar": None, "archive": "local:///a.nar"}),
    ],
    ids=["a config that keeps it", "without the option", "a source"],
)
def test_where_there_is_no_job(component, config):
    kinds = [each["kind"] for each in rendered(component, **config)]
    assert kinds == ["Service", "StatefulSet"]


def test_only_a_job_needs_the_admin_url():
    worker = {key: each for key, each in WORKER.items() if key != "pulsarWebServiceUrl"}
    for cleans, codes in ((True, ["PF505"]), (False, [])):
        config = {**CONFIG, "inputs": ["a"], "cleanupSubscription": cleans, "customRuntimeOptions": ARGO_CD}
        done = render(
            "function",
            [InputText("f.yaml", json.dumps(config).encode())],
            Settings(InputText("w.yaml", json.dumps(worker).encode())),
        )
        assert [each.code.id for each in done.diagnostics] == codes


def test_no_selector_of_the_component_selects_the_pods_of_the_job():
    objects = {each["kind"]: each for each in rendered(inputs=["a"], options={"extraLabels": {"team": "core"}})}
    labels = objects["Job"]["spec"]["template"]["metadata"]["labels"]
    assert labels == {"team": "core"}
    assert not objects["StatefulSet"]["spec"]["selector"]["matchLabels"].items() <= labels.items()


ARGO_CD = '{"subscriptionCleanup": "argocd"}'
HELM = {"customRuntimeOptions": '{"subscriptionCleanup": "helm"}', "inputs": ["a"]}


@pytest.mark.parametrize(
    ("command", "status"),
    [("lint", 0), ("explain", 0), ("graph", 0), ("render", 1), ("expand", 1)],
)
def test_only_what_prints_objects_needs_helm_4(tmp_path, command, status):
    carrier = {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {"name": "c", "annotations": {"pulsarfn.io/expand": "function"}},
        "data": {"f.yaml": json.dumps(CONFIG | HELM)},
    }
    (tmp_path / "s.yaml").write_text(json.dumps(carrier))
    (tmp_path / "f.yaml").write_text(json.dumps(CONFIG | HELM))
    words = ("render", "function", "f.yaml") if command == "render" else (command, "-f", "s.yaml")
    done = run(*words, *URLS, cwd=tmp_path)
    assert (done.status, "PF520" in done.err) == (status, bool(status)), done.err
    if status:
        assert done.out == ""


def test_a_hook_is_no_part_of_what_applying_does(tmp_path):
    (tmp_path / "f.yaml").write_text(json.dumps(CONFIG | {"inputs": ["a"]}))
    for name, host in (("old.yaml", ""), ("new.yaml", "argocd")):
        option = ("--set", f"runtimeCustomizerConfig.subscriptionCleanup={host}") if host else ()
        objects = run("render", "function", "f.yaml", *URLS, *option, cwd=tmp_path).out
        assert ("kind: Job" in objects) is bool(host)
        (tmp_path / name).write_text(objects)
    done = run("diff", "old.yaml", "new.yaml", cwd=tmp_path)
    assert (done.status, "1 unchanged" in done.out) == (0, True), done
    of_helm = ("--set", "runtimeCustomizerConfig.subscriptionCleanup=helm")
    done = run("diff", "--as", "function", "f.yaml", "f.yaml", *URLS, *of_helm, cwd=tmp_path)
    assert (done.status, done.err) == (0, ""), done
