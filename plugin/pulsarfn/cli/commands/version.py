"""``pulsarfn version``."""

import json

import click

from pulsarfn import __version__
from pulsarfn.cli import outputs as record
from pulsarfn.cli.examples import Command, Example

_EXAMPLES = [
    Example("What to write into a report of a bug", "pulsarfn version"),
    Example("The versions of Pulsar whose rules pulsarfn knows", "pulsarfn version -o json"),
    Example("What an upgrade of pulsarfn changes", "pulsarfn version --outputs"),
]


@click.command("version", cls=Command, examples=_EXAMPLES)
@click.option(
    "-o", "--output", type=click.Choice(["text", "json"]), default="text", show_default=True, help="The form."
)
@click.option(
    "--outputs",
    is_flag=True,
    help="Tell which recorded outputs changed FROM a version TO another one: between the last two if none is given.",
)
@click.argument("from_version", metavar="[FROM", required=False)
@click.argument("to_version", metavar="[TO]]", required=False)
def command(output: str, outputs: bool, from_version: str | None, to_version: str | None) -> None:  # noqa: FBT001 - click's
    """Print the version; as JSON, also the versions of Pulsar that pulsarfn knows."""
    if outputs:
        click.echo(_changed(from_version, to_version, output))
        return
    if from_version is not None:
        raise click.UsageError("FROM and TO go with --outputs")
    if output == "text":
        click.echo(f"pulsarfn {__version__}")
        return
    from pulsarfn.worker.versions import DEFAULT, VERSIONS  # noqa: PLC0415 - a version alone is printed at once

    pulsar = {"known": [each.name for each in VERSIONS], "default": DEFAULT.name}
    click.echo(json.dumps({"version": __version__, "pulsarVersions": pulsar}, indent=2))


def _changed(from_version: str | None, to_version: str | None, output: str) -> str:
    """Return what an upgrade of pulsarfn changes.

    Raises:
        click.UsageError: for a version that is not recorded.
    """
    recorded = record.recorded()
    versions = [*recorded]
    new = to_version or versions[-1]
    old = from_version or (versions[-2] if len(versions) > 1 else versions[-1])
    for each in (old, new):
        if each not in recorded:
            raise click.UsageError(f"{each} is not recorded; recorded are: {', '.join(versions)}")
    changes = record.changes(recorded[old], recorded[new])
    rolled = [each.name for each in changes if each.rolls]
    others = [each.name for each in changes if not each.rolls]
    if output == "json":
        return json.dumps({"from": old, "to": new, "rollsPods": rolled, "changesObjectsOnly": others}, indent=2)
    if from_version is None and len(versions) == 1:
        return f"{new} is the first version whose outputs are recorded."
    if not changes:
        return f"No recorded output changed from {old} to {new}."
    lines = [f"From {old} to {new}, of {len(record.compared(recorded[old], recorded[new]))} recorded outputs:"]
    lines += [f"rolls pods: {', '.join(rolled)}"] if rolled else []
    lines += [f"changes objects only: {', '.join(others)}"] if others else []
    return "\n".join(lines)
