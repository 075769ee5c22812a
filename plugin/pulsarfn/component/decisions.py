"""What is decided about one component before its checks: from its config, its worker and its surroundings."""

from collections.abc import Mapping

from pulsarfn.component.authentication import plan_auth
from pulsarfn.component.config.function import FunctionConfig
from pulsarfn.component.config.sink import SinkConfig
from pulsarfn.component.config.source import SourceConfig
from pulsarfn.component.details.function_details import FunctionDetails
from pulsarfn.component.package import Package, package_of
from pulsarfn.component.plan import InstanceLogging
from pulsarfn.component.rolling import checksum_annotation, generated_data
from pulsarfn.component.surroundings import Surroundings
from pulsarfn.diagnostics.problem import Problem
from pulsarfn.diagnostics.secrecy import hidden
from pulsarfn.java.java_text import is_blank
from pulsarfn.kubernetes import names
from pulsarfn.named_tuples import NamedTuple
from pulsarfn.provenance import attributed
from pulsarfn.typed import TypeAlias
from pulsarfn.worker.auth.base import AuthPlan
from pulsarfn.worker.customizers.base import ComponentContext, Customization
from pulsarfn.worker.providers import Worker
from pulsarfn.worker.pulsar_version import PulsarVersion

Config: TypeAlias = FunctionConfig | SourceConfig | SinkConfig


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


class Decisions(NamedTuple):
    """What is decided about a component.

    Attributes:
        fqfn: its full name.
        labels: Pulsar's labels of its objects.
        package: its code; None if a problem says why there is none.
        transform_function: the code of a sink's transform function, if it has one.
        context: what the customizer is told of it.
        customization: the customizer's changes to its objects.
        own_job_name: the name for its objects that the customizer or the worker config gives; empty for Pulsar's own.
        job_name: the name of its objects.
        kube_namespace: the Kubernetes namespace of its objects; empty if nobody gives one.
        auth: how its pods authenticate.
        logging: the logging of its instances, where it is not the image's own.
        checksums: the annotation of the pods with the checksums of what they roll on.
        problems: those of the decisions themselves.
    """

    fqfn: names.Fqfn
    labels: Mapping[str, str]
    package: Package | None
    transform_function: Package | None
    context: ComponentContext
    customization: Customization
    own_job_name: str
    job_name: str
    kube_namespace: str
    auth: AuthPlan
    logging: InstanceLogging | None
    checksums: Mapping[str, str]
    problems: tuple[Problem, ...]

    @property
    def packages(self) -> tuple[Package | None, Package | None]:
        """The component's code, and that of its transform function."""
        return self.package, self.transform_function

    def __repr__(self) -> str:
        return hidden(self)


def decide(converted: ConvertedConfig, worker: Worker, surroundings: Surroundings) -> Decisions:
    """Return what is decided about the component's objects before anything is checked."""
    details, factory = converted.details, worker.config.factory
    fqfn = names.Fqfn(details.tenant, details.namespace, details.name)
    labels = _labels(fqfn, details.component_type, factory.custom_labels or {})
    package, transform_function, not_packaged = _packages(converted, worker)
    context = _context(converted, worker, labels, package)
    customization, not_customised = customised(worker, details.custom_runtime_options, context)
    customizer = worker.config.origins.get("runtime_customizer_class_name")
    own_job_name = attributed(customization.job_name, customizer) or factory.job_name
    kube_namespace = attributed(customization.kube_namespace, customizer) or factory.kube_namespace
    kube_namespace = kube_namespace or surroundings.kube_namespace
    auth, not_authenticated = plan_auth(fqfn, worker, surroundings, details.runtime)
    job_name = names.job_name(fqfn, own_job_name)
    logging = _logging(customization, details.runtime, job_name)
    generated = generated_data(auth, job_name, logging)
    checksums, not_rolled = checksum_annotation(surroundings.rolled_on, kube_namespace, generated)
    return Decisions(
        fqfn=fqfn,
        labels=labels,
        package=package,
        transform_function=transform_function,
        context=context,
        customization=customization,
        own_job_name=own_job_name,
        job_name=job_name,
        kube_namespace=kube_namespace,
        auth=auth,
        logging=logging,
        checksums=checksums,
        problems=(*not_customised, *not_authenticated, *not_packaged, *not_rolled),
    )


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


def _labels(fqfn: names.Fqfn, component_type: str, custom: Mapping[str, str]) -> dict[str, str]:
    """Return Pulsar's labels; customLabels override them (`KubernetesRuntime.getLabels`)."""
    return {
        "tenant": names.label_value(fqfn.tenant),
        "namespace": names.label_value(fqfn.namespace),
        "name": names.label_value(fqfn.name),
        "component": component_type.lower(),
        **{key: names.label_value(value) for key, value in custom.items()},
    }


def _packages(converted: ConvertedConfig, worker: Worker) -> tuple[Package | None, Package | None, tuple[Problem, ...]]:
    directory = worker.config.package_directory
    config, field = converted.config, converted.package_field
    package, problems = package_of(getattr(config, field), field=field, download_directory=directory)
    transform = config.transform_function if isinstance(config, SinkConfig) else None
    if transform is None or is_blank(transform):
        return package, None, problems
    transform_function, more = package_of(transform, field="transformFunction", download_directory=directory)
    return package, transform_function, (*problems, *more)
