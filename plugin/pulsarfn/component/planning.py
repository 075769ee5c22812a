"""The plan of one component: every decision about its objects, from its details, its worker and its surroundings."""

from pulsarfn.component import resources
from pulsarfn.component.command import admin_command, command_of
from pulsarfn.component.decision_checks import check_decisions
from pulsarfn.component.decisions import ConvertedConfig, Decisions, decide
from pulsarfn.component.details.details_json import details_json
from pulsarfn.component.details.function_details import FunctionDetails
from pulsarfn.component.package import Package
from pulsarfn.component.pins import Pins
from pulsarfn.component.plan import Plan, SubscriptionCleanup
from pulsarfn.component.runtimes import RUNTIMES
from pulsarfn.component.runtimes.base import Launch
from pulsarfn.component.surroundings import Surroundings
from pulsarfn.diagnostics.problem import Problem, has_errors
from pulsarfn.java.gson import gson_text
from pulsarfn.kubernetes import names
from pulsarfn.provenance import derived
from pulsarfn.staged import Staged
from pulsarfn.values import Constant
from pulsarfn.worker.providers import Worker

_POD_NAME = Constant(name="POD_NAME", valueFrom={"fieldRef": {"fieldPath": "metadata.name"}})
_STORED_POD_NAME = Constant(name="POD_NAME", valueFrom={"fieldRef": {"apiVersion": "v1", "fieldPath": "metadata.name"}})
"""The same as the API server stores it: server-side apply of another field manager would conflict without the version."""


def plan_component(
    converted: ConvertedConfig, *, worker: Worker, surroundings: Surroundings
) -> Staged[tuple[Plan | None, tuple[Problem, ...]]]:
    """Return the plan of the component's objects, and its problems; None if a decision is not possible."""
    decided = decide(converted, worker, surroundings)
    yield
    problems = (*decided.problems, *check_decisions(converted, worker, decided, surroundings))
    if decided.package is None or has_errors(problems):
        return None, problems
    yield
    launch = _launch(converted, worker, decided, decided.package, surroundings.pins)
    yield
    return _plan(converted, worker, surroundings, decided, launch), problems


def _plan(
    converted: ConvertedConfig, worker: Worker, surroundings: Surroundings, decided: Decisions, launch: Launch
) -> Plan:
    details, config, pins = converted.details, worker.config, surroundings.pins
    factory = config.factory
    customization, pod_name = decided.customization, _STORED_POD_NAME if pins.of_worker else _POD_NAME
    subscription = details.source.subscription_name or derived(str(decided.fqfn), *reversed(decided.fqfn))
    return Plan(
        fqfn=decided.fqfn,
        worker=config,
        job_name=decided.job_name,
        kube_namespace=decided.kube_namespace,
        labels=decided.labels,
        inherited_labels=surroundings.labels,
        inherited_annotations=surroundings.annotations,
        replicas=None if customization.scales else _replicas(details.parallelism, pins),
        image=customization.image or factory.image(details.runtime),
        command=command_of(launch, RUNTIMES[details.runtime]),
        packages=decided.packages,
        environment=(pod_name, *worker.secrets_provider.environment(converted.config.secrets or {})),
        limits=resources.limits(details.resources, factory, customization.memory_padding),
        requests=resources.requests(details.resources, factory),
        inputs=details.source.input_specs,
        subscription=subscription,
        auth=decided.auth,
        customization=customization,
        version=converted.version,
        context=decided.context,
        logging=decided.logging,
        checksums=decided.checksums,
        cleanup=_cleanup(launch, details, customization.subscription_cleanup, subscription),
    )


def _cleanup(launch: Launch, details: FunctionDetails, host: str, subscription: str) -> SubscriptionCleanup | None:
    if not host:
        return None
    from pulsarfn.component.subscription_cleanup import plan_cleanup  # noqa: PLC0415 - few components have any

    return plan_cleanup(details, host, admin_command(launch), subscription)


def _replicas(parallelism: int, pins: Pins) -> int | None:
    if pins.scaled_elsewhere:
        return None
    return parallelism if pins.replicas is None else pins.replicas


def _launch(converted: ConvertedConfig, worker: Worker, decided: Decisions, package: Package, pins: Pins) -> Launch:
    details, fqfn, transform_function = converted.details, decided.fqfn, decided.transform_function
    text = derived(details_json(details, converted.version.rules), *reversed(fqfn), how="FunctionDetails")
    code = f"{package.source} {package.url} {package.path}"
    provider = worker.secrets_provider
    provider_config = provider.provider_config(worker.config.secrets_provider_configurator_config)
    logging = decided.logging
    return Launch(
        details=details,
        details_text=text,
        worker=worker.config,
        rules=converted.version.rules,
        auth=decided.auth,
        package=package,
        transform_function=transform_function,
        function_id=pins.function_id or names.function_id(fqfn),
        function_version=pins.function_version or names.function_version(fqfn, f"{text} {code}"),
        transform_function_id=""
        if transform_function is None
        else pins.transform_function_id or names.transform_function_id(fqfn),
        of_worker=pins.of_worker,
        secrets_provider_class=provider.CLASS_NAMES.get(details.runtime, ""),
        secrets_provider_config=""
        if provider_config is None
        else gson_text(provider_config, converted.version.rules.jvm),
        java_arguments=decided.customization.java_arguments or (),
        logging_config="" if logging is None else logging.config,
        python_path="" if logging is None else logging.python_path,
    )
