"""Java functions, and all sources and sinks (`RuntimeUtils.getCmd`, runtime JAVA)."""

from collections.abc import Iterator
from functools import lru_cache

from pulsarfn.component.runtimes.base import Launch
from pulsarfn.component.runtimes.common import connection_arguments, first_arguments, last_arguments
from pulsarfn.component.shell import option, quote, quote_class_path, setting
from pulsarfn.provenance import derived, joined
from pulsarfn.worker.worker_config import WorkerConfig

NAME = "JAVA"

# Pulsar reads these from its own JVM; pulsarfn writes those of Java 17 (contract 9.7).
JVM_FLAGS = (
    "-Dio.netty.tryReflectionSetAccessible=true",
    "-Dorg.apache.pulsar.shade.io.netty.tryReflectionSetAccessible=true",
    "-Dio.grpc.netty.shaded.io.netty.tryReflectionSetAccessible=true",
    "--add-opens java.base/java.nio=ALL-UNNAMED",
    "--add-opens java.base/jdk.internal.misc=ALL-UNNAMED",
    "--add-opens java.base/java.util.zip=ALL-UNNAMED",
)

_LOGGING_CONFIG = "kubernetes_instance_log4j2.xml"
"""The config of the log, inside the jar of the instance."""


def command(launch: Launch) -> str:
    """Return ``exec java … JavaInstanceMain …``."""
    words = ["exec java", *_jvm_arguments(launch), "org.apache.pulsar.functions.instance.JavaInstanceMain"]
    words.append(option("--jar", launch.package.path))
    if launch.transform_function is not None:
        words.append(option("--transform_function_jar", launch.transform_function.path))
        words.append(option("--transform_function_id", launch.transform_function_id))
    words += first_arguments(launch)
    worker = launch.worker
    if worker.expose_admin_client_enabled and worker.admin_url.strip():
        words.append(option("--web_serviceurl", worker.admin_url))
        words.append(derived("--expose_pulsaradmin", worker.origins.get("expose_admin_client_enabled")))
    words += connection_arguments(launch)
    pending = worker.max_pending_async_requests
    words.append(derived(f"--pending_async_requests {pending}", pending))
    words += _memory_limit(launch)
    if worker.ignore_unknown_config_fields:
        words.append(derived("--ignore_unknown_config_fields", worker.origins.get("ignore_unknown_config_fields")))
    words += last_arguments(launch)
    if worker.factory.nar_extraction_directory:
        words.append(option("--nar_extraction_directory", worker.factory.nar_extraction_directory))
    return joined(" ", words)


def _memory_limit(launch: Launch) -> Iterator[str]:
    """Return the memory limit of the instance's client: the function's own, otherwise the worker config's."""
    limit, of_all = launch.details.pulsar_client_memory_limit, launch.worker.pulsar_client_memory_limit
    if not launch.rules.limits_client_memory or (limit is None and of_all is None):
        return
    if limit is not None:  # in the details, 0 is no limit
        in_bytes, percent = limit.limit_in_bytes or None, limit.percent_of_max_direct_memory or None
    else:
        assert of_all is not None
        in_bytes, percent = of_all.limit_in_bytes, of_all.percent_of_max_direct_memory
    if in_bytes is not None:
        yield derived(f"--pulsar_client_memory_limit_bytes {in_bytes}", in_bytes)
    if percent is not None:
        yield derived(f"--pulsar_client_memory_limit_percent {launch.rules.jvm.double_text(percent)}", percent)


def _jvm_arguments(launch: Launch) -> list[str]:
    worker, details = launch.worker, launch.details
    log_directory = f"logs/functions/{details.tenant}/{details.namespace}/{details.name}"
    words = [
        *_class_paths(worker),
        setting("-Dlog4j.configurationFile=", launch.logging_config or _LOGGING_CONFIG),
        *launch.rules.logging_flags,
        derived(f"-Dpulsar.function.log.dir={quote(log_directory)}", details.tenant, details.namespace, details.name),
        derived(f"-Dpulsar.function.log.file={quote(details.name)}-$SHARD_ID", details.name),
        *JVM_FLAGS,
    ]
    words += _flags((*worker.additional_java_runtime_arguments, *launch.java_arguments), details.runtime_flags)
    if details.resources.ram:
        words.append(derived(f"-Xmx{details.resources.ram}", details.resources.ram))
    return words


@lru_cache(16)
def _class_paths(worker: WorkerConfig) -> tuple[str, str, str]:
    dependencies, of_functions = worker.factory.dependencies_directory, worker.factory.class_path
    class_path = f"{worker.factory.java_instance_jar}:{dependencies}/*"
    return (
        derived(f"-cp {quote_class_path(class_path)}", dependencies, worker.factory.pulsar_root_dir),
        setting("-Dpulsar.functions.extra.dependencies.dir=", dependencies),
        derived(f"-Dpulsar.functions.instance.classpath={quote_class_path(of_functions)}", of_functions),
    )


def _flags(arguments: tuple[str, ...], flags: str) -> list[str]:
    """Return further arguments of the JVM: those of the worker and the customizer, and the runtime flags of the component."""
    if not arguments and not flags:
        return []
    from pulsarfn.component.runtime_flags import quote_flags, split_flags  # noqa: PLC0415 - few components have any

    return [*map(quote_flags, arguments), *(split_flags(flags) if flags else ())]
