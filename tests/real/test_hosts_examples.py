"""Every command that the READMEs of the examples and the pages of the hosts show, run against the real programs."""

import functools
import http.server
import re
import shutil
import subprocess
import threading
from pathlib import Path

import consoles
import pytest
import yaml
from clients import REPOSITORY, Program
from control_plane import Kube

EXAMPLES = REPOSITORY / "examples"
READMES = sorted(path.parent.name for path in EXAMPLES.glob("*/README.md"))


@pytest.fixture
def environment(kube: Kube, kustomize: Program, pulsarfn: Path) -> dict[str, str]:
    """kubectl, kustomize, pulsarfn and kubectl-pulsarfn on the PATH, and a namespace of the control plane."""
    shutil.copytree(REPOSITORY / "kubectl-plugin", pulsarfn.parent / "kubectl-plugin")
    for name in ("kubectl-pulsarfn", "kubectl_complete-pulsarfn"):
        (pulsarfn.parent / name).symlink_to(Path("kubectl-plugin") / name)
    for each in (kube.kubectl, kustomize):
        (pulsarfn.parent / each.path.name).symlink_to(each.path)
    return {**kube.kubectl.environment, **kube.environment}


@pytest.fixture
def examples(tmp_path: Path) -> Path:
    return shutil.copytree(EXAMPLES, tmp_path / "examples")


def test_the_readme_for_helm(helm_environment, examples):
    consoles.check_printed(examples / "helm" / "README.md", examples / "helm", helm_environment)


@pytest.mark.parametrize("name", ["kubectl", "kustomize"])
def test_the_readme_of_an_example(name, environment, examples):
    consoles.check_printed(examples / name / "README.md", examples / name, environment)


CHART = {
    "Chart.yaml": "apiVersion: v2\nname: pulsar\nversion: 4.7.0\nappVersion: 4.0.12\n",
    "templates/chart.yaml": '{{ .Files.Get "rendered.yaml" }}\n',
    # as charts/pulsar/templates/extra-list.yaml and _tplvalues.tpl of apache/pulsar-helm-chart do it
    "templates/extra-list.yaml": "{{- range .Values.extraDeploy }}\n---\n{{ tpl (toYaml .) $ }}\n{{- end }}\n",
}


@pytest.fixture
def stand_in(examples: Path, shared: Path) -> Path:
    """In the folder of the flagship example a chart ``apache/pulsar``: the shared render, with room for extraDeploy."""
    folder = examples / "pulsar-chart"
    for name, text in CHART.items():
        file = folder / "apache" / "pulsar" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    shutil.copy(shared / "streams" / "pulsar-chart.yaml", folder / "apache" / "pulsar" / "rendered.yaml")
    return folder


@pytest.fixture
def helm_environment(helm: Program, environment: dict[str, str]) -> dict[str, str]:
    """The environment of the examples with `helm` on its PATH, which is either of the two."""
    (helm.bin / "helm").symlink_to(helm.path)
    return {**environment, **{key: value for key, value in helm.environment.items() if key.startswith("HELM_")}}


def test_the_readme_for_the_pulsar_chart(helm_environment, stand_in):
    consoles.check_printed(stand_in / "README.md", stand_in, helm_environment)


@pytest.mark.usefixtures("pulsarfn")
def test_the_chart_is_untouched_but_for_the_carriers(helm3, stand_in):
    command = ("template", "pulsar", stand_in / "apache" / "pulsar", "--namespace", "pulsar")
    assert helm3.run(*command, "--post-renderer", "pulsarfn").stdout == helm3.run(*command).stdout != b""
    values = ("--values", stand_in / "values.yaml")
    plain = helm3.run(*command, *values).stdout.split(b"---\n# Source: ")
    expanded = helm3.run(*command, *values, "--post-renderer", "pulsarfn").stdout.split(b"---\n# Source: ")
    carriers = [each for each in plain if b"pulsarfn.io/expand" in each]
    assert len(carriers) == 2
    generated = [each for each in expanded if b"name: pf-public-default-" in each]
    assert len(generated) == 4
    assert [each for each in expanded if each not in generated] == [each for each in plain if each not in carriers]


def test_the_flagship_types_no_value_twice(shared):
    """Neither a value of its own, nor one that the chart knows: what is meant twice is a template."""
    text = (EXAMPLES / "pulsar-chart" / "values.yaml").read_text()
    values = re.findall(r"^[ -]*[\w./]+: *(.+)$", re.sub(r"\{\{.*?\}\}", "", text), re.MULTILINE)
    typed = [word for value in values for word in re.findall(r"[\w./:-]+", value) if word not in {"v1", "ConfigMap"}]
    assert len(typed) > 10
    assert len(typed) == len(set(typed))
    (worker_config,) = (
        each["data"]
        for each in yaml.safe_load_all((shared / "streams" / "pulsar-chart.yaml").read_text())
        if each and "PF_functionRuntimeFactoryClassName" in each.get("data", {})
    )
    factory = "PF_functionRuntimeFactoryConfigs_"
    known = {worker_config[factory + key] for key in ("pulsarServiceUrl", "pulsarAdminUrl", "pulsarDockerImageName")}
    known |= {name.rpartition(":")[2] for name in known if "//" not in name}
    assert len(known) == 4
    assert not [each for each in known if each in text]


def test_one_release_brings_up_pulsar_and_its_functions(helm_environment, stand_in, kube):
    """Without monitors, whose kind this API server does not know, and jobs, which nothing here would run."""
    file = stand_in / "apache" / "pulsar" / "rendered.yaml"
    documents = re.sub('(amespace: )"?pulsar"?\n', rf"\g<1>{kube.namespace}\n", file.read_text()).split("\n---\n")
    file.write_text(
        "\n---\n".join(each for each in documents if "kind: PodMonitor" not in each and "kind: Job" not in each)
    )
    command = (
        f"helm upgrade --install pulsar apache/pulsar --namespace {kube.namespace} --create-namespace"
        " --values values.yaml --post-renderer pulsarfn | grep STATUS"
    )
    assert consoles.run(command, stand_in, helm_environment) == "STATUS: deployed"
    names = consoles.run("kubectl get statefulsets --output name", stand_in, helm_environment).split()
    assert {"statefulset.apps/pulsar-broker", "statefulset.apps/pf-public-default-exclamation"} < set(names)


@pytest.mark.parametrize("name", ["argocd", "flux", "helmfile"])
def test_the_readme_of_an_example_that_renders_with_helm(name, helm3, environment, examples, pulsarfn):
    (pulsarfn.parent / "helm").symlink_to(helm3.path)
    consoles.check_printed(examples / name / "README.md", examples / name, environment)


def test_every_example_has_a_readme_that_is_run():
    of_others = {"quickstart", "third-party-customizer", "tutorial"}  # run by examples/try.sh, by tests of their own
    hosts = {path.name for path in EXAMPLES.iterdir() if path.is_dir()} - of_others
    assert hosts == {"argocd", "flux", "helm", "helmfile", "kubectl", "kustomize", "pulsar-chart"}
    assert hosts <= set(READMES)


@pytest.fixture
def argocd(helm3: Program, environment: dict[str, str], pulsarfn: Path):
    """Argo CD's plugin server as far as it matters: it runs the plugin's command in the folder of an application."""
    (pulsarfn.parent / "helm").symlink_to(helm3.path)
    plugin = yaml.safe_load((EXAMPLES / "argocd" / "plugin.yaml").read_text())
    generate = plugin["spec"]["generate"]

    def run(folder: Path, **settings: str) -> subprocess.CompletedProcess:
        variables = {"ARGOCD_APP_NAME": "orders", "ARGOCD_APP_NAMESPACE": "shop", **settings}
        command = [*generate["command"], *generate["args"]]
        return subprocess.run(command, cwd=folder, env={**environment, **variables}, capture_output=True, check=False)

    return run


def test_the_plugin_of_argo_cd_is_one_that_its_server_accepts():
    """The rules of argo-cd's cmpserver/plugin, ValidatePluginConfig."""
    plugin = yaml.safe_load((EXAMPLES / "argocd" / "plugin.yaml").read_text())
    assert set(plugin) == {"apiVersion", "kind", "metadata", "spec"}
    assert (plugin["apiVersion"], plugin["kind"]) == ("argoproj.io/v1alpha1", "ConfigManagementPlugin")
    assert plugin["metadata"] == {"name": "pulsarfn"}
    assert set(plugin["spec"]) <= {"version", "init", "generate", "discover", "parameters", "preserveFileMode"}
    assert set(plugin["spec"]["generate"]) == {"command", "args"}


@pytest.mark.parametrize("application", ["helm", "kustomize/piped", "kubectl/manifests"])
def test_argo_cd_gets_the_expanded_manifests(application, argocd, examples):
    done = argocd(examples / application)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"kind: StatefulSet" in done.stdout
    assert b"pulsarfn.io/" not in done.stdout


def test_an_application_has_settings_of_its_own(argocd, examples):
    application = yaml.safe_load((examples / "argocd" / "application.yaml").read_text())
    given = {each["name"]: each["value"] for each in application["spec"]["source"]["plugin"]["env"]}
    done = argocd(examples / "helm", **{f"ARGOCD_ENV_{name}": value for name, value in given.items()})
    assert done.stdout.count(b"replicas: 3") == 1
    assert done.stdout.count(b"image: apachepulsar/pulsar:4.2.4") == 2


def test_kustomize_takes_three_names_for_a_kustomization(argocd, examples):
    piped = examples / "kustomize" / "piped"
    of_first = argocd(piped).stdout
    for name in ("kustomization.yml", "Kustomization"):
        next(piped.glob("[kK]ustomization*")).rename(piped / name)
        assert argocd(piped).stdout == of_first


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
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        dependency = f'{{name: orders, version: 1.4.x, repository: "http://127.0.0.1:{server.server_port}"}}'
        (umbrella / "Chart.yaml").write_text(
            f"apiVersion: v2\nname: all\nversion: 1.0.0\ndependencies: [{dependency}]\n"
        )
        assert helm3.run("dependency", "update", umbrella).returncode == 0
        shutil.rmtree(umbrella / "charts")
        done = argocd(umbrella)
        server.shutdown()
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.count(b"kind: StatefulSet") == 2
    assert argocd(umbrella).stdout == done.stdout


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
