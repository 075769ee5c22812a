"""The output of ``pulsarfn import``: files or a stream, and what differs from what runs."""

from pathlib import Path

import click

from pulsarfn.analysis.diff.as_text import as_text
from pulsarfn.analysis.diff.effects import Effect
from pulsarfn.cli.files import write_files
from pulsarfn.cli.importing import Outcome
from pulsarfn.cli.output import write
from pulsarfn.diagnostics.as_text import visible
from pulsarfn.migration.packages import as_lines


def report_import(outcome: Outcome, folder: Path | None, *, force: bool, keep_going: bool) -> None:
    """Write what was imported, unless something could not be; report all the rest on standard error.

    Raises:
        click.ClickException: if a file cannot be written.
    """
    if outcome.components and (keep_going or not outcome.failures):
        if folder is None:
            write(each.encode() for each in outcome.documents.values())
        else:
            write_files(folder, {name: each.encode() for name, each in outcome.documents.items()}, replaces=force)
    for kind, sentences in (("error", outcome.failures), ("warning", outcome.warnings), ("note", outcome.skipped)):
        for each in sentences:
            click.echo(f"{kind}: {visible(each)}", err=True)
    if outcome.comparison is not None and outcome.comparison.differs:
        click.echo(as_text(outcome.comparison), nl=False, err=True)
    click.echo(_summary(outcome, written=keep_going or not outcome.failures), err=True)


def tell_uploads(outcome: Outcome, folder: Path | None, *, aside: bool) -> None:
    """Print the commands that upload packages; to standard error if the carriers are on standard output."""
    lines = as_lines(outcome.worker_packages, "" if folder is None else str(folder))
    click.echo("".join(f"{visible(line)}\n" for line in lines), nl=False, err=aside)


def _summary(outcome: Outcome, *, written: bool) -> str:
    count = len(outcome.components)
    words = f"{count} component{'' if count == 1 else 's'}"
    if outcome.failures and not written:
        others = f"; --keep-going writes the other {words}" if count else ""
        return f"nothing is written: {len(outcome.failures)} cannot be imported{others}"
    if outcome.comparison is None:
        return f"{words} imported; not compared with what runs, as no live objects were given"
    exact = sum(each.effect is Effect.NOTHING for each in outcome.comparison.components)
    return f"{words} imported; {exact} expand to exactly what runs"
