"""``.pulsarfn.yaml``: which commands read it, what it says, and what it cannot say."""

import json

import pytest

from program import run

WORKER = """\
pulsarServiceUrl: pulsar://of-the-file:6650
pulsarWebServiceUrl: http://b:8080
functionRuntimeFactoryConfigs: {pulsarDockerImageName: p/p:1}
"""
FACTORY = "functionRuntimeFactoryClassName: org.apache.pulsar.functions.runtime.kubernetes.KubernetesRuntimeFactory\n"
CONFIG = """\
tenant: a
namespace: b
name: f
className: F
jar: local:///f.jar
inputs: [in]
secrets: {PASSWORD: {path: database-creds, key: password}}
"""
SECRETS = "secretsProviderConfiguratorClassName: org.apache.pulsar.functions.secretsproviderconfigurator."
CARRIER = (
    "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: f, annotations: {pulsarfn.io/expand: function}}\ndata:\n  f.yaml: |\n"
    + "".join(f"    {line}\n" for line in CONFIG.splitlines())
)


@pytest.fixture
def checkout(tmp_path):
    """A checkout with settings and a folder in it in which somebody works."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "deploy").mkdir()
    (tmp_path / "functions").mkdir()
    (tmp_path / "deploy" / "worker.yml").write_text(
        f"{FACTORY}{WORKER}{SECRETS}KubernetesSecretsProviderConfigurator\n"
    )
    (tmp_path / "functions" / "f.yaml").write_text(CONFIG)
    (tmp_path / "deploy" / "stream.yaml").write_text(CARRIER)
    settings(tmp_path, "workerConfig: deploy/worker.yml\n")
    return tmp_path


def settings(folder, text):
    (folder / ".pulsarfn.yaml").write_text(text)


def lint(checkout, *arguments, folder="deploy"):
    return run("lint", *arguments, "-o", "json", "stream.yaml", cwd=checkout / folder)


def codes(told):
    return [each["code"] for each in json.loads(told.out)["diagnostics"]]


@pytest.mark.parametrize("command", ["lint", "explain", "graph"])
def test_the_file_at_the_root_of_the_checkout_is_read(checkout, command):
    told = run(command, "-f", "stream.yaml", cwd=checkout / "deploy")
    assert told.status == 0
    assert "PF505" not in told.err
    if command == "explain":
        assert "← worker config pulsarServiceUrl (../deploy/worker.yml:2:19)" in told.out


def test_diff_reads_it_too(checkout):
    told = run("diff", "stream.yaml", "stream.yaml", cwd=checkout / "deploy")
    assert (told.status, told.err) == (0, "")


@pytest.mark.parametrize("arguments", [(), ("expand",), ("render", "function", "../functions/f.yaml")])
def test_the_filter_reads_it_only_where_it_is_named(checkout, arguments):
    where = {"cwd": checkout / "deploy", "stdin": CARRIER.encode()}
    told = run(*arguments, **where)
    assert (told.status, told.out) == (1, "")
    assert "PF505" in told.err
    named = run(*arguments, "--config", "../.pulsarfn.yaml", **where)
    assert named.status == 0
    assert "pulsar://of-the-file:6650" in named.out
    assert run(*arguments, env={"PULSARFN_CONFIG": "../.pulsarfn.yaml"}, **where) == named


def test_a_file_above_the_checkout_is_not_read(checkout):
    settings(checkout.parent, "nonsense: 1\n")
    assert lint(checkout).status == 0
    (checkout / ".pulsarfn.yaml").unlink()
    assert "PF505" in codes(lint(checkout))
    (checkout.parent / ".pulsarfn.yaml").unlink()


def test_outside_of_a_checkout_the_folder_itself_counts(checkout):
    (checkout / ".git").rmdir()
    assert "PF505" in codes(lint(checkout))
    settings(checkout / "deploy", "workerConfig: worker.yml\n")
    assert lint(checkout).status == 0


def test_options_win_over_the_file(checkout):
    (checkout / "other.yml").write_text(f"{FACTORY}{WORKER}".replace("of-the-file", "of-the-option"))
    told = run("explain", "-f", "stream.yaml", "--worker-config", "../other.yml", cwd=checkout / "deploy")
    assert "of-the-option" in told.out
    assert "of-the-file" not in told.out


def test_what_exists(checkout):
    assert "PF601" in codes(lint(checkout))
    settings(checkout, "workerConfig: deploy/worker.yml\nassumeExists: [Secret/database-*]\n")
    assert "PF601" not in codes(lint(checkout))


def test_ignored_codes(checkout):
    assert "PF610" in codes(lint(checkout))
    settings(checkout, "workerConfig: deploy/worker.yml\nignore: [pf610, PF601]\n")
    told = lint(checkout, "--ignore", "PF611")
    assert {"PF610", "PF601", "PF611"}.isdisjoint(codes(told))


def test_ignored_warnings_of_the_filter(checkout):
    stream = CARRIER.replace("local:///f.jar", "f.jar").encode()
    settings(checkout, "workerConfig: deploy/worker.yml\n")
    assert "PF514" in run("--config", ".pulsarfn.yaml", stdin=stream, cwd=checkout).err
    settings(checkout, "workerConfig: deploy/worker.yml\nignore: PF514\n")
    assert run("--config", ".pulsarfn.yaml", stdin=stream, cwd=checkout).err == ""


def test_the_source_root(checkout):
    settings(checkout, "workerConfig: deploy/worker.yml\nsourceRoot: .\n")
    (checkout / "functions" / "f.yaml").write_text(CONFIG.replace("jar: local", "parallelism: 0\njar: local"))
    (checkout / "deploy" / "stream.yaml").write_text(
        CARRIER.replace("    jar: local", "    parallelism: 0\n    jar: local")
    )
    told = run("lint", "-o", "github", "deploy/stream.yaml", cwd=checkout)
    assert "file=functions/f.yaml,line=5" in told.out


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("workerconfig: x\n", ".pulsarfn.yaml:1:1: unknown key 'workerconfig'; did you mean 'workerConfig'?"),
        ("\nworkerConfig: nowhere.yml\n", ".pulsarfn.yaml:2:1: there is no file "),
        ("sourceRoot: nowhere\n", ".pulsarfn.yaml:1:1: there is no folder "),
        ("workerConfig: 3\n", ".pulsarfn.yaml:1:1: workerConfig is not a path"),
        ("ignore: [PF999]\n", ".pulsarfn.yaml:1:1: ignore PF999: no such code"),
        ("ignore: [PF306]\n", "ignore PF306: this is an error of the filter"),
        ("ignore: [1]\n", ".pulsarfn.yaml:1:1: ignore is not a list of texts"),
        ("assumeExists: [Deployment/x]\n", "Deployment/x: write KIND/NAME"),
        ("- a\n", ".pulsarfn.yaml:1:1: write keys with values"),
        ("a: [\n", ".pulsarfn.yaml:1:4: "),
    ],
)
def test_what_it_cannot_say(checkout, text, words):
    settings(checkout, text)
    told = run("lint", "deploy/stream.yaml", cwd=checkout)
    assert (told.status, told.out) == (2, "")
    assert words in told.err


@pytest.mark.parametrize("text", ["", "# nothing yet\n"])
def test_an_empty_file(checkout, text):
    settings(checkout, text)
    assert "PF505" in codes(lint(checkout))


def test_a_file_that_is_not_there_is_wrong_usage_whatever_the_stream_holds():
    told = run(stdin=b"a: 1\n", env={"PULSARFN_CONFIG": "/nowhere/at/all"})
    assert (told.status, told.out) == (2, "")
