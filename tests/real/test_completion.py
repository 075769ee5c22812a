"""Tab completion in the real bash, zsh and fish, set up as the help of ``completion`` says and typed as a person types."""

import os
import subprocess
from pathlib import Path

import pytest

from terminals import terminal

TYPED = [
    pytest.param("pulsarfn expa", "nd ", id="a command"),
    pytest.param("pulsarfn expand --worker", "-config ", id="an option"),
    pytest.param("pulsarfn completion ba", "sh ", id="a value out of some"),
    pytest.param("pulsarfn expand -f man", "ifests/", id="a folder"),
]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "manifests").mkdir()
    return tmp_path


@pytest.fixture
def environment(home: Path, pulsarfn: Path, debian: Path) -> dict[str, str]:
    path = [pulsarfn.parent, debian / "bin", debian / "usr" / "bin", os.environ["PATH"]]
    libraries = debian / "usr" / "lib" / "x86_64-linux-gnu"
    return {
        "PATH": os.pathsep.join(map(str, path)),
        "HOME": str(home),
        "TERM": "xterm",
        "LD_LIBRARY_PATH": str(libraries),
        "ZSH_MODULES": str(libraries / "zsh" / "5.9"),
        "ZSH_FUNCTIONS": str(debian / "usr" / "share" / "zsh" / "functions"),
        "PS1": "ready> ",
    }


def script(shell: str, environment: dict[str, str]) -> str:
    return subprocess.run(
        ["pulsarfn", "completion", shell], env=environment, capture_output=True, text=True, check=True
    ).stdout


@pytest.mark.parametrize(("typed", "completed"), TYPED)
def test_bash(typed, completed, environment, home):
    (home / ".bashrc").write_text("PS1='ready> '; source <(pulsarfn completion bash)\n")
    with terminal(["bash", "-i"], environment, home) as (shell, _):
        shell.wait_for("ready> ")
        shell.type(f"{typed}\t")
        assert f"{typed}{completed}" in shell.wait_for(completed)


@pytest.mark.parametrize(("typed", "completed"), TYPED)
def test_zsh(typed, completed, environment, home):
    (home / "functions").mkdir()
    (home / "functions" / "_pulsarfn").write_text(script("zsh", environment))
    # the folders are named where Debian's zsh, which is not installed, would look by itself
    setup = "module_path=($ZSH_MODULES)\nfpath=(~/functions $ZSH_FUNCTIONS/**/*(/))\nautoload -U compinit && compinit -D -u\n"
    setup += "PS1='ready> '\n"
    (home / ".zshrc").write_text(setup)
    with terminal(["zsh", "-i"], environment, home) as (shell, _):
        shell.wait_for("ready> ")
        shell.type(f"{typed}\t")
        shell.wait_for(completed.rstrip(" /"))  # the last letter is bold until the next one is typed


@pytest.mark.parametrize(("typed", "completed"), TYPED)
def test_fish(typed, completed, environment, home, debian):
    functions = debian / "usr" / "share" / "fish" / "functions"  # where an installed fish looks by itself
    line = f"set -a fish_function_path {functions}; pulsarfn completion fish | source; complete --do-complete '{typed}'"
    done = subprocess.run(["fish", "-c", line], env=environment, cwd=home, capture_output=True, text=True, check=True)
    found = [line.partition("\t")[0] for line in done.stdout.splitlines()]
    assert f"{typed.rpartition(' ')[2]}{completed}".strip() in found


def test_the_script_for_bash_looks_for_none_on_this_machine(pulsarfn):
    done = subprocess.run(
        [pulsarfn, "completion", "bash"], env={"PATH": "/nonexistent"}, capture_output=True, text=True, check=True
    )
    assert "complete -o nosort -F _pulsarfn_completion pulsarfn" in done.stdout
    assert done.stderr == ""
