"""The worked example of providers of one's own: installed beside pulsarfn, it runs."""

import os
import subprocess
import sys

import pytest

from case_folders import YamlFile
from conftest import REPOSITORY

EXAMPLE = REPOSITORY / "examples" / "third-party-customizer"


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """The example's package, installed into a folder of its own as pip does."""
    folder = tmp_path_factory.mktemp("site")
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--disable-pip-version-check"]
    subprocess.run([*install, "--target", str(folder), str(EXAMPLE)], check=True)
    return folder


def run(*folders):
    paths = [str(REPOSITORY / "plugin"), *map(str, folders)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
    return subprocess.run(
        [sys.executable, "-m", "pulsarfn"],
        input=(EXAMPLE / "stream.yaml").read_bytes(),
        capture_output=True,
        env=environment,
        check=False,
    )


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
