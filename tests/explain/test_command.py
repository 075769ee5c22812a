"""``pulsarfn explain`` as people call it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from case_folders import TESTS
from program import URLS
from pulsarfn.analysis.explain.fields import parse_field
from pulsarfn.cli.exit_status import ExitStatus
from pulsarfn.cli.main import group
from pulsarfn.diagnostics.problem import dotted

PADDING = str(TESTS / "cases" / "memory-padding-and-overcommit" / "input.yaml")
RESOURCES = "spec.template.spec.containers[0].resources"


def run(*arguments):
    result = CliRunner().invoke(group, ["explain", *arguments], prog_name="pulsarfn")
    status = result.exception.status if isinstance(result.exception, ExitStatus) else result.exit_code
    return status, result.stdout, result.stderr


def test_why_is_this_1181116006_bytes_of_memory():
    status, out, err = run("-f", PADDING, "public/default/exclamation", "--field", f"{RESOURCES}.limits.memory")
    assert (status, err) == (0, "")
    assert (
        f"memory: 1181116006  = 1073741824 + 10 % of it  ← config resources.ram ({PADDING}:36:32);"
        f" worker config functionRuntimeFactoryConfigs.percentMemoryPadding ({PADDING}:12:29)\n"
    ) in out
    assert "cpu" not in out


def test_one_field_as_json():
    status, out, _ = run("-f", PADDING, "--field", f"{RESOURCES}.requests", "-o", "json")
    (component,) = json.loads(out)["components"]
    (stateful_set,) = component["objects"]
    assert status == 0
    assert [field["how"] for field in stateful_set["fields"]] == ["0.5 / 2.0", "(1073741824 + 10 % of it) / 1.5"]


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        pytest.param(
            ["public/default/exclamatoin"], 1, "did you mean 'public/default/exclamation'?", id="no such component"
        ),
        pytest.param(["exclamatoin"], 1, "did you mean 'exclamation'?", id="no such short name"),
        pytest.param(["lamation"], 1, "no component lamation", id="a part of a name"),
        pytest.param(["--field", "spec.nonsense"], 1, "no generated object has this field", id="no such field"),
        pytest.param(["--field", "spec.replica"], 1, "did you mean 'spec.replicas'?", id="a misspelt field"),
        pytest.param(["--field", "memory"], 1, f"did you mean {RESOURCES}.limits.memory or ", id="the end of a path"),
        pytest.param(["--field", "spec[x"], 2, "not a path", id="no path"),
    ],
)
def test_what_is_not_there_is_told(arguments, status, message):
    got, out, err = run("-f", PADDING, *arguments)
    assert (got, out) == (status, "")
    assert message in err


@pytest.mark.parametrize("name", ["exclamation", "default/exclamation", "public/default/exclamation"])
def test_a_component_by_the_end_of_its_name(name):
    assert run("-f", PADDING, name) == run("-f", PADDING)


def test_a_short_name_that_two_components_have(tmp_path):
    stream = Path(PADDING).read_text(encoding="utf-8")
    carrier = stream.partition("---\n")[2].replace("tenant: public", "tenant: other")
    (tmp_path / "both.yaml").write_text(f"{stream}---\n{carrier}")
    status, out, err = run("-f", str(tmp_path / "both.yaml"), "exclamation")
    assert (status, out) == (1, "")
    assert (
        err
        == "Error: exclamation can be public/default/exclamation or other/default/exclamation: write more of the name\n"
    )


def test_a_stream_that_is_expanded_already(tmp_path):
    (tmp_path / "expanded.yaml").write_text("kind: StatefulSet\n")
    status, out, err = run("-f", str(tmp_path / "expanded.yaml"))
    assert (status, out) == (0, "")
    assert err == "No carrier in this stream: explain reads a stream before it is expanded.\n"


def test_a_config_with_errors_is_not_explained():
    status, out, err = run("-f", str(TESTS / "errors" / "a-misspelt-key" / "input.yaml"))
    assert (status, out) == (1, "")
    assert "error[PF" in err


def test_secrets_are_not_shown(tmp_path):
    token, file = "eyJhbGciOiJIUzI1NiJ9.canary", tmp_path / "token"
    file.write_text(token)
    file.chmod(0o600)
    carrier = tmp_path / "carrier.yaml"
    carrier.write_text(
        "apiVersion: v1\nkind: Secret\nmetadata:\n  name: f\n  annotations: {pulsarfn.io/expand: function}\nstringData:\n"
        "  f.yaml: |\n    className: a.B\n    jar: https://u:canary@host/x.jar\n    inputs: [in]\n"
        "    userConfig: {anything: canary}\n    secrets: {KEY: canary}\n    runtimeFlags: -Dkey=canary\n"
    )
    arguments = ["-f", str(carrier), "--auth-token-file", str(file), "--set", "authenticationEnabled=true", *URLS]
    for style in ("tree", "json"):
        status, out, err = run(*arguments, "-o", style)
        assert status == 0
        assert "public" in out
        assert "canary" not in out + err


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("spec.ports[0].port", ("spec", "ports", 0, "port")),
        ('metadata.labels["app.kubernetes.io/name"]', ("metadata", "labels", "app.kubernetes.io/name")),
        ("metadata.labels.app\\.kubernetes\\.io/name", ("metadata", "labels", "app.kubernetes.io/name")),
        ("['a.b'].c", ("a.b", "c")),
        ("spec[", None),
        ("", None),
    ],
)
def test_paths_are_read_as_they_are_printed(text, path):
    assert parse_field(text) == path
    assert path is None or parse_field(dotted(path)) == path
