"""What Pulsar refuses in configs of a right form: the oracle covers the common cases, these are the others."""

import pytest

from pulsarfn.component.config.infer import (
    infer_function,
    infer_sink,
    infer_source,
    known_sink,
    known_source,
)
from pulsarfn.component.config.parse import parse
from pulsarfn.component.config.validate_function import validate_function
from pulsarfn.component.config.validate_sink import validate_sink
from pulsarfn.component.config.validate_source import validate_source

JAVA = {"name": "f", "className": "a.F", "jar": "f.jar", "inputs": ["in"]}
PYTHON = {"name": "f", "className": "f.F", "py": "f.py", "inputs": ["in"]}
GO = {"name": "f", "go": "f", "inputs": ["in"]}
SOURCE = {"name": "s", "className": "a.S", "archive": "s.nar", "topicName": "out"}
SINK = {"name": "s", "className": "a.S", "archive": "s.nar", "inputs": ["in"]}
CRYPTO = {"cryptoKeyReaderClassName": "a.R", "encryptionKeys": ["k"]}
NOT_READ = "and no package was given to read it from"
WINDOW = {"windowLengthCount": 5}


def found(component, given):
    config, problems = parse(component, given)
    assert problems == ()
    if component == "function":
        return validate_function(infer_function(config, forward_source_message_property=True))
    if component == "source":
        return validate_source(known_source(infer_source(config)))
    return validate_sink(known_sink(infer_sink(config)))


def told(component, given):
    return [(problem.code.id, problem.path, problem.message) for problem in found(component, given)]


@pytest.mark.parametrize(
    ("component", "given"),
    [
        pytest.param("function", JAVA, id="a Java function"),
        pytest.param("function", PYTHON, id="a Python function"),
        pytest.param("function", GO, id="a Go function without a class"),
        pytest.param("function", {**JAVA, "outputSchemaType": "avro"}, id="a schema type in lower case"),
        pytest.param("function", {**JAVA, "outputSchemaType": "a.Schema"}, id="a schema of the user's"),
        pytest.param("function", {**PYTHON, "outputSchemaType": "mine"}, id="Python has schema types of its own"),
        pytest.param("function", {**JAVA, "customSerdeInputs": {"t": "a.Serde"}}, id="a serde of the user's"),
        pytest.param("function", {**JAVA, "customSchemaOutputs": {"other": "{"}}, id="a schema that nobody reads"),
        pytest.param(
            "function", {**JAVA, "windowConfig": WINDOW, "processingGuarantees": "ATMOST_ONCE"}, id="a window"
        ),
        pytest.param("function", {**JAVA, "deadLetterTopic": "d", "maxMessageRetries": 0}, id="a dead letter topic"),
        pytest.param("function", {**JAVA, "processingGuarantees": "MANUAL", "autoAck": False}, id="acks by hand"),
        pytest.param("function", {**JAVA, "producerConfig": {"cryptoConfig": CRYPTO}}, id="an encrypted output"),
        pytest.param("function", {**GO, "retainOrdering": True}, id="Go keeps the order"),
        pytest.param("function", {**JAVA, "output": "public/default/in"}, id="topics are compared as they are written"),
        pytest.param("source", SOURCE, id="a source"),
        pytest.param("source", {**SOURCE, "topicName": ""}, id="a source without a topic"),
        pytest.param("source", {**SOURCE, "batchSourceConfig": {"discoveryTriggererClassName": "a.T"}}, id="batches"),
        pytest.param(
            "source",
            {**SOURCE, "producerConfig": {"cryptoConfig": {"cryptoKeyReaderClassName": ""}}},
            id="not encrypted",
        ),
        pytest.param("sink", SINK, id="a sink"),
        pytest.param(
            "sink", {**SINK, "inputSpecs": {"t": {"receiverQueueSize": -1}}}, id="a sink's queue is not looked at"
        ),
        pytest.param("sink", {**SINK, "transformFunction": " "}, id="a blank is no transform function"),
        pytest.param("sink", {**SINK, "timeoutMs": 0}, id="a sink without a timeout"),
        pytest.param("sink", {**SINK, "deadLetterTopic": "d"}, id="a dead letter topic without retries"),
        pytest.param(
            "sink",
            {**SINK, "transformFunction": "t.jar", "transformFunctionClassName": "a.T"},
            id="a transform function",
        ),
        pytest.param("sink", {**SINK, "sinkType": "es", "archive": None}, id="a type instead of an archive"),
    ],
)
def test_a_config_that_pulsar_takes(component, given):
    assert told(component, given) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({"name": None, "className": ""}, ["Function name cannot be null"], id="no name"),
        pytest.param(
            {"deadLetterTopic": "a/b", "maxMessageRetries": 1}, ["DeadLetter topic a/b is invalid"], id="a topic"
        ),
        pytest.param({"resources": {"cpu": float("inf")}}, ["The cpu allocation for the function must be"], id="cpu"),
        pytest.param({"windowConfig": {}}, ["Window length is not specified"], id="a window without a length"),
        pytest.param(
            {"windowConfig": {**WINDOW, "timestampExtractorClassName": "a.T", "watermarkEmitIntervalMs": 0}},
            ["Watermark interval must be positive [0]"],
            id="watermarks without a pause",
        ),
        pytest.param(
            {"windowConfig": WINDOW, "processingGuarantees": "EFFECTIVELY_ONCE"},
            ["Windows Function not support EFFECTIVELY_ONCE delivery semantics"],
            id="a window that would be effectively once",
        ),
        pytest.param(
            {"inputSpecs": {"t": {"messagePayloadProcessorConfig": {"className": " "}}}},
            ["MessagePayloadProcessor class name required"],
            id="a processor without a class",
        ),
        pytest.param(
            {"outputSchemaType": "avor"},
            ["The schema class avor does not exist, nor is it a built-in schema type"],
            id="a misspelt schema type",
        ),
        pytest.param(
            {"outputSerdeClassName": "avro"},
            ["The input serialization/deserialization class avro does not exist: it is a schema type"],
            id="a schema type for a serde",
        ),
        pytest.param(
            {"inputSpecs": {"t": {"serdeClassName": " "}}},
            ["The input serialization/deserialization class   does not exist: its name is blank"],
            id="a blank for a serde",
        ),
        pytest.param(
            {"customSchemaInputs": {"t": "[]"}},
            ["Topic t has an incorrect schema Info: it is not a JSON object"],
            id="a list for a schema",
        ),
        pytest.param(
            {"customSchemaInputs": {"t": '{"schemaTyp": "avro"}'}},
            ["Topic t has an incorrect schema Info: unknown key 'schemaTyp'"],
            id="an unknown key in a schema",
        ),
    ],
)
def test_what_pulsar_refuses_of_java_functions(changes, expected):
    messages = [message for _, _, message in told("function", {**JAVA, **changes})]
    assert len(messages) == len(expected) + ("className" in changes)
    assert all(message.startswith(each) for message, each in zip(messages, expected, strict=False))


@pytest.mark.parametrize(
    ("given", "code", "path", "message"),
    [
        pytest.param(
            {**PYTHON, "py": "builtin://x"},
            "PF501",
            ("py",),
            "The supplied python file does not exist: only Java functions can be built in",
            id="built-in Python",
        ),
        pytest.param(
            {**GO, "go": "builtin/../x"}, "PF501", ("go",), "Invalid filename: builtin/../x", id="built-in Go"
        ),
        pytest.param(
            {**GO, "windowConfig": WINDOW},
            "PF310",
            ("windowConfig",),
            "Windowing is not supported in Go function yet",
            id="a window in Go",
        ),
        pytest.param(
            {"name": "f", "className": "a.F", "jar": "builtin://x", "inputs": ["in"]} | {"className": None},
            "PF305",
            ("className",),
            f"Function class name is not provided, {NOT_READ}",
            id="a built-in function without a class",
        ),
        pytest.param(
            {**JAVA, "inputSpecs": {"a/b": {}}},
            "PF307",
            ("inputSpecs", "a/b"),
            "Input topic a/b is invalid",
            id="a topic among consumer configs",
        ),
    ],
)
def test_what_is_refused_is_told_with_code_and_place(given, code, path, message):
    assert told("function", given) == [(code, path, message)]


@pytest.mark.parametrize(
    ("component", "changes", "expected"),
    [
        pytest.param(
            "source",
            {"producerConfig": {"cryptoConfig": {"cryptoKeyReaderClassName": "a.R"}}},
            ("PF305", ("producerConfig", "cryptoConfig"), "Missing encryption key name for producer crypto key reader"),
            id="encryption without keys",
        ),
        pytest.param(
            "source",
            {"archive": None},
            ("PF305", ("archive",), "Source Package is not provided"),
            id="no archive",
        ),
        pytest.param(
            "source",
            {"className": None, "archive": "builtin://x"},
            ("PF305", ("className",), f"Source class name is not provided, {NOT_READ}"),
            id="a built-in connector without a class",
        ),
        pytest.param(
            "source",
            {"schemaType": "JSN"},
            ("PF312", ("schemaType",), "The schema class JSN does not exist, nor is it a built-in schema type"),
            id="a misspelt schema type",
        ),
        pytest.param(
            "sink",
            {"transformFunction": "t.jar"},
            ("PF305", ("transformFunctionClassName",), f"Transform function class name must be set: {NOT_READ[4:]}"),
            id="a transform function without a class",
        ),
        pytest.param(
            "sink",
            {"inputSpecs": {"t": {"cryptoConfig": {}}}},
            ("PF305", ("inputSpecs", "t", "cryptoConfig"), "CryptoKeyReader class name required"),
            id="decryption without a class",
        ),
        pytest.param(
            "sink",
            {"inputSpecs": {"t": {"messagePayloadProcessorConfig": {"className": " "}}}},
            (
                "PF305",
                ("inputSpecs", "t", "messagePayloadProcessorConfig"),
                "MessagePayloadProcessor class name required",
            ),
            id="a blank for the class of a processor",
        ),
        pytest.param(
            "sink",
            {"topicToSchemaType": {"t": "avor"}},
            (
                "PF312",
                ("topicToSchemaType", "t"),
                "The schema class avor does not exist, nor is it a built-in schema type",
            ),
            id="a misspelt schema type by topic",
        ),
    ],
)
def test_what_pulsar_refuses_of_connectors(component, changes, expected):
    assert told(component, {**(SOURCE if component == "source" else SINK), **changes}) == [expected]


def test_all_problems_are_told_in_the_order_of_the_references_checks():
    given = {
        **GO,
        "inputs": ["a/b", "out"],
        "output": "out",
        "logTopic": "bad://t",
        "parallelism": 0,
        "resources": {"cpu": 0, "disk": -1},
        "timeoutMs": 0,
        "processingGuarantees": "EFFECTIVELY_ONCE",
        "maxMessageRetries": 1,
        "retainOrdering": True,
        "retainKeyOrdering": True,
    }
    assert [message for _, _, message in told("function", given)] == [
        "Input topic a/b is invalid",
        "LogTopic topic bad://t is invalid",
        "Function parallelism must be a positive number",
        "Output topic out is also being used as an input topic (topics must be one or the other)",
        "The cpu allocation for the function must be positive",
        "The disk allocation for the function must be positive",
        "Function timeout must be a positive number",
        "Message timeout can only be specified with processing guarantee is ATLEAST_ONCE",
        "MaxMessageRetries and Effectively once don't gel well",
        "When effectively once processing guarantee is specified, retain Key ordering cannot be set",
        "Only one of retain ordering or retain key ordering can be set",
        "Effectively-once processing guarantees not yet supported in Go function",
        "Message retries not yet supported in Go function",
        "Retain Key Orderering not yet supported in Go function",
    ]


@pytest.mark.parametrize(
    ("component", "given"),
    [("function", {}), ("function", {"runtime": "PYTHON"}), ("source", {}), ("sink", {}), ("sink", {"tenant": ""})],
)
def test_every_problem_has_a_hint_and_no_full_stop(component, given):
    problems = found(component, given)
    assert problems
    for problem in problems:
        assert problem.hint
        assert not problem.message.endswith((".", "!"))
