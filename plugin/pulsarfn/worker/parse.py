"""From a worker config as the user wrote it to a `WorkerConfig`, with all its problems.

Sources: `WorkerConfig.load`, `FunctionRuntimeManager`'s constructor, `KubernetesRuntimeFactory.initialize`.
"""

from collections.abc import Iterator, Sequence

from pulsarfn.diagnostics import codes
from pulsarfn.diagnostics.problem import Code, Path, Problem, Severity, Text
from pulsarfn.models.fields import RefusedValueError
from pulsarfn.values import Value, mapping
from pulsarfn.worker import auth
from pulsarfn.worker.effect import check_overrides, check_urls
from pulsarfn.worker.overrides import Override, apply_overrides
from pulsarfn.worker.pulsar_version import check_images, check_version
from pulsarfn.worker.worker_config import CONFIGS, KUBERNETES_RUNTIME_FACTORY, WorkerConfig

DEFAULTS: Value = {"functionRuntimeFactoryClassName": KUBERNETES_RUNTIME_FACTORY, "functionRuntimeFactoryConfigs": {}}
"""The worker config if none is given: Pulsar's defaults for the Kubernetes runtime."""

_CLASS_NAME = "functionRuntimeFactoryClassName"
_CONFIGS, _OLD_CONFIGS = CONFIGS
_OLD_OTHERS = {"threadContainerFactory": "threads", "processContainerFactory": "processes"}
_OTHER_FACTORIES = {
    "org.apache.pulsar.functions.runtime.thread.ThreadRuntimeFactory": "threads",
    "org.apache.pulsar.functions.runtime.process.ProcessRuntimeFactory": "processes",
}
_KEYS = tuple(WorkerConfig.FIELDS)


def parse_worker_config(
    value: Value, *, overrides: Sequence[Override] = (), traced: bool = False
) -> tuple[WorkerConfig | None, tuple[Problem, ...]]:
    """Read a worker config with the overrides; None if it has errors.

    `value` is the content of functions_worker.yml, or `DEFAULTS` if there is none. Paths are those of `value`.
    """
    if not isinstance(value, dict):
        what = "empty" if value is None else "not a mapping"
        hint = "write it as conf/functions_worker.yml is written"
        return None, (_problem(codes.WORKER_CONFIG_NOT_A_MAPPING, f"the worker config is {what}", (), hint),)
    overridden, not_applied = apply_overrides(value, overrides)
    given = mapping(overridden)
    configs_key, factory_problems = _choose_factory(given)
    config, refused = _validate(given, configs_key)
    unread = check_overrides(overrides, configs_key) if configs_key else ()
    problems = (*not_applied, *unread, *factory_problems, *refused, *_misspelt(given, overrides))
    if config is not None and traced:
        from pulsarfn.models.tracing import traced_worker_config  # noqa: PLC0415 - for explain only

        origins = {each.path: each.origin for each in overrides}
        config = traced_worker_config(config, given, configs_key=configs_key, overridden=origins)
    if config is not None:
        problems += (
            *_unknown_auth_provider_keys(config, configs_key),
            *_equal_ports(config, configs_key),
            *_versions(config, configs_key),
            *check_urls(config, configs_key),
        )
    return (None if any(each.code.severity is Severity.ERROR for each in problems) else config), problems


def _choose_factory(given: dict[str, Value]) -> tuple[str | None, tuple[Problem, ...]]:
    """Return the key that holds the settings of the Kubernetes runtime, None if another runtime is configured."""
    class_name = given.get(_CLASS_NAME)
    if class_name == KUBERNETES_RUNTIME_FACTORY:
        if given.get(_CONFIGS) is not None:
            return _CONFIGS, ()
        absent = "is null, with which" if _CONFIGS in given else "is missing, without which"
        message = f"{_CONFIGS} {absent} Pulsar's function worker does not start"
        return _CONFIGS, (
            _problem(codes.RUNTIME_FACTORY_MISSING, message, (_CONFIGS,), f"set {_CONFIGS} to {{}} at least"),
        )
    if class_name is not None and class_name != "":
        return None, (_unsupported_class(class_name),)
    for key, where in _OLD_OTHERS.items():
        if given.get(key) is not None:
            message = f"{key} runs functions as {where} of the worker: pulsarfn only knows the Kubernetes runtime"
            return None, (_problem(codes.RUNTIME_FACTORY_UNSUPPORTED, message, (key,), _use_kubernetes()),)
    if given.get(_OLD_CONFIGS) is not None:
        return _OLD_CONFIGS, ()
    message = "A Function Runtime Factory needs to be set"
    return _CONFIGS, (_problem(codes.RUNTIME_FACTORY_MISSING, message, (_CLASS_NAME,), _use_kubernetes()),)


def _unsupported_class(class_name: Value) -> Problem:
    where = _OTHER_FACTORIES.get(class_name) if isinstance(class_name, str) else None
    if where is not None:
        message = f"{class_name} runs functions as {where} of the worker: pulsarfn only knows the Kubernetes runtime"
    else:
        message = f"User class must be in class path: {class_name} is not Pulsar's KubernetesRuntimeFactory"
    return _problem(codes.RUNTIME_FACTORY_UNSUPPORTED, message, (_CLASS_NAME,), _use_kubernetes())


def _use_kubernetes() -> str:
    return f"set {_CLASS_NAME}: {KUBERNETES_RUNTIME_FACTORY}"


def _validate(given: dict[str, Value], configs_key: str | None) -> tuple[WorkerConfig | None, tuple[Problem, ...]]:
    """Validate the config, without settings of another runtime: those have a problem of their own already."""
    values = {key: member for key, member in given.items() if key != _CONFIGS}
    configs = given.get(configs_key) if configs_key is not None else None
    values[_CONFIGS] = {} if configs is None else configs
    try:
        return WorkerConfig.read(values), ()
    except RefusedValueError:
        from pulsarfn.worker.refused_keys import refusals  # noqa: PLC0415 - for problems only

        return None, tuple(refusals(values, configs_key))


def _misspelt(given: dict[str, Value], overrides: Sequence[Override]) -> Iterator[Problem]:
    """Return a problem for each unknown key that is similar to a known one; Pulsar ignores all unknown keys."""
    overridden = {each.path[0] for each in overrides}
    unknown = [key for key in given if key not in _KEYS and key not in overridden]
    if unknown:
        from pulsarfn.worker.refused_keys import misspelt  # noqa: PLC0415 - few worker configs need it

        yield from misspelt(unknown, given)


def _unknown_auth_provider_keys(config: WorkerConfig, configs_key: str | None) -> Iterator[Problem]:
    """Return a problem for each unknown key of Pulsar's auth providers; those of third parties may have their own keys."""
    if (config.function_auth_provider_class_name or auth.DEFAULT) not in auth.PROVIDERS:
        return
    path = (configs_key or _CONFIGS, "kubernetesFunctionAuthProviderConfig")
    settings = config.factory.auth_provider_config
    if settings.extra:
        from pulsarfn.worker.refused_keys import unknown_keys  # noqa: PLC0415 - for problems only

        yield from unknown_keys(settings, path)


def _versions(config: WorkerConfig, configs_key: str | None) -> Iterator[Problem]:
    yield from check_version(config.pulsar_version or "", ("pulsarVersion",), Text.WORKER_CONFIG)
    yield from check_images(config, configs_key or _CONFIGS)


def _equal_ports(config: WorkerConfig, configs_key: str | None) -> Iterator[Problem]:
    if config.factory.grpc_port == config.factory.metrics_port:
        message = f"grpcPort and metricsPort are both {config.factory.grpc_port}"
        path = (configs_key or _CONFIGS, "metricsPort")
        yield _problem(codes.PORTS_EQUAL, message, path, "give them different numbers")


def _problem(code: Code, message: str, path: Path, hint: str = "", *, at_key: bool = False) -> Problem:
    return Problem(code, message, path, hint, at_key=at_key, text=Text.WORKER_CONFIG)
