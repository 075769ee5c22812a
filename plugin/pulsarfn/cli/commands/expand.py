"""``pulsarfn expand``: the filter over files."""

from pathlib import Path

import click

from pulsarfn.cli.examples import Command, Example
from pulsarfn.cli.files import object_files, write_files
from pulsarfn.cli.inputs import inputs_of
from pulsarfn.cli.options import RunOptions, common_options, file_arguments, file_option, recursive_option
from pulsarfn.cli.output import conclude, expansion_of, run_filter


@click.command(
    "expand",
    cls=Command,
    examples=[
        Example("A folder of manifests, with its folders", "pulsarfn expand manifests -R"),
        Example("What would change in the cluster", "pulsarfn expand manifests -R | kubectl diff --server-side -f -"),
        Example("A file for each object", "helm template ./orders | pulsarfn expand --output-dir rendered"),
        Example(
            "A rendered chart, with another worker config",
            "helm template ./orders | pulsarfn expand --worker-config worker.yml",
        ),
    ],
)
@file_arguments
@file_option(text="What to expand (repeatable); default: standard input.")
@recursive_option
@click.option(
    "--output-dir",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Write a file for each object into this folder, and nothing to standard output; a List stays one file.",
)
@common_options
def command(
    arguments: tuple[str, ...],
    files: tuple[str, ...],
    recursive: bool,  # noqa: FBT001 - click's own
    output_dir: Path | None,
    options: RunOptions,
) -> None:
    """Expand the carriers in files and folders.

    All files are one stream, as for the filter: a worker config in one file applies to the carriers in the others.
    Links that lead out of a folder are not followed.
    """
    inputs = inputs_of((*files, *arguments), recursive=recursive)
    if output_dir is None:
        run_filter(inputs, options)
        return
    expansion = expansion_of(inputs, options)
    conclude(expansion, options)
    write_files(output_dir, object_files(expansion.chunks), replaces=True)
