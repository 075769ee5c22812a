"""``pulsarfn names``: the Kubernetes names of components."""

import click

from pulsarfn.cli.examples import Command, Example
from pulsarfn.cli.exit_status import ERRORS, ExitStatus
from pulsarfn.cli.options import ReportingOptions, colour_option
from pulsarfn.cli.output import report
from pulsarfn.diagnostics import codes
from pulsarfn.diagnostics.as_text import visible
from pulsarfn.diagnostics.plain_english import in_plain_english
from pulsarfn.diagnostics.problem import Diagnostic, Location, Problem
from pulsarfn.diagnostics.secrecy.credentials import masked_text
from pulsarfn.kubernetes.names import Fqfn, check_job_name, job_name
from pulsarfn.stream.texts import is_utf8


@click.command(
    "names",
    cls=Command,
    examples=[Example("The StatefulSet of a function", "pulsarfn names shop/orders/enrich")],
)
@click.argument("fqfns", nargs=-1, required=True, metavar="TENANT/NAMESPACE/NAME...")
@click.option("--job-name", "override", default="", help="The jobName of customRuntimeOptions or of the worker config.")
@colour_option
def command(fqfns: tuple[str, ...], override: str, color: str) -> None:
    """Print the Kubernetes names of components.

    Each line has its name in Pulsar, a tab, and the name of its StatefulSet and Service. Collisions among them are errors.
    """
    diagnostics, owners = [], dict[str, str]()
    for text in dict.fromkeys(fqfns):
        parts = text.split("/", 2)
        if len(parts) != 3 or not all(parts) or not is_utf8(text):  # noqa: PLR2004 - tenant, namespace, name
            raise click.UsageError(f"not TENANT/NAMESPACE/NAME: {masked_text(text)}")
        if masked_text(text) != text:  # its Kubernetes name would repeat it
            raise click.UsageError(
                f"not the name of a component, because it looks like a credential: {masked_text(text)}"
            )
        fqfn = Fqfn(*parts)
        name = job_name(fqfn, override)
        click.echo(f"{visible(text)}\t{visible(name)}")
        problems = check_job_name(fqfn, override)
        if name in owners:
            hint = "rename one of them, or give one a jobName in customRuntimeOptions"
            problems = (
                *problems,
                Problem(codes.NAME_COLLISION, f"{name} is also the name for {owners[name]}", hint=hint),
            )
        owners.setdefault(name, text)
        diagnostics += [_diagnostic(each, text) for each in problems]
    report(diagnostics, ReportingOptions(color))
    if diagnostics:
        raise ExitStatus(ERRORS)


def _diagnostic(problem: Problem, text: str) -> Diagnostic:
    message, pulsar_says = in_plain_english(problem.message)
    return Diagnostic(problem.code, message, Location(text), problem.hint, pulsar_says)
