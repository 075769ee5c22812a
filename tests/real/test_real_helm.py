"""What Helm 3 and Helm 4 give a post-renderer, and what their users see of it."""

from pathlib import Path

import pytest
from clients import Program, executable

TEMPLATE = """\
# a comment
apiVersion: v1
kind: ConfigMap
metadata:
  name: plain    # trailing
  annotations: {team: "a"}
data:
  yes: 'quoted'
"""
HOOK = """\
apiVersion: v1
kind: ConfigMap
metadata:
  name: hooked
  annotations:
    "helm.sh/hook": pre-install
"""
LIST = """\
apiVersion: v1
kind: List
items:
- apiVersion: v1
  kind: ConfigMap
  metadata:
    name: in-list
"""
HELM3_STDIN = f"---\n# Source: mini/templates/a.yaml\n{TEMPLATE}---\n# Source: mini/templates/list.yaml\n{LIST}"
HELM4_STDIN = """\
# a comment
apiVersion: v1
kind: ConfigMap
metadata:
  name: plain # trailing
  annotations: {team: "a", postrenderer.helm.sh/postrender-filename: 'mini/templates/a.yaml'}
data:
  yes: 'quoted'
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: hooked
  annotations:
    "helm.sh/hook": pre-install
    postrenderer.helm.sh/postrender-filename: 'mini/templates/hook.yaml'
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: in-list
  annotations:
    postrenderer.helm.sh/postrender-filename: 'mini/templates/list.yaml'
"""
PLUGIN = """\
apiVersion: v1
name: tee
version: 0.1.0
type: postrenderer/v1
runtime: subprocess
config: {}
runtimeConfig:
  platformCommand:
    - command: ${HELM_PLUGIN_DIR}/run
"""
TEE = "#!/bin/sh\ntee got.yaml\n"
FAILING = "#!/bin/sh\ncat >/dev/null\necho 'error[PF101]: no' >&2\nexit 1\n"


@pytest.fixture
def chart(tmp_path: Path) -> Path:
    templates = tmp_path / "mini" / "templates"
    templates.mkdir(parents=True)
    (templates.parent / "Chart.yaml").write_text("apiVersion: v2\nname: mini\nversion: 0.1.0\n")
    (templates / "a.yaml").write_text(TEMPLATE)
    (templates / "list.yaml").write_text(LIST)
    (templates / "hook.yaml").write_text(HOOK)
    return templates.parent


def plugin(helm4: Program, run: str) -> None:
    """Lay a post-renderer plugin called ``tee`` where Helm 4 finds it."""
    folder = Path(helm4.environment["HELM_DATA_HOME"]) / "plugins" / "tee"
    executable(folder / "run", run)
    (folder / "plugin.yaml").write_text(PLUGIN)


def test_helm_3_gives_its_manifests_byte_for_byte_without_hooks(helm3, chart, tmp_path):
    executable(tmp_path / "tee.sh", TEE)
    done = helm3.run("template", "release", chart, "--post-renderer", "./tee.sh")
    assert done.returncode == 0, done.stderr.decode()
    assert (tmp_path / "got.yaml").read_text() == HELM3_STDIN
    assert done.stdout.decode() == f"{HELM3_STDIN}---\n# Source: mini/templates/hook.yaml\n{HOOK}"


def test_helm_3_finds_a_post_renderer_on_the_path(helm3, chart):
    done = helm3.run("template", "release", chart, "--post-renderer", "cat")
    assert (done.returncode, done.stdout.decode()[: len(HELM3_STDIN)]) == (0, HELM3_STDIN)


def test_helm_3_shows_what_a_failing_post_renderer_said(helm3, chart, tmp_path):
    failing = executable(tmp_path / "failing.sh", FAILING)
    done = helm3.run("template", "release", chart, "--post-renderer", failing)
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.decode() == (
        f"Error: error while running post render on files: error while running command {failing}. error output:\n"
        "error[PF101]: no\n: exit status 1\n\nUse --debug flag to render out invalid YAML\n"
    )


def test_helm_4_gives_documents_with_their_file_and_with_hooks(helm4, chart, tmp_path):
    plugin(helm4, TEE)
    done = helm4.run("template", "release", chart, "--post-renderer", "tee")
    assert done.returncode == 0, done.stderr.decode()
    assert (tmp_path / "got.yaml").read_text() == HELM4_STDIN
    assert b"postrender-filename" not in done.stdout
    assert done.stdout.count(b"\n# Source: mini/templates/") == 3


def test_helm_4_hides_what_a_failing_post_renderer_said(helm4, chart):
    plugin(helm4, FAILING)
    done = helm4.run("template", "release", chart, "--debug", "--post-renderer", "tee")
    assert (done.returncode, done.stdout) == (1, b"\n")
    assert b"PF101" not in done.stderr
    assert b'failed to invoke post-renderer plugin "tee": plugin "tee" exited with error' in done.stderr


def test_a_plugin_of_helm_4_takes_all_plugins_from_helm_3(helm3, helm4):
    plugin(helm4, TEE)
    same_data = {"HELM_DATA_HOME": helm4.environment["HELM_DATA_HOME"]}
    done = helm3.run("plugin", "list", env=same_data)
    assert done.returncode == 1
    assert done.stderr.count(b'json: unknown field "apiVersion"') == 2
    done = helm3.run("version", "--short", env=same_data)
    assert (done.returncode, done.stderr.count(b"failed to load plugins: ")) == (0, 1)
    assert helm3.run("plugin", "list", env={**same_data, "HELM_PLUGINS": "/nowhere"}).returncode == 0


@pytest.mark.parametrize("name", ["helm3", "helm4"])
def test_helm_installs_into_the_control_plane(name, kube, chart, request):
    helm = request.getfixturevalue(name)
    done = helm.run("install", "release", chart, env=kube.environment)
    assert done.returncode == 0, done.stderr.decode()
    assert kube.run("get", "configmap", "plain", "-o", "jsonpath={.data}").stdout == b'{"true":"quoted"}'
