"""What all commands that expand have in common: the options of a ResourceList, and what there is to say of the options."""

import json

import pytest

import program

CARRIER = """\
apiVersion: v1
kind: ConfigMap
metadata: {name: f, annotations: {pulsarfn.io/expand: function}}
data:
  f.json: '{"tenant": "a", "namespace": "b", "name": "f", "inputs": ["in"], "className": "F", "jar": "local:///f.jar"}'
"""
URLS = ("--set", "pulsarServiceUrl=pulsar://b:6650")
RESOURCE_LIST = json.dumps(
    {
        "apiVersion": "config.kubernetes.io/v1",
        "kind": "ResourceList",
        "functionConfig": {"kind": "Expand", "spec": {"set": ["pulsarServiceUrl=pulsar://of-the-list:6650"]}},
        "items": [
            {
                "apiVersion": "v1",
                "kind": "ConfigMap",
                "metadata": {"name": "f", "annotations": {"pulsarfn.io/expand": "function"}},
                "data": {
                    "f.json": json.dumps(
                        {
                            "tenant": "a",
                            "namespace": "b",
                            "name": "f",
                            "inputs": ["in"],
                            "className": "F",
                            "jar": "local:///f.jar",
                        }
                    )
                },
            }
        ],
    }
)
COMMANDS = {
    "filter": (),
    "expand": ("expand",),
    "lint": ("lint",),
    "explain": ("explain",),
    "graph": ("graph",),
    "diff": ("diff", "-", "other.yaml"),
}


def run(*arguments, stdin, status=0):
    done = program.run(*arguments, stdin=stdin.encode())
    assert done.status == status, done.err
    return done


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "other.yaml").write_text(RESOURCE_LIST)
    return tmp_path


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_the_function_config_of_a_resource_list_gives_options(command):
    done = run(*command, stdin=RESOURCE_LIST)
    assert "PF505" not in done.err
    if command[:1] == ("explain",):
        assert "pulsar://of-the-list:6650" in done.out


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_a_token_file_that_others_may_read_is_reported(command, folder):
    token = folder / "token"
    token.write_text("t")
    token.chmod(0o644)
    (folder / "other.yaml").write_text(CARRIER)
    done = run(*command, "--auth-token-file", str(token), *URLS, stdin=CARRIER)
    assert done.err.count("PF513") == 1
