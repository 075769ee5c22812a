"""Commands whose help ends with examples, as kubectl's do; the man page and the reference pages show the same ones."""

from collections.abc import Iterable
from typing import Any, NamedTuple

import click


class Example(NamedTuple):
    """A command line, and what it is for: a sentence without a full stop."""

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
    """Write the examples as they can be copied: never wrapped."""
    with formatter.section("Examples"):
        lines = [f"  # {each.purpose}\n  {each.line}\n" for each in examples]
        formatter.write("\n".join(lines))
