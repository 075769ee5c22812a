"""What is generated of the documentation is current: ``python docs/generate`` makes it so."""

import re

import click
import pytest

from conftest import REPOSITORY
from pages import generated
from published import current, published, repository_url
from pulsarfn import __version__
from pulsarfn.cli.commands import COMMANDS
from pulsarfn.cli.main import group


@pytest.mark.parametrize(("path", "make"), [pytest.param(*each, id=each[0].name) for each in generated().items()])
def test_a_generated_page_is_current(path, make):
    assert path.read_text(encoding="utf-8") == make()


def test_the_address_and_the_version_are_changed_in_every_place():
    """What a release does: nothing of the old ones is left."""
    assert REPOSITORY / "README.md" in published()
    new = "https://git.acme.example/tools/pulsarfn"
    for path, text in published().items():
        changed = current(text, new, "9.8.7")
        assert repository_url() not in changed, path
        assert __version__ not in changed, path
        assert current(changed, repository_url(), __version__) == text, path


@pytest.mark.parametrize(
    "after",
    [
        "",
        "@v0.1.0",
        ".git#v0.1.0",
        "/-/raw/v0.1.0/templates/pulsarfn.yml",
        "/releases/download/v0.1.0/pulsarfn-v0.1.0.tar.gz",
        "\n  rev: v0.1.0",
    ],
)
def test_what_follows_an_address_stays(after):
    new = "https://git.acme.example/tools/pulsarfn"
    assert current(f"{repository_url()}{after}", new, "9.8.7") == f"{new}{after.replace('0.1.0', '9.8.7')}"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_shows_examples(name):
    command = group.get_command(click.Context(group), name)
    assert command.examples
    assert all("pulsarfn" in each.line and each.purpose for each in command.examples)
    help_text = command.get_help(click.Context(command, info_name=name))
    assert all(f"\n  # {each.purpose}\n  {each.line}\n" in f"{help_text}\n" for each in command.examples)


def test_the_recipes_for_contributors_name_files_that_exist():
    text = (REPOSITORY / "CONTRIBUTING.md").read_text(encoding="utf-8")
    _, _, recipes = text.partition("## Recipes")
    paths = set(re.findall(r"`((?:[\w.]+/)+[\w.]+)`", recipes)) - {"build/site", "docs/generate"}
    assert len(paths) > 15
    for path in paths:
        folder = path.rpartition("/")[0] if "NAME" in path else path
        assert (REPOSITORY / "plugin" / "pulsarfn" / folder).exists() or (REPOSITORY / folder).exists(), path
