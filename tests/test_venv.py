"""bin/venv.sh calls pip only where something has changed since pip filled the environment; pip is a stand-in here."""

import shutil
import subprocess
import sys

import pytest

from conftest import REPOSITORY

PYTHON = f"""\
#!/bin/sh
case "$*" in *"import pip"*) exec echo "$PWD/pip"; esac
exec {sys.executable} "$@"
"""
PIP = """\
import sys
from pathlib import Path
Path("calls").open("a").write(sys.argv[-1] + "\\n")
command = Path(sys.prefix, "bin", "pulsarfn")
command.write_text("#!/bin/sh\\n")
command.chmod(0o755)
for path in sys.path:
    if path.endswith("site-packages"):
        Path(path, "click-8.dist-info").mkdir(exist_ok=True)
sys.exit(Path("fails").exists())
"""
OF_ACTIONS = ("bash", "--noprofile", "--norc", "-e", "-o", "pipefail")
FILES = ("pyproject.toml", "bin/venv.sh", "bin/pulsarfn", "docs/pulsarfn.1", "plugin/pulsarfn/__init__.py")


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """A checkout whose environment is filled."""
    folder = tmp_path_factory.mktemp("checkout") / "pulsarfn"
    for name in (*FILES, *(f".ci/{each}" for each in ("run.lock", "build.lock", "dev.lock", "test.txt"))):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(REPOSITORY / name, folder / name)
    (folder / "python").write_text(PYTHON)
    (folder / "python").chmod(0o755)
    (folder / "pip").mkdir()
    (folder / "pip" / "__pip-runner__.py").write_text(PIP)
    assert calls(folder, shell=OF_ACTIONS) == [".ci/build.lock", "."]
    return folder


@pytest.fixture
def checkout(filled):
    """The same one for all tests, each of which leaves it filled."""
    yield filled
    assert calls(filled) == []


def calls(folder, groups="", status=0, shell=("sh", "-e")):
    """The last arguments of the calls of pip, when the environment is asked for."""
    (folder / "calls").write_text("")
    command = [*shell, "-c", ". bin/venv.sh; echo $venv"]
    environment = {"PATH": "/usr/bin:/bin", "PYTHON": "./python", "groups": groups}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (status, "" if status else f"{folder}/.venv\n"), done.stderr
    return (folder / "calls").read_text().splitlines()


@pytest.mark.parametrize("name", [*FILES, ".ci/run.lock", ".ci/build.lock"])
def test_a_changed_file(name, checkout):
    with (checkout / name).open("a") as file:
        file.write("# changed\n")
    assert calls(checkout) == [".ci/build.lock", "."]


@pytest.mark.parametrize("name", ["click-8.dist-info", "pulsarfn", "python3"])
def test_what_is_gone(name, checkout):
    (found,) = (checkout / ".venv").rglob(name)
    found.rmdir() if found.is_dir() else found.unlink()
    assert calls(checkout) == [".ci/build.lock", "."]


def test_a_command_that_does_not_run(checkout):
    (checkout / ".venv" / "bin" / "pulsarfn").write_text("#!/bin/sh\nexit 1\n")
    assert calls(checkout) == [".ci/build.lock", "."]


def test_an_environment_that_is_gone(checkout):
    shutil.rmtree(checkout / ".venv")
    assert calls(checkout) == [".ci/build.lock", "."]


def test_an_environment_of_another_version_of_python(checkout):
    """What an upgrade of Python leaves: its links lead to the new one, and its packages are those of the old one."""
    (old,) = (checkout / ".venv" / "lib").iterdir()
    left = old.rename(old.with_name("python3.10"))
    assert calls(checkout) == [".ci/build.lock", "."]
    assert (old.exists(), left.exists()) == (True, False)


def test_a_folder_that_was_moved(checkout):
    moved = checkout.rename(checkout.with_name("moved"))
    assert calls(moved) == [".ci/build.lock", "."]
    moved.rename(checkout)
    assert calls(checkout) == [".ci/build.lock", "."]


def test_groups_are_asked_for_once(checkout):
    assert calls(checkout, "test") == [".ci/dev.lock", "."]
    assert calls(checkout, "test") == calls(checkout) == []


def test_pip_is_asked_again_after_it_failed(checkout):
    (checkout / ".ci" / "run.lock").write_text("# broken\n")
    (checkout / "fails").touch()
    assert calls(checkout, status=1) == [".ci/build.lock"]
    (checkout / "fails").unlink()
    assert calls(checkout) == [".ci/build.lock", "."]
