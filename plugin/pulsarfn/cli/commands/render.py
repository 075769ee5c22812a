"""``pulsarfn render``: bare pulsar-admin configs, without carriers."""

import click

from pulsarfn.annotations import Component
from pulsarfn.cli.examples import Command, Example
from pulsarfn.cli.inputs import inputs_of
from pulsarfn.cli.options import RunOptions, common_options, file_arguments, file_option, settings_of
from pulsarfn.cli.output import finish
from pulsarfn.pipeline.run import render


@click.command(
    "render",
    cls=Command,
    examples=[
        Example("A function, for a worker config", "pulsarfn render function enrich.yaml --worker-config worker.yml"),
        Example(
            "A sink, with nothing but the addresses of Pulsar",
            "pulsarfn render sink archive.yaml --set pulsarServiceUrl=pulsar://broker:6650"
            " --set pulsarWebServiceUrl=http://broker:8080",
        ),
    ],
)
@click.argument("component", type=click.Choice(["function", "source", "sink"]))
@file_arguments
@file_option(text="A config as pulsar-admin takes it (repeatable).")
@common_options
def command(component: Component, arguments: tuple[str, ...], files: tuple[str, ...], options: RunOptions) -> None:
    """Expand bare pulsar-admin configs.

    No carrier is needed: each file is what pulsar-admin takes as --function-config-file and the like.
    """
    configs = (*files, *arguments)
    if not configs:
        raise click.UsageError("give a CONFIG: a file, a folder, or '-' for standard input")
    finish(render(component, inputs_of(configs), settings_of(options)), options)
