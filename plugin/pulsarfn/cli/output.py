"""The output of a run: diagnostics on standard error and in other requested places, then the manifests, or nothing."""

import os
import sys
from collections.abc import Iterable, Sequence
from io import StringIO
from typing import TYPE_CHECKING, Any, TextIO

import click

from pulsarfn.annotations import Component
from pulsarfn.cli import variables
from pulsarfn.cli.ending import run_name, tell_terminal
from pulsarfn.cli.exit_status import BROKEN_PIPE, ERRORS, ExitStatus
from pulsarfn.cli.options import ReportingOptions, RunOptions
from pulsarfn.cli.progress import watching
from pulsarfn.cli.run_settings import settings_of, warnings_of
from pulsarfn.diagnostics.as_text import as_json_lines, as_text, visible
from pulsarfn.diagnostics.problem import Diagnostic, Severity
from pulsarfn.diagnostics.secrecy.credentials import masked_message
from pulsarfn.pipeline.krm import expand_resource_list
from pulsarfn.pipeline.render import render
from pulsarfn.pipeline.review import Review
from pulsarfn.pipeline.run import Expansion, expand
from pulsarfn.pipeline.settings import InputText, Observer, Settings, forget
from pulsarfn.stream.descriptors import STDOUT, write_all
from pulsarfn.stream.locate import Checkout

if TYPE_CHECKING:
    from pulsarfn.pipeline.known import KnownDocuments


def run_filter(inputs: list[InputText], options: RunOptions) -> None:
    """Expand the inputs and finish."""
    finish(expansion_of(inputs, options), options)
    if variables.HELM_PLUGIN in os.environ and not any(each.content for each in inputs):
        write([variables.NOTHING_RENDERED])


def expansion_of(  # noqa: PLR0913 - what commands differ in
    inputs: list[InputText],
    options: RunOptions,
    review: Review[Any] | None = None,
    *,
    component: Component | None = None,
    written: bool = True,
    applied: bool = True,
    checkout: Checkout | None = None,
    seen: Observer = forget,
    worker_config: InputText | None = None,
    known: "KnownDocuments | None" = None,
) -> Expansion:
    """Return the expansion of the inputs: documents, a ResourceList, or bare configs of `component`; the rest: see `Settings`.

    `worker_config` is the file of ``--worker-config`` as it was read before; `known` are the documents of an expansion before.
    """
    settings = settings_of(options if worker_config is None else options._replace(worker_config=None))
    settings = settings._replace(
        worker_config=worker_config or settings.worker_config,
        written=written,
        applied=applied,
        checkout=checkout,
        seen=seen,
    )
    if component is not None:
        return with_unused(render(component, inputs, settings, review), settings, options)
    answer = expand_resource_list(inputs[0], settings, review) if len(inputs) == 1 else None
    expansion = answer or expand(inputs, settings, review, watching(inputs, quiet=options.quiet), known)
    return with_unused(expansion, settings, options)


def with_unused(expansion: Expansion, settings: Settings, options: RunOptions) -> Expansion:
    """Return the expansion with a warning for each package file that it did not use; after errors it may not have come so far."""
    if settings.packages is None or expansion.has_errors:
        return expansion
    from pulsarfn.cli.packages import unused  # noqa: PLC0415 - few calls need it

    more = unused(options.packages, settings.packages)
    return expansion._replace(diagnostics=(*expansion.diagnostics, *more))


def finish(expansion: Expansion, options: RunOptions) -> None:
    """Report, then write: everything or nothing."""
    tell(expansion.diagnostics, [expansion], options)
    write(expansion.refusal if expansion.has_errors else expansion.chunks)
    if expansion.has_errors:
        raise ExitStatus(ERRORS)


def conclude(expansion: Expansion, options: RunOptions) -> None:
    """Report, and end the command if there are errors: for commands whose output is not the expansion."""
    tell(expansion.diagnostics, [expansion], options)
    if expansion.has_errors:
        raise ExitStatus(ERRORS)


def tell(diagnostics: Iterable[Diagnostic], expansions: Iterable[Expansion], options: RunOptions) -> None:
    """Report the diagnostics of expansions, after those of the options, and the notes for ``-v``."""
    reported = [*warnings_of(options), *diagnostics]
    report([each for each in reported if each.code not in options.settings_file.ignored], options.reporting)
    for each in expansions:
        tell_notes(each)


def tell_notes(expansion: Expansion) -> None:
    """Write the notes for ``-v`` to standard error, unless there are errors."""
    notes = () if expansion.has_errors else expansion.notes
    click.echo("".join(f"{visible(note)}\n" for note in notes), nl=False, err=True)


def write(chunks: Iterable[bytes]) -> None:
    """Write to standard output, whose reader may close it early."""
    try:
        for chunk in chunks:
            write_all(STDOUT, chunk)
    except BrokenPipeError:  # click would report it as an error
        raise ExitStatus(BROKEN_PIPE) from None


def report(diagnostics: Sequence[Diagnostic], reporting: ReportingOptions) -> None:
    """Report the diagnostics on standard error, in the requested file, and under Helm 4 on the terminal."""
    shown = [each for each in diagnostics if each.severity is Severity.ERROR or not reporting.quiet]
    colour = wants_colour(reporting.colour, sys.stderr)
    text = "".join(as_text(each, colour=colour) for each in shown)
    click.echo(text, nl=False, err=True, color=colour)
    keep(diagnostics, reporting)
    tell_terminal("".join(as_text(each) for each in shown))


def keep(diagnostics: Sequence[Diagnostic], reporting: ReportingOptions) -> None:
    """Append the diagnostics to the requested file, if there is one: the runs of one `helm upgrade` share it."""
    if reporting.file is not None and diagnostics:
        with reporting.file.open(
            "a", encoding="utf-8", errors="backslashreplace"
        ) as file:  # names may not be valid text
            file.write(as_json_lines(diagnostics, run_name(click.get_current_context().command_path)))


class _Messages(StringIO):
    """A stream for the messages of click that keeps escape sequences, so that they can be shown as text."""

    def isatty(self) -> bool:
        return True


def show(error: click.ClickException, arguments: Sequence[str]) -> None:
    """Report wrong usage, or a file that cannot be read; the parts that the message repeats reach the terminal only escaped."""
    said = _Messages()
    error.show(said)
    text = masked_message(said.getvalue(), arguments)
    click.echo("\n".join(visible(line.expandtabs()) for line in text.split("\n")), nl=False, err=True)


def wants_colour(when: str, stream: TextIO | None) -> bool:
    """Whether ``--color`` WHEN means colour on a stream (None: a closed one)."""
    if when == "auto":
        plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
        return stream is not None and stream.isatty() and not plain
    return when == "always"
