"""``pulsarfn version``."""

import click

from pulsarfn import __version__
from pulsarfn.cli.examples import Command, Example


@click.command("version", cls=Command, examples=[Example("What to write into a report of a bug", "pulsarfn version")])
def command() -> None:
    """Print the version."""
    click.echo(f"pulsarfn {__version__}")
