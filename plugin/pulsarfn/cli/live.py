"""The objects that run: from the cluster through kubectl, or from files that kubectl wrote."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import click

from pulsarfn.analysis.diff.objects import read_objects
from pulsarfn.cli.cluster import Cluster, KubectlError, kubectl, listed
from pulsarfn.cli.inputs import inputs_of
from pulsarfn.kubernetes.identity import Identity, identity_of
from pulsarfn.named_tuples import NamedTuple
from pulsarfn.values import Manifest

Command = TypeVar("Command", bound=Callable[..., Any])

_KINDS = "statefulsets.apps,services"


class LiveOptions(NamedTuple):
    """Where the objects that run come from: from the cluster, or from files."""

    live: bool
    live_files: tuple[str, ...]
    context: str
    kubeconfig: str
    kube_namespace: str

    @property
    def is_given(self) -> bool:
        """Whether any objects are to be read."""
        return self.live or bool(self.live_files)


def live_options(command: Command) -> Command:
    """Add the options."""
    options = [
        click.option(
            "--live", is_flag=True, help="Read the StatefulSets and Services of the cluster, through kubectl."
        ),
        click.option(
            "--live-file",
            "live_files",
            multiple=True,
            type=click.Path(allow_dash=True),
            metavar="FILE|-",
            help="Read them from a file: kubectl get statefulsets,services -A -o json (repeatable).",
        ),
        click.option("--context", default="", help="The context of the kubeconfig, for kubectl."),
        click.option(
            "--kubeconfig", default="", type=click.Path(), metavar="FILE", help="The kubeconfig, for kubectl."
        ),
        click.option("--kube-namespace", default="", metavar="NAME", help="Only this Kubernetes namespace."),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def live_objects(given: LiveOptions) -> dict[Identity, Manifest]:
    """Return the StatefulSets and Services that run.

    Raises:
        click.ClickException: if a file or the cluster cannot be read.
    """
    found: dict[Identity, Manifest] = {}
    for each in inputs_of(given.live_files) if given.live_files else ():
        found |= read_objects(each.content[:])
    if given.live:
        found |= _of_cluster(given)
    wanted = (key for key in found if key.kind in ("StatefulSet", "Service"))
    return {key: found[key] for key in wanted if not given.kube_namespace or key.kube_namespace == given.kube_namespace}


def _of_cluster(given: LiveOptions) -> dict[Identity, Manifest]:
    chosen: Sequence[tuple[str, str]] = (("context", given.context), ("kubeconfig", given.kubeconfig))
    connection = tuple(f"--{name}={value}" for name, value in chosen if value)
    try:
        cluster = Cluster(kubectl(), connection, kube_namespace=given.kube_namespace)
        return {identity_of(each): each for each in listed(cluster, _KINDS)}
    except KubectlError as error:
        raise click.ClickException(str(error)) from error
