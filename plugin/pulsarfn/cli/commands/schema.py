"""``pulsarfn schema``: JSON Schemas of configs, for editors."""

import json

import click

from pulsarfn.cli.examples import Command, Example


@click.command(
    "schema",
    cls=Command,
    examples=[
        Example(
            "For function configs; # yaml-language-server: $schema=… takes it",
            "pulsarfn schema function >function.schema.json",
        ),
        Example("For functions_worker.yml", "pulsarfn schema worker-config >worker.schema.json"),
    ],
)
@click.argument("name", type=click.Choice(["function", "source", "sink", "worker-config", "custom-runtime-options"]))
def command(name: str) -> None:
    """Print the JSON Schema (2020-12) of a config.

    With it, an editor completes keys, shows their meaning and their defaults, and underlines what pulsarfn would refuse:
    unknown keys, unknown names, values of the wrong type.
    """
    from pulsarfn.cli.schemas import SCHEMAS  # noqa: PLC0415 - the list of commands does not need the models

    click.echo(json.dumps(SCHEMAS[name](), indent=2, ensure_ascii=False).encode() + b"\n", nl=False)
