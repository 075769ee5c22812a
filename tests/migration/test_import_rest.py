"""``pulsarfn import`` from a function worker's admin API, alone and beside live objects."""

import io
import json
import zipfile

import pytest
import yaml
from class_assembler import class_file
from fake_worker import Behaviour, serving
from recorded import answers, dump

from program import run

TOKEN = "hunter2-token"
NAMES = (("function", "full"), ("function", "gof"), ("source", "src-full"), ("sink", "snk-full"), ("sink", "snk-bi"))


def package(**classes):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, (interface, signature) in classes.items():
            archive.writestr(f"t/{name}.class", class_file(f"t/{name}", interface, signature=signature))
    return content.getvalue()


def of_sink(name, argument):
    interface = "org/apache/pulsar/io/core/Sink"
    return package(**{name: (interface, f"Ljava/lang/Object;L{interface}<{argument}>;")})


def of_source(name, argument):
    interface = "org/apache/pulsar/io/core/Source"
    return package(**{name: (interface, f"Ljava/lang/Object;L{interface}<{argument}>;")})


@pytest.fixture
def behaviour():
    packages = {
        "snk-full": of_sink("SnkGO", "Lorg/apache/pulsar/client/api/schema/GenericObject;"),
        "snk-bi": of_sink("SnkS", "Ljava/lang/String;"),
        "src-full": of_source("SrcPush", "[B"),
    }
    return Behaviour(NAMES, packages=packages)


def imported(url, *arguments, **options):
    return run("import", "--admin-url", url, *arguments, **options)


def configs(told):
    found = {}
    for each in yaml.safe_load_all(told.out):
        for key, text in each.get("data", {}).items():
            found[key] = (each["metadata"]["annotations"], yaml.safe_load(text))
    return found


@pytest.mark.slow
def test_a_whole_worker(behaviour):
    with serving(behaviour) as url:
        told = imported(url, "--all")
    assert told.status == 0, told.err
    found = configs(told)
    assert sorted(found) == ["full.yaml", "gof.yaml", "snk-bi.yaml", "snk-full.yaml", "src-full.yaml"]
    assert "5 components imported; not compared with what runs" in told.err
    annotations, sink = found["snk-full.yaml"]
    assert annotations == {"pulsarfn.io/expand": "sink"}
    assert sink["inputTypeClassName"] == "org.apache.pulsar.client.api.schema.GenericObject"
    assert sink["archive"] == "sink://public/default/snk-full@10", "the highest version as a number"
    assert sink["inputSpecs"]["persistent://public/default/kp-.*"] == {"regexPattern": True}
    assert "inputs" not in sink
    assert found["snk-bi.yaml"][1]["archive"] == "builtin://tiny"
    source = found["src-full.yaml"][1]
    assert source["outputTypeClassName"] == "[B"


def test_a_function_is_exact(behaviour):
    """The API has its FunctionDetails; the config of `pulsar-admin functions get` lacks its types and its package."""
    with serving(behaviour) as url:
        told = imported(url, "public/default/full")
    ((_, config),) = configs(told).values()
    details = answers()["function-full.v2-details"]
    assert config["inputTypeClassName"] == details["source"]["typeClassName"]
    assert config["userConfig"] == json.loads(details["userConfig"])
    assert config["jar"] == "full.jar", "the worker hands it out by name, as there is no package"


@pytest.mark.slow
def test_a_namespace_needs_no_list_of_tenants(behaviour):
    with serving(behaviour) as url:
        assert imported(url, "--namespace", "public/default").status == 0
    assert "/admin/v2/tenants" not in behaviour.asked


def test_types_that_are_not_to_be_downloaded(behaviour):
    with serving(behaviour) as url:
        told = imported(url, "public/default/snk-full", "--types", "skip")
    assert not any("/download" in each for each in behaviour.asked)
    assert "its type is not known: give it as inputTypeClassName" in told.err


def test_a_package_without_types(behaviour):
    behaviour.packages["snk-full"] = package()
    with serving(behaviour) as url:
        told = imported(url, "public/default/snk-full")
    assert (told.status, told.out) == (1, "")
    assert "error: public/default/snk-full: " in told.err


def test_a_package_that_is_no_archive(behaviour):
    behaviour.packages["snk-full"] = b"not a zip"
    with serving(behaviour) as url:
        told = imported(url, "public/default/snk-full")
    assert (told.status, told.out) == (1, "")
    assert "error: public/default/snk-full: its package is not a jar or NAR" in told.err


def test_a_component_that_nobody_knows(behaviour):
    with serving(behaviour) as url:
        told = imported(url, "public/default/nope")
    assert told.status == 1
    assert "public/default/nope: no source knows it; components in its namespace: full, gof, snk-bi" in told.err


def test_live_objects_and_the_worker_agree(behaviour):
    with serving(behaviour) as url:
        told = imported(url, "--live-file", "-", "public/default/full", "public/default/gof", stdin=dump().encode())
    assert told.status == 0
    assert told.err == "2 components imported; 2 expand to exactly what runs\n"


def test_the_workers_metadata_is_newer_than_what_runs(behaviour):
    def change(each):
        if each["metadata"]["name"] == "pf-public-default-gof" and each["kind"] == "StatefulSet":
            words = each["spec"]["template"]["spec"]["containers"][0]["command"]
            words[2] = (
                words[2]
                .replace('\\"parallelism\\":1', '\\"parallelism\\":2')
                .replace('"parallelism":1', '"parallelism":2')
            )
            each["spec"]["replicas"] = 2

    with serving(behaviour) as url:
        told = imported(url, "--live-file", "-", "public/default/gof", stdin=dump(change=change).encode())
    assert "warning: public/default/gof: the worker's metadata is not what runs (parallelism differ)" in told.err
    ((_, config),) = ((key, each) for key, each in configs(told).items() if key == "gof.yaml")
    assert config[1]["parallelism"] == 2


@pytest.mark.slow
def test_a_stopped_component_is_not_started_unasked(behaviour):
    with serving(behaviour) as url:
        told = imported(url, "--live-file", "-", "--all", stdin=dump(only=("full",)).encode())
        assert told.status == 0
        assert "note: public/default/gof: it is stopped, as it has no StatefulSet" in told.err
        assert sorted(configs(told)) == ["full.yaml", "functions_worker.yml"]
        wanted = imported(url, "--live-file", "-", "--all", "--include-stopped", stdin=dump(only=("full",)).encode())
    assert "gof.yaml" in configs(wanted)


def test_a_component_that_the_worker_does_not_know(behaviour):
    behaviour.names = ()
    with serving(behaviour) as url:
        told = imported(url, "--live-file", "-", "public/default/full", stdin=dump().encode())
    assert f"public/default/full: it runs, and the worker at {url} does not know it" in told.err


def test_the_code_moves_to_the_package_service(behaviour):
    behaviour.packages |= {"full": b"x"}
    with serving(behaviour) as url:
        told = imported(
            url,
            "--live-file",
            "-",
            "--package",
            "packages",
            "public/default/full",
            "public/default/gof",
            stdin=dump().encode(),
        )
    assert told.status == 0
    found = configs(told)
    assert found["full.yaml"][1]["jar"] == "function://public/default/full@10"
    assert "public/default/gof: the package service has no package of it" in told.err


@pytest.mark.parametrize("where", ["file", "variable", "conf", "params"])
def test_a_token_from_everywhere_and_in_no_output(where, behaviour, tmp_path):
    behaviour.authorization = f"Bearer {TOKEN}"
    file, conf = tmp_path / "token", tmp_path / "client.conf"
    file.write_text(f"{TOKEN}\n")
    given = {
        "file": (("--admin-token-file", file), {}),
        "variable": ((), {"PULSARFN_ADMIN_TOKEN": TOKEN}),
        "conf": ((), {"PULSAR_CLIENT_CONF": str(conf)}),
        "params": (("--auth-plugin", "token", "--auth-params", f"file://{file}"), {}),
    }
    arguments, environment = given[where]
    with serving(behaviour) as url:
        plugin = "org.apache.pulsar.client.impl.auth.AuthenticationToken"
        conf.write_text(f"webServiceUrl={url}\nauthPlugin={plugin}\nauthParams=token:{TOKEN}\n")
        told = imported(url, *arguments, "public/default/gof", env=environment)
        refused = imported(url, "public/default/gof")
    assert told.status == 0, told.err
    assert TOKEN not in told.out + told.err
    assert refused.status == 1
    assert "401 (Unauthorized" in refused.err


def test_a_client_conf_alone(behaviour, tmp_path):
    with serving(behaviour) as url:
        (tmp_path / "client.conf").write_text(f"webServiceUrl={url}\n")
        told = run("import", "--client-conf", tmp_path / "client.conf", "public/default/gof")
    assert told.status == 0


def test_no_option_takes_a_secret():
    told = run(
        "import", "--admin-url", "http://x", "--auth-plugin", "token", "--auth-params", f"token:{TOKEN}", "--all"
    )
    assert told.status == 2
    assert "--auth-params must not hold a secret" in told.err
    assert TOKEN not in told.err


def test_tenants_that_may_not_be_listed(behaviour):
    forbidden = 401, {"Content-Type": "application/json"}, b'{"reason":"Client is not authorized to perform operation"}'
    behaviour.answer = lambda path: forbidden if path == "/admin/v2/tenants" else None
    with serving(behaviour) as url:
        told = imported(url, "--all")
    assert told.status == 1
    assert "Client is not authorized to perform operation; to list all namespaces needs a superuser" in told.err
    assert "--namespace TENANT/NAMESPACE" in told.err
