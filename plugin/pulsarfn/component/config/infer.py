"""The values that Pulsar's worker infers before it checks a config: each function returns a new config with them.

Sources: `FunctionConfigUtils.inferMissingArguments`, `WindowConfigUtils.inferMissingArguments`,
`org.apache.pulsar.common.functions.Utils.inferMissing…` (pulsar-runtime.md 3.1).
"""

from pulsarfn.component.config.function import FunctionConfig
from pulsarfn.component.config.parts import WindowConfig
from pulsarfn.component.config.sink import SinkConfig
from pulsarfn.component.config.source import SourceConfig
from pulsarfn.java.java_text import is_blank
from pulsarfn.provenance import derived
from pulsarfn.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pulsarfn.component.connectors import Kind

_TENANT, _NAMESPACE = "public", "default"
_MAX_PENDING_ASYNC_REQUESTS = 1000
_MAX_LAG_MS, _WATERMARK_EMIT_INTERVAL_MS = 0, 1000


def infer_function(config: FunctionConfig, *, forward_source_message_property: bool) -> FunctionConfig:
    """Return `config` with all inferred values. An empty tenant, namespace or name counts as absent.

    Args:
        config: the config as the user wrote it.
        forward_source_message_property: the worker config's key. If it is false, Pulsar drops the function's own key.
    """
    given = config.forward_source_message_property
    tenant, namespace, name = split_fqfn(config.fqfn) or (config.tenant, config.namespace, config.name)
    jar = config.jar or (None if config.py or config.go else _builtin(config.function_type))
    inferred: dict[str, Any] = {
        "name": name or _simple_name(config.class_name),
        "tenant": tenant or _TENANT,
        "namespace": namespace or _NAMESPACE,
        "jar": jar,
        "parallelism": 1 if config.parallelism is None else config.parallelism,
        "max_pending_async_requests": _MAX_PENDING_ASYNC_REQUESTS
        if config.max_pending_async_requests is None
        else config.max_pending_async_requests,
        "forward_source_message_property": given is not False if forward_source_message_property else None,
        "runtime": _runtime(config, jar),
    }
    if config.window_config is not None:
        inferred["window_config"] = _infer_window(config.window_config)
        inferred["auto_ack"] = False  # the window acknowledges, whatever the user said
    return config.replace(**inferred)


def split_fqfn(fqfn: str | None) -> tuple[str, str, str] | None:
    """Return tenant, namespace and name of a fully qualified name; None for any other text (`parseFullyQualifiedFunctionName`)."""
    parts = (fqfn or "").split("/")
    if len(parts) != 3 or not all(parts):  # noqa: PLR2004 - the three of them
        return None
    tenant, namespace, name = (derived(each, fqfn) for each in parts)
    return tenant, namespace, name


def infer_source(config: SourceConfig) -> SourceConfig:
    """Return `config` with all inferred values. Unlike a function's, an empty tenant stays empty (oracle: so-28)."""
    return config.replace(**_infer_connector(config, config.source_type))


def infer_sink(config: SinkConfig) -> SinkConfig:
    """Return `config` with all inferred values. Unlike a function's, an empty tenant stays empty (oracle: si-50)."""
    return config.replace(**_infer_connector(config, config.sink_type))


def known_source(config: SourceConfig) -> SourceConfig:
    """Return an inferred config with the missing class and type of one of Apache's connectors."""
    return config.replace(**_of_table(config, "source", "output_type_class_name"))


def known_sink(config: SinkConfig) -> SinkConfig:
    """Return an inferred config with the missing class and type of one of Apache's connectors."""
    if not is_blank(config.transform_function):  # the function decides the input type, and no table has it
        return config.replace(**_of_table(config, "sink", ""))
    return config.replace(**_of_table(config, "sink", "input_type_class_name"))


def _infer_connector(config: SourceConfig | SinkConfig, connector_type: str | None) -> dict[str, Any]:
    return {
        "archive": config.archive or _builtin(connector_type),
        "tenant": _TENANT if config.tenant is None else config.tenant,
        "namespace": _NAMESPACE if config.namespace is None else config.namespace,
        "parallelism": 1 if config.parallelism is None else config.parallelism,
    }


def _builtin(name: str | None) -> str | None:
    """Return the ``builtin://`` location that pulsar-admin makes from functionType, sourceType or sinkType."""
    return derived(f"builtin://{name.removeprefix('builtin://')}", name) if name else None


def _of_table(config: SourceConfig | SinkConfig, kind: "Kind", type_field: str) -> dict[str, str]:
    """Return the missing class and type of one of Apache's connectors; the type only for the connector's own class."""
    from pulsarfn.component.connectors import connector_of, connector_table  # noqa: PLC0415 - not for functions

    connector = connector_of(config.archive)
    known = None if connector is None else connector.classes.get(kind)
    if connector is None or known is None or (config.class_name and config.class_name != known.class_name):
        return {}
    how = f"Apache's connector {connector.name} {connector_table().version}"
    found = {} if config.class_name else {"class_name": known.class_name}
    if type_field and not getattr(config, type_field):
        found[type_field] = known.type_class_name
    return {name: derived(value, config.archive, how=how) for name, value in found.items()}


def _simple_name(class_name: str | None) -> str | None:
    """Return the text after the last dot (``String.split`` drops empty parts at the end); all of it if there are only dots."""
    simple = (class_name or "").rstrip(".").rpartition(".")[2] or class_name
    return derived(simple, class_name, how="className without its package")


def _runtime(config: FunctionConfig, jar: str | None) -> str | None:
    """Return the runtime of the given code; it overrides `runtime`."""
    for code, runtime in ((jar, "JAVA"), (config.py, "PYTHON"), (config.go, "GO")):
        if code is not None:
            return runtime
    return config.runtime


def _infer_window(window: WindowConfig) -> WindowConfig:
    """Return the window with its sliding interval; by default windows do not overlap."""
    inferred: dict[str, Any] = {}
    if window.sliding_interval_duration_ms is None:
        inferred["sliding_interval_duration_ms"] = window.window_length_duration_ms
    if window.sliding_interval_count is None:
        inferred["sliding_interval_count"] = window.window_length_count
    if window.timestamp_extractor_class_name is not None:
        if window.max_lag_ms is None:
            inferred["max_lag_ms"] = _MAX_LAG_MS
        if window.watermark_emit_interval_ms is None:
            inferred["watermark_emit_interval_ms"] = _WATERMARK_EMIT_INTERVAL_MS
    return window.replace(**inferred)
