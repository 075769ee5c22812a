"""The plugin of Argo CD: its command, run as Argo CD runs it in the folder of an application, with the real programs."""

import functools
import http.server
import shutil
from pathlib import Path

import pytest
import yaml
from clients import REPOSITORY

from http_servers import served

EXAMPLES = REPOSITORY / "examples"


@pytest.fixture
def examples(tmp_path: Path) -> Path:
    return shutil.copytree(EXAMPLES, tmp_path / "examples")


def test_the_plugin_of_argo_cd_is_one_that_its_server_accepts():
    """The rules of argo-cd's cmpserver/plugin, ValidatePluginConfig."""
    plugin = yaml.safe_load((EXAMPLES / "argocd" / "plugin.yaml").read_text())
    assert set(plugin) == {"apiVersion", "kind", "metadata", "spec"}
    assert (plugin["apiVersion"], plugin["kind"]) == ("argoproj.io/v1alpha1", "ConfigManagementPlugin")
    assert plugin["metadata"] == {"name": "pulsarfn"}
    assert set(plugin["spec"]) <= {"version", "init", "generate", "discover", "parameters", "preserveFileMode"}
    assert set(plugin["spec"]["generate"]) == {"command", "args"}


@pytest.mark.parametrize("application", ["helm", "kustomize/piped", "kubectl/manifests"])
def test_argo_cd_gets_the_expanded_manifests(application, argocd_kustomize, examples):
    done = argocd_kustomize(examples / application)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"kind: StatefulSet" in done.stdout
    assert b"pulsarfn.io/" not in done.stdout


def test_an_application_has_settings_of_its_own(argocd, examples):
    application = yaml.safe_load((examples / "argocd" / "application.yaml").read_text())
    given = {each["name"]: each["value"] for each in application["spec"]["source"]["plugin"]["env"]}
    done = argocd(examples / "helm", **{f"ARGOCD_ENV_{name}": value for name, value in given.items()})
    assert done.stdout.count(b"replicas: 3") == 1
    assert done.stdout.count(b"image: apachepulsar/pulsar:4.2.4") == 2


def test_kustomize_takes_three_names_for_a_kustomization(argocd_kustomize, examples):
    piped = examples / "kustomize" / "piped"
    of_first = argocd_kustomize(piped).stdout
    for name in ("kustomization.yml", "Kustomization"):
        next(piped.glob("[kK]ustomization*")).rename(piped / name)
        assert argocd_kustomize(piped).stdout == of_first


def test_helm_knows_the_cluster_as_argo_cd_tells_it(argocd, examples):
    asked = '{{ if .Capabilities.APIVersions.Has "y.org/v1/Foo" }}{{ .Capabilities.KubeVersion }}{{ end }}'
    template = f"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: asked}}\ndata: {{a: '{asked}'}}\n"
    (examples / "helm" / "templates" / "asked.yaml").write_text(template)
    known = {"KUBE_VERSION": "1.29", "KUBE_API_VERSIONS": "x.org/v1,y.org/v1/Foo"}
    assert b"data: {a: 'v1.29.0'}\n" in argocd(examples / "helm", **known).stdout


def test_values_files_are_files_of_the_application(argocd, examples):
    (examples / "helm" / "more.yaml").write_text("enrich: {parallelism: 7}\n")
    assert b"replicas: 7\n" in argocd(examples / "helm", ARGOCD_ENV_HELM_VALUES="values.yaml more.yaml").stdout
    for file in ("/etc/passwd", "../kubectl/manifests/pulsar.yaml", "http://127.0.0.1:9/values.yaml"):
        done = argocd(examples / "helm", ARGOCD_ENV_HELM_VALUES=file)
        assert (done.returncode, done.stdout) == (1, b"")
        assert done.stderr.decode() == f"HELM_VALUES: {file} is no file of the application\n"


@pytest.mark.parametrize("setting", ["HELM_VALUES", "HELM_SET", "PULSARFN_SET"])
def test_no_setting_of_an_application_runs_a_program(setting, argocd, examples):
    folder = examples / "helm"
    for value in ("--post-renderer sh", "--post-renderer=./run", "$(touch ran) `touch ran`; touch ran", "*"):
        argocd(folder, **{f"ARGOCD_ENV_{setting}": value})
        assert not (folder / "ran").exists()
    (folder / "run").write_text("#!/bin/sh\ntouch ran\n")
    (folder / "run").chmod(0o755)
    argocd(folder, **{f"ARGOCD_ENV_{setting}": "--post-renderer=./run --post-renderer ./run"})
    assert not (folder / "ran").exists()


def test_the_dependencies_of_a_chart_are_fetched(argocd, helm3, examples):
    """As locked in Chart.lock; a folder charts/ in the repository is taken as it is."""
    repository = examples / "charts"
    assert helm3.run("package", examples / "helm", "--destination", repository).returncode == 0
    assert helm3.run("repo", "index", repository).returncode == 0
    umbrella = examples / "umbrella"
    umbrella.mkdir()
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=repository)
    with served(http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)) as url:
        dependency = f'{{name: orders, version: 1.4.x, repository: "{url}"}}'
        (umbrella / "Chart.yaml").write_text(
            f"apiVersion: v2\nname: all\nversion: 1.0.0\ndependencies: [{dependency}]\n"
        )
        assert helm3.run("dependency", "update", umbrella).returncode == 0
        shutil.rmtree(umbrella / "charts")
        done = argocd(umbrella)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.count(b"kind: StatefulSet") == 2
    assert argocd(umbrella).stdout == done.stdout


PLAIN_KUSTOMIZATION = """\
# yaml-language-server: $schema=https://json.schemastore.org/kustomization.json
resources: [web.yaml, ../shared]
commonAnnotations: {docs: "https://docs.example.org"}
labels: [{pairs: {a: b}, fields: [{path: spec/x, kind: Other}]}]
configMapGenerator:
- name: x
  files: [k=web.yaml, web.yaml]
  literals: ["HOME=https://example.org", "files=a"]
patches:
- path: patch.yaml
- target: {kind: Service}
  patch: |
    - op: add
      path: /metadata/annotations/home
      value: https://example.org
patchesStrategicMerge:
- |
  apiVersion: v1
  kind: Service
  metadata: {name: shared, annotations: {c: "http://d"}}
"""


def test_a_kustomization_of_its_own_files_is_built_as_kustomize_builds_it(kustomize, argocd_kustomize, examples):

    application, shared = examples / "application", examples / "shared"
    for folder, name in ((application, "web"), (shared, "shared")):
        folder.mkdir()
        service = f"apiVersion: v1\nkind: Service\nmetadata: {{name: {name}, annotations: {{}}}}\n"
        (folder / f"{name}.yaml").write_text(service)
    (shared / "kustomization.yml").write_text("resources: [shared.yaml]\n")
    (application / "patch.yaml").write_text("apiVersion: v1\nkind: Service\nmetadata: {name: web, labels: {p: q}}\n")
    (application / "kustomization.yaml").write_text(PLAIN_KUSTOMIZATION)
    expected = kustomize.run("build", application)
    assert expected.stdout.count(b"https://example.org") == 3
    done = argocd_kustomize(application, ARGOCD_APP_SOURCE_PATH="application")
    assert (done.returncode, done.stdout) == (0, expected.stdout), done.stderr.decode()


def test_an_application_leaves_nothing_behind(argocd, examples, tmp_path):
    (tmp_path / "temporary").mkdir()
    for application in ("helm", "kubectl/manifests"):
        assert argocd(examples / application, TMPDIR=str(tmp_path / "temporary")).returncode == 0
    assert argocd(examples / "helm", TMPDIR=str(tmp_path / "temporary"), ARGOCD_ENV_HELM_VALUES="/x").returncode == 1
    assert [*(tmp_path / "temporary").iterdir()] == []


@pytest.mark.parametrize("broken", ["templates/web.yaml", "functions/count.yaml"])
def test_argo_cd_gets_nothing_where_something_is_wrong(broken, argocd, examples):
    (examples / "helm" / broken).write_text("{{ fail }")
    done = argocd(examples / "helm")
    assert done.returncode == 1
    assert done.stdout == b""
    assert done.stderr != b""


@pytest.mark.usefixtures("examples")
def test_the_sidecar_joins_the_repo_server(kustomize, tmp_path):
    server = {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "argocd-repo-server"}}
    volumes = [{"name": "var-files", "emptyDir": {}}, {"name": "plugins", "emptyDir": {}}]
    server["spec"] = {"template": {"spec": {"containers": [{"name": "argocd-repo-server"}], "volumes": volumes}}}
    (tmp_path / "server.yaml").write_text(yaml.safe_dump(server))
    (tmp_path / "kustomization.yaml").write_text("resources: [server.yaml]\ncomponents: [examples/argocd]\n")
    done = kustomize.run("build", tmp_path)
    assert done.returncode == 0, done.stderr.decode()
    plugin, patched = yaml.safe_load_all(done.stdout)
    pod = patched["spec"]["template"]["spec"]
    assert [each["name"] for each in pod["containers"]] == ["pulsarfn", "argocd-repo-server"]
    mounted = {each["name"] for each in pod["containers"][0]["volumeMounts"]}
    assert mounted == {each["name"] for each in pod["volumes"]}
    assert {"name": "pulsarfn-plugin", "configMap": {"name": plugin["metadata"]["name"]}} in pod["volumes"]
