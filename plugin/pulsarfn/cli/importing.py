"""The steps of ``pulsarfn import``: what runs, what the admin API says, and both compared."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import click

from pulsarfn.analysis.diff.effects import Comparison
from pulsarfn.annotations import Component
from pulsarfn.cli.admin_options import AdminOptions, connection_of
from pulsarfn.cli.import_wishes import ImportOptions, Selection
from pulsarfn.cli.live import LiveOptions, live_objects
from pulsarfn.diagnostics.problem import Diagnostic, Severity
from pulsarfn.kubernetes.identity import Identity
from pulsarfn.kubernetes.names import Fqfn
from pulsarfn.migration.carriers import ImportedComponent, worker_config_document
from pulsarfn.migration.details_to_config import Code, config_of
from pulsarfn.migration.from_live import LiveComponents, Result, find_running, import_running, lost
from pulsarfn.migration.packages import WorkerPackage, in_package_service, moved, worker_packages
from pulsarfn.migration.running import RunningComponent
from pulsarfn.migration.verification import compared, expanded
from pulsarfn.pipeline.settings import Settings
from pulsarfn.values import Manifest

if TYPE_CHECKING:
    from pulsarfn.cli.admin_source import AdminSource


@dataclass(slots=True)
class Outcome:
    """What an import found.

    Attributes:
        components: the imported components, in the order of their names.
        documents: the worker config, if it is known, and the carriers, by the file of each.
        comparison: what runs against what was imported; None without live objects.
        warnings: sentences without a full stop.
        failures: the components that cannot be imported, each with the reason.
        skipped: stopped components.
        packages: the packages that only the worker has, by component.
    """

    components: list[ImportedComponent] = field(default_factory=list)
    documents: dict[str, str] = field(default_factory=dict)
    comparison: Comparison | None = None
    warnings: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    packages: dict[Fqfn, tuple[WorkerPackage, ...]] = field(default_factory=dict)

    @property
    def worker_packages(self) -> tuple[WorkerPackage, ...]:
        """The packages of the imported components that only the worker has."""
        return tuple(package for each in self.components for package in self.packages.get(each.fqfn, ()))


WORKER_CONFIG_FILE = "worker-config.yaml"


def import_components(
    selection: Selection, objects: LiveOptions, admin: AdminOptions, wishes: ImportOptions
) -> Outcome:
    """Import the selected components from all given sources.

    Raises:
        click.ClickException: if a source cannot be read at all.
    """
    outcome = Outcome()
    live = live_objects(objects) if objects.is_given else {}
    found = find_running(live.values())
    running = _running(found, selection, outcome)
    with ExitStack() as stack:
        source = _admin_source(admin, stack) if admin.is_given else None
        there = dict(source.components(selection)) if source else {}
        known = {fqfn: each for fqfn, each in there.items() if selection.means(fqfn)}
        codes = _codes(running, source, wishes, outcome)
        if source:
            _compare_with_worker(running, known, source, outcome)
            _without_objects(known, running, source, wishes, objects.is_given, outcome)
        _missing(selection, {*running, *known}, {*found.running, *there}, outcome)
        result = import_running([*running.values()], codes, pinned=wishes.pinned) if running else None
        if result:
            _take(result, live, running, outcome)
        _check_others(outcome, result)
        if source and wishes.download_to is not None:
            source.fetch(outcome.worker_packages, wishes.download_to)
    return outcome


def _running(found: LiveComponents, selection: Selection, outcome: Outcome) -> dict[Fqfn, RunningComponent]:
    selected = {
        fqfn: each
        for fqfn, each in found.running.items()
        if selection.means(fqfn) and selection.cluster in ("", each.cluster)
    }
    clusters = sorted({each.cluster for each in selected.values()})
    if len(clusters) > 1:
        raise click.UsageError(
            f"the objects are of several Pulsar clusters ({', '.join(clusters)}): choose one with --cluster"
        )
    outcome.failures += [f"{title}: {reason}" for title, reason in found.unreadable]
    for fqfn, claims in found.claimed_twice.items():
        if selection.means(fqfn):
            outcome.failures.append(f"{fqfn}: several StatefulSets claim to be it: {', '.join(claims)}")
    for fqfn, each in list(selected.items()):
        members = lost(each)
        if members:
            outcome.failures.append(f"{fqfn}: no config gives {', '.join(members)} of its function details")
            del selected[fqfn]
    return selected


def _admin_source(admin: AdminOptions, stack: ExitStack) -> "AdminSource":
    from pulsarfn.cli.admin_source import admin_source  # noqa: PLC0415 - it imports an HTTP client

    return stack.enter_context(admin_source(connection_of(admin)))


def _codes(
    running: Mapping[Fqfn, RunningComponent], source: "AdminSource | None", wishes: ImportOptions, outcome: Outcome
) -> dict[Fqfn, Code]:
    """Return the code from the package service, if that is wanted: what is there, or what will be uploaded to it."""
    for fqfn, each in running.items():
        config = config_of(each.component, each.details, each.code)
        outcome.packages[fqfn] = worker_packages(each.component, config)
    if wishes.package == "upload":
        return {fqfn: moved(outcome.packages[fqfn], each.code) for fqfn, each in running.items()}
    if wishes.package != "packages":
        return {}
    if source is None:
        raise click.UsageError("--package packages asks the package service: give --admin-url or --client-conf")
    codes = {}
    for fqfn, each in running.items():
        code = source.code(each.component, fqfn, with_transform_function=bool(each.code.transform_function))
        if code.package:
            codes[fqfn] = code
            outcome.packages[fqfn] = ()
        else:
            outcome.warnings.append(f"{fqfn}: the package service has no package of it; its code stays with the worker")
    return codes


def _compare_with_worker(
    running: Mapping[Fqfn, RunningComponent], known: Mapping[Fqfn, Component], source: "AdminSource", outcome: Outcome
) -> None:
    for fqfn, each in running.items():
        if fqfn not in known:
            outcome.warnings.append(f"{fqfn}: it runs, and the worker at {source.url} does not know it")
            continue
        keys = source.differences(each)
        if keys:
            message = "the worker's metadata is not what runs"
            outcome.warnings.append(f"{fqfn}: {message} ({', '.join(keys)} differ): what runs is imported")


def _without_objects(  # noqa: PLR0913, PLR0917 - all that an import knows
    known: Mapping[Fqfn, Component],
    running: Mapping[Fqfn, RunningComponent],
    source: "AdminSource",
    wishes: ImportOptions,
    has_live: bool,  # noqa: FBT001
    outcome: Outcome,
) -> None:
    """Import the components that only the admin API knows."""
    for fqfn, component in known.items():
        if fqfn in running:
            continue
        if has_live and not wishes.include_stopped:
            outcome.skipped.append(
                f"{fqfn}: it is stopped, as it has no StatefulSet; --include-stopped imports it, and applying it starts it"
            )
            continue
        imported, reports = source.imported(component, fqfn, wishes)
        if imported:
            packages = outcome.packages[fqfn] = worker_packages(component, imported.config)
            if wishes.package == "upload":
                imported = imported._replace(config=in_package_service(imported.config, packages))
            outcome.components.append(imported)
        (outcome.warnings if imported else outcome.failures).extend(f"{fqfn}: {each}" for each in reports)


def _missing(selection: Selection, found: set[Fqfn], all_known: set[Fqfn], outcome: Outcome) -> None:
    if not found and not selection.fqfns and not outcome.failures:
        outcome.failures.append("nothing to import: no source has such a component")
    for fqfn in selection.fqfns:
        if fqfn not in found and not any(each.startswith(f"{fqfn}: ") for each in outcome.failures):
            others = ", ".join(each.name for each in sorted(all_known) if each[:2] == fqfn[:2]) or "none"
            outcome.failures.append(f"{fqfn}: no source knows it; components in its namespace: {others}")


def _take(
    result: Result, live: Mapping[Identity, Manifest], running: Mapping[Fqfn, RunningComponent], outcome: Outcome
) -> None:
    """Add the result of an import from live objects."""
    expanded = result.expansion.objects
    good = [each for each in result.components if each.fqfn in expanded]
    reasons = {each.fqfn: _first_error(each, result.expansion.diagnostics) for each in result.components}
    outcome.failures += [f"{fqfn}: {reason}" for fqfn, reason in reasons.items() if fqfn not in expanded]
    outcome.components += good
    outcome.documents[WORKER_CONFIG_FILE] = worker_config_document(result.worker_config)
    outcome.warnings += [each.words for each in result.disagreements]
    objects = {key: live[key] for each in good for key in _objects_of(running[each.fqfn], live)}
    clear = [each.fqfn for each in good if each.in_clear_text]
    outcome.comparison = compared(objects, result.expansion, clear)


def _objects_of(running: RunningComponent, live: Mapping[Identity, Manifest]) -> Iterator[Identity]:
    key = running.identity
    service = Identity("", "Service", key.kube_namespace, key.name)
    yield from (each for each in (key, service) if each in live)


def _first_error(imported: ImportedComponent, diagnostics: tuple[Diagnostic, ...]) -> str:
    """Return why a component cannot be expanded."""
    errors = [each for each in diagnostics if each.severity is Severity.ERROR]
    own = [each for each in errors if f"/{imported.name}" in str(each.location)] or errors
    return f"{own[0].message} ({own[0].code.id})" if own else "its carrier cannot be expanded"


def _check_others(outcome: Outcome, result: Result | None) -> None:
    """Check the components that come from the admin API alone, and order all."""
    known = set(result.expansion.objects) if result else set()
    others = [each for each in outcome.components if each.fqfn not in known]
    if others:
        config = result.worker_config if result else _PLACEHOLDER
        proof = expanded([worker_config_document(config), *(each.document() for each in others)], Settings())
        for each in others:
            if each.fqfn not in proof.objects:
                outcome.failures.append(f"{each.fqfn}: {_first_error(each, proof.diagnostics)}")
                outcome.components.remove(each)
    outcome.components.sort(key=lambda each: each.fqfn)
    outcome.documents |= {each.file: each.document() for each in outcome.components}


_PLACEHOLDER = {
    "functionRuntimeFactoryClassName": "org.apache.pulsar.functions.runtime.kubernetes.KubernetesRuntimeFactory",
    "functionRuntimeFactoryConfigs": {},
    "pulsarServiceUrl": "pulsar://placeholder:6650",
    "pulsarWebServiceUrl": "http://placeholder:8080",
}
"""A worker config for the check of configs of which only the admin API is known: nothing of it is written."""
