"""``pulsarfn version``."""

import json

import click

from pulsarfn import __version__
from pulsarfn.cli.examples import Command, Example
from pulsarfn.worker.versions import DEFAULT, VERSIONS

_EXAMPLES = [
    Example("What to write into a report of a bug", "pulsarfn version"),
    Example("The versions of Pulsar whose rules pulsarfn knows", "pulsarfn version -o json"),
]


@click.command("version", cls=Command, examples=_EXAMPLES)
@click.option(
    "-o", "--output", type=click.Choice(["text", "json"]), default="text", show_default=True, help="The form."
)
def command(output: str) -> None:
    """Print the version; as JSON, also the versions of Pulsar that pulsarfn knows."""
    if output == "text":
        click.echo(f"pulsarfn {__version__}")
        return
    pulsar = {"known": [each.name for each in VERSIONS], "default": DEFAULT.name}
    click.echo(json.dumps({"version": __version__, "pulsarVersions": pulsar}, indent=2))
