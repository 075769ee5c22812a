"""``pulsarfn graph``: a picture of the topology."""

import click

from pulsarfn.annotations import Component
from pulsarfn.cli.examples import Command, Example
from pulsarfn.cli.inputs import inputs_of
from pulsarfn.cli.options import (
    RunOptions,
    bare_option,
    file_arguments,
    file_option,
    options_of_checkout,
    recursive_option,
)
from pulsarfn.cli.output import conclude, expansion_of
from pulsarfn.pipeline.review import ExpandedComponent, gathering, of_secrets
from pulsarfn.stream.descriptors import STDOUT, write_all


@click.command(
    "graph",
    cls=Command,
    examples=[
        Example("Mermaid, for a Markdown page or a pull request", "helm template ./orders | pulsarfn graph"),
        Example("A picture of a folder of manifests", "pulsarfn graph manifests -R -o svg >topology.svg"),
    ],
)
@file_arguments
@file_option(text="What to draw (repeatable); default: standard input.")
@recursive_option
@bare_option
@click.option(
    "-o",
    "--output",
    "form",
    type=click.Choice(["mermaid", "svg"]),
    default="mermaid",
    show_default=True,
    help="Text for Markdown, or a picture.",
)
@options_of_checkout
def command(  # noqa: PLR0913, PLR0917 - click's own
    arguments: tuple[str, ...],
    files: tuple[str, ...],
    recursive: bool,  # noqa: FBT001
    component: Component | None,
    form: str,
    options: RunOptions,
) -> None:
    """Draw the topology: which functions, sources and sinks read and write which topics, and under which subscriptions.

    An SVG picture loads no other files, follows the light or dark theme around it, and is the same for the same stream.
    """
    from pulsarfn.analysis.graph.mermaid import mermaid  # noqa: PLC0415 - for pictures only
    from pulsarfn.analysis.graph.model import graph_of  # noqa: PLC0415
    from pulsarfn.analysis.graph.svg import svg  # noqa: PLC0415
    from pulsarfn.analysis.topology import topology  # noqa: PLC0415

    seen: list[ExpandedComponent] = []
    expansion = expansion_of(
        inputs_of((*files, *arguments), recursive=recursive), options, gathering(seen), component=component
    )
    conclude(expansion, options)
    picture = graph_of(topology((each.objects for each in seen), of_secrets(seen)))
    write_all(STDOUT, (svg if form == "svg" else mermaid)(picture).encode())
