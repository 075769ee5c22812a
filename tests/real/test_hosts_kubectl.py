"""`kubectl pulsarfn` through the real kubectl, installed from a checkout and as krew would install it."""

import os
import re
import subprocess
import tarfile
from pathlib import Path

import pytest
import yaml
from clients import REPOSITORY, Program, executable

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
    assert done.stderr.startswith(
        b"error[PF306]: Function parallelism must be a positive number\n  --> orders/templates"
    )
    assert elsewhere.run("pulsarfn", "nonsense").returncode == 2


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


KREW_KEYS = {"version", "shortDescription", "description", "caveats", "homepage", "platforms"}


def test_the_manifest_is_one_that_krew_accepts():
    """The rules of krew's ValidatePlugin (internal/index/validation) and of its own index."""
    file = PLUGIN / "pulsarfn.yaml"
    manifest = yaml.safe_load(file.read_text())
    assert set(manifest) == {"apiVersion", "kind", "metadata", "spec"}
    assert manifest["apiVersion"] == "krew.googlecontainertools.github.com/v1alpha2"
    assert manifest["kind"] == "Plugin"
    assert manifest["metadata"] == {"name": file.stem}
    spec = manifest["spec"]
    assert set(spec) <= KREW_KEYS
    assert re.fullmatch(r"v\d+\.\d+\.\d+", spec["version"])
    assert 0 < len(spec["shortDescription"]) <= 50
    assert "\n" not in spec["shortDescription"]
    assert spec["platforms"]
    for platform in spec["platforms"]:
        assert set(platform) <= {"uri", "sha256", "bin", "files", "selector"}
        assert re.fullmatch("[a-f0-9]{64}", platform["sha256"])
        assert platform["uri"].startswith("https://")
        assert (REPOSITORY / platform["bin"]).is_file()
        assert [each["key"] for each in platform["selector"]["matchExpressions"]] == ["os"]


def test_a_release_for_krew_works_where_pulsarfn_is_not_installed(kubectl, clone, tmp_path):
    """krew unpacks the archive into its store and links the program: kubernetes-sigs/krew, internal/installation."""
    released = tmp_path / "released"
    subprocess.run([clone / "kubectl-plugin" / "release", "https://example.org/r", released], check=True)
    (platform,) = yaml.safe_load((released / "pulsarfn.yaml").read_text())["spec"]["platforms"]
    assert platform["uri"] == "https://example.org/r/pulsarfn-v0.1.0.tar.gz"
    archive = released / "pulsarfn-v0.1.0.tar.gz"
    summed = subprocess.run(["sha256sum", archive], check=True, capture_output=True, text=True).stdout
    assert summed.split()[0] == platform["sha256"]
    store = tmp_path / "krew" / "store"
    with tarfile.open(archive) as archived:
        archived.extractall(store)  # our own archive: without the filter of Python 3.11.4
    (kubectl.bin / "kubectl-pulsarfn").symlink_to(store / platform["bin"])
    first = kubectl.run("pulsarfn", stdin=STREAM.read_bytes())
    assert first.returncode == 0, first.stderr.decode()
    assert first.stderr.decode() == f"Setting up pulsarfn in {store}/.venv, once …\n"
    again = kubectl.run("pulsarfn", stdin=STREAM.read_bytes())
    assert (again.stdout, again.stderr) == (first.stdout, b"")
    assert b"kind: StatefulSet" in first.stdout
