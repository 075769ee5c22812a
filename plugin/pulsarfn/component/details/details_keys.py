"""The keys of a component config from which the converted members of FunctionDetails are made.

Members that are copied unchanged carry their origins themselves (pulsar-runtime.md 3.2 to 3.4).
"""

_INPUTS = (
    "inputs",
    "topics_pattern",
    "custom_serde_inputs",
    "custom_schema_inputs",
    "topic_to_serde_class_name",
    "topic_to_schema_type",
    "input_specs",
)
_CLEANUP = ("cleanup_subscription",)
_POSITION = ("subscription_position", "source_subscription_position")

KEYS: dict[str, tuple[str, ...]] = {
    "className": ("class_name", "transform_function_class_name", "window_config", "batch_source_config"),
    "processingGuarantees": ("processing_guarantees", "window_config"),
    "userConfig": ("user_config", "window_config", "transform_function_config"),
    "runtime": ("jar", "py", "go", "runtime"),
    "autoAck": ("auto_ack", "window_config"),
    "builtin": ("jar", "transform_function"),
    "secretsMap": ("secrets",),
    "retainOrdering": ("retain_ordering",),
    "retainKeyOrdering": ("retain_key_ordering",),
    "source.configs": ("configs", "batch_source_config"),
    "source.builtin": ("archive",),
    "source.subscriptionType": ("retain_ordering", "retain_key_ordering", "processing_guarantees"),
    "source.typeClassName": ("input_type_class_name", "output_type_class_name"),
    "source.inputSpecs": _INPUTS,
    "sourceInputSpecs": _INPUTS,
    "source.cleanupSubscription": _CLEANUP,
    "cleanupSubscription": _CLEANUP,
    "source.subscriptionPosition": _POSITION,
    "subscriptionPosition": _POSITION,
    "source.skipToLatest": ("skip_to_latest",),
    "sink.configs": ("configs",),
    "sink.builtin": ("archive",),
    "sink.typeClassName": ("output_type_class_name", "input_type_class_name"),
    "sink.forwardSourceMessageProperty": ("forward_source_message_property",),
    "sink.schemaProperties": ("custom_schema_outputs",),
    "sink.consumerProperties": ("custom_schema_outputs",),
    "sink.producerSpec": ("producer_config", "batch_builder"),
}
"""Attributes of the config, the most important first, by the path in FunctionDetails; a path includes everything below it."""
