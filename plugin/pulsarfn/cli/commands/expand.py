"""``pulsarfn expand``: the filter over files."""

import click

from pulsarfn.cli.examples import Command, Example
from pulsarfn.cli.inputs import inputs_of
from pulsarfn.cli.options import RunOptions, common_options, file_arguments, file_option, recursive_option
from pulsarfn.cli.output import run_filter


@click.command(
    "expand",
    cls=Command,
    examples=[
        Example("A folder of manifests, with its folders", "pulsarfn expand manifests -R"),
        Example("What would change in the cluster", "pulsarfn expand manifests -R | kubectl diff --server-side -f -"),
        Example(
            "A rendered chart, with another worker config",
            "helm template ./orders | pulsarfn expand --worker-config worker.yml",
        ),
    ],
)
@file_arguments
@file_option(text="What to expand (repeatable); default: standard input.")
@recursive_option
@common_options
def command(
    arguments: tuple[str, ...],
    files: tuple[str, ...],
    recursive: bool,  # noqa: FBT001 - click's own
    options: RunOptions,
) -> None:
    """Expand the carriers in files and folders.

    All of them are one stream, as for the filter: a worker config in one file serves the carriers of the others.
    A link that leads out of a folder is not followed.
    """
    run_filter(inputs_of((*files, *arguments), recursive=recursive), options)
