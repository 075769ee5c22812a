"""Every command that the READMEs of the examples and the pages of the hosts show, run against the real programs."""

import re
import shutil
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


def test_the_readme_for_helm(helm_environment, examples):
    consoles.check_printed(examples / "helm" / "README.md", examples / "helm", helm_environment)


@pytest.mark.parametrize("name", ["kubectl", "kustomize"])
def test_the_readme_of_an_example(name, environment, examples):
    consoles.check_printed(examples / name / "README.md", examples / name, environment)


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
    # run by examples/try.sh, by tests of their own, by the tests of the topology as a page
    of_others = {"quickstart", "third-party-customizer", "topology", "tutorial"}
    hosts = {path.name for path in EXAMPLES.iterdir() if path.is_dir()} - of_others
    assert hosts == {"argocd", "flux", "helm", "helmfile", "kubectl", "kustomize", "pulsar-chart"}
    assert hosts <= set(READMES)
