"""``pulsarfn expand``: the filter over files."""

from typing import Any

import click

from pulsarfn.options import common_options, file_option, inputs_of, recursive_option
from pulsarfn.output import run_filter


@click.command("expand")
@file_option(text="What to expand (repeatable); default: standard input.")
@recursive_option
@common_options
def command(files: tuple[str, ...], recursive: bool, **options: Any) -> None:  # noqa: ANN401, FBT001 - click's own
    """Expand the carriers in files and folders.

    All of them are one stream, as for the filter: a worker config in one file serves the carriers of the others.
    """
    run_filter(inputs_of(files, recursive=recursive), options)
