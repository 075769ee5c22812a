"""``pulsarfn import`` of what a real function worker made: it expands to the same bytes, without a worker config given."""

import json
import subprocess
import sys

import pytest
import yaml
from recorded import dump, objects

from program import ENVIRONMENT, run

PULSAR = "org.apache.pulsar.functions"


def imported(*arguments, stdin=None, **options):
    return run("import", "--live-file", "-", *arguments, stdin=(stdin or dump()).encode(), **options)


def documents(told):
    return [*yaml.safe_load_all(told.out)]


def config_of(told, name):
    for each in documents(told):
        for key, text in {**each.get("data", {}), **each.get("stringData", {})}.items():
            if key == f"{name}.yaml":
                return yaml.safe_load(text)
    raise AssertionError(name)


def carrier(told, name):
    return next(
        each for each in documents(told) if f"{name}.yaml" in {**each.get("data", {}), **each.get("stringData", {})}
    )


@pytest.mark.slow
@pytest.mark.parametrize(("name", "count"), [("live", 33), ("live-with-authentication", 7)])
def test_all_components_expand_to_what_runs(name, count):
    told = imported("--all", stdin=dump(name, only=()))
    assert told.status == 0
    assert told.err == f"{count} components imported; {count} expand to exactly what runs\n"


@pytest.mark.slow
@pytest.mark.parametrize("name", ["live", "live-with-authentication"])
def test_the_filter_makes_the_same_commands_of_it(name):
    """Byte for byte: the proof of the command itself compares what words mean, too."""
    expanded = run(stdin=imported("--all", stdin=dump(name, only=())).out.encode())
    assert expanded.status == 0
    commands = {
        each["metadata"]["name"]: command(each)
        for each in yaml.safe_load_all(expanded.out)
        if each["kind"] == "StatefulSet"
    }
    live = {each["metadata"]["name"]: command(each) for each in objects(name) if each["kind"] == "StatefulSet"}
    assert commands == live


def command(stateful_set):
    return stateful_set["spec"]["template"]["spec"]["containers"][0]["command"]


def test_the_worker_config_is_read_back():
    worker, *carriers = documents(imported("--all"))
    assert worker["metadata"]["annotations"] == {"pulsarfn.io/provide": "worker-config"}
    assert yaml.safe_load(worker["data"]["functions_worker.yml"]) == {
        "functionRuntimeFactoryClassName": f"{PULSAR}.runtime.kubernetes.KubernetesRuntimeFactory",
        "functionRuntimeFactoryConfigs": {
            "pulsarAdminUrl": "http://broker.pulsar:8080",
            "pulsarServiceUrl": "pulsar://broker.pulsar:6650",
            "pulsarDockerImageName": "apachepulsar/pulsar-all:4.2.4",
        },
        "secretsProviderConfiguratorClassName": f"{PULSAR}.secretsproviderconfigurator.KubernetesSecretsProviderConfigurator",
    }
    assert len(carriers) == 7


def test_a_carrier_pins_what_the_worker_chose():
    told = imported("public/default/cafn2", stdin=dump("live-with-authentication"))
    found = carrier(told, "cafn2")
    assert found["metadata"] == {
        "name": "pf-public-default-cafn2",
        "namespace": "authns",
        "annotations": {
            "pulsarfn.io/expand": "function",
            "pulsarfn.io/function-id": "2012e1d0-a5e1-4d3d-8872-45fd1ee932cb",
            "pulsarfn.io/function-version": "c36c6a0b-2171-4113-863f-a0d6f17d89b1",
            "pulsarfn.io/auth-secret": "pf-secret-ka8xv/*",
            "pulsarfn.io/ca-secret": "pf-secret-ka8xv/ca.pem",
        },
    }


def test_without_pins_the_pods_would_restart():
    told = imported("public/default/cafn2", "--no-pins", stdin=dump("live-with-authentication"))
    assert told.status == 0
    assert set(carrier(told, "cafn2")["metadata"]["annotations"]) == {
        "pulsarfn.io/expand",
        "pulsarfn.io/auth-secret",
        "pulsarfn.io/ca-secret",
    }
    assert "rolls the pods" in told.err or "the pod is replaced" in told.err
    assert "1 component imported; 0 expand to exactly what runs" in told.err


def test_a_scaled_component_keeps_its_pods():
    def scale(each):
        if each["metadata"]["name"] == "pf-public-default-min" and each["kind"] == "StatefulSet":
            each["spec"]["replicas"] = 4

    told = imported("public/default/min", stdin=dump(change=scale))
    assert carrier(told, "min")["metadata"]["annotations"]["pulsarfn.io/replicas"] == "4"
    assert "1 expand to exactly what runs" in told.err


def test_the_workers_class_path_is_written():
    own = "/pulsar/conf:::/pulsar/lib/*:"

    def change(each):
        if each["kind"] == "StatefulSet":
            words = command(each)
            words[2] = words[2].replace("classpath=/pulsar/lib/*", f"classpath={own}")

    told = imported("--all", stdin=dump(change=change))
    worker = yaml.safe_load(documents(told)[0]["data"]["functions_worker.yml"])
    assert worker["functionRuntimeFactoryConfigs"]["functionInstanceClassPath"] == own
    assert "7 expand to exactly what runs" in told.err


def test_what_a_customizer_and_the_overcommit_add_is_read_back():
    def change(each):
        if each["kind"] != "StatefulSet" or "full" in each["metadata"]["name"]:
            return
        template = each["spec"]["template"]
        template["metadata"]["labels"]["team"] = "orders"
        template["metadata"]["annotations"]["sidecar.istio.io/inject"] = "false"
        template["spec"]["nodeSelector"] = {"disk": "ssd"}
        template["spec"]["tolerations"].append({"key": "batch", "operator": "Exists", "effect": "NoSchedule"})
        for container in template["spec"]["containers"]:
            container["resources"] = {
                "limits": {"cpu": "1", "memory": "1288490189"},
                "requests": {"cpu": "500m", "memory": "644245094"},
            }

    told = imported("public/default/min", "public/default/py", "public/default/src-jar", stdin=dump(change=change))
    worker = yaml.safe_load(documents(told)[0]["data"]["functions_worker.yml"])
    assert worker["runtimeCustomizerConfig"] == {
        "extraLabels": {"team": "orders"},
        "extraAnnotations": {"sidecar.istio.io/inject": "false"},
        "nodeSelectorLabels": {"disk": "ssd"},
        "tolerations": [{"key": "batch", "operator": "Exists", "effect": "NoSchedule"}],
    }
    factory = worker["functionRuntimeFactoryConfigs"]
    assert (factory["percentMemoryPadding"], factory["cpuOverCommitRatio"], factory["memoryOverCommitRatio"]) == (
        20,
        2.0,
        2.0,
    )
    assert "StatefulSet" not in told.err or "labels" in told.err


def test_a_worker_config_that_changed_between_two_starts_is_reported():
    def change(each):
        if each["metadata"]["name"] == "pf-public-default-min" and each["kind"] == "StatefulSet":
            each["spec"]["template"]["spec"]["containers"][0]["image"] = "apachepulsar/pulsar-all:4.2.3"

    told = imported("--all", stdin=dump(change=change))
    assert told.status == 0
    assert "warning: functionRuntimeFactoryConfigs.functionDockerImages.JAVA differs" in told.err
    assert "7 components imported; 6 expand to exactly what runs" in told.err
    assert "apachepulsar/pulsar-all:4.2.3" in told.err


def test_a_disagreement_shows_no_secret():
    def change(each):
        if each["metadata"]["name"] == "pf-public-default-min" and each["kind"] == "StatefulSet":
            words = command(each)
            words[2] = words[2].replace(" -Xmx", " -Djavax.net.ssl.keyStorePassword=hunter2 -Xmx")

    told = imported("--all", stdin=dump(change=change))
    assert "warning: additionalJavaRuntimeArguments differs: *** is written" in told.err
    assert "hunter2" not in told.err


def test_two_names_that_would_have_one_file(tmp_path):
    items = json.loads(dump(only=("min",)))["items"]
    renamed = json.loads(json.dumps(items))
    for items_of, name in ((items, "a b"), (renamed, "a_b")):
        for each in items_of:
            if each["kind"] == "StatefulSet":
                each["metadata"]["name"] = f"pf-{name.replace(' ', '-').replace('_', '-')}-{name.encode().hex()}"
                words = command(each)
                words[2] = words[2].replace('"name":"min"', f'"name":"{name}"')
    stream = json.dumps({"apiVersion": "v1", "kind": "List", "items": items + renamed})
    told = imported("--all", "-o", tmp_path, stdin=stream)
    assert told.status == 0
    files = sorted(each.name for each in (tmp_path / "public" / "default").iterdir())
    assert len(files) == 2
    assert "a_b.yaml" in files


def test_secrets_in_clear_text_are_carried_by_a_secret_and_never_shown():
    def change(each):
        if each["metadata"]["name"] == "pf-public-default-full" and each["kind"] == "StatefulSet":
            words = command(each)
            start = words[2].index("--function_details '") + len("--function_details '")
            end = words[2].index("'", start)
            details = json.loads(words[2][start:end])
            details["secretsMap"] = '{"password":"hunter2"}'
            words[2] = words[2][:start] + json.dumps(details, separators=(",", ":")) + words[2][end:]
            words[2] = words[2].replace(
                "secretsprovider.EnvironmentBasedSecretsProvider", "secretsprovider.ClearTextSecretsProvider"
            )
            container = each["spec"]["template"]["spec"]["containers"][0]
            container["env"] = [one for one in container["env"] if one["name"] == "POD_NAME"]

    told = imported("public/default/full", stdin=dump(change=change))
    assert carrier(told, "full")["kind"] == "Secret"
    assert config_of(told, "full")["secrets"] == {"password": "hunter2"}
    assert "hunter2" not in told.err


def test_a_file_for_each_component_and_nothing_is_replaced(tmp_path):
    told = imported("--namespace", "public/default", "-o", tmp_path / "functions")
    assert told.status == 0
    assert told.out == ""
    files = sorted(str(each.relative_to(tmp_path)) for each in tmp_path.rglob("*.yaml"))
    assert len(files) == 8
    assert "functions/public/default/full.yaml" in files
    assert "functions/worker-config.yaml" in files
    again = imported("--namespace", "public/default", "-o", tmp_path / "functions")
    assert again.status == 1
    assert "nothing was written, as this is there already" in again.err
    forced = imported("--namespace", "public/default", "-o", tmp_path / "functions", "--force")
    assert forced.status == 0


def test_the_same_input_gives_the_same_bytes():
    items = json.loads(dump())
    items["items"].reverse()
    assert imported("--all").out == imported("--all", stdin=json.dumps(items)).out


def test_what_is_not_there_is_an_error_that_names_what_is():
    told = imported("public/default/nope", "public/default/min")
    assert (told.status, told.out) == (1, "")
    assert "error: public/default/nope: no source knows it; components in its namespace: atmost, bi-fn" in told.err
    kept = imported("public/default/nope", "public/default/min", "--keep-going")
    assert kept.status == 1
    assert len(documents(kept)) == 2


def test_a_stateful_set_with_pulsars_labels_that_is_none():
    def change(each):
        if each["metadata"]["name"] == "pf-public-default-min" and each["kind"] == "StatefulSet":
            command(each)[2] = "sleep infinity"

    told = imported("--all", stdin=dump(change=change))
    assert told.status == 1
    reason = "container pulsarfunction has no function details: not made by Pulsar's worker"
    assert f"error: StatefulSet default/pf-public-default-min: {reason}" in told.err


def test_stateful_sets_of_others_are_nobodys_fault():
    database = {
        "apiVersion": "apps/v1",
        "kind": "StatefulSet",
        "metadata": {"name": "db", "namespace": "x"},
        "spec": {},
    }
    items = json.loads(dump())
    items["items"].append(database)
    assert imported("--all", stdin=json.dumps(items)).status == 0


def test_two_stateful_sets_of_one_component():
    items = json.loads(dump())
    copy = json.loads(
        json.dumps(next(each for each in items["items"] if each["metadata"]["name"] == "pf-public-default-min"))
    )
    copy["metadata"]["namespace"] = "other"
    items["items"].append(copy)
    told = imported("--all", stdin=json.dumps(items))
    assert told.status == 1
    claims = "StatefulSet default/pf-public-default-min, StatefulSet other/pf-public-default-min"
    assert f"public/default/min: several StatefulSets claim to be it: {claims}" in told.err


def test_several_pulsar_clusters_are_imported_one_at_a_time():
    def change(each):
        if each["metadata"]["name"] == "pf-public-default-min" and each["kind"] == "StatefulSet":
            command(each)[2] = command(each)[2].replace("--cluster_name standalone", "--cluster_name other")

    told = imported("--all", stdin=dump(change=change))
    assert told.status == 2
    assert "several Pulsar clusters (other, standalone): choose one with --cluster" in told.err
    assert imported("--all", "--cluster", "other", stdin=dump(change=change)).err.startswith(
        "1 component imported; 1 expand"
    )


def test_details_that_no_config_gives_are_refused_by_name():
    def change(each):
        if each["metadata"]["name"] == "pf-public-default-min" and each["kind"] == "StatefulSet":
            command(each)[2] = command(each)[2].replace('"autoAck":true', '"packageUrl":"x","autoAck":true')

    told = imported("public/default/min", stdin=dump(change=change))
    assert told.status == 1
    assert "error: public/default/min: no config gives packageUrl of its function details" in told.err


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('"autoAck":true', '"autoAck":"yes"', "have a value that cannot be: autoAck"),
        ('"parallelism":1', '"parallelism":[1]', "have a value that cannot be: parallelism"),
        ('"inputSpecs":{', '"inputSpecs":[],"x":{', "have a value that cannot be: source.inputSpecs"),
        ('"ram":"1073741824"', '"ram":"much"', "have a value that cannot be: resources.ram"),
        (
            '"componentType":"FUNCTION"',
            '"componentType":"FUNCTION","userConfig":"{"',
            "have a value that cannot be: userConfig",
        ),
        (
            '"componentType":"FUNCTION"',
            '"componentType":"FUNCTION","runtime":"PERL"',
            "have a value that cannot be: runtime",
        ),
        ('"componentType":"FUNCTION"', '"componentType":"JOB"', "name no component"),
        (
            "--function_details '{",
            "--function_details '{{",
            "the JSON after --function_details in its command cannot be read",
        ),
    ],
)
def test_function_details_that_cannot_be(old, new, reason):
    def change(each):
        if each["metadata"]["name"] == "pf-public-default-min" and each["kind"] == "StatefulSet":
            assert old in command(each)[2]
            command(each)[2] = command(each)[2].replace(old, new)

    told = imported("public/default/min", stdin=dump(change=change, only=("min",)))
    assert (told.status, told.out) == (1, "")
    assert reason in told.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "say what to import"),
        (("a/b",), "not TENANT/NAMESPACE/NAME: a/b"),
        (("--namespace", "orders"), "not TENANT/NAMESPACE: orders"),
        (("--all", "--package", "packages"), "asks the package service"),
    ],
)
def test_wrong_usage(arguments, message):
    told = imported(*arguments)
    assert (told.status, told.out) == (2, "")
    assert message in told.err


def test_nothing_to_import():
    told = imported("--tenant", "nobody")
    assert (told.status, told.out) == (1, "")
    assert "error: nothing to import: no source has such a component" in told.err


def test_the_http_client_is_imported_for_an_admin_api_only():
    script = (
        "import sys; import pulsarfn.cli.commands.import_, pulsarfn.cli.commands.adopt; print('urllib3' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], env=ENVIRONMENT, capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_no_source():
    told = run("import", "--all")
    assert told.status == 2
    assert "give a source: --live, --live-file FILE, --admin-url URL or --client-conf FILE" in told.err


def test_the_cluster_through_kubectl(tmp_path):
    kubectl = tmp_path / "kubectl"
    (tmp_path / "dump.json").write_text(dump())
    kubectl.write_text(f'#!/bin/sh\necho "$@" >{tmp_path}/asked\ncat {tmp_path}/dump.json\n')
    kubectl.chmod(0o755)
    told = run(
        "import", "--live", "--context", "prod", "--kube-namespace", "default", "--all", env={"KUBECTL": str(kubectl)}
    )
    assert told.status == 0
    asked = "--context=prod get statefulsets.apps,services --namespace=default --output=json"
    assert (tmp_path / "asked").read_text().strip() == asked
