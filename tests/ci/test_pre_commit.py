"""The hook for pre-commit, installed and run by the real pre-commit over small repositories."""

import os
import re
import subprocess
import sys

import pytest
import yaml

from git_repositories import IDENTITY, commit, git
from made_once import made_once
from test_cli import FAULTY, STREAM

CLEAN = STREAM.replace(b"# Source: ", b"# ")
CONFIG = "repos:\n- repo: {repository}\n  rev: {revision}\n  hooks:\n  - id: pulsarfn-lint\n    args: [{arguments}]\n"


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """Where pre-commit keeps what it installs: all tests use one, which it locks."""
    return made_once(tmp_path_factory, "pre-commit", lambda _: None)


@pytest.fixture
def run(project, home, tmp_path):
    """Run the hook over all files of a repository."""

    def run(files, arguments=""):
        revision = git(project, "rev-parse", "HEAD")
        config = CONFIG.format(repository=project.as_uri(), revision=revision, arguments=arguments)
        commit(tmp_path / "manifests", {**files, ".pre-commit-config.yaml": config.encode()})
        done = subprocess.run(
            [sys.executable, "-m", "pre_commit", "run", "--all-files", "--color=never"],
            cwd=tmp_path / "manifests",
            env={**os.environ, **IDENTITY, "PRE_COMMIT_HOME": str(home), "VIRTUALENV_NO_PERIODIC_UPDATE": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout + done.stderr

    return run


def test_a_fault_stops_the_commit_and_is_a_line_with_its_place(run):
    status, told = run({"apps/orders.yaml": FAULTY.replace(b"# Source: ", b"# "), "notes.txt": b"{"})
    assert status == 1, told
    line = FAULTY.splitlines().index(b"    parallelism: 0") + 1
    assert re.search(rf"^apps/orders\.yaml:{line}:\d+: error\[PF306] ", told, re.MULTILINE), told


def test_a_worker_config_in_one_file_is_that_of_a_function_in_another(run):
    worker, function = CLEAN.split(b"---\n")[1:3]
    assert b"provide: worker-config" in worker
    assert b"expand: function" in function
    status, told = run({"a.yaml": worker, "b.yaml": function})
    assert status == 0, told


def test_a_worker_config_may_be_an_argument(run):
    (text,) = [each for each in CLEAN.split(b"---\n") if b"provide: worker-config" in each]
    worker = yaml.safe_load(text)["data"]["functions_worker.yml"].encode()
    (function,) = [each for each in CLEAN.split(b"---\n") if b"expand: function" in each]
    files = {"conf/functions_worker.yml": worker, "b.yaml": function}
    assert run(files)[0] == 1
    status, told = run(files, "--worker-config=conf/functions_worker.yml")
    assert status == 0, told
