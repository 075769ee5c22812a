"""``pulsarfn import``: from what runs under a function worker to carriers."""

from pathlib import Path

import click

from pulsarfn.cli.admin_options import AdminOptions, admin_options
from pulsarfn.cli.examples import Command, Example
from pulsarfn.cli.exit_status import ERRORS, ExitStatus
from pulsarfn.cli.import_report import report_import, tell_uploads
from pulsarfn.cli.import_wishes import ImportOptions, Selection
from pulsarfn.cli.importing import import_components
from pulsarfn.cli.live import LiveOptions, live_options
from pulsarfn.kubernetes.names import Fqfn
from pulsarfn.stream.texts import is_utf8

_PARTS = 3


@click.command(
    "import",
    cls=Command,
    examples=[
        Example("All components of a cluster, a file each", "pulsarfn import --live --all -o functions"),
        Example(
            "The same without access to the cluster",
            "kubectl get statefulsets,services -A -o json | pulsarfn import --live-file - --all -o functions",
        ),
        Example(
            "A function of a worker, as pulsar-admin reaches it",
            "pulsarfn import --client-conf conf/client.conf shop/orders/enrich",
        ),
        Example(
            "Both, compared with one another",
            "pulsarfn import --live --admin-url https://pulsar:8443 --namespace shop/orders -o functions",
        ),
    ],
)
@click.argument("fqfns", nargs=-1, metavar="[TENANT/NAMESPACE/NAME]...")
@click.option("--all", "everything", is_flag=True, help="Import all components.")
@click.option("--tenant", default="", help="Import those of a tenant of Pulsar.")
@click.option("--namespace", default="", metavar="TENANT/NAMESPACE", help="Import those of a namespace of Pulsar.")
@live_options
@click.option(
    "--cluster",
    default="",
    metavar="NAME",
    help="Only the components of this Pulsar cluster, of several in the objects.",
)
@admin_options
@click.option(
    "--package",
    type=click.Choice(["worker", "packages", "upload"]),
    help="The code: from the worker, as now (the default with live objects), from the package service, or as --upload-commands uploads it.",
)
@click.option(
    "--no-pins", is_flag=True, help="Do not pin what the worker chose: the pods restart when they are applied."
)
@click.option(
    "--types",
    type=click.Choice(["download", "skip"]),
    default="download",
    show_default=True,
    help="The types of sources and sinks that only the worker knows: read from their packages, or left out.",
)
@click.option(
    "--upload-commands", is_flag=True, help="Also print the commands that upload packages which only the worker has."
)
@click.option(
    "--download",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Download these packages into this folder, through the admin API.",
)
@click.option(
    "--include-stopped", is_flag=True, help="Also import components that have no StatefulSet: applied, they start."
)
@click.option(
    "-o",
    "--output-dir",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Write files into this folder, not a stream.",
)
@click.option("--force", is_flag=True, help="Replace files that exist.")
@click.option("--keep-going", is_flag=True, help="Write the other components if some cannot be imported.")
def command(  # noqa: PLR0913 - click's own
    *,
    fqfns: tuple[str, ...],
    everything: bool,
    tenant: str,
    namespace: str,
    live: bool,
    live_files: tuple[str, ...],
    context: str,
    kubeconfig: str,
    kube_namespace: str,
    cluster: str,
    admin: AdminOptions,
    package: str | None,
    no_pins: bool,
    types: str,
    upload_commands: bool,
    download: Path | None,
    include_stopped: bool,
    output_dir: Path | None,
    force: bool,
    keep_going: bool,
) -> None:
    """Read functions, sources and sinks from live StatefulSets or a function worker, and write carriers.

    The carriers expand to the objects that run: the command expands what it wrote and says what differs. Pins keep the
    pods from a restart. Nothing in the cluster or at the worker is changed.

    Exit status: 0 all are imported, 1 a component cannot be imported.
    """
    objects = LiveOptions(live, live_files, context, kubeconfig, kube_namespace)
    if not objects.is_given and not admin.is_given:
        raise click.UsageError("give a source: --live, --live-file FILE, --admin-url URL or --client-conf FILE")
    if download is not None and not admin.is_given:
        raise click.UsageError("--download asks the worker: give --admin-url or --client-conf")
    selection = Selection(tuple(map(_fqfn, fqfns)), everything, tenant, _namespace(namespace), cluster)
    if selection.is_empty:
        raise click.UsageError("say what to import: TENANT/NAMESPACE/NAME, --namespace, --tenant or --all")
    wishes = ImportOptions(
        package or "",
        pinned=not no_pins,
        downloads=types == "download",
        include_stopped=include_stopped,
        download_to=download,
    )
    outcome = import_components(selection, objects, admin, wishes)
    report_import(outcome, output_dir, force=force, keep_going=keep_going)
    if upload_commands and (keep_going or not outcome.failures):
        tell_uploads(outcome, download, aside=output_dir is None)
    if outcome.failures:
        raise ExitStatus(ERRORS)


def _fqfn(text: str) -> Fqfn:
    parts = text.split("/", _PARTS - 1)
    if len(parts) != _PARTS or not all(parts) or not is_utf8(text):
        raise click.UsageError(f"not TENANT/NAMESPACE/NAME: {text}")
    return Fqfn(*parts)


def _namespace(text: str) -> tuple[str, str] | None:
    tenant, _, namespace = text.partition("/")
    if text and (not tenant or not namespace or "/" in namespace):
        raise click.UsageError(f"not TENANT/NAMESPACE: {text}; a Kubernetes namespace is --kube-namespace")
    return (tenant, namespace) if text else None
