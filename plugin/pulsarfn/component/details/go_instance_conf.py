"""The text of the Go instance's ``-instance-conf`` (`RuntimeUtils.getGoInstanceCmd`, `GoInstanceConfig`)."""

from collections.abc import Iterator, Mapping
from typing import Final

from pulsarfn.component.details.details_json import details_json, json_members, message_json
from pulsarfn.component.details.function_details import FunctionDetails, RetryDetails
from pulsarfn.diagnostics.problem import Path
from pulsarfn.diagnostics.secrecy import hidden
from pulsarfn.java.jackson import json_string
from pulsarfn.java.java_text import Jvm, hash_map_order, is_blank
from pulsarfn.named_tuples import NamedTuple
from pulsarfn.worker.versions import DEFAULT
from pulsarfn.worker.versions.rules import Rules

_PROCESSING_GUARANTEES: Final = {"ATLEAST_ONCE": 0, "ATMOST_ONCE": 1, "EFFECTIVELY_ONCE": 2, "MANUAL": 3}
_RUNTIMES: Final = {"JAVA": 0, "PYTHON": 1, "GO": 3}
_SUBSCRIPTION_POSITIONS: Final = {"LATEST": 0, "EARLIEST": 1}
_NO_RETRIES: Final = RetryDetails()
_LAST_PORT: Final = 65535


class GoInstance(NamedTuple):
    """The settings of a Go instance beside its FunctionDetails.

    Attributes:
        function_id: a UUID.
        function_version: a UUID.
        port: the port of the instance's gRPC server.
        metrics_port: the port of its metrics; 0 if the number is not a valid port (`InstanceConfig.hasValidMetricsPort`).
        max_buffered_tuples: the maximum number of messages that wait.
        pulsar_service_url: the URL of the broker.
        state_storage_service_url: the URL of the state storage.
        pulsar_web_service_url: the URL of the broker's admin API, given only if the admin client is exposed.
        cluster_name: pulsarFunctionsCluster.
        client_authentication_plugin: a class name; it and its parameters are used only if neither is blank.
        client_authentication_parameters: the parameters of the plugin.
        tls_trust_certs_file_path: a file in the pod.
        tls_hostname_verification_enable: whether the broker's name is verified.
        tls_allow_insecure_connection: whether any certificate of the broker is accepted.
        instance_id: 0; -1 of components that a function worker has started. The pod takes its number from its name.
    """

    function_id: str
    function_version: str
    port: int
    metrics_port: int
    max_buffered_tuples: int = 1024
    pulsar_service_url: str | None = None
    state_storage_service_url: str | None = None
    pulsar_web_service_url: str | None = None
    cluster_name: str | None = None
    client_authentication_plugin: str | None = None
    client_authentication_parameters: str | None = None
    tls_trust_certs_file_path: str | None = None
    tls_hostname_verification_enable: bool = False
    tls_allow_insecure_connection: bool = False
    instance_id: int = 0

    def __repr__(self) -> str:
        return hidden(self)


def go_instance_conf(details: FunctionDetails, *, instance: GoInstance, rules: Rules = DEFAULT) -> str:
    """Return the conf as Jackson writes it: all members of `GoInstanceConfig`, in the order of declaration."""
    return _object(_members(details, instance, rules), rules.jvm)


def go_instance_members(
    details: FunctionDetails, instance: GoInstance, rules: Rules = DEFAULT
) -> Iterator[tuple[Path, object]]:
    """Return the members of the conf with their paths, and those of the FunctionDetails that it holds as a text."""
    for name, value in _members(details, instance, rules).items():
        if name == "functionDetails":
            yield from json_members(details, (name,))
        elif isinstance(value, dict) and value:
            yield from (((name, topic), text) for topic, text in value.items())
        else:
            yield (name,), value


def _members(details: FunctionDetails, instance: GoInstance, rules: Rules) -> dict[str, object]:
    return {**_DEFAULTS, **_of_instance(instance), **_of_details(details, rules)}


# All members in order. Pulsar never sets the members that keep the values written here.
_DEFAULTS: Final[Mapping[str, object]] = {
    "pulsarServiceURL": "",
    "stateStorageServiceUrl": "",
    "pulsarWebServiceUrl": "",
    "instanceID": 0,
    "funcID": "",
    "funcVersion": "",
    "maxBufTuples": 0,
    "port": 0,
    "clusterName": "",
    "killAfterIdleMs": 0,
    "expectedHealthCheckInterval": 0,
    "tenant": "",
    "nameSpace": "",
    "name": "",
    "className": "",
    "logTopic": "",
    "processingGuarantees": 0,
    "secretsMap": "",
    "userConfig": "",
    "clientAuthenticationPlugin": "",
    "clientAuthenticationParameters": "",
    "tlsTrustCertsFilePath": "",
    "tlsHostnameVerificationEnable": False,
    "tlsAllowInsecureConnection": False,
    "runtime": 0,
    "autoAck": False,
    "parallelism": 0,
    "subscriptionType": 0,
    "timeoutMs": 0,
    "subscriptionName": "",
    "cleanupSubscription": False,
    "subscriptionPosition": 0,
    "sourceInputSpecs": {},
    "sourceSpecsTopic": "",
    "sourceSchemaType": "",
    "receiverQueueSize": 0,
    "sinkSpecsTopic": "",
    "sinkSchemaType": "",
    "cpu": 0.0,
    "ram": 0,
    "disk": 0,
    "maxMessageRetries": 0,
    "deadLetterTopic": "",
    "metricsPort": 0,
    "functionDetails": "",
    "regexPatternSubscription": False,
}


def _of_instance(instance: GoInstance) -> dict[str, object]:
    plugin, parameters = instance.client_authentication_plugin, instance.client_authentication_parameters
    authenticates = not is_blank(plugin) and not is_blank(parameters)
    return {
        "pulsarServiceURL": instance.pulsar_service_url or "",
        "stateStorageServiceUrl": instance.state_storage_service_url or "",
        "pulsarWebServiceUrl": _unless_blank(instance.pulsar_web_service_url),
        "instanceID": instance.instance_id,
        "funcID": instance.function_id,
        "funcVersion": instance.function_version,
        "maxBufTuples": instance.max_buffered_tuples,
        "port": instance.port,
        "clusterName": instance.cluster_name or "",
        "clientAuthenticationPlugin": plugin if authenticates else "",
        "clientAuthenticationParameters": parameters if authenticates else "",
        "tlsTrustCertsFilePath": _unless_blank(instance.tls_trust_certs_file_path),
        "tlsHostnameVerificationEnable": instance.tls_hostname_verification_enable,
        "tlsAllowInsecureConnection": instance.tls_allow_insecure_connection,
        "metricsPort": instance.metrics_port if 0 < instance.metrics_port <= _LAST_PORT else 0,
    }


def _of_details(details: FunctionDetails, rules: Rules) -> dict[str, object]:
    source, retries, specs = details.source, details.retry_details or _NO_RETRIES, details.source.input_specs
    return {
        "tenant": details.tenant,
        "nameSpace": details.namespace,
        "name": details.name,
        "logTopic": details.log_topic,
        "processingGuarantees": _PROCESSING_GUARANTEES[details.processing_guarantees],
        "secretsMap": details.secrets_map,
        "userConfig": details.user_config,
        "runtime": _RUNTIMES[details.runtime],
        "autoAck": details.auto_ack,
        "parallelism": details.parallelism,
        "timeoutMs": source.timeout_ms,
        "subscriptionName": source.subscription_name,
        "cleanupSubscription": source.cleanup_subscription,
        "subscriptionPosition": _SUBSCRIPTION_POSITIONS[source.subscription_position],
        "sourceInputSpecs": {topic: message_json(specs[topic], rules) for topic in hash_map_order((), put=specs)},
        "sourceSpecsTopic": next(reversed(list(specs)), ""),
        "sinkSpecsTopic": details.sink.topic,
        "cpu": float(details.resources.cpu),
        "ram": details.resources.ram,
        "disk": details.resources.disk,
        "maxMessageRetries": retries.max_message_retries,
        "deadLetterTopic": retries.dead_letter_topic,
        "functionDetails": details_json(details, rules),
    }


def _unless_blank(text: str | None) -> str:
    return text if text and not is_blank(text) else ""


def _object(members: Mapping[str, object], jvm: Jvm) -> str:
    return "{" + ",".join([f"{json_string(name)}:{_text(value, jvm)}" for name, value in members.items()]) + "}"


def _text(value: object, jvm: Jvm) -> str:
    if isinstance(value, str):
        return json_string(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return jvm.double_text(value)
    return _object(value, jvm) if isinstance(value, dict) else str(value)
