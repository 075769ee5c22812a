"""The progress bar, on a real pseudo terminal: for work that takes long, on standard error, where somebody looks."""

import os
import subprocess
import sys

import pytest

from conftest import REPOSITORY
from program import quick_command, run_bytes
from terminals import terminal

STREAM = (REPOSITORY / "examples" / "quickstart" / "stream.yaml").read_bytes()
WORKER, FUNCTION = STREAM.split(b"---\n# Source: orders/templates/functions.yaml\n")
MANY = WORKER + b"".join(
    b"---\n" + FUNCTION.split(b"---")[0].replace(b"enrich", b"enrich-%d" % number) for number in range(8)
)
AT_ONCE = "import sys, pulsarfn.cli.progress as p; p.AFTER_SECONDS = 0; from pulsarfn.entry import run; run()"
ENVIRONMENT = {"PATH": os.environ["PATH"], "PYTHONPATH": str(REPOSITORY / "plugin"), "TERM": "xterm", "COLUMNS": "80"}
RESOURCE_LIST = b"apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems: []\n"


def run(stream, folder, *arguments, program=("-c", AT_ONCE), env=None):
    """What a person at the terminal sees, and what was written to standard output; the stream comes from a file."""
    (folder / "in").write_bytes(stream)
    with (folder / "in").open() as stdin, (folder / "out").open("wb") as stdout:
        streams = {"stdin": stdin.fileno(), "stdout": stdout.fileno()}
        command = [sys.executable, *program, *arguments]
        with terminal(command, ENVIRONMENT | (env or {}), folder, **streams) as (screen, process):
            seen = screen.wait_for_end()
            assert process.wait(60) == 0, seen
    return seen, (folder / "out").read_bytes()


@pytest.mark.slow
def test_long_work_shows_a_bar_that_goes_away(tmp_path):
    seen, out = run(MANY, tmp_path, "expand")
    assert "expanding" in seen
    assert seen.endswith("\x1b[1A\x1b[K")
    plain = run_bytes("expand", stdin=MANY)
    assert (out, plain.stderr) == (plain.stdout, b"")
    assert out.count(b"kind: StatefulSet") == 8


@pytest.mark.slow
@pytest.mark.parametrize("command", [("lint",), ("graph",), ("explain",), ("diff", "in", "-")])
def test_every_command_that_expands_shows_it(command, tmp_path):
    seen, _ = run(MANY, tmp_path, *command)
    assert "expanding" in seen
    assert "\x1b[1A\x1b[K" in seen


@pytest.mark.parametrize(
    ("arguments", "stream", "env"),
    [
        pytest.param(["expand", "-q"], MANY, {}, id="quiet"),
        pytest.param(["--color", "auto"], RESOURCE_LIST, {}, id="for kustomize"),
        pytest.param(["expand"], MANY, {"TERM": "dumb"}, id="a dumb terminal"),
    ],
)
def test_where_nobody_wants_a_bar_there_is_none(arguments, stream, env, tmp_path):
    seen, _ = run(stream, tmp_path, *arguments, env=env)
    assert seen == ""


def test_what_is_done_soon_shows_no_bar(tmp_path):
    assert run(STREAM, tmp_path, "expand", program=("-m", "pulsarfn"))[0] == ""


@pytest.mark.slow
def test_a_terminal_gets_colours_unless_it_does_not_want_them(tmp_path):
    faulty = STREAM.replace(b"parallelism: 2", b"parallelism: 0")
    (tmp_path / "in").write_bytes(faulty)
    command = [quick_command(tmp_path / "bin" / "pulsarfn"), "expand", "-f", "in"]
    for variables, coloured in (({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)):
        with terminal(command, ENVIRONMENT | variables, tmp_path, stdout=subprocess.DEVNULL) as (screen, process):
            assert ("\x1b[1;31merror[PF306]" in screen.wait_for_end()) is coloured
            assert process.wait(60) == 1
