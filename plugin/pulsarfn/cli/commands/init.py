"""``pulsarfn init``: from bare configs to the files to keep in git."""

from collections.abc import Sequence
from pathlib import Path

import click

from pulsarfn.annotations import Component
from pulsarfn.cli.examples import Command, Example
from pulsarfn.cli.exit_status import ERRORS, ExitStatus
from pulsarfn.cli.files import write_files
from pulsarfn.cli.inputs import inputs_of
from pulsarfn.cli.options import ReportingOptions, colour_option, file_option
from pulsarfn.cli.output import report, write
from pulsarfn.cli.skeletons import SAMPLES, SKELETONS, Config, config_of
from pulsarfn.diagnostics.as_text import visible
from pulsarfn.pipeline.one_document import read_given
from pulsarfn.pipeline.secret_keys import SECRET_KEYS
from pulsarfn.pipeline.settings import InputText
from pulsarfn.stream.locate import Locator, Place


@click.command(
    "init",
    cls=Command,
    examples=[
        Example(
            "Carriers of configs that pulsar-admin takes", "pulsarfn init function functions/*.yaml >carriers.yaml"
        ),
        Example("A chart of them", "pulsarfn init function functions/*.yaml -o chart --output-dir functions-chart"),
        Example("A sink to begin with", "pulsarfn init sink"),
    ],
)
@click.argument("component", type=click.Choice(["function", "source", "sink"]))
@click.argument("arguments", nargs=-1, type=click.Path(allow_dash=True), metavar="[CONFIG]...")
@file_option(text="A config as pulsar-admin takes it (repeatable); default: a sample.")
@click.option(
    "-o",
    "--output",
    "form",
    type=click.Choice([*SKELETONS]),
    default="carriers",
    show_default=True,
    help="What to make.",
)
@click.option(
    "--output-dir",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="The folder to write into; without it carriers go to standard output. No file is replaced.",
)
@colour_option
def command(  # noqa: PLR0913, PLR0917 - click's own
    component: Component,
    arguments: tuple[str, ...],
    files: tuple[str, ...],
    form: str,
    output_dir: Path | None,
    color: str,
) -> None:
    """Make carriers, a kustomization or a chart from bare pulsar-admin configs.

    If a config names a file on your machine (jar: target/enrich.jar), it gets a package instead. The commands that
    upload the packages are printed: to standard output, or to standard error if the carriers go to standard output.
    """
    if output_dir is None and form != "carriers":
        raise click.UsageError(f"a {form} is a folder of files: give --output-dir DIR")
    configs = (*files, *arguments)
    inputs = inputs_of(configs) if configs else [InputText(f"{component}.yaml", SAMPLES[component].encode())]
    given = _configs(component, inputs, ReportingOptions(color))
    made = SKELETONS[form](given, "" if output_dir is None else output_dir.resolve().name)
    uploads = "".join(f"{visible(upload)}\n" for each in given for upload in each.uploads)
    if output_dir is not None:
        write_files(output_dir, {name: text.encode() for name, text in made.items()}, replaces=False)
        click.echo(uploads, nl=False)
        return
    write([f"---\n{text}".encode() for text in made.values()])
    if uploads:
        click.echo(f"Upload the packages before you apply this:\n{uploads}", nl=False, err=True)


def _configs(component: Component, inputs: Sequence[InputText], reporting: ReportingOptions) -> list[Config]:
    """Return the configs after reporting all their problems; an error ends the command."""
    locator, configs, diagnostics = Locator(SECRET_KEYS), list[Config](), []
    for order, each in enumerate(inputs):
        given, reported = read_given(component, each.origin, each.content[:], Place(each.origin, "", order=order))
        diagnostics += [locator.locate(*one) for one in reported]
        if given is not None:
            config, problems = config_of(given)
            diagnostics += [locator.locate(one, given.place) for one in problems]
            configs += [config] if config is not None else []
    report(diagnostics, reporting)
    if len(configs) < len(inputs):
        raise ExitStatus(ERRORS)
    return configs
