import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulsarfn.component.details.details_json import details_json, message_json
from pulsarfn.component.details.function_details import (
    BatchingSpec,
    ConsumerSpec,
    CryptoSpec,
    FunctionDetails,
    MessagePayloadProcessorSpec,
    ProducerSpec,
    ReceiverQueueSize,
    Resources,
    RetryDetails,
    SinkSpec,
    SourceSpec,
)

MESSAGES = {
    "source, sink and resources are always there": (FunctionDetails(), '{"source":{},"sink":{},"resources":{}}'),
    "64 bit integers are strings": (Resources(1.0, 1, 2), '{"cpu":1.0,"ram":"1","disk":"2"}'),
    "32 bit integers are numbers": (RetryDetails(3, "dlq"), '{"maxMessageRetries":3,"deadLetterTopic":"dlq"}'),
    "a queue of size 0 is a message that is there": (
        ConsumerSpec(receiver_queue_size=ReceiverQueueSize(0)),
        '{"receiverQueueSize":{}}',
    ),
    "an empty producer spec is there": (SinkSpec(producer_spec=ProducerSpec()), '{"producerSpec":{}}'),
    "the first value of an enum is left out": (
        SourceSpec(subscription_type="SHARED", subscription_position="LATEST"),
        "{}",
    ),
    "other values of an enum are names": (
        SourceSpec(subscription_type="FAILOVER", subscription_position="EARLIEST"),
        '{"subscriptionType":"FAILOVER","subscriptionPosition":"EARLIEST"}',
    ),
    "no encryption is refused by default": (
        CryptoSpec("a.B", "{}", ("k1", "k2"), "SEND", "FAIL"),
        (
            '{"cryptoKeyReaderClassName":"a.B","cryptoKeyReaderConfig":"{}","producerEncryptionKeyName":["k1","k2"],'
            '"producerCryptoFailureAction":"SEND"}'
        ),
    ),
    "maps keep their order": (
        ConsumerSpec(schema_properties={"z": "1", "a'": ""}),
        r'{"schemaProperties":{"z":"1","a\u0027":""}}',
    ),
    "topics keep their order": (
        SourceSpec(input_specs={"z": ConsumerSpec(), "a": ConsumerSpec(is_regex_pattern=True)}),
        '{"inputSpecs":{"z":{},"a":{"isRegexPattern":true}}}',
    ),
    "all members of a consumer by number": (
        ConsumerSpec("s", "d", True, None, {"a": "b"}, {"c": "d"}, CryptoSpec(), True, MessagePayloadProcessorSpec()),
        (
            '{"schemaType":"s","serdeClassName":"d","isRegexPattern":true,"schemaProperties":{"a":"b"},'
            '"consumerProperties":{"c":"d"},"cryptoSpec":{},"poolMessages":true,"messagePayloadProcessorSpec":{}}'
        ),
    ),
    "all members of a producer by number": (
        ProducerSpec(1, 2, True, CryptoSpec(), "KEY_BASED", "ZSTD", BatchingSpec(True, 1, 2, 3, 4, "b")),
        (
            '{"maxPendingMessages":1,"maxPendingMessagesAcrossPartitions":2,"useThreadLocalProducers":true,"cryptoSpec":{},'
            '"batchBuilder":"KEY_BASED","compressionType":"ZSTD","batchingSpec":{"enabled":true,'
            '"batchingMaxPublishDelayMs":1,"roundRobinRouterBatchingPartitionSwitchFrequency":2,"batchingMaxMessages":3,'
            '"batchingMaxBytes":4,"batchBuilder":"b"}}'
        ),
    ),
    "text inside text is escaped again": (
        SinkSpec(configs=r'{"k":"it\u0027s"}', ser_de_class_name="S"),
        r'{"configs":"{\"k\":\"it\\u0027s\"}","serDeClassName":"S"}',
    ),
}


@pytest.mark.parametrize(("message", "expected"), MESSAGES.values(), ids=MESSAGES)
def test_message_json(message, expected):
    assert message_json(message) == expected


@given(tenant=st.text(), config=st.text(), topics=st.dictionaries(st.text(), st.text(min_size=1)))
def test_details_are_json_of_what_they_hold(tenant, config, topics):
    specs = {topic: ConsumerSpec(schema_type=schema) for topic, schema in topics.items()}
    details = FunctionDetails(tenant=tenant, user_config=config, source=SourceSpec(input_specs=specs))
    text = details_json(details)
    read = json.loads(text)
    assert read.get("tenant", "") == tenant
    assert read.get("userConfig", "") == config
    assert {topic: spec["schemaType"] for topic, spec in read["source"].get("inputSpecs", {}).items()} == topics
    assert "'" not in text
