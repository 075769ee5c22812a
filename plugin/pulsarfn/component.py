"""From a component config to the manifests of one component: parse, infer, check, convert, plan, build."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from pulsarfn import admission, codes, names, resources
from pulsarfn.api_rules import Refusal, refusals
from pulsarfn.auth.base import AuthPlan, AuthRequest, Credentials
from pulsarfn.build import build
from pulsarfn.carriers import SecretKeyRef
from pulsarfn.command import command_text
from pulsarfn.config.function import FunctionConfig
from pulsarfn.config.infer import infer_function, infer_sink, infer_source
from pulsarfn.config.parse import parse
from pulsarfn.config.sink import SinkConfig
from pulsarfn.config.source import SourceConfig
from pulsarfn.config.validate_function import validate_function
from pulsarfn.config.validate_sink import validate_sink
from pulsarfn.config.validate_source import validate_source
from pulsarfn.details.convert_function import convert_function
from pulsarfn.details.convert_sink import convert_sink
from pulsarfn.details.convert_source import convert_source
from pulsarfn.details.function_details import FunctionDetails, details_json
from pulsarfn.details.gson import gson_text
from pulsarfn.diagnostics import Problem, Severity, Text
from pulsarfn.manifest import Manifest, Value
from pulsarfn.package import Package, package_of
from pulsarfn.plan import Plan
from pulsarfn.providers import Worker
from pulsarfn.runtimes import RUNTIMES
from pulsarfn.runtimes.base import Launch

Component: TypeAlias = Literal["function", "source", "sink"]
Config: TypeAlias = FunctionConfig | SourceConfig | SinkConfig


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a component's objects take from around its config.

    Attributes:
        kube_namespace: of the carrier, or ``--namespace``; empty for none.
        labels: the carrier's, for the objects' own metadata.
        annotations: likewise.
        auth_secret: the carrier's ``pulsarfn.io/auth-secret``.
        ca_secret: the carrier's ``pulsarfn.io/ca-secret``.
        credentials: the deployer's.
    """

    kube_namespace: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    annotations: Mapping[str, str] = field(default_factory=dict)
    auth_secret: SecretKeyRef | None = None
    ca_secret: SecretKeyRef | None = None
    credentials: Credentials = field(default_factory=Credentials)


@dataclass(frozen=True, slots=True)
class _Converted:
    """A config after Pulsar's own rules: what the worker would store, and the code that it would be given."""

    config: Config
    details: FunctionDetails
    package_field: str


def expand_component(
    component: Component, value: Value, *, worker: Worker, surroundings: Surroundings
) -> tuple[tuple[Manifest, ...], tuple[Problem, ...]]:
    """The manifests of the component that `value` configures; none when there are errors.

    Every stage that can still run does so, so that all problems of a config are told at once.
    """
    config, problems = parse(component, value)
    if config is None:
        return (), problems
    converted, more = _CONVERTERS[component](config, worker)
    problems = (*problems, *more)
    if converted is None:
        return (), problems
    plan, more = plan_component(converted, worker=worker, surroundings=surroundings)
    problems = (*problems, *more)
    if plan is None or _has_errors(problems):
        return (), problems
    manifests = build(plan)
    refused = _refused(manifests, converted.config)
    return (() if refused else manifests), (*problems, *refused)


_Conversion = tuple[_Converted | None, tuple[Problem, ...]]


def _convert_function(config: Config, worker: Worker) -> _Conversion:
    assert isinstance(config, FunctionConfig)
    inferred = infer_function(config, forward_source_message_property=worker.config.forward_source_message_property)
    problems = validate_function(inferred)
    if _has_errors(problems):
        return None, problems
    given = [field for field in ("jar", "py", "go") if getattr(inferred, field)]
    return _Converted(inferred, convert_function(inferred), given[0] if given else "jar"), problems


def _convert_source(config: Config, _worker: Worker) -> _Conversion:
    assert isinstance(config, SourceConfig)
    inferred = infer_source(config)
    problems = validate_source(inferred)
    return None if _has_errors(problems) else _Converted(inferred, convert_source(inferred), "archive"), problems


def _convert_sink(config: Config, _worker: Worker) -> _Conversion:
    assert isinstance(config, SinkConfig)
    inferred = infer_sink(config)
    problems = validate_sink(inferred)
    return None if _has_errors(problems) else _Converted(inferred, convert_sink(inferred), "archive"), problems


_CONVERTERS: dict[Component, Callable[[Config, Worker], _Conversion]] = {
    "function": _convert_function,
    "source": _convert_source,
    "sink": _convert_sink,
}


def plan_component(
    converted: _Converted, *, worker: Worker, surroundings: Surroundings
) -> tuple[Plan | None, tuple[Problem, ...]]:
    """Decide everything about the component's objects; None when it cannot be decided."""
    details, factory = converted.details, worker.config.factory
    fqfn = names.Fqfn(details.tenant, details.namespace, details.name)
    customization, not_customised = worker.customise(details.custom_runtime_options)
    job_name = customization.job_name or factory.job_name
    secrets = converted.config.secrets or {}
    plan_of_auth, not_authenticated = _plan_auth(fqfn, worker, surroundings)
    package, transform_function, not_packaged = _packages(converted, worker)
    problems = (
        *not_customised,
        *names.check_job_name(fqfn, job_name),
        *admission.check_resources(details.resources, worker.config),
        *worker.secrets_provider.check(secrets),
        *not_authenticated,
        *not_packaged,
        *_check_urls(worker, (package, transform_function)),
    )
    if package is None or _has_errors(problems):
        return None, problems
    launch = _launch(converted, worker, auth=plan_of_auth, package=package, transform_function=transform_function)
    labels = {
        "tenant": names.label_value(fqfn.tenant),
        "namespace": names.label_value(fqfn.namespace),
        "name": names.label_value(fqfn.name),
        "component": details.component_type.lower(),
        **{key: names.label_value(value) for key, value in (factory.custom_labels or {}).items()},
    }
    plan = Plan(
        fqfn=fqfn,
        job_name=names.job_name(fqfn, job_name),
        kube_namespace=customization.kube_namespace or factory.kube_namespace or surroundings.kube_namespace,
        labels=labels,
        inherited_labels=surroundings.labels,
        inherited_annotations=surroundings.annotations,
        replicas=details.parallelism,
        image=factory.image(details.runtime),
        image_pull_policy=factory.image_pull_policy,
        command=command_text(launch, RUNTIMES[details.runtime]),
        environment=(_POD_NAME, *worker.secrets_provider.environment(secrets)),
        limits=resources.limits(details.resources, factory),
        requests=resources.requests(details.resources, factory),
        grpc_port=factory.grpc_port,
        metrics_port=factory.metrics_port,
        auth=plan_of_auth,
        customization=customization,
    )
    return plan, problems


_POD_NAME: Manifest = {"name": "POD_NAME", "valueFrom": {"fieldRef": {"fieldPath": "metadata.name"}}}


def _launch(
    converted: _Converted, worker: Worker, *, auth: AuthPlan, package: Package, transform_function: Package | None
) -> Launch:
    details = converted.details
    fqfn = names.Fqfn(details.tenant, details.namespace, details.name)
    text = details_json(details)
    code = f"{package.source} {package.url} {package.path}"
    provider = worker.secrets_provider
    provider_config = provider.provider_config(worker.config.secrets_provider_configurator_config)
    return Launch(
        details=details,
        details_text=text,
        worker=worker.config,
        auth=auth,
        package=package,
        transform_function=transform_function,
        function_id=names.function_id(fqfn),
        function_version=names.function_version(fqfn, f"{text} {code}"),
        transform_function_id=names.transform_function_id(fqfn),
        secrets_provider_class=provider.CLASS_NAMES.get(details.runtime, ""),
        secrets_provider_config="" if provider_config is None else gson_text(provider_config),
    )


def _plan_auth(fqfn: names.Fqfn, worker: Worker, surroundings: Surroundings) -> tuple[AuthPlan, tuple[Problem, ...]]:
    """Ask the auth provider, where authentication is enabled; else nothing about it, nor about TLS, gets into the objects."""
    auth_secret, ca_secret = surroundings.auth_secret, surroundings.ca_secret
    if worker.config.authentication_enabled:
        return worker.auth_provider.plan_auth(
            AuthRequest(fqfn, worker.config, surroundings.credentials, auth_secret, ca_secret)
        )
    return AuthPlan(), tuple(
        Problem(
            codes.AUTH_SECRET_UNUSED,
            f"{annotation} is given, but the worker config does not enable authentication",
            ("metadata", "annotations", annotation),
            "remove it, or set authenticationEnabled: true in the worker config",
            text=Text.CARRIER,
        )
        for annotation, given in (("pulsarfn.io/auth-secret", auth_secret), ("pulsarfn.io/ca-secret", ca_secret))
        if given is not None
    )


def _packages(converted: _Converted, worker: Worker) -> tuple[Package | None, Package | None, tuple[Problem, ...]]:
    directory = worker.config.package_directory
    config, field = converted.config, converted.package_field
    package, problems = package_of(getattr(config, field), field=field, download_directory=directory)
    transform = config.transform_function if isinstance(config, SinkConfig) else None
    if not transform:
        return package, None, problems
    transform_function, more = package_of(transform, field="transformFunction", download_directory=directory)
    return package, transform_function, (*problems, *more)


def _check_urls(worker: Worker, packages: tuple[Package | None, ...]) -> list[Problem]:
    """A broker URL has no useful default, nor has an admin URL where the pod must download something (contract 3)."""
    problems = []
    if not worker.config.broker_url:
        problems.append(_missing_url("broker", "pulsarServiceUrl", "pulsar://pulsar-broker:6650"))
    if not worker.config.admin_url and any(package is not None and package.needs_admin_url for package in packages):
        problems.append(_missing_url("admin", "pulsarAdminUrl", "http://pulsar-broker:8080"))
    return problems


def _missing_url(kind: str, key: str, example: str) -> Problem:
    top_level = {"pulsarServiceUrl": "pulsarServiceUrl", "pulsarAdminUrl": "pulsarWebServiceUrl"}[key]
    hint = (
        f"give {top_level} in --worker-config FILE or in a ConfigMap of the stream annotated pulsarfn.io/provide: worker-config,"
        " let the stream hold the Apache Pulsar chart's ConfigMap of the function worker or broker,"
        f" or pass --set {top_level}={example}"
    )
    return Problem(
        codes.URL_MISSING, f"the {kind} URL of the Pulsar cluster is not known", (), hint, text=Text.WORKER_CONFIG
    )


def _refused(manifests: tuple[Manifest, ...], config: Config) -> tuple[Problem, ...]:
    """What the API server would refuse, each once although labels stand in several places."""
    seen: dict[tuple[str, str], Problem] = {}
    for manifest in manifests:
        for refusal in refusals(manifest):
            seen.setdefault((refusal.value, refusal.why), _refusal_problem(refusal, str(manifest["kind"]), config))
    return tuple(seen.values())


def _refusal_problem(refusal: Refusal, kind: str, config: Config) -> Problem:
    """Blame the part of the config in which the refused value stands, else the worker config."""
    message = f"the API server would refuse {refusal.field} of the {kind}: {refusal.why}: {refusal.value!r}"
    for part in ("tenant", "namespace", "name"):
        if refusal.value and names.label_value(getattr(config, part)) == refusal.value:
            return Problem(
                codes.API_REFUSAL, message, (part,), "shorten the name, or choose one that ends in a letter or digit"
            )
    options = config.custom_runtime_options or ""
    if options and (not refusal.value or refusal.value in options):
        return Problem(codes.API_REFUSAL, message, ("customRuntimeOptions",), "change it in customRuntimeOptions")
    if options and refusal.field.endswith(("requests", "limits")):
        return Problem(
            codes.API_REFUSAL, message, ("customRuntimeOptions",), "give limits and requests that fit each other"
        )
    return Problem(codes.API_REFUSAL, message, (), "change it in the worker config", text=Text.WORKER_CONFIG)


def _has_errors(problems: tuple[Problem, ...]) -> bool:
    return any(problem.code.severity is Severity.ERROR for problem in problems)
