import json

from pulsarfn.component.details.function_details import ConsumerSpec, FunctionDetails, Resources, SinkSpec, SourceSpec
from pulsarfn.component.details.go_instance_conf import GoInstance, go_instance_conf

INSTANCE = GoInstance(function_id="id", function_version="version", port=9093, metrics_port=9094)


def test_every_member_stands_in_the_order_of_the_java_class():
    details = FunctionDetails(
        tenant="t",
        namespace="n",
        name="it's",
        processing_guarantees="MANUAL",
        runtime="GO",
        parallelism=2,
        source=SourceSpec(input_specs={"b": ConsumerSpec(), "a": ConsumerSpec(schema_type="J=")}, timeout_ms=5),
        sink=SinkSpec(topic="out"),
        resources=Resources(0.5, 1, 2),
    )
    assert go_instance_conf(details, instance=INSTANCE) == (
        '{"pulsarServiceURL":"","stateStorageServiceUrl":"","pulsarWebServiceUrl":"","instanceID":0,"funcID":"id",'
        '"funcVersion":"version","maxBufTuples":1024,"port":9093,"clusterName":"","killAfterIdleMs":0,'
        '"expectedHealthCheckInterval":0,"tenant":"t","nameSpace":"n","name":"it\'s","className":"","logTopic":"",'
        '"processingGuarantees":3,"secretsMap":"","userConfig":"","clientAuthenticationPlugin":"",'
        '"clientAuthenticationParameters":"","tlsTrustCertsFilePath":"","tlsHostnameVerificationEnable":false,'
        '"tlsAllowInsecureConnection":false,"runtime":3,"autoAck":false,"parallelism":2,"subscriptionType":0,'
        '"timeoutMs":5,"subscriptionName":"","cleanupSubscription":false,"subscriptionPosition":0,'
        r'"sourceInputSpecs":{"a":"{\"schemaType\":\"J\\u003d\"}","b":"{}"},"sourceSpecsTopic":"a",'
        '"sourceSchemaType":"","receiverQueueSize":0,"sinkSpecsTopic":"out","sinkSchemaType":"","cpu":0.5,"ram":1,'
        r'"disk":2,"maxMessageRetries":0,"deadLetterTopic":"","metricsPort":9094,"functionDetails":"{\"tenant\":\"t\",'
        r"\"namespace\":\"n\",\"name\":\"it\\u0027s\",\"processingGuarantees\":\"MANUAL\",\"runtime\":\"GO\","
        r"\"parallelism\":2,\"source\":{\"timeoutMs\":\"5\",\"inputSpecs\":{\"b\":{},\"a\":{\"schemaType\":"
        r"\"J\\u003d\"}}},\"sink\":{\"topic\":\"out\"},\"resources\":{\"cpu\":0.5,\"ram\":\"1\",\"disk\":\"2\"}}"
        '","regexPatternSubscription":false}'
    )


def conf(**instance):
    given = {"function_id": "", "function_version": "", "port": 1, "metrics_port": 1} | instance
    return json.loads(go_instance_conf(FunctionDetails(), instance=GoInstance(**given)))


def test_a_plugin_counts_only_with_parameters():
    half = conf(client_authentication_plugin="a.Token", client_authentication_parameters=" ")
    whole = conf(client_authentication_plugin="a.Token", client_authentication_parameters="file:///t")
    assert (half["clientAuthenticationPlugin"], half["clientAuthenticationParameters"]) == ("", "")
    assert (whole["clientAuthenticationPlugin"], whole["clientAuthenticationParameters"]) == ("a.Token", "file:///t")


def test_a_metrics_port_that_is_none_is_left_zero():
    assert [conf(metrics_port=port)["metricsPort"] for port in (0, 65535, 65536, -1)] == [0, 65535, 0, 0]
