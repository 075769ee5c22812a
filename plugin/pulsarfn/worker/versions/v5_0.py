"""Pulsar 5.0: it needs Java 21, reads and writes its messages with LightProto, and has a second client (V5)."""

from pulsarfn.java import lightproto
from pulsarfn.java.java_text import JAVA_21
from pulsarfn.worker.versions import v4_2
from pulsarfn.worker.versions.rules import DetailsForm

_FUNCTION_DETAILS = (
    *("tenant", "namespace", "name", "class_name", "log_topic", "processing_guarantees", "user_config", "secrets_map"),
    *("runtime", "auto_ack", "parallelism", "source", "sink", "resources", "retry_details", "runtime_flags"),
    *("component_type", "custom_runtime_options", "builtin", "retain_ordering", "retain_key_ordering"),
    *("client_api", "pulsar_client_memory_limit"),
)
_SOURCE_SPEC = (
    *("class_name", "configs", "type_class_name", "subscription_type", "input_specs", "timeout_ms", "builtin"),
    *("subscription_name", "cleanup_subscription", "subscription_position", "negative_ack_redelivery_delay_ms"),
    "skip_to_latest",
)
_SINK_SPEC = (
    *("class_name", "configs", "type_class_name", "topic", "producer_spec", "ser_de_class_name", "builtin"),
    *("schema_type", "forward_source_message_property", "schema_properties", "consumer_properties"),
)

RULES = v4_2.RULES._replace(
    name="5.0",
    config_keys=(("clientApi",), ("pulsarClientMemoryLimit",)),
    worker_keys=("pulsarClientMemoryLimit",),
    jvm=JAVA_21,
    details=DetailsForm(
        lightproto.json_string,
        (("FunctionDetails", _FUNCTION_DETAILS), ("SourceSpec", _SOURCE_SPEC), ("SinkSpec", _SINK_SPEC)),
    ),
    logging_flags=(
        "-Djava.util.logging.manager=org.apache.logging.log4j.jul.LogManager",
        "-Dlog4j2.contextSelector=org.apache.logging.log4j.core.selector.BasicContextSelector",
    ),
    verifies_host_names=True,
    retries_in_python=True,
    key_ordering_in_go=True,
    merges_inputs=True,
    scalable_topics=True,
    limits_client_memory=True,
    ignores_unknown_members=True,
)
