"""``pulsarfn adopt``: from what a function worker made to a release or an application."""

import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import click

from pulsarfn.analysis.diff.masking import from_secrets, merged
from pulsarfn.analysis.diff.objects import read_objects
from pulsarfn.cli.admin_options import AdminOptions, admin_options, connection_of
from pulsarfn.cli.adopt_report import as_commands, as_json, as_text, metadata_commands
from pulsarfn.cli.cluster import Cluster, KubectlError, kubectl, ran
from pulsarfn.cli.examples import Command, Example
from pulsarfn.cli.exit_status import ExitStatus
from pulsarfn.cli.import_wishes import Selection
from pulsarfn.cli.inputs import inputs_of
from pulsarfn.cli.live import LiveOptions, live_objects, live_options
from pulsarfn.cli.options import RunOptions, common_options, file_arguments, file_option, recursive_option
from pulsarfn.cli.output import conclude, expansion_of, show, write
from pulsarfn.diagnostics.as_text import visible
from pulsarfn.kubernetes.identity import Identity
from pulsarfn.kubernetes.names import Fqfn
from pulsarfn.migration.adoption import BLOCKED, AdoptedObject, Verdict, adoption, restarts
from pulsarfn.migration.ownership import Application, Owner, Release
from pulsarfn.pipeline.expanded import ExpandedComponent
from pulsarfn.stream.emit import emit
from pulsarfn.values import Manifest

RESTARTS, FAILED = 1, 2
_KINDS = ("StatefulSet", "Service")
_VERSION = re.compile(r"v?([0-9]+)\.")
_NEWEST_HELM = 4


@click.command(
    "adopt",
    cls=Command,
    examples=[
        Example("What restarts if this stream takes over", "pulsarfn adopt functions -R --live"),
        Example(
            "The commands that make the objects part of a release of Helm",
            "helm template orders ./orders | pulsarfn adopt --live --helm orders --release-namespace pulsar -o commands",
        ),
        Example("The same for Argo CD", "pulsarfn adopt functions -R --live --argocd orders -o commands"),
    ],
)
@file_arguments
@file_option(text="Carriers, or a stream with carriers (repeatable); default: standard input.")
@recursive_option
@live_options
@click.option(
    "--helm", "release", default="", metavar="RELEASE", help="The release of Helm that is to own the objects."
)
@click.option("--release-namespace", default="", metavar="NAME", help="Its namespace; default: that of the objects.")
@click.option(
    "--argocd", "application", default="", metavar="APP", help="The application of Argo CD that is to own them."
)
@click.option("-o", "--output", type=click.Choice(["text", "json", "commands"]), default="text", help="What to write.")
@click.option("--apply", "applies", is_flag=True, help="Run the commands that label and annotate; no spec is changed.")
@click.option(
    "--allow-restart", multiple=True, metavar="TENANT/NAMESPACE/NAME", help="This component may restart (repeatable)."
)
@admin_options
@common_options
def command(  # noqa: PLR0913 - click's own
    *,
    arguments: tuple[str, ...],
    files: tuple[str, ...],
    recursive: bool,
    live: bool,
    live_files: tuple[str, ...],
    context: str,
    kubeconfig: str,
    kube_namespace: str,
    release: str,
    release_namespace: str,
    application: str,
    output: str,
    applies: bool,
    allow_restart: tuple[str, ...],
    admin: AdminOptions,
    options: RunOptions,
) -> None:
    """Compare carriers with what a function worker made, and hand the ownership over without a restart.

    For each object: same, metadata only, scales, RESTART with the pin that avoids it, FORBIDDEN, or owned by another.
    The commands set labels and annotations of the objects, never a spec.

    Exit status: 0 nothing restarts, 1 something restarts or cannot be adopted, 2 the input has errors.
    """
    objects = LiveOptions(live, live_files, context, kubeconfig, kube_namespace)
    if not objects.is_given:
        raise click.UsageError("give what runs: --live, or --live-file FILE")
    if "-" in live_files and (not (files or arguments) or "-" in (*files, *arguments)):
        raise click.UsageError("standard input is one of both: give the carriers or what runs as a file")
    if release and application:
        raise click.UsageError("an object has one owner: give --helm or --argocd")
    if applies and not (live and (release or application)):
        raise click.UsageError(
            "--apply labels the objects of the cluster for an owner: give --live, and --helm or --argocd"
        )
    with _failures_told_apart():
        components = _expanded((*files, *arguments), options, recursive=recursive)
        stream = _stream(components, options.namespace)
        owner = _owner(release, release_namespace, application, stream)
        secrets = merged(one for each in components for one in from_secrets(each))
        adopted = adoption(stream, live_objects(objects), owner, secrets)
        notes = _notes(components, admin)
        text = as_commands(adopted, owner, _helm_version()) if output == "commands" else _FORMS[output](adopted, notes)
        write([text.encode("utf-8", "backslashreplace")])
        if applies:
            _apply(adopted, objects)
    if restarts(adopted, allow_restart):
        raise ExitStatus(RESTARTS)


_FORMS = {"text": as_text, "json": as_json}


@contextmanager
def _failures_told_apart() -> Iterator[None]:
    """Give a failure another exit status than a restart."""
    try:
        yield
    except click.UsageError:
        raise
    except click.ClickException as error:
        show(error, ())
        raise ExitStatus(FAILED) from None
    except ExitStatus:
        raise ExitStatus(FAILED) from None
    except KubectlError as error:
        click.echo(f"Error: {visible(str(error))}", err=True)
        raise ExitStatus(FAILED) from None


def _expanded(files: tuple[str, ...], options: RunOptions, *, recursive: bool) -> list[ExpandedComponent]:
    seen: list[ExpandedComponent] = []
    inputs = inputs_of(files, recursive=recursive)
    conclude(expansion_of(inputs, options, written=False, seen=seen.append), options)
    if not seen:
        raise click.ClickException("there is no carrier in the stream: nothing to adopt")
    return seen


def _stream(components: list[ExpandedComponent], kube_namespace: str) -> dict[Identity, Manifest]:
    """Return the objects that can be adopted. Secrets are left out: nothing here reads one of the cluster."""
    manifests = "".join(f"---\n{emit(each)}" for one in components for each in one.objects.manifests)
    found = read_objects(manifests.encode(), kube_namespace)
    return {key: each for key, each in found.items() if key.kind in _KINDS}


def _owner(release: str, release_namespace: str, application: str, stream: Mapping[Identity, Manifest]) -> Owner | None:
    if application:
        return Application(application)
    if not release:
        return None
    namespaces = sorted({each.kube_namespace for each in stream})
    if not release_namespace and len(namespaces) != 1:
        raise click.UsageError(
            "the objects are in several namespaces: name that of the release with --release-namespace"
        )
    return Release(release, release_namespace or namespaces[0] or "default")


def _notes(components: list[ExpandedComponent], admin: AdminOptions) -> list[str]:
    """Return which components the worker still manages, if an admin API is given."""
    if not admin.is_given:
        return []
    from pulsarfn.cli.admin_source import admin_source  # noqa: PLC0415 - it imports an HTTP client

    names: tuple[Fqfn, ...] = tuple(each.objects.fqfn for each in components)
    with admin_source(connection_of(admin)) as source:
        known = {fqfn for fqfn, _ in source.components(Selection(names))}
        url = source.url
    advice = "take its rights on these objects away, or it makes them anew on update, stop and delete"
    return [f"{each}: the worker at {url} still manages it: {advice}" for each in names if each in known]


def _helm_version() -> int:
    """Return the major version of Helm; the newest if there is no Helm."""
    program = shutil.which("helm")
    answer = ran([program, "version", "--short"]) if program else ""
    match = _VERSION.match(answer)
    return min(max(int(match[1]), 3), _NEWEST_HELM) if match else _NEWEST_HELM


def _apply(adopted: tuple[AdoptedObject, ...], objects: LiveOptions) -> None:
    chosen = (("context", objects.context), ("kubeconfig", objects.kubeconfig))
    cluster = Cluster(kubectl(), tuple(f"--{name}={value}" for name, value in chosen if value))
    for each in adopted:
        if each.verdict not in (*BLOCKED, Verdict.MISSING):
            for words in metadata_commands(each):
                click.echo(visible(ran([cluster.program, *cluster.connection, *words]).rstrip("\n")), err=True)
