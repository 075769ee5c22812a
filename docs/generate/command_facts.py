"""The facts of the command line: the commands with their options and examples, variables and exit statuses."""

import inspect
from collections.abc import Iterator
from dataclasses import dataclass, replace

import click

from pulsarfn.cli.examples import Command, Example
from pulsarfn.cli.main import group

EXIT_STATUSES = {
    "0": "done",
    "1": "the input has errors",
    "2": "wrong usage",
    "3": "a bug in pulsarfn: it says what to report",
    "130": "interrupted",
}

VARIABLES = {
    "PULSARFN_SET": "Overrides of the worker config, each as --set takes it, in words as a shell splits them. --set wins over them.",
    "PULSARFN_AUTH_TOKEN": "The token itself with which the pods authenticate. No option takes it.",
    "NO_COLOR": "If it is set: no colours, except with --color=always.",
}
"""The environment variables that set no option."""


@dataclass(frozen=True, slots=True)
class OptionFacts:
    """An option: its long name, how it is written, what it does, the variable that sets it, empty for none."""

    name: str
    written: str
    text: str
    variable: str


@dataclass(frozen=True, slots=True)
class CommandFacts:
    """A command: its usage after ``pulsarfn NAME``, its text in paragraphs, its options beside the common ones, its examples."""

    name: str
    usage: str
    paragraphs: tuple[str, ...]
    options: tuple[OptionFacts, ...]
    has_common_options: bool
    examples: tuple[Example, ...]


def program() -> CommandFacts:
    """The filter itself, whose options are the common ones."""
    facts = _facts(group, click.Context(group, info_name="pulsarfn", **group.context_settings), frozenset())
    of_all = OptionFacts("--help", "-h, --help", "Show this message and exit.", "")
    return replace(facts, options=(*facts.options, of_all))


def commands() -> Iterator[CommandFacts]:
    """The commands in the order of the help."""
    outer = click.Context(group, info_name="pulsarfn", **group.context_settings)
    common = frozenset(each.name for each in group.params if each.name and each.name != "version")
    for name in group.list_commands(outer):
        command = group.get_command(outer, name)
        assert isinstance(command, Command), f"{name} has no examples"
        yield _facts(command, click.Context(command, parent=outer, info_name=name), common)


def variables() -> dict[str, str]:
    """Every environment variable that pulsarfn reads, and its purpose."""
    return {each.variable: f"Sets {each.name}." for each in program().options if each.variable} | VARIABLES


def _facts(command: Command, context: click.Context, common: frozenset[str]) -> CommandFacts:
    options = [each for each in command.params if isinstance(each, click.Option)]
    has_common_options = bool(common) and common <= {each.name for each in options}
    known = common if has_common_options else frozenset()
    return CommandFacts(
        name=command.name or "",
        usage=" ".join(command.collect_usage_pieces(context)),
        paragraphs=tuple(" ".join(each.split()) for each in inspect.cleandoc(command.help or "").split("\n\n")),
        options=tuple(_option(each, context) for each in options if each.name not in known),
        has_common_options=has_common_options,
        examples=command.examples,
    )


def _option(option: click.Option, context: click.Context) -> OptionFacts:
    written, _ = option.get_help_record(context) or ("", "")
    variable = option.envvar if isinstance(option.envvar, str) else ""
    return OptionFacts(max(option.opts, key=len), written, option.help or "", variable)
