"""Hostile applications for the plugin of Argo CD: they read nothing of other applications, and fetch nothing."""

import base64
import functools
import http.server
import json
import shutil
from pathlib import Path

import pytest
from clients import REPOSITORY

from http_servers import served

EXAMPLES = REPOSITORY / "examples"


@pytest.fixture
def examples(tmp_path: Path) -> Path:
    return shutil.copytree(EXAMPLES, tmp_path / "examples")


@pytest.fixture
def elsewhere(examples: Path):
    """A server that counts what is fetched, and a folder beside the repositories of the applications; both hold objects."""
    folder = examples.parent / "elsewhere"
    folder.mkdir()
    (folder / "object.yaml").write_text("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: o}\ndata: {word: made-up}\n")
    (folder / "kustomization.yaml").write_text("resources: [object.yaml]\n")
    (folder / "schema.json").write_text("{}")
    fetched = []

    class Handler(http.server.SimpleHTTPRequestHandler):
        def do_GET(self) -> None:
            fetched.append(self.path)
            super().do_GET()

        def log_message(self, *_) -> None:
            pass

    handler = functools.partial(Handler, directory=folder)
    with served(http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)) as url:
        yield url, folder, fetched


HOSTILE_VALUES = (
    "values.yaml,{folder}/object.yaml",
    '"{folder}/object.yaml"',
    'values.yaml,"{folder}/object.yaml"',
    "linked.yaml",
    "functions/../../../elsewhere/object.yaml",
    "{url}/object.yaml",
    "values.yaml,{url}/object.yaml",
    "oci://127.0.0.1/x",
    "-",
    "--post-renderer=sh",
)


@pytest.mark.parametrize("value", HOSTILE_VALUES)
def test_no_values_file_is_read_from_elsewhere(value, argocd, examples, elsewhere):
    url, folder, fetched = elsewhere
    if value == "linked.yaml":
        (examples / "helm" / value).symlink_to(folder / "object.yaml")
    template = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: all}\ndata: {all: {{ toJson .Values | quote }} }\n"
    (examples / "helm" / "templates" / "all.yaml").write_text(template)
    done = argocd(examples / "helm", ARGOCD_ENV_HELM_VALUES=value.format(folder=folder, url=url))
    assert (done.returncode, done.stdout) == (1, b""), done.stderr.decode()
    assert b"made-up" not in done.stderr
    assert not fetched


@pytest.mark.parametrize("link", ["templates/linked.yaml", "charts/linked", "crds"])
def test_no_link_of_a_chart_leads_out_of_the_repository(link, argocd, examples, elsewhere):
    _, folder, _ = elsewhere
    path = examples / "helm" / link
    path.parent.mkdir(exist_ok=True)
    path.symlink_to(folder / "object.yaml" if path.suffix else folder)
    done = argocd(examples / "helm", ARGOCD_APP_SOURCE_PATH="helm")
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.decode().startswith("links that lead out of the repository: ")


def test_links_within_the_repository_are_followed(argocd, examples):
    (examples / "helm" / "values.yaml").rename(examples / "shared.yaml")
    (examples / "helm" / "values.yaml").symlink_to("../shared.yaml")
    assert argocd(examples / "helm", ARGOCD_APP_SOURCE_PATH="helm").returncode == 0
    assert argocd(examples / "helm", ARGOCD_APP_SOURCE_PATH=".").returncode == 1, "the folder is the repository"


@pytest.mark.parametrize("address", ["{url}/schema.json", "file://{folder}/schema.json"])
def test_no_schema_of_values_is_read_from_elsewhere(address, argocd, examples, elsewhere):
    url, folder, fetched = elsewhere
    schema = json.dumps({"$ref": address.format(url=url, folder=folder)})
    (examples / "helm" / "values.schema.json").write_text(schema)
    (folder / "schema.json").write_text('{"not": {}}')
    assert argocd(examples / "helm").returncode == 0, "it is not read"
    assert not fetched


LOCK = """\
dependencies:
- name: other
  repository: {address}
  version: 1.0.0
digest: sha256:{digest}
generated: "2026-11-28T12:00:00.123456789Z"
"""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("{address}", "file://../elsewhere/other"),
        ("{address}", '"file://../elsewhere/other"'),
        ("{address}", "!!str file://../elsewhere/other"),
        ("{address}", "'@alias'"),
        ("repository: {address}", "repository: https://a.example\n  repository: file://../elsewhere/other"),
        ("  repository: {address}", "  Repository: file://../elsewhere/other"),
        ("dependencies:\n- name: other\n", 'dependencies: [{{name: other, repository: "file:///x"}}]\n- name: other\n'),
    ],
)
def test_no_chart_is_taken_from_another_folder(old, new, argocd, examples):
    """Whoever writes Chart.lock can also make its digest the right one."""
    umbrella = examples / "umbrella"
    umbrella.mkdir()
    chart = "apiVersion: v2\nname: all\nversion: 1.0.0\n"
    depends = "dependencies: [{name: other, version: 1.0.0, repository: 'file://../elsewhere/other'}]\n"
    (umbrella / "Chart.yaml").write_text(chart + depends)
    (umbrella / "Chart.lock").write_text(LOCK.replace(old, new).format(address="https://a.example", digest="0" * 64))
    done = argocd(umbrella)
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.startswith(b"Chart.lock: Helm does not write this line"), done.stderr.decode()


def test_a_lock_of_the_old_form_is_no_way_round(argocd, examples):
    umbrella = examples / "umbrella"
    umbrella.mkdir()
    (umbrella / "Chart.yaml").write_text("apiVersion: v1\nname: all\nversion: 1.0.0\n")
    for name in ("Chart.lock", "requirements.lock"):
        (umbrella / name).write_text(LOCK.format(address="https://a.example", digest="0" * 64))
    done = argocd(umbrella)
    assert (done.returncode, done.stderr.startswith(b"requirements.lock: ")) == (1, True)


def test_charts_come_from_the_repositories_that_the_sidecar_allows(argocd, examples, elsewhere):
    url, _, fetched = elsewhere
    umbrella = examples / "umbrella"
    umbrella.mkdir()
    (umbrella / "Chart.yaml").write_text("apiVersion: v2\nname: all\nversion: 1.0.0\n")
    (umbrella / "Chart.lock").write_text(LOCK.format(address=url, digest="0" * 64))
    for allowed in ("https://charts.example.org", f"{url}/more {url}0", ""):
        done = argocd(umbrella, CHART_REPOSITORIES=allowed)
        assert (done.returncode, done.stderr.decode()) == (1, f"Chart.lock: charts may not come from {url}\n")
        assert not fetched
    argocd(umbrella, CHART_REPOSITORIES=f"https://charts.example.org {url}")
    assert fetched == ["/index.yaml"]


HOSTILE_KUSTOMIZATIONS = (
    "resources: [{url}/object.yaml]",
    'resources: ["ht\\u0074p:\\x2f/{address}/object.yaml"]',
    "resources: [!!binary {binary}]",
    "Resources: [{url}/object.yaml]",
    "re\u017fource\u017f: [{url}/object.yaml]",
    '{{"resources": ["{url}/object.yaml"]}}',
    "bases: [{url}/object.yaml]",
    "components: [{url}/object.yaml]",
    "crds: [{url}/object.yaml]",
    "configurations: [{url}/object.yaml]",
    "openapi: {{path: {url}/schema.json}}",
    "patches: [{{path: {url}/object.yaml, target: {{kind: ConfigMap}}}}]",
    "patchesStrategicMerge: [{url}/object.yaml]",
    "patchesJson6902: [{{path: {url}/object.yaml, target: {{kind: ConfigMap, name: o, version: v1}}}}]",
    "replacements: [{{path: {url}/object.yaml}}]",
    "configMapGenerator: [{{name: x, files: [{url}/object.yaml]}}]",
    "configMapGenerator: [{{name: x, files: ['a={url}/object.yaml']}}]",
    "configMapGenerator: [{{name: x, env: {url}/object.yaml}}]",
    "secretGenerator: [{{name: x, envs: [{url}/object.yaml]}}]",
    "generators: [builtin.yaml]",
    "transformers: [builtin.yaml]",
    "validators: [builtin.yaml]",
    "generators: ['{builtin}']",
    "helmCharts: [{{name: x, repo: '{url}', releaseName: x}}]",
    "resources: [../../elsewhere]",
    "resources: [../../elsewhere/object.yaml]",
    "resources: [nested/../../../elsewhere]",
    "resources: [nested]",
    "resources: [linked]",
    "resources: [linked.yaml]",
    "resources: ['git::file://{folder}//.']",
    "resources: ['file://{folder}//.']",
    "resources: [github.com/example/example]",
    "resources: ['git@127.0.0.1:a/b.git']",
    "components: [../../elsewhere]",
    "configMapGenerator: [{{name: x, files: [../../elsewhere/object.yaml]}}]",
    "configMapGenerator: [{{name: x, files: [linked.yaml]}}]",
)


@pytest.mark.parametrize("kustomization", HOSTILE_KUSTOMIZATIONS)
def test_no_kustomization_reads_or_fetches_from_elsewhere(kustomization, argocd_kustomize, examples, elsewhere):
    url, folder, fetched = elsewhere

    application = examples / "application"
    (application / "nested").mkdir(parents=True)
    (application / "nested" / "kustomization.yaml").write_text(f"resources: [{url}/object.yaml]\n")
    builtin = f"apiVersion: builtin\nkind: ConfigMapGenerator\nmetadata: {{name: x}}\nfiles: [{url}/object.yaml]\n"
    (application / "builtin.yaml").write_text(builtin)
    (application / "object.yaml").write_text("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: own}\n")
    if "linked" in kustomization:
        (application / "linked").symlink_to(folder)
        (application / "linked.yaml").symlink_to(folder / "object.yaml")
    values = {
        "url": url,
        "address": url.removeprefix("http://"),
        "binary": base64.b64encode(f"{url}/object.yaml".encode()).decode(),
        "folder": folder,
        "builtin": builtin.replace("\n", "\n\n"),
    }
    (application / "kustomization.yaml").write_text(kustomization.format(**values) + "\n", encoding="utf-8")
    done = argocd_kustomize(application, ARGOCD_APP_SOURCE_PATH="application")
    assert (done.returncode, done.stdout) == (1, b""), done.stdout.decode()
    assert b"made-up" not in done.stderr
    assert done.stderr != b""
    assert not fetched
