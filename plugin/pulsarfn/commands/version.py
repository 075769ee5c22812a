"""``pulsarfn version``."""

import click

from pulsarfn import __version__


@click.command("version")
def command() -> None:
    """Print the version."""
    click.echo(f"pulsarfn {__version__}")
