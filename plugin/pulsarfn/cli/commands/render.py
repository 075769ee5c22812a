"""``pulsarfn render``: bare pulsar-admin configs, without carriers."""

import click

from pulsarfn.annotations import Component
from pulsarfn.cli.examples import Command, Example
from pulsarfn.cli.inputs import inputs_of
from pulsarfn.cli.options import RunOptions, file_option, options_with
from pulsarfn.cli.output import finish, with_unused
from pulsarfn.cli.pulsar_admin import CONFIG_FILES, FlagOption, flag_options, flag_values, spelt_today
from pulsarfn.cli.run_settings import settings_of
from pulsarfn.pipeline.bare import COMMAND_LINE
from pulsarfn.pipeline.render import render
from pulsarfn.pipeline.settings import InputText


class _Render(Command):
    """A command that shows the flags of pulsar-admin in a section of their own."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        records = [(each, each.get_help_record(ctx)) for each in self.get_params(ctx) if isinstance(each, click.Option)]
        own = [record for each, record in records if record and not isinstance(each, FlagOption)]
        flags = [record for each, record in records if record and isinstance(each, FlagOption)]
        with formatter.section("Options"):
            formatter.write_dl(own)
        with formatter.section("Flags of pulsar-admin, which win over CONFIG"):
            formatter.write_dl(flags)


@click.command(
    "render",
    cls=_Render,
    context_settings={"token_normalize_func": spelt_today},
    examples=[
        Example("A function, for a worker config", "pulsarfn render function enrich.yaml --worker-config worker.yml"),
        Example(
            "A sink, with nothing but the addresses of Pulsar",
            "pulsarfn render sink archive.yaml --set pulsarServiceUrl=pulsar://broker:6650"
            " --set pulsarWebServiceUrl=http://broker:8080",
        ),
        Example(
            "What pulsar-admin functions create takes, without a file",
            "pulsarfn render function --fqfn shop/orders/enrich --jar function://shop/orders/enrich@v1"
            " --classname org.example.Enrich --inputs orders --output enriched --worker-config worker.yml",
        ),
    ],
)
@click.argument("component", type=click.Choice(["function", "source", "sink"]))
@click.argument("arguments", nargs=-1, type=click.Path(allow_dash=True), metavar="[CONFIG]...")
@file_option(text="A config as pulsar-admin takes it (repeatable).")
@click.option(
    *CONFIG_FILES, "config_files", multiple=True, type=click.Path(allow_dash=True), help="As -f.", metavar="FILE"
)
@flag_options
@options_with("-n", "--kube-namespace")
def command(
    component: Component,
    arguments: tuple[str, ...],
    files: tuple[str, ...],
    config_files: tuple[str, ...],
    options: RunOptions,
    **flags: str | None,
) -> None:
    """Expand bare pulsar-admin configs.

    No carrier is needed: each CONFIG is a file for --function-config-file of pulsar-admin and the like. The flags of
    pulsar-admin override it, and can also replace CONFIG.

    --namespace is the Kubernetes namespace, as for every command, and -n always is. Together with --tenant it is the
    namespace of Pulsar, as for pulsar-admin.
    """
    if flags["flag_tenant"] is None and flags["flag_namespace"] is not None:
        options = options._replace(namespace=flags["flag_namespace"], namespace_option="--namespace")
        flags["flag_namespace"] = None
    values = tuple(flag_values(component, flags))
    configs = (*files, *config_files, *arguments)
    if not configs and not values:
        raise click.UsageError("give a CONFIG, or the flags that pulsar-admin takes: --name, --inputs, --jar, …")
    inputs = inputs_of(configs) if configs else [InputText(COMMAND_LINE, b"{}")]
    settings = settings_of(options)
    finish(with_unused(render(component, inputs, settings, flags=values), settings, options), options)
