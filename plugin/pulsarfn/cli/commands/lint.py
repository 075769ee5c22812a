"""``pulsarfn lint``: all problems of a stream, and no manifests."""

from collections.abc import Sequence
from pathlib import Path as FilePath
from typing import TYPE_CHECKING

import click

from pulsarfn.analysis.lint.formats import FORMATS, OF_REPOSITORIES
from pulsarfn.analysis.lint.summary import NO_CARRIER, summary
from pulsarfn.analysis.lint.verdict import review_with
from pulsarfn.annotations import Component
from pulsarfn.cli.codes import code_called, ignored_codes
from pulsarfn.cli.examples import Command, Example
from pulsarfn.cli.exit_status import ERRORS, ExitStatus
from pulsarfn.cli.inputs import inputs_of
from pulsarfn.cli.lint_run import LintRun
from pulsarfn.cli.lint_settings import lint_settings
from pulsarfn.cli.options import (
    ReportingOptions,
    RunOptions,
    bare_option,
    file_arguments,
    file_option,
    options_of_checkout,
    recursive_option,
)
from pulsarfn.cli.output import keep, report, tell_notes, write
from pulsarfn.cli.run_settings import warnings_of, worker_config_of
from pulsarfn.cli.source_root import SourceRoot
from pulsarfn.diagnostics.as_text import Report
from pulsarfn.diagnostics.problem import STDIN, Code, Diagnostic, Severity

if TYPE_CHECKING:
    from pulsarfn.cli.fixing import FixedProblem


@click.command(
    "lint",
    cls=Command,
    examples=[
        Example("A rendered chart, before it is applied", "helm template ./orders | pulsarfn lint"),
        Example(
            "A folder, with Secrets that something else makes",
            "pulsarfn lint manifests -R --assume-exists 'Secret/database-*'",
        ),
        Example("In CI: annotations of a pull request", "helm template ./orders | pulsarfn lint -o github"),
        Example(
            "Configs before they have a carrier",
            "pulsarfn lint --as function functions/*.yaml --worker-config worker.yml",
        ),
        Example("Fix what has a certain fix; first see what would change", "pulsarfn lint --fix --diff manifests"),
        Example("What a code means", "pulsarfn lint --explain PF604"),
    ],
)
@file_arguments
@file_option(text="What to look at (repeatable); default: standard input.")
@recursive_option
@bare_option
@click.option("--strict", is_flag=True, help="Warnings are errors, for the exit status.")
@click.option(
    "-o",
    "--output",
    "style",
    type=click.Choice(["text", *FORMATS]),
    default="text",
    help="text goes to standard error, the others go to standard output.",
)
@click.option(
    "--assume-exists",
    "assumed",
    multiple=True,
    metavar="KIND/[NAMESPACE/]NAME",
    help="A Secret, ConfigMap or ServiceAccount that is not in the stream (repeatable); * and ? stand for any letters.",
)
@click.option(
    "--source-root",
    type=click.Path(exists=True, file_okay=False, path_type=FilePath),
    help="A checkout: where one of its files is a config of the stream, messages point to that file.",
)
@click.option("--ignore", "ignored", multiple=True, metavar="CODE", help="Do not report this code (repeatable).")
@click.option("--require-carriers", "required", is_flag=True, help="Fail where there is no carrier to look at.")
@click.option(
    "--fix",
    is_flag=True,
    help="Fix in the files what has one certain fix; a fixed standard input goes to standard output.",
)
@click.option("--diff", "differs", is_flag=True, help="With --fix: write no file, and print the fixes as a diff.")
@click.option("--explain", metavar="CODE", help="Say what a code means, with its cure and an example, and do no more.")
@options_of_checkout
def command(  # noqa: PLR0913, PLR0917 - click's own
    arguments: tuple[str, ...],
    files: tuple[str, ...],
    recursive: bool,  # noqa: FBT001
    component: Component | None,
    strict: bool,  # noqa: FBT001
    style: str,
    assumed: tuple[str, ...],
    source_root: FilePath | None,
    ignored: tuple[str, ...],
    required: bool,  # noqa: FBT001
    fix: bool,  # noqa: FBT001
    differs: bool,  # noqa: FBT001
    explain: str | None,
    options: RunOptions,
) -> None:
    """Report everything that is wrong with a stream, or will be, and expand nothing.

    This reports all diagnostics of the filter, and checks the whole stream: see the reference of codes, or --explain CODE.
    Exit status 1 means that there is an error, or with --strict a warning. If SOURCE_DATE_EPOCH is set, it replaces the
    clock for tokens that expire.
    """
    if explain is not None:
        from pulsarfn.cli.explain_code import explanation  # noqa: PLC0415 - few calls need it

        click.echo(explanation(code_called(explain, "--explain")), nl=False)
        return
    of_checkout = options.settings_file
    checkout = source_root or of_checkout.source_root
    root = None if checkout is None else SourceRoot(checkout)
    names = (*files, *arguments)
    streamed = not names or "-" in names
    if differs and not fix:
        raise click.UsageError("--diff goes with --fix")
    if fix and style != "text" and (differs or (streamed and root is None)):
        raise click.UsageError(f"-o {style}: standard output is for the result of --fix here")
    inputs = inputs_of(names, recursive=recursive)
    run = LintRun(
        options, review_with(lint_settings(options, assumed)), component, None if root is None else root.config_file
    )
    fixed: Sequence[FixedProblem] = ()
    if fix:
        from pulsarfn.cli.fixed_output import written  # noqa: PLC0415 - for --fix only
        from pulsarfn.cli.fixing import fixed_by  # noqa: PLC0415 - likewise

        fixed_run = fixed_by(run.noted, inputs, worker_config_of(options), of_checkout=root is not None)
        expansion, fixed = written(fixed_run, streamed=streamed, differs=differs), fixed_run.fixed
    else:
        expansion = run.expansion(inputs)
    reported = Report((*warnings_of(options), *expansion.diagnostics), expansion.suppressed)
    reported = _without(reported, of_checkout.ignored, "the settings file")
    reported = _without(reported, ignored_codes(ignored, "--ignore"), "--ignore")
    if not options.quiet:
        click.echo("".join(each.report("would fix" if differs else "fixed") for each in fixed), err=True, nl=False)
    _tell(reported, style, options.reporting._replace(quiet=options.quiet and not strict), root)
    tell_notes(expansion)
    failing = (Severity.ERROR, Severity.WARNING) if strict else (Severity.ERROR,)
    fails = any(each.severity in failing for each in reported.diagnostics) or (differs and bool(fixed))
    if fails or not options.quiet:
        fixes = f"{len(fixed):,} {'to fix' if differs else 'fixed'}" if fixed else ""
        click.echo(summary(expansion.counted, reported, fixes), err=True)
    if required and not any(expansion.counted):
        raise click.ClickException(f"--require-carriers: {NO_CARRIER}")
    if fails:
        raise ExitStatus(ERRORS)


def _tell(reported: Report, style: str, reporting: ReportingOptions, root: SourceRoot | None) -> None:
    if style == "text":
        report(reported.diagnostics, reporting)
        return
    keep(reported.diagnostics, reporting)
    shown = [each for each in reported.diagnostics if each.severity is Severity.ERROR or not reporting.quiet]
    reported = Report(shown, reported.suppressed)
    if root is not None and style in OF_REPOSITORIES:
        reported = _named_in(root, reported)
    write([FORMATS[style](reported).encode("utf-8", "backslashreplace")])


def _named_in(root: SourceRoot, reported: Report) -> Report:
    """Return the report with files of the checkout in place of the names that a host gives them."""

    def named(diagnostic: Diagnostic) -> Diagnostic:
        location = diagnostic.location
        if location.origin != STDIN or location.checkout_file:
            return diagnostic
        given, resource = location.rendered_from, location.resource
        file = root.file_named(given, resource) if given else root.file_of(resource)
        return diagnostic._replace(location=location._replace(rendered_from=file))

    return Report([*map(named, reported.diagnostics)], [(named(each), reason) for each, reason in reported.suppressed])


def _without(reported: Report, ignored: frozenset[Code], reason: str) -> Report:
    left = [each for each in reported.diagnostics if each.code not in ignored]
    silenced = [(each, reason) for each in reported.diagnostics if each.code in ignored]
    return Report(left, (*reported.suppressed, *silenced))
