"""``pulsarfn graph``: a picture of the topology."""

from collections.abc import Callable, Sequence

import click

from pulsarfn.analysis.graph.dot import dot
from pulsarfn.analysis.graph.facts import AllFacts, facts_of
from pulsarfn.analysis.graph.html import html
from pulsarfn.analysis.graph.mermaid import mermaid
from pulsarfn.analysis.graph.model import graph_of
from pulsarfn.analysis.graph.part import part_of
from pulsarfn.analysis.graph.svg import svg
from pulsarfn.analysis.lint.verdict import KeptComponent, keep, unsuppressed_findings
from pulsarfn.analysis.topology import Flow, Topology, flow_of, topology_of
from pulsarfn.annotations import Component
from pulsarfn.cli.examples import Command, Example
from pulsarfn.cli.inputs import inputs_of
from pulsarfn.cli.lint_settings import lint_settings
from pulsarfn.cli.options import (
    RunOptions,
    bare_option,
    file_arguments,
    file_option,
    options_of_checkout,
    recursive_option,
)
from pulsarfn.cli.output import conclude, expansion_of, write
from pulsarfn.diagnostics.problem import suggestion
from pulsarfn.kubernetes.names import Fqfn
from pulsarfn.pipeline.review import Review, ReviewInput, Verdict
from pulsarfn.pipeline.suppressions import unsuppressed

_FORMS = {"mermaid": mermaid, "dot": dot, "svg": svg}
_PARTS = 3


@click.command(
    "graph",
    cls=Command,
    examples=[
        Example("Mermaid, for a Markdown page or a pull request", "helm template ./orders | pulsarfn graph"),
        Example("A picture of a folder of manifests", "pulsarfn graph manifests -R -o svg >topology.svg"),
        Example(
            "A page to look around in, with configs and what lint says",
            "pulsarfn graph -f rendered.yaml -o html >page.html",
        ),
        Example("One namespace with its neighbours", "pulsarfn graph manifests -R --only public/default"),
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
    type=click.Choice([*_FORMS, "html"]),
    default="mermaid",
    show_default=True,
    help="Text for Markdown or for Graphviz, a picture, or a page.",
)
@click.option(
    "--only",
    multiple=True,
    metavar="TENANT[/NAMESPACE[/NAME]]",
    help="Draw these components and their neighbours (repeatable).",
)
@click.option("--no-logs", "logs", is_flag=True, flag_value=False, default=True, help="Leave out topics for logs.")
@options_of_checkout
def command(  # noqa: PLR0913, PLR0917 - click's own
    arguments: tuple[str, ...],
    files: tuple[str, ...],
    recursive: bool,  # noqa: FBT001
    component: Component | None,
    form: str,
    only: tuple[str, ...],
    logs: bool,  # noqa: FBT001
    options: RunOptions,
) -> None:
    """Draw the topology: which functions, sources and sinks read and write which topics, and under which subscriptions.

    An SVG picture loads no other files, follows the light or dark theme around it, and is the same for the same stream. An
    HTML page is one file too: it has a search and filters, and shows each component's config and what lint says of it.
    """
    wanted = [_parts(each) for each in only]
    seen: list[Flow] = []
    facts: list[AllFacts] = []  # one, if there is anything to expand
    expansion = expansion_of(
        inputs_of((*files, *arguments), recursive=recursive),
        options,
        _knowing(facts, options) if form == "html" else None,
        component=component,
        written=False,
        seen=lambda each: seen.append(flow_of(each.objects, is_secret=each.placed.is_secret)),
    )
    conclude(expansion, options)
    flows = topology_of(seen)
    graph = graph_of(flows, logs=logs)
    if wanted:
        graph = part_of(graph, _chosen(wanted, flows))
    write([(html(graph, *facts) if form == "html" else _FORMS[form](graph)).encode()])


def _knowing(facts: list[AllFacts], options: RunOptions) -> Review[KeptComponent]:
    """Return a review that adds the facts for the page, with what lint says, and reports what the filter reports."""
    settings = lint_settings(options)

    def reviewing(reviewed: ReviewInput[KeptComponent]) -> Verdict:
        findings = unsuppressed_findings(settings, reviewed)
        ignored = options.settings_file.ignored
        findings = [each for each in findings if each.problem.code not in ignored]
        facts.append(facts_of([each.placed for each in reviewed.kept], findings, reviewed.locator))
        return Verdict(unsuppressed(reviewed.reported, reviewed.suppressions))

    return Review(keep, reviewing)


def _parts(text: str) -> tuple[str, ...]:
    """Return the parts of a value of ``--only``."""
    parts = tuple(text.split("/"))
    if not all(parts) or len(parts) > _PARTS:
        raise click.UsageError(f"--only {text}: write TENANT, TENANT/NAMESPACE or TENANT/NAMESPACE/NAME")
    return parts


def _chosen(wanted: Sequence[tuple[str, ...]], flows: Topology) -> Callable[[int], bool]:
    """Return whether a component, given by its number, is one of the wanted ones; each of these has at least one."""
    known = [each.fqfn for each in flows.flows]
    for parts in wanted:
        if not any(fqfn[: len(parts)] == parts for fqfn in known):
            hint = _meant(parts, known)
            raise click.ClickException(
                f"--only {'/'.join(parts)}: no such component in this stream; {hint}".rstrip("; ")
            )
    chosen = {number for number, fqfn in enumerate(known) if any(fqfn[: len(each)] == each for each in wanted)}
    return chosen.__contains__


def _meant(parts: tuple[str, ...], known: Sequence[Fqfn]) -> str:
    """Return a hint: the full name of a component of which only the last parts are given, or a similar name."""
    ending = next((str(fqfn) for fqfn in known if fqfn[-len(parts) :] == parts), "")
    return (
        f"did you mean '{ending}'?"
        if ending
        else suggestion("/".join(parts), {"/".join(fqfn[: len(parts)]) for fqfn in known})
    )
