"""What Pulsar's worker fills in before it checks a config: a new config with the missing values.

Sources: `FunctionConfigUtils.inferMissingArguments`, `WindowConfigUtils.inferMissingArguments`,
`org.apache.pulsar.common.functions.Utils.inferMissing…` (pulsar-runtime.md 3.1).
"""

from typing import Any

from pulsarfn.component.config.function import FunctionConfig
from pulsarfn.component.config.parts import WindowConfig
from pulsarfn.component.config.sink import SinkConfig
from pulsarfn.component.config.source import SourceConfig
from pulsarfn.provenance import derived

_TENANT, _NAMESPACE = "public", "default"
_MAX_PENDING_ASYNC_REQUESTS = 1000
_MAX_LAG_MS, _WATERMARK_EMIT_INTERVAL_MS = 0, 1000


def infer_function(config: FunctionConfig, *, forward_source_message_property: bool) -> FunctionConfig:
    """`config` with all that Pulsar infers; absent and empty mean the same for tenant, namespace and name.

    Args:
        config: as the user wrote it.
        forward_source_message_property: the worker config's key. Where it is false, Pulsar drops the function's own.
    """
    given = config.forward_source_message_property
    inferred: dict[str, Any] = {
        "name": config.name or _simple_name(config.class_name),
        "tenant": config.tenant or _TENANT,
        "namespace": config.namespace or _NAMESPACE,
        "parallelism": 1 if config.parallelism is None else config.parallelism,
        "max_pending_async_requests": _MAX_PENDING_ASYNC_REQUESTS
        if config.max_pending_async_requests is None
        else config.max_pending_async_requests,
        "forward_source_message_property": given is not False if forward_source_message_property else None,
        "runtime": _runtime(config),
    }
    if config.window_config is not None:
        inferred["window_config"] = _infer_window(config.window_config)
        inferred["auto_ack"] = False  # the window acknowledges, whatever the user said
    return config.replace(**inferred)


def infer_source(config: SourceConfig) -> SourceConfig:
    """`config` with all that Pulsar infers. An empty tenant stays empty, unlike a function's (oracle: so-28)."""
    return config.replace(**_infer_connector(config))


def infer_sink(config: SinkConfig) -> SinkConfig:
    """`config` with all that Pulsar infers. An empty tenant stays empty, unlike a function's (oracle: si-50)."""
    return config.replace(**_infer_connector(config))


def _infer_connector(config: SourceConfig | SinkConfig) -> dict[str, Any]:
    return {
        "tenant": _TENANT if config.tenant is None else config.tenant,
        "namespace": _NAMESPACE if config.namespace is None else config.namespace,
        "parallelism": 1 if config.parallelism is None else config.parallelism,
    }


def _simple_name(class_name: str | None) -> str | None:
    """What follows the last dot (``String.split`` drops empty parts at the end), all where there are only dots."""
    simple = (class_name or "").rstrip(".").rpartition(".")[2] or class_name
    return derived(simple, class_name, how="className without its package")


def _runtime(config: FunctionConfig) -> str | None:
    """The language of the code, which wins over a given `runtime`."""
    for code, runtime in ((config.jar, "JAVA"), (config.py, "PYTHON"), (config.go, "GO")):
        if code is not None:
            return runtime
    return config.runtime


def _infer_window(window: WindowConfig) -> WindowConfig:
    """A window that does not overlap the next, unless it is told to."""
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
