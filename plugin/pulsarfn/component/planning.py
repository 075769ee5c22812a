"""The plan of one component: every decision about its objects, from its details, its worker and its surroundings."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple, TypeAlias

from pulsarfn.component import admission, resources
from pulsarfn.component.authentication import plan_auth
from pulsarfn.component.command import command_of
from pulsarfn.component.config.function import FunctionConfig
from pulsarfn.component.config.sink import SinkConfig
from pulsarfn.component.config.source import SourceConfig
from pulsarfn.component.details.details_json import details_json
from pulsarfn.component.details.function_details import FunctionDetails
from pulsarfn.component.download_container import check_folders, code_folders
from pulsarfn.component.package import Package, package_of
from pulsarfn.component.pin_checks import check_replicas_pin, check_transform_pin
from pulsarfn.component.pins import Pins
from pulsarfn.component.plan import InstanceLogging, Plan
from pulsarfn.component.ports import ports_of_servers
from pulsarfn.component.rolling import checksum_annotation, generated_data
from pulsarfn.component.runtimes import RUNTIMES
from pulsarfn.component.runtimes.base import Launch
from pulsarfn.component.surroundings import Surroundings
from pulsarfn.diagnostics import codes
from pulsarfn.diagnostics.problem import Problem, Text, has_errors
from pulsarfn.diagnostics.secrecy import hidden
from pulsarfn.java.gson import gson_text
from pulsarfn.java.java_text import is_blank
from pulsarfn.kubernetes import names
from pulsarfn.provenance import attributed, derived, origins_of
from pulsarfn.values import Manifest
from pulsarfn.worker.auth.base import AuthPlan
from pulsarfn.worker.customizers.base import ComponentContext, Customization
from pulsarfn.worker.providers import Worker
from pulsarfn.worker.pulsar_version import PulsarVersion
from pulsarfn.worker.versions import newer_than

Config: TypeAlias = FunctionConfig | SourceConfig | SinkConfig

_POD_NAME: Manifest = {"name": "POD_NAME", "valueFrom": {"fieldRef": {"fieldPath": "metadata.name"}}}
_STORED_POD_NAME: Manifest = {
    "name": "POD_NAME",
    "valueFrom": {"fieldRef": {"apiVersion": "v1", "fieldPath": "metadata.name"}},
}
"""The same as the API server stores it: server-side apply of another field manager would conflict without the version."""


class ConvertedConfig(NamedTuple):
    """A config after Pulsar's own rules.

    Attributes:
        config: the config with all inferred values.
        details: the details that the worker would store.
        package_field: the key of the code that the worker would get.
        version: the version of Pulsar in the pods.
        own: the config without what only the table of Apache's connectors gives.
    """

    config: Config
    details: FunctionDetails
    package_field: str
    version: PulsarVersion
    own: Config

    def __repr__(self) -> str:
        return hidden(self)


def plan_component(
    converted: ConvertedConfig, *, worker: Worker, surroundings: Surroundings
) -> tuple[Plan | None, tuple[Problem, ...]]:
    """Return the plan of the component's objects, and its problems; None if a decision is not possible."""
    details, factory = converted.details, worker.config.factory
    fqfn = names.Fqfn(details.tenant, details.namespace, details.name)
    labels = _labels(fqfn, details.component_type, factory.custom_labels or {})
    package, transform_function, not_packaged = _packages(converted, worker)
    context = _context(converted, worker, labels, package)
    customization, not_customised = customised(worker, details.custom_runtime_options, context)
    customizer = worker.config.origins.get("runtime_customizer_class_name")
    job_name = attributed(customization.job_name, customizer) or factory.job_name
    secrets = converted.config.secrets or {}
    kube_namespace = attributed(customization.kube_namespace, customizer) or factory.kube_namespace
    kube_namespace = kube_namespace or surroundings.kube_namespace
    plan_of_auth, not_authenticated = plan_auth(fqfn, worker, surroundings, details.runtime)
    folders = code_folders((package, transform_function))
    final_name = names.job_name(fqfn, job_name)
    logging = _logging(customization, details.runtime, final_name)
    generated = generated_data(plan_of_auth, final_name, logging)
    checksums, not_rolled = checksum_annotation(surroundings.rolled_on, kube_namespace, generated)
    problems = (
        *not_customised,
        *_check_job_name(fqfn, job_name),
        *admission.check_resources(details.resources, worker.config),
        *worker.secrets_provider.check(secrets),
        *not_authenticated,
        *not_packaged,
        *not_rolled,
        *check_transform_pin(converted.config, converted.details, surroundings.pins),
        *check_replicas_pin(customization, surroundings.pins),
        *_check_urls(worker, (package, transform_function)),
        *_check_worker_keys(converted, worker),
        *_of_worker(converted, worker, fqfn, (package, transform_function)),
        *(() if customization.download_container is None else check_folders(folders, factory.pulsar_root_dir)),
    )
    if package is None or has_errors(problems):
        return None, problems
    pins = surroundings.pins
    launch = _launch(converted, worker, auth=plan_of_auth, packages=(package, transform_function), pins=pins)
    if customization.java_arguments:
        launch = launch._replace(java_arguments=customization.java_arguments)
    if logging is not None:
        launch = launch._replace(logging_config=logging.config, python_path=logging.python_path)
    environment = (_STORED_POD_NAME if pins.of_worker else _POD_NAME, *worker.secrets_provider.environment(secrets))
    plan = Plan(
        fqfn=fqfn,
        job_name=final_name,
        kube_namespace=kube_namespace,
        labels=labels,
        inherited_labels=surroundings.labels,
        inherited_annotations=surroundings.annotations,
        replicas=None if customization.scales else _replicas(details.parallelism, pins),
        image=customization.image or factory.image(details.runtime),
        image_pull_policy=factory.image_pull_policy,
        command=command_of(launch, RUNTIMES[details.runtime]),
        code_folders=folders,
        environment=environment,
        limits=resources.limits(details.resources, factory, customization.memory_padding),
        requests=resources.requests(details.resources, factory),
        grpc_port=factory.grpc_port,
        metrics_port=factory.metrics_port,
        server_ports=ports_of_servers(worker.config, (package, transform_function)),
        admin_url=worker.config.admin_url,
        inputs=details.source.input_specs,
        subscription=details.source.subscription_name or derived(str(fqfn), *reversed(fqfn)),
        auth=plan_of_auth,
        customization=customization,
        version=converted.version,
        context=context,
        logging=logging,
        checksums=checksums,
    )
    return plan, problems


def customised(worker: Worker, options: str, context: ComponentContext) -> tuple[Customization, tuple[Problem, ...]]:
    """Return the changes of the customizer to the objects of a component with these customRuntimeOptions."""
    customization, problems = worker.customise(options)
    if customization.for_component is None:
        return customization, problems
    found, more = customization.for_component(context)
    return found, (*problems, *more)


def _logging(customization: Customization, runtime: str, job_name: str) -> InstanceLogging | None:
    if not customization.logging:
        return None
    from pulsarfn.component.instance_logging import plan_logging  # noqa: PLC0415 - few components have any

    return plan_logging(customization.logging, runtime, job_name)


def _context(
    converted: ConvertedConfig, worker: Worker, labels: Mapping[str, str], package: Package | None
) -> ComponentContext:
    factory, root = worker.config.factory, worker.config.factory.pulsar_root_dir
    written = {"tmp": "/tmp", "logs": f"{root}/logs"}  # noqa: S108 - in the pod
    if package is not None and package.source != "image":
        written["packages"] = worker.config.package_directory
    if factory.nar_extraction_directory:
        written["nars"] = factory.nar_extraction_directory
    return ComponentContext(
        runtime=converted.details.runtime,
        labels=labels,
        replicas=converted.details.parallelism,
        root=root,
        written=written,
        metrics_port=factory.metrics_port,
    )


def _check_job_name(fqfn: names.Fqfn, override: str) -> tuple[Problem, ...]:
    """Return the problems of the job name, if the place that gives it can change it."""
    problems = names.check_job_name(fqfn, override)
    if not problems or not override or not origins_of(override):
        return problems
    from pulsarfn.component.giver import giver, written  # noqa: PLC0415 - for problems only

    found = giver(written(origins_of(override))[0])
    return tuple(each._replace(path=found.path, text=found.text, at_key=found.at_key) for each in problems)


def _labels(fqfn: names.Fqfn, component_type: str, custom: Mapping[str, str]) -> dict[str, str]:
    """Return Pulsar's labels; customLabels override them (`KubernetesRuntime.getLabels`)."""
    return {
        "tenant": names.label_value(fqfn.tenant),
        "namespace": names.label_value(fqfn.namespace),
        "name": names.label_value(fqfn.name),
        "component": component_type.lower(),
        **{key: names.label_value(value) for key, value in custom.items()},
    }


def _replicas(parallelism: int, pins: Pins) -> int | None:
    if pins.scaled_elsewhere:
        return None
    return parallelism if pins.replicas is None else pins.replicas


def _launch(
    converted: ConvertedConfig, worker: Worker, *, auth: AuthPlan, packages: tuple[Package, Package | None], pins: Pins
) -> Launch:
    details, (package, transform_function) = converted.details, packages
    fqfn = names.Fqfn(details.tenant, details.namespace, details.name)
    text = derived(details_json(details, converted.version.rules), *reversed(fqfn), how="FunctionDetails")
    code = f"{package.source} {package.url} {package.path}"
    provider = worker.secrets_provider
    provider_config = provider.provider_config(worker.config.secrets_provider_configurator_config)
    return Launch(
        details=details,
        details_text=text,
        worker=worker.config,
        rules=converted.version.rules,
        auth=auth,
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
    )


def _packages(converted: ConvertedConfig, worker: Worker) -> tuple[Package | None, Package | None, tuple[Problem, ...]]:
    directory = worker.config.package_directory
    config, field = converted.config, converted.package_field
    package, problems = package_of(getattr(config, field), field=field, download_directory=directory)
    transform = config.transform_function if isinstance(config, SinkConfig) else None
    if transform is None or is_blank(transform):
        return package, None, problems
    transform_function, more = package_of(transform, field="transformFunction", download_directory=directory)
    return package, transform_function, (*problems, *more)


def _of_worker(
    converted: ConvertedConfig, worker: Worker, fqfn: names.Fqfn, packages: tuple[Package | None, Package | None]
) -> Iterator[Problem]:
    """Return a warning for each package that only a function worker serves."""
    factory, details = worker.config.factory, converted.details
    if not all(fqfn):
        return
    values = (getattr(converted.config, converted.package_field), getattr(converted.config, "transform_function", None))
    for field, value, package in zip((converted.package_field, "transformFunction"), values, packages, strict=True):
        if package is not None and package.source == "worker":
            from pulsarfn.component import worker_packages  # noqa: PLC0415 - for problems only

            yield worker_packages.warning(
                worker_packages.Request(
                    field=field,
                    value=value,
                    component=details.component_type.lower(),
                    fqfn=fqfn,
                    image=factory.image(details.runtime),
                    root=factory.pulsar_root_dir,
                    config=converted.config,
                    own=converted.own,
                )
            )


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


def _check_urls(worker: Worker, packages: tuple[Package | None, ...]) -> list[Problem]:
    """Check that there is a broker URL, and an admin URL if the pod must download: they have no useful defaults (contract 3)."""
    problems = []
    if not worker.config.broker_url:
        problems.append(_missing_url("broker", "pulsarServiceUrl", "pulsar://pulsar-broker:6650"))
    if not worker.config.admin_url and any(package is not None and package.needs_admin_url for package in packages):
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
