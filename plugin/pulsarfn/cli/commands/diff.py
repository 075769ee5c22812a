"""``pulsarfn diff``: the effect of applying a stream, before you apply it."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TypeAlias

import click

from pulsarfn.analysis.diff.as_json import as_json
from pulsarfn.analysis.diff.as_markdown import as_markdown
from pulsarfn.analysis.diff.as_text import as_text
from pulsarfn.analysis.diff.bystanders import with_bystanders
from pulsarfn.analysis.diff.compare import Stream, compare
from pulsarfn.analysis.diff.effects import Comparison
from pulsarfn.analysis.diff.masking import FromSecrets, Secrecy, from_secrets, merged
from pulsarfn.analysis.diff.objects import read_objects, read_to_compare
from pulsarfn.annotations import Component
from pulsarfn.cli.cluster import Cluster, KubectlError, NoClusterError, ask, kubectl, running
from pulsarfn.cli.examples import Command, Example
from pulsarfn.cli.exit_status import BROKEN_PIPE, ExitStatus
from pulsarfn.cli.inputs import inputs_of
from pulsarfn.cli.options import RunOptions, bare_option, file_option, options_of_checkout, recursive_option
from pulsarfn.cli.output import expansion_of, show, tell, wants_colour
from pulsarfn.diagnostics.as_text import visible
from pulsarfn.diagnostics.problem import Severity
from pulsarfn.kubernetes.identity import Identity
from pulsarfn.named_tuples import NamedTuple
from pulsarfn.pipeline.known import KnownDocuments
from pulsarfn.stream.descriptors import STDOUT, write_all
from pulsarfn.stream.documents import Content
from pulsarfn.stream.spool import Spool
from pulsarfn.values import Manifest

_Names: TypeAlias = list[tuple[str, ...]]
"""The files of each stream."""

DIFFERENT, FAILED = 1, 2
_OLD_AND_NEW = 2


@click.command(
    "diff",
    cls=Command,
    examples=[
        Example("What a change of a chart does", "pulsarfn diff old.yaml new.yaml"),
        Example(
            "The same, of what is in git and what is rendered now",
            "git show main:rendered.yaml | pulsarfn diff - rendered.yaml",
        ),
        Example("As a comment for a pull request", "pulsarfn diff -o markdown old.yaml new.yaml > comment.md"),
        Example("What applying does to a cluster", "helm template ./orders | pulsarfn diff --context staging -n shop"),
    ],
)
@click.argument("streams", nargs=-1, metavar="[OLD NEW]", type=click.Path(allow_dash=True))
@file_option(text="What to compare with the cluster (repeatable); default: standard input.")
@recursive_option
@bare_option
@click.option("-o", "--output", type=click.Choice(["text", "markdown", "json"]), default="text", help="What to write.")
@click.option("--context", default="", help="The context of the kubeconfig, for kubectl.")
@click.option("--kubeconfig", default="", type=click.Path(), metavar="FILE", help="The kubeconfig, for kubectl.")
@click.option("--field-manager", default="", metavar="NAME", help="Who applies, for kubectl; default: kubectl.")
@click.option("--force-conflicts", is_flag=True, help="Take fields over from other field managers, as kubectl would.")
@options_of_checkout
def command(  # noqa: PLR0913, PLR0917 - click's own
    streams: tuple[str, ...],
    files: tuple[str, ...],
    recursive: bool,  # noqa: FBT001
    component: Component | None,
    output: str,
    context: str,
    kubeconfig: str,
    field_manager: str,
    force_conflicts: bool,  # noqa: FBT001
    options: RunOptions,
) -> None:
    """Show what applying does to each function, source and sink, before you apply.

    OLD and NEW are files or folders with carriers or with their expansion; "-" is standard input. Without them the
    command compares the expansion of -f with the cluster, through kubectl diff.

    Exit status: 0 no difference, 1 differences, 2 the input has errors or kubectl failed.
    """
    if len(streams) not in (0, _OLD_AND_NEW) or (streams and files):
        raise click.UsageError("give OLD and NEW, or files with -f to compare with the cluster")
    with _failures_told_apart():
        names: _Names = [(each,) for each in streams] or [files]
        if streams:
            (old, new), secrets = _objects(names, options, component, recursive=recursive)
            titles = ["stdin" if each == "-" else each for each in streams]
            comparison = compare(Stream(titles[0], old), Stream(titles[1], new), secrets=secrets)
        else:
            (expanded,), secrets = _expanded(names, options, component, recursive=recursive)
            connection = _Connection(context, kubeconfig, field_manager, force_conflicts)
            comparison = _with_cluster(
                ", ".join(files) or "stdin", expanded, secrets, _cluster(connection, options.namespace)
            )
        write_all(STDOUT, _written(comparison, output, options.color).encode("utf-8", "backslashreplace"))
    if comparison.differs:
        raise ExitStatus(DIFFERENT)


@contextmanager
def _failures_told_apart() -> Iterator[None]:
    """Give a failure another exit status than a difference, as kubectl diff does."""
    try:
        yield
    except click.ClickException as error:
        show(error, ())
        raise ExitStatus(error.exit_code if isinstance(error, click.UsageError) else FAILED) from None
    except BrokenPipeError:
        raise ExitStatus(BROKEN_PIPE) from None
    except (OSError, KubectlError) as error:
        reported = (
            f"{error.filename or 'standard output'}: {error.strerror}" if isinstance(error, OSError) else str(error)
        )
        if isinstance(error, NoClusterError):
            reported += ", or compare two files without a cluster: pulsarfn diff OLD NEW"
        click.echo(f"Error: {visible(reported)}", err=True)
        raise ExitStatus(FAILED) from None


def _objects(
    names: _Names, options: RunOptions, component: Component | None, *, recursive: bool
) -> tuple[list[dict[Identity, Manifest]], Secrecy]:
    """Return the objects of each stream, whose text is put down before they are compared, and the texts from Secrets."""
    expanded, secrets = _expanded(names, options, component, recursive=recursive)
    return read_to_compare(expanded, options.namespace), secrets


def _with_cluster(name: str, content: Content, secrets: Secrecy, cluster: Cluster) -> Comparison:
    answers = ask(cluster, list(read_objects(content).values()))
    namespaces = {key.kube_namespace for key in answers.merged if key.kind == "StatefulSet" and key.kube_namespace}
    comparison = compare(Stream("cluster", answers.live), Stream(name, answers.merged), answers.refused, secrets)
    return with_bystanders(comparison, running(cluster, sorted(namespaces)), answers.merged, secrets)


class _Connection(NamedTuple):
    """The options of kubectl that choose the cluster."""

    context: str
    kubeconfig: str
    field_manager: str
    force_conflicts: bool


def _cluster(given: _Connection, kube_namespace: str) -> Cluster:
    connection = [
        f"--{name}={each}" for name, each in given._asdict().items() if each and name in ("context", "kubeconfig")
    ]
    apply = [f"--field-manager={given.field_manager}"] if given.field_manager else []
    apply += ["--force-conflicts"] if given.force_conflicts else []
    return Cluster(kubectl(), tuple(connection), tuple(apply), kube_namespace)


def _expanded(
    names: _Names, options: RunOptions, component: Component | None, *, recursive: bool
) -> tuple[list[Content], Secrecy]:
    """Return each stream expanded, and the texts that came from Secrets; of all but the last, only errors are reported."""
    given = [inputs_of(each, recursive=recursive) for each in names]
    secrets: list[tuple[str, FromSecrets]] = []
    known = None if options.verbose else KnownDocuments()
    expansions = [
        expansion_of(
            each,
            options,
            component=component,
            applied=False,
            seen=lambda one: secrets.extend(from_secrets(one)),
            known=known,
        )
        for each in given
    ]
    *before, last = expansions
    errors = [each for one in before for each in one.diagnostics if each.severity is Severity.ERROR]
    tell([*errors, *last.diagnostics], expansions, options)
    if any(each.has_errors for each in expansions):
        raise ExitStatus(FAILED)
    return [_spooled(each.chunks) for each in expansions], merged(secrets)


def _spooled(chunks: Iterable[bytes]) -> Spool:
    spool = Spool()
    for each in chunks:
        spool.add(each)
    return spool


def _written(comparison: Comparison, output: str, color: str) -> str:
    if output == "json":
        return as_json(comparison)
    if output == "markdown":
        return as_markdown(comparison)
    return as_text(comparison, colour=wants_colour(color, sys.stdout))
