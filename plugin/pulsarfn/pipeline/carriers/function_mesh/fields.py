"""The fields of the resources, each with its rule. What `derived` makes of several fields has the rule `nothing` here."""

from pulsarfn.annotations import Component
from pulsarfn.diagnostics.problem import Path
from pulsarfn.pipeline.carriers.function_mesh.rules import (
    Members,
    Rule,
    Table,
    lost,
    nothing,
    only,
    option,
    patch,
    positive,
    schemas,
    setting,
    to,
    word,
)

_FACTORY = "functionRuntimeFactoryConfigs"
_GUARANTEES = {
    "atleast_once": "ATLEAST_ONCE",
    "atmost_once": "ATMOST_ONCE",
    "effectively_once": "EFFECTIVELY_ONCE",
    "manual": "MANUAL",
}
_POSITIONS = {"latest": "Latest", "earliest": "Earliest"}


def _crypto(target: Path) -> Table:
    names = (
        *("cryptoKeyReaderClassName", "cryptoKeyReaderConfig", "encryptionKeys"),
        *("producerCryptoFailureAction", "consumerCryptoFailureAction"),
    )
    fields = {name: _to((*target, name)) for name in names}
    return {**fields, "cryptoSecrets": nothing}


def _to(target: Path) -> Rule:
    return to(*map(str, target))


def _consumer(target: Path) -> Table:
    names = {
        "schemaType": "schemaType",
        "serdeClassname": "serdeClassName",
        "isRegexPattern": "regexPattern",
        "schemaProperties": "schemaProperties",
        "consumerProperties": "consumerProperties",
        "receiverQueueSize": "receiverQueueSize",
    }
    fields = {name: _to((*target, key)) for name, key in names.items()}
    return {**fields, "cryptoConfig": _crypto((*target, "cryptoConfig"))}


def _input(serdes: str, schema_rule: Rule) -> Table:
    return {
        "typeClassName": to("inputTypeClassName"),
        "topics": to("inputs"),
        "topicPattern": to("topicsPattern"),
        "customSerdeSources": to(serdes),
        "customSchemaSources": schema_rule,
        "sourceSpecs": Members(("inputSpecs",), _consumer),
    }


def _output(topic: str, serde: str, schema: str, schemas_rule: Rule) -> Table:
    producer = (
        *("maxPendingMessages", "maxPendingMessagesAcrossPartitions"),
        *("useThreadLocalProducers", "batchBuilder", "compressionType"),
    )
    fields = {name: to("producerConfig", name) for name in producer}
    return {
        "typeClassName": to("outputTypeClassName"),
        "topic": to(topic),
        "sinkSerdeClassName": to(serde),
        "sinkSchemaType": to(schema),
        "producerConf": {**fields, "cryptoConfig": _crypto(("producerConfig", "cryptoConfig"))},
        "customSchemaSinks": schemas_rule,
    }


_POD: Table = {
    "labels": option("extraLabels"),
    "annotations": option("extraAnnotations"),
    "nodeSelector": option("nodeSelectorLabels"),
    "securityContext": option("podSecurityContext"),
    **{
        key: option(key)
        for key in (
            *("affinity", "tolerations", "terminationGracePeriodSeconds", "volumes", "imagePullSecrets"),
            *("initContainers", "sidecars", "serviceAccountName", "env", "startupProbe"),
        )
    },
    "liveness": nothing,
    "builtinAutoscaler": nothing,
    "autoScalingMetrics": nothing,
    "autoScalingBehavior": nothing,
    "vpa": lost("remove it, and write a VerticalPodAutoscaler of your own for the StatefulSet"),
    "disableDefaultAffinity": nothing,
}

_PULSAR: Table = {
    "pulsarConfig": nothing,
    "authSecret": nothing,
    "authConfig": nothing,
    "tlsSecret": nothing,
    "tlsConfig": {
        "enabled": nothing,
        "allowInsecure": nothing,
        "hostnameVerification": nothing,
        "certSecretName": nothing,
        "certSecretKey": nothing,
    },
    "cleanupAuthConfig": lost(),
}

_ANY: Table = {
    "name": to("name"),
    "className": to("className"),
    "tenant": to("tenant"),
    "namespace": to("namespace"),
    "clusterName": setting("pulsarFunctionsCluster"),
    "replicas": to("parallelism"),
    "showPreciseParallelism": nothing,
    "minReplicas": nothing,
    "maxReplicas": nothing,
    "downloaderImage": lost("remove it: the image of the component downloads the package"),
    "cleanupImage": lost(),
    "filebeatImage": lost(),
    "logTopic": to("logTopic"),
    "logTopicAgent": only("runtime", "write runtime: the instance itself writes to the log topic"),
    "resources": nothing,
    "secretsMap": nothing,
    "volumeMounts": option("volumeMounts"),
    "processingGuarantee": word(_GUARANTEES, "processingGuarantees"),
    "runtimeFlags": to("runtimeFlags"),
    "pod": _POD,
    "pulsar": _PULSAR,
    "pulsarPackageService": lost("remove it: packages come from the Pulsar of pulsar.pulsarConfig"),
    "java": {
        "jar": nothing,
        "jarLocation": nothing,
        "extraDependenciesDir": setting(_FACTORY, "extraFunctionDependenciesDir"),
        "log": nothing,
        "javaOpts": option("additionalJavaRuntimeArguments"),
        "instancePath": lost(),
        "entryClass": lost(),
    },
    "python": {"py": nothing, "pyLocation": nothing, "log": nothing},
    "golang": {"go": nothing, "goLocation": nothing, "log": nothing},
    "genericRuntime": lost("write the function in Java, Python or Go"),
    "image": option("image"),
    "imagePullPolicy": option("imagePullPolicy"),
    "imageHasPulsarctl": lost("remove it: pods download packages with pulsar-admin"),
    "imageHasGet": lost("remove it: pods download with curl or wget"),
    "statefulConfig": {"pulsar": {"serviceUrl": setting("stateStorageServiceUrl"), "javaProvider": lost()}},
}

_CONSUMING: Table = {
    "timeout": positive("timeoutMs"),
    "autoAck": to("autoAck"),
    "maxMessageRetry": positive("maxMessageRetries"),
    "retainOrdering": to("retainOrdering"),
    "retainKeyOrdering": to("retainKeyOrdering"),
    "deadLetterTopic": to("deadLetterTopic"),
    "cleanupSubscription": to("cleanupSubscription"),
}

_WINDOW = (
    *("windowLengthCount", "windowLengthDurationMs", "slidingIntervalCount", "slidingIntervalDurationMs"),
    *("lateDataTopic", "maxLagMs", "watermarkEmitIntervalMs", "timestampExtractorClassName"),
)

FIELDS: dict[Component, Table] = {
    "function": {
        **_ANY,
        **_CONSUMING,
        "input": _input("customSerdeInputs", schemas("customSchemaInputs")),
        "output": _output("output", "outputSerdeClassName", "outputSchemaType", schemas("customSchemaOutputs")),
        "funcConfig": to("userConfig"),
        "sourceConfig": lost("remove it, and write a Source of its own"),
        "sinkConfig": lost("remove it, and write a Sink of its own"),
        "forwardSourceMessageProperty": to("forwardSourceMessageProperty"),
        "maxPendingAsyncRequests": setting("maxPendingAsyncRequests"),
        "subscriptionName": to("subName"),
        "subscriptionPosition": word(_POSITIONS, "subscriptionPosition"),
        "skipToLatest": to("skipToLatest"),
        "windowConfig": {
            **{key: to("windowConfig", key) for key in _WINDOW},
            "actualWindowFunctionClassName": nothing,
            "processingGuarantees": nothing,
        },
        "volumeClaimTemplates": patch("spec", "volumeClaimTemplates"),
        "persistentVolumeClaimRetentionPolicy": patch("spec", "persistentVolumeClaimRetentionPolicy"),
    },
    "source": {
        **_ANY,
        "output": _output("topicName", "serdeClassName", "schemaType", lost()),
        "sourceType": to("sourceType"),
        "sourceConfig": to("configs"),
        "batchSourceConfig": {
            "discoveryTriggererClassName": to("batchSourceConfig", "discoveryTriggererClassName"),
            "discoveryTriggererConfig": to("batchSourceConfig", "discoveryTriggererConfig"),
        },
        "forwardSourceMessageProperty": only(True, "remove it: a source of Pulsar always forwards the properties"),
    },
    "sink": {
        **_ANY,
        **_CONSUMING,
        "input": _input("topicToSerdeClassName", to("topicToSchemaType")),
        "sinkType": to("sinkType"),
        "sinkConfig": to("configs"),
        "negativeAckRedeliveryDelayMs": positive("negativeAckRedeliveryDelayMs"),
        "subscriptionName": to("sourceSubscriptionName"),
        "subscriptionPosition": word(_POSITIONS, "sourceSubscriptionPosition"),
    },
}
"""The rules of all fields of a component's spec."""
