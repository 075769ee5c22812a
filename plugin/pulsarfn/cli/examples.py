"""Commands with examples at the end of their help, as in kubectl; the man page and the reference pages show the same ones."""

from collections.abc import Iterable
from typing import Any

import click

from pulsarfn.named_tuples import NamedTuple


class Example(NamedTuple):
    """A command line and its purpose: a sentence without a full stop."""

    purpose: str
    line: str


class Command(click.Command):
    """A command with examples."""

    def __init__(self, *args: Any, examples: Iterable[Example] = (), **attributes: Any) -> None:  # noqa: ANN401 - click's own
        super().__init__(*args, **attributes)
        self.examples = tuple(examples)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples below the options."""
        super().format_epilog(ctx, formatter)
        write_examples(self.examples, formatter)


def write_examples(examples: Iterable[Example], formatter: click.HelpFormatter) -> None:
    """Write the examples in a form that can be copied: never wrapped."""
    with formatter.section("Examples"):
        lines = [f"  # {each.purpose}\n  {each.line}\n" for each in examples]
        formatter.write("\n".join(lines))
