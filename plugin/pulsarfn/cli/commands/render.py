"""``pulsarfn render``: bare pulsar-admin configs, without carriers."""

import click

from pulsarfn.annotations import Component
from pulsarfn.cli.examples import Command, Example
from pulsarfn.cli.options import RunOptions, common_options, file_option, inputs_of, settings_of
from pulsarfn.cli.output import finish
from pulsarfn.pipeline.run import render


@click.command(
    "render",
    cls=Command,
    examples=[
        Example(
            "A function, for a worker config", "pulsarfn render function -f enrich.yaml --worker-config worker.yml"
        ),
        Example(
            "A sink, with nothing but the addresses of Pulsar",
            "pulsarfn render sink -f archive.yaml --set pulsarServiceUrl=pulsar://broker:6650"
            " --set pulsarWebServiceUrl=http://broker:8080",
        ),
    ],
)
@click.argument("component", type=click.Choice(["function", "source", "sink"]))
@file_option(required=True, text="A config as pulsar-admin takes it (repeatable).")
@common_options
def command(component: Component, files: tuple[str, ...], options: RunOptions) -> None:
    """Expand bare pulsar-admin configs.

    No carrier is needed: each file is what pulsar-admin takes as --function-config-file and the like.
    """
    finish(render(component, inputs_of(files), settings_of(options)), options)
