"""`kubectl pulsarfn` through the real kubectl, installed from a checkout and as krew would install it."""

import os
import subprocess
from pathlib import Path

import pytest
import yaml
from clients import REPOSITORY, Completed, Program, executable

STREAM = REPOSITORY / "examples" / "quickstart" / "stream.yaml"
PLUGIN = REPOSITORY / "kubectl-plugin"


@pytest.fixture(params=["kubectl", "kubectl32"])
def plugged(request: pytest.FixtureRequest) -> Program:
    """A kubectl with both programs of the plugin on its PATH, linked as a user links them."""
    kubectl: Program = request.getfixturevalue(request.param)
    for name in ("kubectl-pulsarfn", "kubectl_complete-pulsarfn"):
        (kubectl.bin / name).symlink_to(PLUGIN / name)
    return kubectl


@pytest.fixture
def elsewhere(plugged: Program, pulsarfn: Path) -> Program:
    """The plugin away from its checkout, so that it takes the pulsarfn that is on the PATH."""
    folder = pulsarfn.parents[1] / "elsewhere" / "kubectl-plugin"
    folder.mkdir(parents=True)
    for link in plugged.bin.glob("kubectl*"):
        executable(folder / link.name, link.read_text())
        link.unlink()
        link.symlink_to(os.path.relpath(folder / link.name, plugged.bin))
    return plugged


def test_the_plugin_is_pulsarfn(elsewhere, pulsarfn):
    done = elsewhere.run("pulsarfn", "expand", "-f", STREAM)
    direct = Program(pulsarfn, elsewhere.folder, elsewhere.environment).run(stdin=STREAM.read_bytes())
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout == direct.stdout != b""


def test_what_the_plugin_says_and_its_exit_status_reach_the_user(elsewhere):
    broken = STREAM.read_bytes().replace(b"parallelism: 2", b"parallelism: 0")
    done = elsewhere.run("pulsarfn", "expand", "-f", "-", "-n", "x", stdin=broken)
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.startswith(b"error[PF306]: Function parallelism must be a positive number\n  --> stdin:")
    warned = elsewhere.run("pulsarfn", "expand", "-f", STREAM, "--set", "authenticationEnabled=true")
    assert warned.returncode == 0
    assert b"\nkind: StatefulSet\n" in warned.stdout
    assert warned.stderr.startswith(b"warning[PF511]: the worker config enables authentication")
    assert f"\n  --> {STREAM}:" in warned.stderr.decode()
    wrong = elsewhere.run("pulsarfn", "expand", "-f", STREAM, "--namspace", "functions")
    assert (wrong.returncode, wrong.stdout) == (2, b"")
    assert b"Error: No such option '--namspace'." in wrong.stderr


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["ren"], b"render\tExpand bare pulsar-admin configs.\n:4\n"),
        (["render", "so"], b"source\n:4\n"),
        (["expand", "-f", ""], b":0\n"),
        (["expand", "--worker"], b"--worker-config\tThe function worker's functions_worker.yml.\n:4\n"),
    ],
)
def test_tab_completion(words, expected, elsewhere):
    assert elsewhere.run("__complete", "pulsarfn", *words).stdout == expected


def krew_runs(krew: Path, kubectl: Program, *words: str | Path) -> Completed:
    """krew as kubectl's plugin, with a store of its own."""
    (kubectl.bin / "kubectl-krew").symlink_to(krew / "krew")
    return kubectl.run("krew", *words, env={"KREW_ROOT": str(kubectl.folder / "krew")})


def test_the_manifest_is_one_that_krew_accepts(kubectl, krew):
    """By krew's own check, which its index runs too, and with a description as short as the index asks for."""
    file = PLUGIN / "pulsarfn.yaml"
    check = Program(krew / "validate-krew-manifest", kubectl.folder, kubectl.environment)
    done = check.run("-manifest", file, "-skip-install")
    assert done.returncode == 0, done.stderr.decode()
    assert b"structural validation OK" in done.stderr
    assert len(yaml.safe_load(file.read_text())["spec"]["shortDescription"]) <= 50


def test_krew_installs_a_release_that_works_where_pulsarfn_is_not_installed(kubectl, krew, clone, tmp_path):
    released = tmp_path / "released"
    subprocess.run([clone / "kubectl-plugin" / "release", "https://example.org/r", released], check=True)
    (platform,) = yaml.safe_load((released / "pulsarfn.yaml").read_text())["spec"]["platforms"]
    assert platform["uri"] == "https://example.org/r/pulsarfn-v0.1.0.tar.gz"
    from_here = (f"--manifest={released / 'pulsarfn.yaml'}", f"--archive={released / 'pulsarfn-v0.1.0.tar.gz'}")
    done = krew_runs(krew, kubectl, "install", *from_here)  # it compares the archive's hash with the manifest's
    assert done.returncode == 0, done.stderr.decode()
    path = f"{tmp_path / 'krew' / 'bin'}:{kubectl.environment['PATH']}"
    first = kubectl.run("pulsarfn", stdin=STREAM.read_bytes(), env={"PATH": path})
    assert first.returncode == 0, first.stderr.decode()
    store = tmp_path / "krew" / "store" / "pulsarfn" / "v0.1.0"
    assert first.stderr.decode() == f"Setting up pulsarfn in {store}/.venv, once …\n"
    again = kubectl.run("pulsarfn", stdin=STREAM.read_bytes(), env={"PATH": path})
    assert (again.stdout, again.stderr) == (first.stdout, b"")
    assert b"kind: StatefulSet" in first.stdout
    python = store / ".venv" / "bin" / "python"
    python.unlink()
    python.symlink_to("/nowhere/python3")  # what removing a Python leaves
    mended = kubectl.run("pulsarfn", stdin=STREAM.read_bytes(), env={"PATH": path})
    assert (mended.stdout, mended.stderr) == (first.stdout, first.stderr)
