"""The option ``downloadContainer``: what `explain`, `lint` and `diff` say of the container that downloads the code."""

import pytest
import yaml

from program import URLS, run

FUNCTION = """\
name: enrich
inputs: [in]
className: org.example.Enrich
jar: https://user:hunter2@packages.example.org/enrich.jar
secrets: {PASSWORD: {path: database, key: password}}
"""
WORKER = """\
secretsProviderConfiguratorClassName: org.apache.pulsar.functions.secretsproviderconfigurator.KubernetesSecretsProviderConfigurator
functionRuntimeFactoryClassName: org.apache.pulsar.functions.runtime.kubernetes.KubernetesRuntimeFactory
functionRuntimeFactoryConfigs: {pulsarDockerImageName: "apachepulsar/pulsar:4.2.4", percentMemoryPadding: 20}
pulsarServiceUrl: pulsar://broker:6650
pulsarWebServiceUrl: http://broker:8080
authenticationEnabled: true
"""
INIT = """\
runtimeCustomizerConfig:
  volumes: [{name: reader, secret: {secretName: reader}}]
  downloadContainer: {securityContext: {runAsNonRoot: true}, volumeMounts: [{name: reader, mountPath: /etc/auth}]}
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "f.yaml").write_text(FUNCTION)
    (tmp_path / "w.yml").write_text(WORKER + INIT)
    return tmp_path


def pod_of(*options):
    """The pod of the function."""
    ran = run("render", "function", "f.yaml", "--worker-config", "w.yml", *options, cwd=".")
    (stateful_set,) = [each for each in yaml.safe_load_all(ran.out) if each["kind"] == "StatefulSet"]
    return stateful_set["spec"]["template"]["spec"]


@pytest.mark.usefixtures("folder")
def test_the_url_is_not_in_the_command_of_the_component():
    pod = pod_of()
    (download,), (own,) = pod["initContainers"], pod["containers"]

    assert "hunter2" in download["command"][2]
    assert "hunter2" not in str(own)
    assert "env" not in download
    assert "PASSWORD" in [each["name"] for each in own["env"]]
    assert download["securityContext"] == {"runAsNonRoot": True}
    assert "securityContext" not in own


def test_the_token_of_the_download_is_not_in_the_container_of_the_component(folder):
    (folder / "token").write_text("t")
    (folder / "token").chmod(0o600)

    pod = pod_of("--jar", "function://public/default/enrich@v1", "--auth-token-file", "token")

    mounts = [
        {each["mountPath"]: each["name"] for each in pod[kind][0]["volumeMounts"]}
        for kind in ("initContainers", "containers")
    ]
    code = {"/pulsar/download/pulsar_functions": "package"}
    assert mounts == [{**code, "/etc/auth": "reader"}, {**code, "/etc/auth": "function-auth"}]


@pytest.mark.usefixtures("folder")
def test_explain_says_where_it_comes_from():
    ran = run("explain", "--as", "function", "-f", "f.yaml", "--worker-config", "w.yml", cwd=".")

    assert (
        "runAsNonRoot: true  ← runtimeCustomizerConfig.downloadContainer.securityContext.runAsNonRoot (w.yml:"
        in ran.out
    )
    assert (
        "mountPath: /pulsar/download/pulsar_functions  = the folder of the package  ← config jar (f.yaml:4:6)"
        in ran.out
    )
    assert "hunter2" not in ran.out


def test_lint_looks_for_the_secret_of_the_download(folder):
    (folder / "f.yaml").write_text(
        FUNCTION.replace("https://user:hunter2@packages.example.org/enrich.jar", "function://a/b/c@v1")
    )

    ran = run("lint", "--as", "function", "f.yaml", "--worker-config", "w.yml", cwd=".")

    assert "warning[PF601]: Secret reader, which the pods need for the volume reader" in ran.err


def test_diff_shows_that_the_pods_are_replaced(folder):
    old = run("render", "function", "f.yaml", *URLS, cwd=".").out
    new = run(
        "render", "function", "f.yaml", *URLS, "--set", "runtimeCustomizerConfig.downloadContainer={}", cwd="."
    ).out
    (folder / "old.yaml").write_text(old)
    (folder / "new.yaml").write_text(new)

    ran = run("diff", "old.yaml", "new.yaml", cwd=".")

    assert "rolls the pods" in ran.out
    assert "initContainers[download].command" in ran.out
    assert "hunter2" not in ran.out
