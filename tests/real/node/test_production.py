"""``profile: production`` in real pods: in a namespace that enforces Pod Security `restricted`, through a real Helm release."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from shlex import quote

import pytest
import yaml
from pods import PATIENCE, Pods

HERE = Path(__file__).parent
PLACED, ENRICHED = "persistent://shop/orders/placed", "persistent://shop/orders/enriched"
ENRICH = "pf-shop-orders-enrich"
WORKER = {
    "functionRuntimeFactoryClassName": "org.apache.pulsar.functions.runtime.kubernetes.KubernetesRuntimeFactory",
    "functionRuntimeFactoryConfigs": {"pulsarDockerImageName": "apachepulsar/pulsar:4.2.4"},
    "pulsarFunctionsCluster": "pulsar",
    "pulsarServiceUrl": "pulsar://pulsar-broker:6650",
    "pulsarWebServiceUrl": "http://pulsar-broker:8080",
    "runtimeCustomizerConfig": {"profile": "production"},
}
CONFIG = {
    "tenant": "shop",
    "namespace": "orders",
    "name": "enrich",
    "className": "com.example.shop.Enrich",
    "jar": "function://shop/orders/enrich@1.4.2",
    "inputs": [PLACED],
    "output": ENRICHED,
    "inputTypeClassName": "java.lang.String",
    "outputTypeClassName": "java.lang.String",
    "resources": {"cpu": 1, "ram": 268435456},
}
LOG4J = """\
appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = of one's own: %msg%n
rootLogger.level = info
rootLogger.appenderRef.console.ref = console
"""


@pytest.fixture
def restricted(pods: Pods) -> Pods:
    """The namespace, whose pods must be as the standard `restricted` asks for."""
    pods.kubectl("label", "namespace", pods.namespace, "pod-security.kubernetes.io/enforce=restricted")
    return pods


def release(
    pods: Pods,
    folder: Path,
    *,
    helm: str = "helm",
    others: tuple = (),
    annotations: Mapping[str, str] = {},
    **config,
) -> None:
    """Install or upgrade a Helm release with one function, or several under ``functions``, and other objects.

    The annotations are those of the carrier of the functions.
    """
    templates = folder / "chart" / "templates"
    templates.mkdir(parents=True, exist_ok=True)
    (folder / "chart" / "Chart.yaml").write_text("apiVersion: v2\nname: orders\nversion: 0.1.0\n")
    configs = config.pop("functions", [{**CONFIG, **config}])
    provided = {"functions_worker.yml": yaml.safe_dump(WORKER)}
    given = {f"{each['name']}.yaml": yaml.safe_dump(each) for each in configs}
    for name, annotation, data in (
        ("worker", "provide: worker-config", provided),
        ("functions", "expand: function", given),
    ):
        key, value = annotation.split(": ")
        own = annotations if name == "functions" else {}
        metadata = {"name": name, "annotations": {f"pulsarfn.io/{key}": value, **own}}
        carrier = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata, "data": data}
        (templates / f"{name}.yaml").write_text(yaml.safe_dump(carrier))
    (templates / "others.yaml").write_text(yaml.safe_dump_all(others))
    options = f"--install --namespace {pods.namespace} --post-renderer pulsarfn"
    pods.shell(f"{helm} upgrade {options} orders chart", cwd=folder)


def test_it_runs_where_pods_are_restricted(restricted, tmp_path):
    """It is ready, answers and has metrics; a process that hangs is replaced; a drain leaves one of two pods."""
    pods = restricted
    held, freed = "persistent://shop/orders/held", "persistent://shop/orders/freed"
    at_once = {"customRuntimeOptions": json.dumps({"terminationGracePeriodSeconds": 1})}  # it would not use more
    hangs = {**CONFIG, "name": "hangs", "inputs": [held], "output": freed, **at_once}
    release(pods, tmp_path, functions=[{**CONFIG, "parallelism": 2}, hangs])
    pods.rolled_out(ENRICH, "pf-shop-orders-hangs")
    pods.until_read(held)
    pods.shell("""pkill -STOP -f 'JavaInstanceMai[n] .*"name":"hangs"'""")  # its probe takes a minute to be sure

    pods.until_read(PLACED, consumers=2)
    assert {each.split()[1] for each in pods.answers(PLACED, ENRICHED, *"abcd")} == {*"abcd"}
    address = pods.kubectl("get", "pod", f"{ENRICH}-0", "-o", "jsonpath={.status.podIP}")
    assert "pulsar_function_received_total" in pods.shell(f"curl -sf http://{address}:9094/metrics")
    pods.until("get", "poddisruptionbudget", ENRICH, "-o", "jsonpath={.status.disruptionsAllowed}", shown="1")
    assert evicted(pods, f"{ENRICH}-0")
    assert not evicted(pods, f"{ENRICH}-1")
    pods.rolled_out(ENRICH)

    pods.until_is("pod/pf-shop-orders-hangs-0", "{.status.containerStatuses[0].restartCount}", "1")
    pods.until_is("pod/pf-shop-orders-hangs-0", "{.status.containerStatuses[0].ready}", "true")
    pods.until_read(held)
    assert len(pods.answers(held, freed, "c", "d")) == len("cd")


def evicted(pods: Pods, name: str) -> bool:
    """Ask for the eviction of a pod, as a drain does; whether its budget allows it."""
    eviction = {"apiVersion": "policy/v1", "kind": "Eviction", "metadata": {"name": name, "namespace": pods.namespace}}
    path = f"/api/v1/namespaces/{pods.namespace}/pods/{name}/eviction"
    done = pods.node.run("kubectl", "create", "--raw", path, "-f", "-", stdin=json.dumps(eviction).encode())
    assert done.returncode == 0 or b"disruption budget" in done.stderr, done.stderr
    return done.returncode == 0


def test_a_roll_of_two_replicas_loses_no_message(restricted, tmp_path):
    """Five messages a second during a change: each comes. The slowest took 0.7 to 1 second, and 15 without the profile."""
    pods = restricted
    release(pods, tmp_path, parallelism=2)
    pods.rolled_out(ENRICH)
    pods.until_read(PLACED, consumers=2)
    before = pods.restarts()
    ask = pods.node.command(sys.executable, HERE / "load.py", PLACED, ENRICHED, "5")
    with subprocess.Popen(ask, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as load:
        assert load.stdout.readline() == b"answered\n"
        release(pods, tmp_path, parallelism=2, userConfig={"changed": True})
        pods.rolled_out(ENRICH)
        printed, _ = load.communicate(timeout=PATIENCE)
    found = json.loads(printed)
    assert all(pods.restarts()[name] != restarts for name, restarts in before.items())
    assert len(found["answers"]) == found["sent"] > 100
    assert found["slowest"] < 8, found["slowest"]  # other tests load this machine


def test_a_release_takes_its_subscription_along(restricted, tmp_path, helm4_plugin):
    """Helm 4 runs the Job when the pods are gone. It removes the function's own subscription, and nothing else."""
    pods = restricted
    helm = f"HELM_DATA_HOME={quote(helm4_plugin.environment['HELM_DATA_HOME'])} {quote(str(helm4_plugin.path))}"
    topic = PLACED.replace("://", "/")
    release(pods, tmp_path, helm=helm, customRuntimeOptions=json.dumps({"subscriptionCleanup": "helm"}))
    pods.rolled_out(ENRICH)
    pods.until_read(PLACED)
    pods.admin("-X", "PUT", f"v2/{topic}/subscription/audit")
    assert pods.kubectl("get", "jobs", "-o", "name") == ""

    pods.shell(f"{helm} uninstall --namespace {pods.namespace} --timeout {PATIENCE}s orders")
    assert json.loads(pods.admin(f"v2/{topic}/subscriptions")) == ["audit"]
    assert pods.kubectl("get", "statefulsets,jobs", "-o", "name") == ""


def test_functions_without_memory_end_with_an_error_of_java(restricted, tmp_path):
    """They are never killed by the kernel, which leaves no word of the reason."""
    pods = restricted
    both = {"runtimeFlags": "-XX:TieredStopAtLevel=4"}  # both compilers, whose code is memory too, as in Pulsar's image
    hoards = [
        {
            **CONFIG,
            "name": f"hoard-{mebibytes}",
            "className": "com.example.shop.Hoard",
            "resources": {"cpu": 1, "ram": mebibytes << 20},
            **both,
        }
        for mebibytes in (256, 512, 1024)
    ]
    names = [f"pf-shop-orders-{each['name']}" for each in hoards]
    release(pods, tmp_path, functions=hoards)
    pods.rolled_out(*names)
    pods.until_read(PLACED, consumers=len(hoards))
    pods.answers(PLACED, ENRICHED, "a", count=0)
    state = "{.status.containerStatuses[0].lastState.terminated"
    ended = ("-o", f"jsonpath={state}.exitCode}} {state}.reason}}")
    for each in names:
        assert pods.until("get", "pod", f"{each}-0", *ended, shown=" Error") == "3 Error"


def test_options_alone_give_a_pod_what_it_needs(pods, tmp_path):
    """A sidecar, an init container, a mounted Secret and mounted ConfigMaps, one of them for the log, without a profile."""
    pods.kubectl("create", "secret", "generic", "settings", "--from-literal=word=sesame")
    pods.kubectl("create", "configmap", "notes", "--from-literal=note=read me")
    pods.kubectl("create", "configmap", "logging", f"--from-literal=log4j2.properties={LOG4J}")
    image = WORKER["functionRuntimeFactoryConfigs"]["pulsarDockerImageName"]
    options = {
        "volumes": [
            {"name": "settings", "secret": {"secretName": "settings"}},
            {"name": "notes", "configMap": {"name": "notes"}},
            {"name": "logging", "configMap": {"name": "logging"}},
            {"name": "shared", "emptyDir": {}},
        ],
        "volumeMounts": [
            {"name": "settings", "mountPath": "/settings"},
            {"name": "notes", "mountPath": "/notes"},
            {"name": "logging", "mountPath": "/logging"},
            {"name": "shared", "mountPath": "/shared"},
        ],
        "initContainers": [
            {
                "name": "before",
                "image": image,
                "command": ["sh", "-c", "echo first >/shared/before"],
                "volumeMounts": [{"name": "shared", "mountPath": "/shared"}],
            }
        ],
        "sidecars": [{"name": "beside", "image": image, "command": ["sleep", "3600"]}],
        "env": [{"name": "LEVEL", "value": "$(POD_NAME) it's"}],
        "additionalJavaRuntimeArguments": ["-Dlog4j.configurationFile=/logging/log4j2.properties"],
    }
    release(pods, tmp_path, customRuntimeOptions=json.dumps({"profile": "pulsar", **options}))
    pods.rolled_out(ENRICH)
    assert pods.answers(PLACED, ENRICHED, "a") == ["enriched a by 0 with null"]
    found = pods.kubectl(
        *("exec", f"{ENRICH}-0", "-c", "pulsarfunction", "--"),
        *("sh", "-c", 'cat /settings/word /notes/note /shared/before; echo "$LEVEL"'),
    )
    assert found == f"sesameread mefirst\n{ENRICH}-0 it's\n"
    assert "\nof one's own: " in pods.kubectl("logs", f"{ENRICH}-0", "-c", "pulsarfunction")


def test_a_changed_secret_replaces_the_pods_and_the_log_is_lines_of_json(restricted, tmp_path):
    """The pods roll on a Secret of the release: an unchanged one leaves them alone. An init container downloads the package."""
    pods = restricted
    logging = {"level": "INFO", "format": "json"}
    of_pod = {"logging": logging, "minReadySeconds": 0, "downloadContainer": {}}
    options = {"customRuntimeOptions": json.dumps(of_pod)}
    roll_on = {"pulsarfn.io/roll-on": "secret/account"}

    def upgraded(key: str, **config) -> dict[str, tuple[str, int]]:
        account = {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "account"}, "stringData": {"key": key}}
        release(pods, tmp_path, others=(account,), annotations=roll_on, **options, **config)
        pods.rolled_out(ENRICH)
        return pods.restarts()

    first = upgraded("a")
    pods.until_read(PLACED)
    downloaded = "{.status.initContainerStatuses[*].name} {.status.initContainerStatuses[*].state.terminated.exitCode}"
    assert pods.kubectl("get", "pod", f"{ENRICH}-0", "-o", f"jsonpath={downloaded}") == "download 0"
    lines = pods.kubectl("logs", f"{ENRICH}-0").splitlines()
    records = [json.loads(each) for each in lines if each.startswith("{")]
    assert any(each["level"] == "INFO" and each["logger"].startswith("org.apache.pulsar") for each in records)
    assert upgraded("a") == first
    assert upgraded("b").keys() == first.keys()
    assert pods.restarts() != first
    assert len(pods.answers(PLACED, ENRICHED, "a")) == 1
