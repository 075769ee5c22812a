"""A checkout in which the first commands of the README have been run, once for all tests."""

from pathlib import Path

import consoles
import pytest
from clients import LAYER_37, REPOSITORY, layer_programs, program

from git_repositories import the_project
from made_once import made_once
from published import repository_url

COMMANDS = consoles.lines(REPOSITORY / "README.md", under="## The first result")


def first_result(factory: pytest.TempPathFactory) -> Path:
    """The folder with the checkout, ``pulsarfn``, and the file ``printed``, which holds what the commands printed."""

    def run(folder: Path) -> None:
        environment = program(layer_programs(LAYER_37) / "kubectl" / "kubectl", folder).environment
        commands = " && ".join(COMMANDS).replace(repository_url(), f"file://{the_project(factory)}")
        (folder / "printed").write_text(consoles.run(commands, folder, environment), encoding="utf-8")

    return made_once(factory, "first result", run)
