"""The checks of what is decided about a component: what its worker and its pods could not do."""

from collections.abc import Iterator

from pulsarfn.component import admission
from pulsarfn.component.decisions import ConvertedConfig, Decisions
from pulsarfn.component.package import Package
from pulsarfn.component.pin_checks import check_replicas_pin, check_transform_pin
from pulsarfn.component.surroundings import Surroundings
from pulsarfn.diagnostics import codes
from pulsarfn.diagnostics.problem import Problem, Text
from pulsarfn.kubernetes import names
from pulsarfn.provenance import origins_of
from pulsarfn.worker.providers import Worker
from pulsarfn.worker.versions import newer_than


def check_decisions(
    converted: ConvertedConfig, worker: Worker, decided: Decisions, surroundings: Surroundings
) -> Iterator[Problem]:
    """Yield the problems of a component beyond those of the decisions themselves."""
    yield from _check_job_name(decided.fqfn, decided.own_job_name)
    yield from admission.check_resources(converted.details.resources, worker.config)
    yield from worker.secrets_provider.check(converted.config.secrets or {})
    yield from check_transform_pin(converted.config, converted.details, surroundings.pins)
    yield from check_replicas_pin(decided.customization, surroundings.pins)
    cleans = _cleans(converted, decided)
    yield from _check_urls(worker, decided.packages, cleans=cleans)
    yield from _check_worker_keys(converted, worker)
    yield from _of_worker(converted, worker, decided)
    if decided.customization.download_container is not None:
        from pulsarfn.component.download_container import check_folders, code_folders  # noqa: PLC0415 - few pods have one

        yield from check_folders(code_folders(decided.packages), worker.config.factory.pulsar_root_dir)
    if cleans:
        from pulsarfn.component.subscription_cleanup import check_cleanup  # noqa: PLC0415 - few components have any

        yield from check_cleanup(decided, surroundings)


def _cleans(converted: ConvertedConfig, decided: Decisions) -> bool:
    """Whether a hook removes the subscription of the component."""
    return bool(decided.customization.subscription_cleanup) and converted.details.source.is_cleaned


def _check_job_name(fqfn: names.Fqfn, override: str) -> tuple[Problem, ...]:
    """Return the problems of the job name, if the place that gives it can change it."""
    problems = names.check_job_name(fqfn, override)
    if not problems or not override or not origins_of(override):
        return problems
    from pulsarfn.component.giver import giver, written  # noqa: PLC0415 - for problems only

    found = giver(written(origins_of(override))[0])
    return tuple(each._replace(path=found.path, text=found.text, at_key=found.at_key) for each in problems)


def _of_worker(converted: ConvertedConfig, worker: Worker, decided: Decisions) -> Iterator[Problem]:
    """Return a warning for each package that only a function worker serves."""
    if not all(decided.fqfn) or not any(map(_is_of_worker, decided.packages)):
        return
    factory, details = worker.config.factory, converted.details
    values = (getattr(converted.config, converted.package_field), getattr(converted.config, "transform_function", None))
    for field, value, package in zip(
        (converted.package_field, "transformFunction"), values, decided.packages, strict=True
    ):
        if _is_of_worker(package):
            from pulsarfn.component import worker_packages  # noqa: PLC0415 - for problems only

            yield worker_packages.warning(
                worker_packages.Request(
                    field=field,
                    value=value,
                    component=details.component_type.lower(),
                    fqfn=decided.fqfn,
                    image=factory.image(details.runtime),
                    root=factory.pulsar_root_dir,
                    config=converted.config,
                    own=converted.own,
                )
            )


def _is_of_worker(package: Package | None) -> bool:
    return package is not None and package.source == "worker"


def _check_worker_keys(converted: ConvertedConfig, worker: Worker) -> Iterator[Problem]:
    """Check for keys of the worker config that the pods' version does not know yet; all known ones are for Java."""
    version, fields = converted.version, worker.config.FIELDS
    for rules in newer_than(version.rules) if converted.details.runtime == "JAVA" else ():
        for key in rules.worker_keys:
            if getattr(worker.config, fields[key].name) is not None:
                message = f"{key} is a key of Pulsar {rules.name}, and the pods run {version}: it has no effect"
                hint = f"remove it, or {version.change_to(rules.name)}"
                yield Problem(
                    codes.WORKER_CONFIG_KEY_NEWER, message, (key,), hint, at_key=True, text=Text.WORKER_CONFIG
                )


def _check_urls(worker: Worker, packages: tuple[Package | None, ...], *, cleans: bool) -> list[Problem]:
    """Check that there is a broker URL, and an admin URL if a pod calls it: they have no useful defaults (contract 3)."""
    problems = []
    if not worker.config.broker_url:
        problems.append(_missing_url("broker", "pulsarServiceUrl", "pulsar://pulsar-broker:6650"))
    calls = cleans or any(package is not None and package.needs_admin_url for package in packages)
    if calls and not worker.config.admin_url:
        problems.append(_missing_url("admin", "pulsarAdminUrl", "http://pulsar-broker:8080"))
    return problems


def _missing_url(kind: str, key: str, example: str) -> Problem:
    top_level = {"pulsarServiceUrl": "pulsarServiceUrl", "pulsarAdminUrl": "pulsarWebServiceUrl"}[key]
    hint = (
        f"give {top_level} in a worker config (--worker-config FILE, or a ConfigMap of the stream annotated"
        " pulsarfn.io/provide: worker-config), render the Apache Pulsar chart into the same stream,"
        f" or pass --set {top_level}={example}"
    )
    return Problem(
        codes.URL_MISSING, f"the {kind} URL of the Pulsar cluster is not known", (), hint, text=Text.WORKER_CONFIG
    )
