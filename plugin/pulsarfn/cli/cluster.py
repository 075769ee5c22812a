"""The cluster, through ``kubectl diff``: the objects in it, and how the API server would change them. This module runs a program.

kubectl itself compares nothing: it writes both sides of every object into two folders and calls KUBECTL_EXTERNAL_DIFF,
which keeps them here. Before that it masks the values of Secrets. It stops at the first object that the API server
refuses: then the objects are halved until each refused object is alone.
"""

import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from pulsarfn.analysis.diff.objects import read_objects
from pulsarfn.annotations import COMPONENTS
from pulsarfn.kubernetes.identity import Identity, identity_of
from pulsarfn.kubernetes.lists import objects
from pulsarfn.values import Manifest, mapping

_KEEP: Final = """#!/bin/sh
cp -R "$1/." "$PULSARFN_DIFF_FOLDER/live" && cp -R "$2/." "$PULSARFN_DIFF_FOLDER/merged"
"""
_ANSWER: Final = re.compile(
    r"^(The .+ is invalid: .*|Error from server(?: \((?:Conflict|Invalid|BadRequest|NotFound|Forbidden)\))?: .*"
    r"|error: (?:resource mapping not found|unable to recognize no matches for kind) .*)",
    re.MULTILINE | re.DOTALL,
)
_WHOSE: Final = "--field-manager NAME says that it is you, --force-conflicts takes the fields over"
_VALUE: Final = re.compile(r"&?value\.valueUnstructured\{.*?\}(?=[\s,;]|$)")  # the mask of a password without quotes
_LOG: Final = re.compile(
    r"^[EFIW][0-9]{4} [^\n]*(?:\n|\Z)", re.MULTILINE
)  # klog's lines, which repeat the message of kubectl
_NO_ANSWER: Final = re.compile(
    r'(?:[A-Z][a-z]+ "?(?P<server>https?://[^/\s"]+)\S*: |Unable to connect to the server: )(?P<reason>.+)'
    r"|(?P<refused>The connection to the server \S+ was refused).*",
)
_NO_RIGHTS: Final = re.compile(r"cannot \w+ resource")
_NO_NAMESPACE: Final = re.compile(r'namespaces "([^"]+)" not found')
_NO_KIND: Final = re.compile(r'no matches for kind "([^"]+)"')


class KubectlError(Exception):
    """kubectl failed; the message is its own."""


class NoClusterError(KubectlError):
    """kubectl reaches no cluster."""


def kubectl() -> str:
    """Return the path of kubectl.

    Raises:
        KubectlError: if there is none.
    """
    program = os.environ.get("KUBECTL") or shutil.which("kubectl")
    if program is None:
        raise KubectlError("kubectl is not on the PATH: install it, or name it in the environment variable KUBECTL")
    return program


@dataclass(frozen=True, slots=True)
class Cluster:
    """Access to the cluster.

    Attributes:
        program: the path of kubectl.
        connection: the options of kubectl that choose the cluster: ``--context`` and the like.
        apply: the options of kubectl for server-side apply: ``--field-manager`` and the like.
        kube_namespace: the namespace of objects that name none, empty to leave it to kubectl.
    """

    program: str
    connection: tuple[str, ...] = ()
    apply: tuple[str, ...] = ()
    kube_namespace: str = ""


@dataclass(slots=True)
class Answers:
    """The objects in the cluster before and after the change, by identity, and the API server's reasons for the refused ones."""

    live: dict[Identity, Manifest] = field(default_factory=dict)
    merged: dict[Identity, Manifest] = field(default_factory=dict)
    refused: dict[Identity, str] = field(default_factory=dict)


def ask(cluster: Cluster, manifests: Sequence[Manifest]) -> Answers:
    """Ask the API server how applying the objects would change the cluster.

    Raises:
        KubectlError: if there is no kubectl, no cluster, or no permission to ask.
    """
    answers = Answers()
    named = [each for each in manifests if mapping(each.get("metadata")).get("name")]
    for each in manifests:
        if each not in named:  # generateName: always a new object
            answers.merged[identity_of(each, cluster.kube_namespace)] = each
    placed = [each for each in named if mapping(each.get("metadata")).get("namespace")]
    homeless = [each for each in named if each not in placed]
    namespace = ("--namespace", cluster.kube_namespace) if cluster.kube_namespace else ()
    for group, options in ((placed, ()), (homeless, namespace)):
        if group:
            _ask_for(cluster, group, options, answers)
    _take_what_comes_along(manifests, answers)
    return answers


def _ask_for(cluster: Cluster, group: Sequence[Manifest], options: tuple[str, ...], answers: Answers) -> None:
    """Add the answers for a group; halve a group that is refused."""
    refusal = _diff(cluster, group, options, answers)
    if refusal is None:
        return
    if len(group) > 1:
        middle = len(group) // 2
        for half in (group[:middle], group[middle:]):
            _ask_for(cluster, half, options, answers)
        return
    (manifest,) = group
    key = identity_of(manifest, cluster.kube_namespace)
    if manifest.get("kind") != "Secret":  # pulsarfn does not read the values of Secrets
        live = _get(cluster, manifest, options)
        if live is not None:
            key = identity_of(live)
            answers.live[key] = live
    answers.merged[key] = manifest
    answers.refused[key] = refusal


def _diff(cluster: Cluster, group: Sequence[Manifest], options: tuple[str, ...], answers: Answers) -> str | None:
    """Run kubectl diff for a group; return the refusal of the API server, or None after adding the answers."""
    with _folder() as folder:
        keep = folder / "keep"
        keep.write_text(_KEEP, encoding="utf-8")
        keep.chmod(0o700)
        for each in ("live", "merged"):
            (folder / each).mkdir()
        environment = {**os.environ, "KUBECTL_EXTERNAL_DIFF": str(keep), "PULSARFN_DIFF_FOLDER": str(folder)}
        arguments = ("diff", "--server-side", *cluster.apply, *options, "--filename=-")
        done = _run(cluster, arguments, given=group, environment=environment)
        if done.returncode:
            return _answer(done.stderr)
        answers.live.update(_read(folder / "live"))
        answers.merged.update(_read(folder / "merged"))
        return None


def _get(cluster: Cluster, manifest: Manifest, options: tuple[str, ...]) -> "Manifest | None":
    """Return the object in the cluster, None if kubectl cannot get it."""
    done = _run(cluster, ("get", "--ignore-not-found", "--output=json", *options, "--filename=-"), given=[manifest])
    return next(iter(_listed(done.stdout)), None)


def running(cluster: Cluster, kube_namespaces: Iterable[str]) -> dict[Identity, Manifest] | None:
    """Return the StatefulSets in the namespaces that have Pulsar's labels; None if kubectl cannot list them."""
    found = {}
    for each in kube_namespaces:
        selector = f"--selector=component in ({','.join(COMPONENTS)}),tenant,namespace,name"
        done = _run(cluster, ("get", "statefulsets.apps", f"--namespace={each}", selector, "--output=json"))
        if done.returncode:
            return None
        found.update({identity_of(manifest): manifest for manifest in _listed(done.stdout)})
    return found


def _listed(text: str) -> list[Manifest]:
    """Return the objects in the output of kubectl get: none, one, or a list of them."""
    found = mapping(json.loads(text)) if text.strip() else {}
    return [manifest for manifest, _ in objects(found) if manifest]


def listed(cluster: Cluster, kinds: str) -> list[Manifest]:
    """Return the objects of some kinds in the namespace of the cluster, or in all namespaces.

    Raises:
        KubectlError: if kubectl cannot list them.
    """
    where = f"--namespace={cluster.kube_namespace}" if cluster.kube_namespace else "--all-namespaces"
    done = _run(cluster, ("get", kinds, where, "--output=json"))
    if done.returncode:
        raise _failure(done.stderr)
    return list(_listed(done.stdout))


def ran(command: Sequence[str]) -> str:
    """Return what a program prints.

    Raises:
        KubectlError: if it fails.
    """
    try:
        done = subprocess.run(  # noqa: S603 - kubectl or helm, as the user named it
            command, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", errors="replace", check=False
        )
    except OSError as error:
        raise KubectlError(f"{command[0]}: {error.strerror}") from error
    if done.returncode:
        raise _failure(done.stderr)
    return done.stdout


def _run(
    cluster: Cluster,
    arguments: Iterable[str],
    *,
    given: Sequence[Manifest] = (),
    environment: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    command = [cluster.program, *cluster.connection, *arguments]
    text = json.dumps({"apiVersion": "v1", "kind": "List", "items": list(given)}, ensure_ascii=False)
    try:
        return subprocess.run(  # noqa: S603 - kubectl, as the user named it
            command, input=text, env=environment, capture_output=True, encoding="utf-8", errors="replace", check=False
        )
    except OSError as error:
        raise KubectlError(f"{cluster.program}: {error.strerror}") from error


def _answer(stderr: str) -> str:
    """Return the words of the API server. Raise KubectlError if the message is not from it, or if it forbids the question."""
    match = _ANSWER.search(stderr)
    if match is None or _NO_RIGHTS.search(match[1]):
        raise _failure(_VALUE.sub("another value", stderr))
    said = _VALUE.sub("another value", " ".join(match[1].split()).removeprefix("error: "))
    return f"{said} ({_WHOSE})" if "(Conflict)" in said else said


def _failure(stderr: str) -> KubectlError:
    """Return an error with the message of kubectl, if it is not from the API server, on one line."""
    said = " ".join((_LOG.sub("", stderr) or stderr).split()).removeprefix("error: ")
    found = _NO_ANSWER.search(said)
    if found is None:
        return KubectlError(said)
    server = f"{found['server']}: " if found["server"] else ""
    reason = found["refused"] or f"{server}{found['reason']}"
    return NoClusterError(f"kubectl reaches no cluster: {reason}; choose another with --context or --kubeconfig")


def _read(folder: Path) -> Iterator[tuple[Identity, Manifest]]:
    for file in sorted(folder.iterdir()):
        yield from read_objects(file.read_bytes()).items()


def _take_what_comes_along(manifests: Iterable[Manifest], answers: Answers) -> None:
    """Drop refusals for a missing namespace or kind that the same stream brings."""
    namespaces = {
        str(mapping(each.get("metadata")).get("name")) for each in manifests if each.get("kind") == "Namespace"
    }
    kinds = {
        str(mapping(mapping(each.get("spec")).get("names")).get("kind"))
        for each in manifests
        if each.get("kind") == "CustomResourceDefinition"
    }
    for key, answer in list(answers.refused.items()):
        namespace, kind = _NO_NAMESPACE.search(answer), _NO_KIND.search(answer)
        if (namespace and namespace[1] in namespaces) or (kind and kind[1] in kinds):
            del answers.refused[key]


@contextmanager
def _folder() -> Iterator[Path]:
    """Return a private folder whose path has no blank: kubectl would split the name of the program at a blank."""
    where = tempfile.gettempdir()
    with tempfile.TemporaryDirectory(prefix="pulsarfn-diff-", dir="/tmp" if " " in where else where) as name:  # noqa: S108 - private
        yield Path(name)
