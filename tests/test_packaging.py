"""What is published: the sdist and the wheel hold what they need and nothing else; `real/test_install.py` installs it as tools are."""

import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
import yaml
from pythons import built_once, installed_packages, locked_packages, python_command

from made_once import made_once
from pulsarfn import __version__

pytestmark = pytest.mark.slow
REPOSITORY = Path(__file__).resolve().parents[1]
COMMANDS = {"pulsarfn", "kubectl-pulsarfn", "kubectl_complete-pulsarfn"}
STREAM = REPOSITORY / "examples" / "quickstart" / "stream.yaml"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist and the wheel, built from a copy, so that the checkout stays as it is."""
    return built_once(tmp_path_factory)


def tracked(*folders: str) -> set[str]:
    """The files of the working tree in some folders that git knows or would take."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *folders]
    listed = subprocess.run(command, cwd=REPOSITORY, check=True, capture_output=True, text=True).stdout
    return {name for name in listed.split("\0") if name and (REPOSITORY / name).exists()}


def test_the_wheel_holds_the_package_and_nothing_else(built):
    with zipfile.ZipFile(built / f"pulsarfn-{__version__}-py3-none-any.whl") as wheel:
        names = set(wheel.namelist())
        package = {name.removeprefix("plugin/") for name in tracked("plugin")}
        about = f"pulsarfn-{__version__}.dist-info"
        assert names == package | {
            f"{about}/{name}" for name in ("METADATA", "WHEEL", "RECORD", "entry_points.txt", "licenses/LICENSE")
        } | {f"pulsarfn-{__version__}.data/{name}" for name in ("scripts/pulsarfn", "data/share/man/man1/pulsarfn.1")}
        assert "pulsarfn/py.typed" in names
        commands = re.findall(r"^(\S+) = ", wheel.read(f"{about}/entry_points.txt").decode(), re.MULTILINE)
        assert {*commands, "pulsarfn"} == COMMANDS


def test_the_sdist_holds_what_a_user_and_a_packager_need(built):
    with tarfile.open(built / f"pulsarfn-{__version__}.tar.gz") as sdist:
        names = {name.partition("/")[2] for name in sdist.getnames()}
    wanted = tracked(
        "plugin", "bin", "kubectl-plugin", "docs", "examples", "helm-plugin.yaml", "plugin.yaml", "Dockerfile"
    )
    wanted |= {".ci/build.lock", ".ci/run.lock"}
    pages = ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")
    wanted |= {"pyproject.toml", "LICENSE", *pages}
    assert names == wanted | {"PKG-INFO", ".gitignore"}  # the latter is hatchling's own addition


@pytest.fixture(scope="module")
def environment(built, tmp_path_factory):
    """A virtual environment with the wheel, in a folder with blanks."""
    (wheel,) = built.glob("*.whl")
    python = python_command(tmp_path_factory.mktemp("python") / "python3")

    def install(folder):
        subprocess.run([python, "-m", "venv", folder], check=True)
        subprocess.run([folder / "bin" / "pip", "install", "--quiet", wheel], check=True)

    return made_once(tmp_path_factory, "an environment", install)


def expanded(command, **options):
    return subprocess.run([command], input=STREAM.read_bytes(), capture_output=True, check=True, **options).stdout


def test_the_command_runs_wherever_it_is_linked_to(environment, tmp_path):
    command = environment / "bin" / "pulsarfn"
    expected = expanded(command)
    assert b"kind: StatefulSet" in expected
    (tmp_path / "bin").mkdir()
    (tmp_path / "absolute").symlink_to(command)
    (tmp_path / "bin" / "relative").symlink_to(Path("..") / "absolute")
    (tmp_path / "folder").symlink_to(environment / "bin")
    for link in ("absolute", "bin/relative", "folder/pulsarfn"):
        assert expanded(tmp_path / link) == expected
    assert expanded("absolute", cwd=tmp_path, env={"PATH": f"{tmp_path}:{os.environ['PATH']}"}) == expected


def test_the_command_runs_outside_of_an_environment(built, environment, tmp_path):
    (wheel,) = built.glob("*.whl")
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", tmp_path, wheel]
    subprocess.run(install, check=True)
    paths = os.pathsep.join([str(tmp_path), *sys.path[1:]])
    found = expanded(tmp_path / "bin" / "pulsarfn", env={**os.environ, "PYTHONPATH": paths})
    assert found == expanded(environment / "bin" / "pulsarfn")


def test_the_command_runs_as_a_script_of_the_folder_it_is_in(environment):
    command = ["sh", "pulsarfn", "version"]
    done = subprocess.run(command, cwd=environment / "bin", capture_output=True, text=True, check=True)
    assert done.stdout == f"pulsarfn {__version__}\n"


def test_a_folder_as_standard_input(environment, tmp_path):
    folder = os.open(tmp_path, os.O_RDONLY)
    done = subprocess.run([environment / "bin" / "pulsarfn"], stdin=folder, capture_output=True, text=True, check=False)
    os.close(folder)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "Error: standard input: Is a directory\n"


def test_the_command_hands_over_its_arguments_and_status(environment):
    command = [environment / "bin" / "pulsarfn", "completion", "a  b=$(c) 'd'"]
    done = subprocess.run(command, capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"\"a  b=$(c) 'd'\" is not one of" in done.stderr


def test_the_command_loads_nothing_of_the_folder_in_which_it_is_called(environment, tmp_path):
    for name in ("os", "re", "yaml", "pulsarfn"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit(99)\n")
    assert b"kind: StatefulSet" in expanded(environment / "bin" / "pulsarfn", cwd=tmp_path)


def test_a_stream_without_carriers_needs_hardly_a_module(environment):
    """The script that pip 23 writes imports `re`, which imports nine others."""
    told = subprocess.run(
        [environment / "bin" / "pulsarfn"],
        input=b"a: b\n",
        env={**os.environ, "PYTHONPROFILEIMPORTTIME": "1"},
        capture_output=True,
        check=True,
    ).stderr.decode()
    imported = {line.rpartition("|")[2].strip() for line in told.splitlines()}
    assert "pulsarfn.stream.markers" in imported
    assert not imported & {"re", "enum", "functools", "collections", "typing", "contextlib"}


def test_every_manifest_has_the_version_of_the_package():
    helm = yaml.safe_load((REPOSITORY / "helm-plugin.yaml").read_text())
    krew = yaml.safe_load((REPOSITORY / "kubectl-plugin" / "pulsarfn.yaml").read_text())
    assert (helm["version"], krew["spec"]["version"]) == (__version__, f"v{__version__}")


def test_helm_finds_its_manifest_under_the_name_that_it_looks_for():
    assert (REPOSITORY / "plugin.yaml").readlink() == Path("helm-plugin.yaml")


def test_the_image_holds_the_locked_versions(tmp_path, pytestconfig):
    """No engine builds it here: the commands of its first stage run in a folder. Only `--all` has the seconds to compile."""
    python = python_command(tmp_path / "python3")
    stage = re.search(r"AS build\n(.*?)\n\n", text := (REPOSITORY / "Dockerfile").read_text(), re.DOTALL)[1]
    source = tmp_path / "source"
    source.mkdir()
    for line in re.findall(r"^COPY (.+)$", stage, re.MULTILINE):
        *copied, target = line.split()
        for name in copied:
            where = source / target
            if target.endswith("/"):  # a folder, which is made where there is none
                where.mkdir(exist_ok=True)
            shutil.copytree(REPOSITORY / name, where) if (REPOSITORY / name).is_dir() else shutil.copy(
                REPOSITORY / name, where
            )
    for line in re.findall(r"^RUN (.+)$", stage, re.MULTILINE):
        command = line.replace("/opt/", f"{tmp_path}/").replace("python -m venv", f"{python} -m venv")
        if not pytestconfig.getoption("--all"):
            command = command.replace(" --compile ", " ")
        done = subprocess.run(["sh", "-c", command], cwd=source, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    assert installed_packages(tmp_path / "pulsarfn" / "bin" / "python") == locked_packages("run.lock")
    assert b"kind: StatefulSet" in expanded(tmp_path / "pulsarfn" / "bin" / "pulsarfn")
    assert all(user not in ("root", "0") for user in re.findall(r"^USER (\S+)", text, re.MULTILINE))
