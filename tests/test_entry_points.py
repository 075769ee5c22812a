"""The worked example of providers of one's own: installed beside pulsarfn, it runs."""

import os
import subprocess
import sys

import pytest

from case_folders import YamlFile
from conftest import REPOSITORY
from program import run_bytes

EXAMPLE = REPOSITORY / "examples" / "third-party-customizer"


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """The example's package, installed into a folder of its own as pip does."""
    folder = tmp_path_factory.mktemp("site")
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run([*install, "--target", str(folder), str(EXAMPLE)], check=True)
    return folder


def run(*folders, stream=None):
    paths = [str(REPOSITORY / "plugin"), *map(str, folders)]
    stdin = (EXAMPLE / "stream.yaml").read_bytes() if stream is None else stream
    return run_bytes(stdin=stdin, env={"PYTHONPATH": os.pathsep.join(paths)})


@pytest.mark.slow
@pytest.mark.parametrize("name", ["third-party-customizer"])
def test_installed_providers_are_used(installed, name, snapshot):
    assert EXAMPLE.name == name
    ran = run(installed)
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert ran.stdout.decode() == snapshot(extension_class=YamlFile)


def test_without_them_each_class_is_an_error_that_says_what_to_install():
    ran = run()
    assert (ran.returncode, ran.stdout) == (1, b"")
    for group in ("customizers", "auth_providers", "secrets_providers"):
        assert (
            f"install a package with an entry point of that name in the group pulsarfn.{group}" in ran.stderr.decode()
        )


@pytest.mark.slow
def test_what_no_config_names_is_not_even_imported(tmp_path):
    _register(tmp_path, "broken", "raise RuntimeError('hunter2')")
    stream = (REPOSITORY / "examples" / "quickstart" / "stream.yaml").read_bytes()
    assert run(tmp_path, stream=stream).stdout == run(stream=stream).stdout


@pytest.mark.slow
@pytest.mark.parametrize(
    ("value", "text", "why"),
    [
        ("broken", "import no_such_module", "No module named 'no_such_module'"),
        ("broken:provider", "provider = None", "it is None"),
    ],
)
def test_a_provider_that_cannot_be_imported_is_an_error_that_says_so(tmp_path, value, text, why):
    _register(tmp_path, value, text)
    ran = run(tmp_path)
    assert (ran.returncode, ran.stdout) == (1, b"")
    assert (
        f"error[PF490]: com.acme.PodDefaultsCustomizer is installed as {value}, which cannot be imported: {why}\n"
        in ran.stderr.decode()
    )


def _register(folder, value, text):
    """A package that registers a module, or a value in it, under the class name of the example's customizer."""
    module = value.partition(":")[0]
    (folder / f"{module}.py").write_text(text, encoding="utf-8")
    information = folder / f"{module}-1.0.dist-info"
    information.mkdir()
    (information / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {module}\nVersion: 1.0\n", encoding="utf-8")
    (information / "entry_points.txt").write_text(
        f"[pulsarfn.customizers]\ncom.acme.PodDefaultsCustomizer = {value}\n", encoding="utf-8"
    )
