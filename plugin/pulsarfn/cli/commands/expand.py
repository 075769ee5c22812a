"""``pulsarfn expand``: the filter over files."""

import click

from pulsarfn.cli.examples import Command, Example
from pulsarfn.cli.options import RunOptions, common_options, file_option, inputs_of, recursive_option
from pulsarfn.cli.output import run_filter


@click.command(
    "expand",
    cls=Command,
    examples=[
        Example("A folder of manifests, with its folders", "pulsarfn expand -f manifests -R"),
        Example(
            "What would change in the cluster", "pulsarfn expand -f manifests -R | kubectl diff --server-side -f -"
        ),
        Example(
            "A rendered chart, with another worker config",
            "helm template ./orders | pulsarfn expand --worker-config worker.yml",
        ),
    ],
)
@file_option(text="What to expand (repeatable); default: standard input.")
@recursive_option
@common_options
def command(files: tuple[str, ...], recursive: bool, options: RunOptions) -> None:  # noqa: FBT001 - click's own
    """Expand the carriers in files and folders.

    All of them are one stream, as for the filter: a worker config in one file serves the carriers of the others.
    """
    run_filter(inputs_of(files, recursive=recursive), options)
