"""What is generated of the documentation is current: ``python docs/generate`` makes it so."""

import click
import pytest

from pages import generated
from pulsarfn.cli.commands import COMMANDS
from pulsarfn.cli.main import group


@pytest.mark.parametrize("path", generated(), ids=lambda path: path.name)
def test_a_generated_page_is_current(path):
    assert path.read_text(encoding="utf-8") == generated()[path]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_shows_examples(name):
    command = group.get_command(click.Context(group), name)
    assert command.examples
    assert all("pulsarfn" in each.line and each.purpose for each in command.examples)
    help_text = command.get_help(click.Context(command, info_name=name))
    assert all(f"\n  # {each.purpose}\n  {each.line}\n" in f"{help_text}\n" for each in command.examples)
