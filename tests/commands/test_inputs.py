"""What commands read: files as arguments, folders and the links in them, and a terminal on which nothing was given."""

import subprocess
import sys

import pytest

from conftest import REPOSITORY
from program import ENVIRONMENT, PROGRAM, URLS, quick_command, run
from terminals import terminal

STREAM = (REPOSITORY / "examples" / "quickstart" / "stream.yaml").read_text()
CONFIG = "{tenant: a, namespace: b, name: f, className: F, jar: 'local:///f.jar', inputs: [in]}\n"


@pytest.mark.parametrize("command", ["expand", "lint", "graph"])
def test_files_are_arguments(command, tmp_path):
    (tmp_path / "stream.yaml").write_text(STREAM)
    told = run(command, "-f", "stream.yaml", cwd=tmp_path)
    assert told.status == 0
    assert told.out or command == "lint"
    assert run(command, "stream.yaml", cwd=tmp_path) == told
    assert run(command, ".", cwd=tmp_path) == told
    assert run(command, "-", stdin=STREAM.encode(), cwd=tmp_path).out == told.out


def test_configs_are_arguments_of_render(tmp_path):
    (tmp_path / "f.yaml").write_text(CONFIG)
    told = run("render", "function", "-f", "f.yaml", *URLS, cwd=tmp_path)
    assert told.status == 0
    assert "kind: StatefulSet" in told.out
    assert run("render", "function", "f.yaml", *URLS, cwd=tmp_path) == told
    assert run("render", "function", "-", *URLS, stdin=CONFIG.encode(), cwd=tmp_path).out == told.out


def test_a_file_is_no_command(tmp_path):
    (tmp_path / "stream.yaml").write_text(STREAM)
    told = run("stream.yaml", cwd=tmp_path)
    assert (told.status, told.out) == (2, "")
    assert told.err.endswith("stream.yaml is a file or a folder, not a command: pulsarfn expand stream.yaml\n")


def test_a_file_is_no_name_of_a_component(tmp_path):
    (tmp_path / "stream.yaml").write_text(STREAM)
    told = run("explain", "stream.yaml", cwd=tmp_path)
    assert (told.status, told.out) == (2, "")
    assert "write -f stream.yaml" in told.err


@pytest.mark.parametrize("arguments", [("expand",), ("lint",), ("explain",), ("graph",), ("diff",)])
def test_with_nothing_to_read_a_terminal_gets_the_usage(arguments, tmp_path):
    command = quick_command(tmp_path / "bin" / "pulsarfn")
    with terminal([command, *arguments], ENVIRONMENT, tmp_path) as (screen, process):
        seen = screen.wait_for_end()
        assert process.wait(60) == 2
    assert seen.startswith(f"Usage: pulsarfn {arguments[0]} ")
    assert "Error: nothing to read: " in seen


def test_a_terminal_is_read_where_that_is_asked_for(tmp_path):
    with terminal([*PROGRAM, "expand", "-"], ENVIRONMENT, tmp_path) as (screen, process):
        screen.wait_for("Reading from the terminal: end with Ctrl-D")
        screen.type("a: 1\n\x04")
        assert screen.wait_for_end().count("a: 1") == 2
        assert process.wait(60) == 0


@pytest.fixture
def folder(tmp_path):
    """A folder with a file, a link to it, and links to a file and a folder beside it."""
    (tmp_path / "manifests" / "more").mkdir(parents=True)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "secret.yaml").write_text("secret: elsewhere\n")
    manifests = tmp_path / "manifests"
    (manifests / "more" / "a.yaml").write_text("a: 1\n")
    (manifests / "b.yaml").symlink_to("more/a.yaml")
    (manifests / "more" / "c.yaml").symlink_to("../../elsewhere/secret.yaml")
    (manifests / "more" / "d").symlink_to("../../elsewhere")
    return manifests


@pytest.mark.parametrize("name", ["manifests", "linked"])
def test_no_link_leads_out_of_a_folder(folder, name):
    (folder.parent / "linked").symlink_to("manifests")
    told = run("expand", "-R", name, cwd=folder.parent)
    assert told.status == 0
    assert told.out == "a: 1\n---\na: 1\n"
    assert told.err == f"Not read, as it is a link out of {name}: {name}/more/c.yaml\n"


def test_a_folder_of_nothing_but_links_that_lead_out_of_it(folder):
    (folder / "more" / "a.yaml").unlink()
    told = run("expand", "manifests/more", cwd=folder.parent)
    assert (told.status, told.out) == (1, "")
    assert "Error: manifests/more: no .yaml, .yml, .json file in this folder" in told.err


@pytest.mark.parametrize(
    ("called", "variables", "name"),
    [
        ("/usr/bin/kubectl-pulsarfn", {}, "kubectl pulsarfn"),
        ("/usr/bin/kubectl-pulsarfn", {"_PULSARFN_NAME": "pulsarfn"}, "pulsarfn"),
        ("-c", {"_PULSARFN_NAME": "kubectl pulsarfn"}, "kubectl pulsarfn"),
        ("/usr/bin/pulsarfn", {}, "pulsarfn"),
    ],
)
def test_the_usage_names_what_was_typed(called, variables, name):
    program = f"import sys; sys.argv[0] = {called!r}; from pulsarfn.entry import run; run()"
    environment = ENVIRONMENT | variables
    command = [sys.executable, "-c", program, "lint", "--help"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.startswith(f"Usage: {name} lint [OPTIONS] ")


def test_a_name_that_is_no_text_is_wrong_usage():
    told = run("names", "a/b/\udcff")
    assert told.status == 2
    assert told.err.endswith("Error: not TENANT/NAMESPACE/NAME: a/b/\\udcff\n")


def test_wrong_usage_repeats_no_control_characters():
    told = run("names", "a/\x1b[31m")
    assert told.status == 2
    assert told.err.endswith("Error: not TENANT/NAMESPACE/NAME: a/\\x1b[31m\n")
