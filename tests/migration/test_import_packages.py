"""Packages that only the worker has: the commands that move them, the download, and the carriers that name them after that."""

import pytest
import yaml
from fake_worker import Behaviour, serving
from recorded import dump

from program import run


def imported(*arguments, stdin=None, **options):
    return run("import", "--live-file", "-", *arguments, stdin=(stdin or dump()).encode(), **options)


def config_of(told, name):
    texts = (each["data"].get(f"{name}.yaml") for each in yaml.safe_load_all(told.out))
    return yaml.safe_load(next(filter(None, texts)))


def test_the_commands_for_a_jar_are_aside_of_a_stream():
    told, file = imported("public/default/min", "--upload-commands"), "pf-public-default-min.jar"
    assert told.status == 0
    assert told.err.splitlines()[1:] == [
        f"pulsar-admin functions download --tenant public --namespace default --name min --destination-file {file}",
        "pulsar-admin packages upload function://public/default/min@v1 --path pf-public-default-min.jar --description min",
    ]
    assert config_of(told, "min")["jar"] == "t.jar", "the carrier stays as it is"


def test_the_commands_are_the_output_where_carriers_are_files(tmp_path):
    told = imported("--all", "--upload-commands", "-o", tmp_path, stdin=dump(only=("gof", "py", "src-jar", "snk-tf")))
    uploads = [line for line in told.out.splitlines() if "packages upload" in line]
    assert [line.split()[3] for line in uploads] == [
        "function://public/default/gof@v1",
        "function://public/default/py@v1",
        "sink://public/default/snk-tf@v1",
        "function://public/default/snk-tf-transform@v1",
        "source://public/default/src-jar@v1",
    ]
    files = [line.split()[5] for line in uploads]
    assert len(set(files)) == len(files)
    assert "--name snk-tf --destination-file pf-public-default-snk-tf-transform.nar --transform-function\n" in told.out


def test_the_carrier_names_the_package_of_the_upload():
    told = imported("--all", "--package", "upload", stdin=dump(only=("gof", "min", "pyzip", "snk-tf", "snk-bi")))
    assert told.status == 0
    assert config_of(told, "min")["jar"] == "function://public/default/min@v1"
    assert config_of(told, "gof")["go"] == "function://public/default/gof@v1"
    assert config_of(told, "pyzip")["py"] == "function://public/default/pyzip@v1#pyzip.zip"
    assert config_of(told, "snk-bi")["archive"] == "sink://public/default/snk-bi@v1"
    sink = config_of(told, "snk-tf")
    assert sink["transformFunction"] == "function://public/default/snk-tf-transform@v1#snk-tf-transform.nar"
    assert "0 expand to exactly what runs" in told.err
    assert "download" in told.err, "what changes is the code's way into the pod"
    assert run("lint", stdin=told.out.encode()).err.count("PF514") == 0


def test_packages_are_downloaded(tmp_path):
    names = (("function", "min"), ("function", "full"))
    with serving(Behaviour(names, packages={"min": b"the jar"})) as url:
        arguments = ("public/default/min", "--admin-url", url, "--download", tmp_path / "packages", "--upload-commands")
        told = imported(*arguments)
        again = imported(*arguments)
    assert told.status == 0
    assert (tmp_path / "packages" / "pf-public-default-min.jar").read_bytes() == b"the jar"
    path = tmp_path / "packages" / "pf-public-default-min.jar"
    assert f"pulsar-admin packages upload function://public/default/min@v1 --path {path} --description min" in told.err
    assert "functions download" not in told.err
    assert again.status == 1
    assert "it is there already, and is not replaced" in again.err


def test_a_package_that_the_worker_does_not_have(tmp_path):
    with serving(Behaviour((("function", "min"),))) as url:
        told = imported("public/default/min", "--admin-url", url, "--download", tmp_path)
    assert (told.status, told.out) == (1, "")
    assert "public/default/min: " in told.err
    assert "404" in told.err


def test_a_package_that_the_package_service_has_needs_no_upload():
    names = (("function", "min"), ("function", "full"))
    with serving(Behaviour(names, packages={"min": b"x"})) as url:
        told = imported(
            "public/default/min",
            "public/default/full",
            "--admin-url",
            url,
            "--package",
            "packages",
            "--upload-commands",
        )
    assert "public/default/min@v1" not in told.err
    assert "public/default/full@v1" in told.err


def test_the_commands_of_a_worker_without_live_objects():
    with serving(Behaviour((("function", "gof"),))) as url:
        told = run("import", "--admin-url", url, "public/default/gof", "--package", "upload", "--upload-commands")
    assert told.status == 0, told.err
    assert "pulsar-admin packages upload function://public/default/gof@v1 --path pf-public-default-gof" in told.err
    assert config_of(told, "gof")["go"] == "function://public/default/gof@v1"


@pytest.mark.parametrize("arguments", [("--download", "x")])
def test_wrong_usage(arguments):
    told = imported("--all", *arguments)
    assert told.status == 2
    assert "--download asks the worker" in told.err
