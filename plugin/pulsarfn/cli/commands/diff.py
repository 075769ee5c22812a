"""``pulsarfn diff``: what applying does, before it is done."""

import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import click

from pulsarfn.analysis.diff.as_json import as_json
from pulsarfn.analysis.diff.as_markdown import as_markdown
from pulsarfn.analysis.diff.as_text import as_text
from pulsarfn.analysis.diff.bystanders import with_bystanders
from pulsarfn.analysis.diff.compare import Stream, compare
from pulsarfn.analysis.diff.effects import Comparison
from pulsarfn.analysis.diff.objects import read_objects
from pulsarfn.cli.cluster import Cluster, KubectlError, ask, running
from pulsarfn.cli.examples import Command, Example
from pulsarfn.cli.options import common_options, file_option, inputs_of, recursive_option, settings_of
from pulsarfn.cli.output import BROKEN_PIPE, ExitStatus, report, tell_notes, wants_colour
from pulsarfn.cli.progress import watching
from pulsarfn.diagnostics.as_text import visible
from pulsarfn.diagnostics.problem import Severity
from pulsarfn.pipeline.run import expand
from pulsarfn.pipeline.settings import Settings
from pulsarfn.stream.descriptors import STDOUT, write_all

DIFFERENT, FAILED = 1, 2
_OLD_AND_NEW = 2


@click.command(
    "diff",
    cls=Command,
    examples=[
        Example("What a change of a chart does", "pulsarfn diff old.yaml new.yaml"),
        Example(
            "The same, of what stands in git and what is rendered now",
            "git show main:rendered.yaml | pulsarfn diff - rendered.yaml",
        ),
        Example("As a comment for a pull request", "pulsarfn diff -o markdown old.yaml new.yaml > comment.md"),
        Example("What applying does to a cluster", "helm template ./orders | pulsarfn diff --context staging -n shop"),
    ],
)
@click.argument("streams", nargs=-1, metavar="[OLD NEW]", type=click.Path(allow_dash=True))
@file_option(text="What to compare with the cluster (repeatable); default: standard input.")
@recursive_option
@click.option("-o", "--output", type=click.Choice(["text", "markdown", "json"]), default="text", help="What to write.")
@click.option("--context", default="", help="The context of the kubeconfig, for kubectl.")
@click.option("--kubeconfig", default="", type=click.Path(), metavar="FILE", help="The kubeconfig, for kubectl.")
@click.option("--field-manager", default="", metavar="NAME", help="Who applies, for kubectl; default: kubectl.")
@click.option("--force-conflicts", is_flag=True, help="Take fields over from other field managers, as kubectl would.")
@common_options
def command(streams: tuple[str, ...], files: tuple[str, ...], output: str, **options: Any) -> None:  # noqa: ANN401 - click's own
    """Tell what applying does to each function, source and sink, before it is done.

    OLD and NEW are files or folders with carriers or with what they expand to; "-" is standard input. Without them the
    expansion of -f is compared with the cluster, through kubectl diff.

    Exit status: 0 nothing differs, 1 something does, 2 the input has errors or kubectl failed.
    """
    if len(streams) not in (0, _OLD_AND_NEW) or (streams and files):
        raise click.UsageError("give OLD and NEW, or files with -f to compare with the cluster")
    with _failures_told_apart():
        settings = settings_of(options)
        comparison = _of_streams(streams, settings, options) if streams else _with_cluster(files, settings, options)
        write_all(STDOUT, _written(comparison, output, options["color"]).encode("utf-8", "backslashreplace"))
    if comparison.differs:
        raise ExitStatus(DIFFERENT)


@contextmanager
def _failures_told_apart() -> Iterator[None]:
    """A failure has another exit status than a difference, as for kubectl diff."""
    try:
        yield
    except click.ClickException as error:
        error.show()
        raise ExitStatus(error.exit_code if isinstance(error, click.UsageError) else FAILED) from None
    except BrokenPipeError:
        raise ExitStatus(BROKEN_PIPE) from None
    except (OSError, KubectlError) as error:
        told = f"{error.filename or 'standard output'}: {error.strerror}" if isinstance(error, OSError) else str(error)
        click.echo(f"Error: {visible(told)}", err=True)
        raise ExitStatus(FAILED) from None


def _of_streams(streams: Sequence[str], settings: Settings, options: dict[str, Any]) -> Comparison:
    before, after = _expanded([[each] for each in streams], settings, options)
    old, new = (
        Stream("stdin" if name == "-" else name, read_objects(content, settings.kube_namespace))
        for name, content in zip(streams, (before, after), strict=True)
    )
    return compare(old, new)


def _with_cluster(files: Sequence[str], settings: Settings, options: dict[str, Any]) -> Comparison:
    (content,) = _expanded([files], settings, options)
    cluster = _cluster(settings, options)
    answers = ask(cluster, list(read_objects(content).values()))
    namespaces = {key.kube_namespace for key in answers.merged if key.kind == "StatefulSet" and key.kube_namespace}
    name = ", ".join(files) or "stdin"
    comparison = compare(Stream("cluster", answers.live), Stream(name, answers.merged), answers.refused)
    return with_bystanders(comparison, running(cluster, sorted(namespaces)), answers.merged)


def _cluster(settings: Settings, options: dict[str, Any]) -> Cluster:
    program = os.environ.get("KUBECTL") or shutil.which("kubectl")
    if program is None:
        raise KubectlError("kubectl is not on the PATH: install it, or name it in the environment variable KUBECTL")
    connection = [f"--{each}={options[each]}" for each in ("context", "kubeconfig") if options[each]]
    apply = [f"--field-manager={options['field_manager']}"] if options["field_manager"] else []
    apply += ["--force-conflicts"] if options["force_conflicts"] else []
    return Cluster(program, tuple(connection), tuple(apply), settings.kube_namespace)


def _expanded(given: Sequence[Sequence[str]], settings: Settings, options: dict[str, Any]) -> list[bytes]:
    """Each of the streams expanded; of all but the last only errors are told."""
    sides = [inputs_of(each, recursive=options["recursive"]) for each in given]
    expansions = [expand(each, settings, watch=watching(each, quiet=options["quiet"])) for each in sides]
    *before, last = expansions
    told = [each for one in before for each in one.diagnostics if each.severity is Severity.ERROR]
    report([*told, *last.diagnostics], options)
    for each in expansions:
        tell_notes(each)
    if any(each.has_errors for each in expansions):
        raise ExitStatus(FAILED)
    return [b"".join(each.chunks) for each in expansions]


def _written(comparison: Comparison, output: str, color: str) -> str:
    if output == "json":
        return as_json(comparison)
    if output == "markdown":
        return as_markdown(comparison)
    return as_text(comparison, colour=wants_colour(color, sys.stdout))
