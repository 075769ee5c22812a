"""The GitLab template, its scripts run as a GitLab runner runs them, in a shallow clone."""

import os
import re
import subprocess
from xml.etree import ElementTree as ET

import pytest
import yaml
from pythons import built_once, python_command

from conftest import REPOSITORY
from git_repositories import IDENTITY, git
from made_once import made_once
from test_cli import FAULTY

INPUT = re.compile(r"\$\[\[ inputs\.([a-z-]+) ]]")


SPECIFICATION, JOBS = yaml.safe_load_all((REPOSITORY / "templates" / "pulsarfn.yml").read_text("utf-8"))
INSTALL, RENDER = JOBS[".pulsarfn"]["before_script"]


def bash(lines, cwd, variables):
    """Run lines as a GitLab runner does: in one shell, up to the first that fails."""
    return subprocess.run(
        ["bash", "-eo", "pipefail", "-c", "\n".join(lines)],
        cwd=cwd,
        env={**os.environ, **IDENTITY, **variables},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """The PATH after the first part of `before_script`, which installs a wheel; the test of the pipeline for Jenkins installs from git."""
    (wheel,) = built_once(tmp_path_factory).glob("*.whl")

    def install(folder):
        python_command(folder / "bin" / "python3")
        path = f"{folder / 'bin'}:{os.environ['PATH']}"
        variables = {"REQUIREMENT": str(wheel), "TMPDIR": str(folder), "PATH": path}
        done = bash([INSTALL, 'echo "$PATH"'], folder, variables)
        assert done.returncode == 0, done.stderr
        (folder / "path").write_text(done.stdout.strip())

    return (made_once(tmp_path_factory, "gitlab", install) / "path").read_text()


@pytest.fixture
def run(change, quick, tmp_path_factory):
    """Run the rest of a job of the template, with inputs, as a pipeline of a merge request."""

    def run(name, programs=quick, **inputs):
        values = {name: each["default"] for name, each in SPECIFICATION["spec"]["inputs"].items()}
        values |= {name.replace("_", "-"): each for name, each in inputs.items()}
        texts = JOBS[JOBS[name]["extends"]]["variables"]
        variables = {name: INPUT.sub(lambda found: values[found[1]], text) for name, text in texts.items()}
        variables |= {"CI_MERGE_REQUEST_DIFF_BASE_SHA": change["base"], "PATH": programs}
        variables["work"] = str(tmp_path_factory.mktemp("work"))
        done = bash([RENDER, *JOBS[name]["script"]], change["workspace"], variables)
        git(change["workspace"], "worktree", "prune")
        return done.returncode, done.stdout + done.stderr

    return run


def test_lint_reports_to_gitlab_and_to_the_log(run, installed, change):
    (change["workspace"] / "manifests" / "a" / "stream.yaml").write_bytes(FAULTY)
    status, told = run("pulsarfn-lint", programs=installed, path="manifests")
    assert (status, "error[PF306]: " in told) == (1, True), told
    report = ET.parse(change["workspace"] / "pulsarfn.xml").getroot()
    assert report.find("testsuite/testcase/failure").get("type") == "error"


def test_lint_takes_its_options_as_words(run, change):
    status, told = run("pulsarfn-lint", render="cat manifests/*/*.yaml", lint_options="--strict")
    assert (status, "warning[PF601]: " in told) == (1, True), told
    options = "--strict --assume-exists Secret/* --ignore PF621"
    status, told = run("pulsarfn-lint", path="manifests", lint_options=options)
    summary = "1 component in 1 carrier: no findings, 1 suppressed\n"
    assert (status, told) == (0, 2 * summary), "for the report and for the log"
    assert ' failures="0" ' in (change["workspace"] / "pulsarfn.xml").read_text()


def test_diff_is_a_file_that_the_merge_request_shows(run, change):
    for inputs in ({"path": "manifests"}, {"render": "cat manifests/*/*.yaml"}):
        status, told = run("pulsarfn-diff", **inputs)
        assert status == 0, told
        assert "1 rolling" in (change["workspace"] / "pulsarfn-diff.md").read_text()


def test_a_folder_that_is_new(run, change):
    (change["workspace"] / "manifests").rename(change["workspace"] / "new")
    status, told = run("pulsarfn-diff", path="new")
    assert (status, "1 created" in told) == (0, True), told
