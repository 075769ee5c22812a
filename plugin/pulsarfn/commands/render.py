"""``pulsarfn render``: bare pulsar-admin configs, without carriers."""

from typing import Any

import click

from pulsarfn.annotations import Component
from pulsarfn.options import common_options, file_option, inputs_of, settings_of
from pulsarfn.output import finish
from pulsarfn.pipeline import render


@click.command("render")
@click.argument("component", type=click.Choice(["function", "source", "sink"]))
@file_option(required=True, text="A config as pulsar-admin takes it (repeatable).")
@common_options
def command(component: Component, files: tuple[str, ...], **options: Any) -> None:  # noqa: ANN401 - click's own
    """Expand bare pulsar-admin configs.

    No carrier is needed: each file is what pulsar-admin takes as --function-config-file and the like.
    """
    finish(render(component, inputs_of(files), settings_of(options)), options)
