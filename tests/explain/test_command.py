"""``pulsarfn explain`` as people call it."""

import json

import pytest
from click.testing import CliRunner

from case_folders import TESTS
from program import URLS
from pulsarfn.analysis.explain.fields import parse_field
from pulsarfn.cli.main import group
from pulsarfn.cli.output import ExitStatus
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
        pytest.param(["--field", "spec.nonsense"], 1, "no generated object has this field", id="no such field"),
        pytest.param(["--field", "spec[x"], 2, "not a path", id="no path"),
    ],
)
def test_what_is_not_there_is_told(arguments, status, message):
    got, out, err = run("-f", PADDING, *arguments)
    assert (got, out) == (status, "")
    assert message in err


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
