"""The worker config that a StatefulSet shows: what the function worker was configured with when it made the object."""

import json
import shlex
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, TypeAlias

from pulsarfn.analysis.diff.shell_words import shell_words
from pulsarfn.component.runtimes import java
from pulsarfn.diagnostics.problem import Path
from pulsarfn.kubernetes.names import Fqfn, job_name, label_value
from pulsarfn.migration.running import RunningComponent, value_of
from pulsarfn.patterns import pattern
from pulsarfn.values import Value, mapping, sequence
from pulsarfn.worker.auth import service_account_token
from pulsarfn.worker.pulsar_version import rules_of_image
from pulsarfn.worker.secrets_providers import clear_text, kubernetes
from pulsarfn.worker.versions import VERSIONS

_WHOLE: Final = pattern(r"-?[0-9]{1,19}")
_DECIMAL: Final = pattern(r"-?[0-9]{1,19}(?:\.[0-9]+)?(?:E-?[0-9]{1,3})?")
FACTORY: Final = "functionRuntimeFactoryConfigs"
_LABELS: Final = ("tenant", "namespace", "name", "component")
_JAR: Final = "/instances/java-instance.jar"
_SCRIPT: Final = "/instances/python-instance/python_instance_main.py"
_CLASS_PATH: Final = "-Dpulsar.functions.instance.classpath="
_DEPENDENCIES: Final = "-Dpulsar.functions.extra.dependencies.dir="
_PYTHON_PATH: Final = "PYTHONPATH=${PYTHONPATH}:"
_LOG_FILE: Final = "-Dpulsar.function.log.file="

Readings: TypeAlias = Iterator[tuple[Path, Value]]
"""Keys of the worker config with their values."""


def worker_settings(running: RunningComponent) -> dict[Path, Value]:
    """Return the keys of the worker config that a component shows, with their values; defaults are values, too."""
    root = _root(running)
    readings = [
        *_of_downloads(running, root),
        *(_of_go(running) if running.conf else _of_arguments(running)),
        *_of_jvm(running, root),
        *_of_python(running, root),
        *_of_objects(running),
        *_of_authentication(running),
        *_of_version(running),
    ]
    return {**dict(readings), (FACTORY, "pulsarRootDir"): root}


def _root(running: RunningComponent) -> str:
    """Return the folder of Pulsar: before a path in it that every instance of the language has."""
    for word in running.jvm:
        for end in (f"{_JAR}:", _SCRIPT):
            if end in word:
                return word.partition(end)[0]
    cli = next((step[0] for step in running.downloads if "--admin-url" in step), "")
    return cli.rpartition("/")[0].rpartition("/")[0] or "/pulsar"


def _of_downloads(running: RunningComponent, root: str) -> Readings:
    for step in running.downloads:
        url = value_of(step, "--admin-url")
        if url is None:
            continue
        yield (FACTORY, "pulsarAdminUrl"), url
        yield (FACTORY, "configAdminCLI"), step[0].removeprefix(root)
        path = value_of(step, "--destination-file") or value_of(step, "--path") or ""
        yield ("downloadDirectory",), _below(path.rpartition("/")[0], root)


def _below(folder: str, root: str) -> str:
    """Return a folder as the worker config names it: relative to the folder of Pulsar if it is in there."""
    return "" if folder == root else folder.removeprefix(f"{root}/")


def _of_arguments(running: RunningComponent) -> Readings:
    words = running.arguments
    texts: tuple[tuple[str, Path], ...] = (
        ("--pulsar_serviceurl", (FACTORY, "pulsarServiceUrl")),
        ("--state_storage_serviceurl", ("stateStorageServiceUrl",)),
        ("--dependency_repository", (FACTORY, "pythonDependencyRepository")),
        ("--extra_dependency_repository", (FACTORY, "pythonExtraDependencyRepository")),
    )
    numbers: tuple[tuple[str, Path], ...] = (
        ("--port", (FACTORY, "grpcPort")),
        ("--metrics_port", (FACTORY, "metricsPort")),
        ("--pending_async_requests", ("maxPendingAsyncRequests",)),
    )
    for flag, path in texts:
        value = value_of(words, flag)
        if value is not None:
            yield path, value
    for flag, path in numbers:
        value = value_of(words, flag)
        if value is not None and value.isdigit():
            yield path, int(value)
    cluster = value_of(words, "--cluster_name")
    yield ("pulsarFunctionsCluster",), None if cluster == "null" else cluster
    provider = value_of(words, "--secrets_provider")
    for configurator in (clear_text, kubernetes):
        if provider in configurator.CLASS_NAMES.values():
            yield ("secretsProviderConfiguratorClassName",), configurator.NAME
    yield from _tls(words)


def _tls(words: Sequence[str]) -> Readings:
    use_tls = value_of(words, "--use_tls")
    yield ("authenticationEnabled",), use_tls is not None
    if use_tls is not None:
        yield ("useTls",), use_tls == "true"
        yield ("tlsAllowInsecureConnection",), value_of(words, "--tls_allow_insecure") == "true"
        yield ("tlsEnableHostnameVerification",), value_of(words, "--hostname_verification_enabled") == "true"
        yield from _trust_path(value_of(words, "--tls_trust_cert_path"))


def _trust_path(path: str | None) -> Readings:
    """The path of the CA is the worker's own, unless it is below the volume of the auth provider."""
    if path and not path.startswith("/etc/auth/"):
        yield ("tlsTrustCertsFilePath",), path


def _of_go(running: RunningComponent) -> Readings:
    conf = running.conf
    yield (FACTORY, "pulsarServiceUrl"), conf.get("pulsarServiceURL")
    yield ("pulsarFunctionsCluster",), conf.get("clusterName") or None
    yield (FACTORY, "grpcPort"), conf.get("port")
    yield (FACTORY, "metricsPort"), conf.get("metricsPort")
    if conf.get("stateStorageServiceUrl"):
        yield ("stateStorageServiceUrl",), conf["stateStorageServiceUrl"]
    if conf.get("pulsarWebServiceUrl"):
        yield ("exposeAdminClientEnabled",), True
    if any(
        "secretKeyRef" in mapping(mapping(each).get("valueFrom")) for each in sequence(running.container.get("env"))
    ):
        yield ("secretsProviderConfiguratorClassName",), kubernetes.NAME
    tls = (
        "clientAuthenticationPlugin",
        "tlsTrustCertsFilePath",
        "tlsHostnameVerificationEnable",
        "tlsAllowInsecureConnection",
    )
    if any(map(conf.get, tls)):
        yield ("authenticationEnabled",), True
        yield ("tlsEnableHostnameVerification",), bool(conf.get("tlsHostnameVerificationEnable"))
        yield ("tlsAllowInsecureConnection",), bool(conf.get("tlsAllowInsecureConnection"))
        yield from _trust_path(conf.get("tlsTrustCertsFilePath"))


def _of_jvm(running: RunningComponent, root: str) -> Readings:
    if running.runtime != "JAVA":
        return
    for word in running.jvm:
        if word.startswith(_CLASS_PATH):
            class_path = word.removeprefix(_CLASS_PATH)
            yield (FACTORY, "functionInstanceClassPath"), "" if class_path == f"{root}/lib/*" else class_path
        elif word.startswith(_DEPENDENCIES):
            yield (FACTORY, "extraFunctionDependenciesDir"), _below(word.removeprefix(_DEPENDENCIES), root)
    yield ("additionalJavaRuntimeArguments",), [shlex.quote(each) for each in _additional(running)]
    yield ("exposeAdminClientEnabled",), "--expose_pulsaradmin" in running.arguments
    yield ("ignoreUnknownConfigFields",), "--ignore_unknown_config_fields" in running.arguments
    yield (FACTORY, "narExtractionDirectory"), value_of(running.arguments, "--nar_extraction_directory") or ""
    if "pulsarClientMemoryLimit" not in running.details:
        limit = value_of(running.arguments, "--pulsar_client_memory_limit_bytes")
        percent = value_of(running.arguments, "--pulsar_client_memory_limit_percent")
        if limit is not None and _WHOLE.fullmatch(limit):
            yield ("pulsarClientMemoryLimit", "limitInBytes"), int(limit)
        if percent is not None and _DECIMAL.fullmatch(percent):
            yield ("pulsarClientMemoryLimit", "percentOfMaxDirectMemory"), float(percent)


def _additional(running: RunningComponent) -> list[str]:
    """Return the arguments of the JVM that are neither Pulsar's own nor the function's."""
    words = list(running.jvm)
    start = max((i for i, each in enumerate(words) if each.startswith(_LOG_FILE)), default=len(words))
    end = len(words) - 1
    own = [word for flag in java.JVM_FLAGS for word in flag.split()]
    found = words[start + 1 : end]
    while found and own and found[0] == own[0]:
        found, own = found[1:], own[1:]
    ram = str(mapping(running.details.get("resources")).get("ram", ""))
    if found[-1:] == [f"-Xmx{ram}"]:
        found = found[:-1]
    flags = shell_words(str(running.details.get("runtimeFlags", ""))) or []
    return found[: len(found) - len(flags)] if flags and found[-len(flags) :] == flags else found


def _of_python(running: RunningComponent, root: str) -> Readings:
    if running.runtime != "PYTHON":
        return
    for word in running.jvm:
        if word.startswith(_PYTHON_PATH):
            yield (FACTORY, "extraFunctionDependenciesDir"), _below(word.removeprefix(_PYTHON_PATH), root)
    yield (
        (FACTORY, "installUserCodeDependencies"),
        value_of(running.arguments, "--install_usercode_dependencies") == "True",
    )


def _of_objects(running: RunningComponent) -> Readings:
    container, selector = running.container, mapping(mapping(running.stateful_set.get("spec")).get("selector"))
    yield (FACTORY, "imagePullPolicy"), container.get("imagePullPolicy", "IfNotPresent")
    yield (FACTORY, "functionDockerImages", running.runtime), container.get("image")
    own = {**running.fqfn._asdict(), "component": running.component}
    labels = {
        key: value
        for key, value in mapping(selector.get("matchLabels")).items()
        if key not in _LABELS or value != label_value(own[key])
    }
    yield (FACTORY, "customLabels"), labels
    yield from _job_name(running)


def _job_name(running: RunningComponent) -> Readings:
    """Return the jobName if the name of the StatefulSet proves it; customRuntimeOptions of a function win over it."""
    name, options = running.identity.name, _options(running)
    if "jobName" in options or name == job_name(running.fqfn):
        return
    candidate = name[: -len("-12345678")]
    if _proves(running.fqfn, candidate, name):
        yield (FACTORY, "jobName"), candidate


def _proves(fqfn: Fqfn, candidate: str, name: str) -> bool:
    return bool(candidate) and job_name(fqfn, candidate) == name


def _options(running: RunningComponent) -> Mapping[str, Value]:
    try:
        return mapping(json.loads(str(running.details.get("customRuntimeOptions", "{}"))))
    except ValueError:
        return {}


def _of_authentication(running: RunningComponent) -> Readings:
    for volume in map(mapping, sequence(running.pod.get("volumes"))):
        for source in map(mapping, sequence(mapping(volume.get("projected")).get("sources"))):
            token = mapping(source.get("serviceAccountToken"))
            config = (FACTORY, "kubernetesFunctionAuthProviderConfig")
            if token and volume.get("name") == "service-account-token":
                yield ("functionAuthProviderClassName",), service_account_token.NAME
                yield (*config, "serviceAccountTokenExpirationSeconds"), token.get("expirationSeconds")
                if token.get("audience"):
                    yield (*config, "serviceAccountTokenAudience"), token["audience"]


def _of_version(running: RunningComponent) -> Readings:
    """Return the version of Pulsar if the tag of the image does not tell it and the command does."""
    if rules_of_image(str(running.container.get("image"))) is not None or running.runtime != "JAVA":
        return
    newest = next((each for each in VERSIONS if each.logging_flags and each.logging_flags[0] in running.jvm), None)
    if newest is not None:
        yield ("pulsarVersion",), newest.name
