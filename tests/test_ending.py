"""Whatever ends a run reaches a person where the host hides standard error: the diagnostics file has it, and the terminal."""

import json
import os
import pty

import pytest
from jsonschema_rs import Draft202012Validator

from conftest import REPOSITORY
from program import ENVIRONMENT, PROGRAM
from test_cli import FAULTY, run

LINE = Draft202012Validator(
    json.loads((REPOSITORY / "docs" / "schemas" / "diagnostic.json").read_text(encoding="utf-8"))
)
USAGES = {
    "an option that is none": (["--namspace", "x"], 2, "--namspace"),
    "--set without a value": (["--set=abc"], 2, "'=' is expected"),
    "--set of an unknown key": (["--set", "jobNamespac=a"], None, "jobNamespac"),
    "a worker config that is not there": (["--worker-config", "nowhere.yaml"], 2, "nowhere.yaml"),
    "a command that is none": (["epxand"], 2, "epxand"),
    "a file that is not there": (["expand", "-f", "nowhere.yaml"], None, "nowhere.yaml"),
}


def told(file):
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    for each in lines:
        LINE.validate(each)
    return lines


@pytest.mark.parametrize("how", ["environment", "option", "option with ="])
@pytest.mark.parametrize("usage", USAGES)
def test_what_ends_a_run_is_in_the_diagnostics_file(tmp_path, usage, how):
    arguments, wanted, words = USAGES[usage]
    file = tmp_path / "lines"
    file.write_text("", encoding="utf-8")
    options = {"environment": [], "option": ["--diagnostics", str(file)], "option with =": [f"--diagnostics={file}"]}
    environment = {"PULSARFN_DIAGNOSTICS": str(file)} if how == "environment" else {}
    status, out, err = run(*arguments[:1], *arguments[1:], *options[how], stdin=FAULTY, env=environment, cwd=tmp_path)
    assert (status != 0, out) == (True, "")
    assert wanted in (None, status)
    (line,) = [each for each in told(file) if words in each["message"]]
    assert line["severity"] == "error"
    assert line["run"] == ("pulsarfn expand" if arguments[0] == "expand" else "pulsarfn")
    assert words in err


def test_each_line_has_the_name_of_its_run(tmp_path):
    file = tmp_path / "lines"
    environment = {"PULSARFN_DIAGNOSTICS": str(file)}
    run(stdin=FAULTY, env={**environment, "HELM_PLUGIN_NAME": "pulsarfn"})
    run("lint", stdin=FAULTY, env=environment)
    run("expand", "-n", "lint", stdin=FAULTY, env={**environment, "ARGOCD_APP_NAME": "shop"})
    runs = [each["run"] for each in told(file) if each.get("code") == "PF306"]
    assert runs == ["pulsarfn (Helm)", "pulsarfn lint", "pulsarfn expand (Argo CD, application shop)"]


def test_an_unreadable_worker_config_of_the_environment_ends_a_run_too(tmp_path):
    file = tmp_path / "lines"
    environment = {"PULSARFN_DIAGNOSTICS": str(file), "PULSARFN_WORKER_CONFIG": "nowhere.yaml"}
    assert run(stdin=b"a: 1\n", env=environment)[:2] == (2, "")
    (line,) = told(file)
    assert "nowhere.yaml" in line["message"]


def test_a_diagnostics_file_that_cannot_be_written_hides_nothing(tmp_path):
    status, out, err = run("--namspace", "x", "--diagnostics", str(tmp_path / "no" / "folder"), stdin=b"")
    assert (status, out) == (2, "")
    assert "--namspace" in err


@pytest.mark.parametrize(
    "usage", ["an option that is none", "--set without a value", "a worker config that is not there"]
)
def test_under_helm_4_the_terminal_has_it(tmp_path, usage):
    arguments, _, words = USAGES[usage]
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(tmp_path)
        os.dup2(0, 9)  # whoever called Helm keeps the terminal open
        hidden = os.open(os.devnull, os.O_RDWR)
        for descriptor in (0, 1, 2):
            os.dup2(hidden, descriptor)
        environment = {**ENVIRONMENT, "HELM_PLUGIN_NAME": "pulsarfn"}
        os.execvpe(PROGRAM[0], [*PROGRAM, *arguments], environment)
    seen = b""
    while chunk := read(terminal):
        seen += chunk
    os.waitpid(child, 0)
    os.close(terminal)
    assert seen.startswith(b"Error: ")
    assert words.encode() in seen


def read(terminal):
    try:
        return os.read(terminal, 4096)
    except OSError:  # how a pseudo terminal says that its other end is closed
        return b""
