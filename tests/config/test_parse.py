import pytest

from pulsarfn.component.config.parse import as_written, parse
from pulsarfn.component.config.refusals import known_keys
from pulsarfn.component.config.sink import SinkConfig
from pulsarfn.diagnostics import codes
from pulsarfn.diagnostics.problem import Problem
from pulsarfn.stream.scalars import FloatText, IntText

SECRET = "hunter2"


def written(kind, number, text):
    value = kind(number)
    value.text = text
    return value


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        pytest.param("name", 5, "5", id="a number for a text is its text"),
        pytest.param("name", written(IntText, 31, "0x1f"), "0x1f", id="a number for a text is as it was written"),
        pytest.param("name", written(FloatText, 1.1, "1.10"), "1.10", id="a float for a text is as it was written"),
        pytest.param("name", True, "true", id="a boolean for a text is its name"),
        pytest.param("name", None, None, id="null is as good as absent"),
        pytest.param("parallelism", "5", 5, id="digits for a whole number"),
        pytest.param("parallelism", 2.9, 2, id="a float for a whole number is cut"),
        pytest.param("timeoutMs", 1 << 40, 1 << 40, id="a long has 64 bits"),
        pytest.param("autoAck", "false", False, id="false as a text"),
        pytest.param("autoAck", "True", True, id="True as a text"),
        pytest.param("processingGuarantees", "MANUAL", "MANUAL", id="an enum"),
        pytest.param("inputs", ["a", 1], ("a", "1"), id="a list of texts"),
        pytest.param("customSerdeInputs", {"b": "S", "a": None}, {"b": "S"}, id="null values of maps are dropped"),
        pytest.param("inputSpecs", {"b": None}, {}, id="null consumer configs are dropped"),
        pytest.param("userConfig", {"b": [None], "a": None}, {"b": [None]}, id="nulls in lists are kept"),
    ],
)
def test_a_value_is_taken_as_jackson_takes_it(key, value, expected):
    config, problems = parse("function", {key: value})
    assert problems == ()
    assert getattr(config, type(config).FIELDS[key].name) == expected


def test_maps_keep_their_order():
    config, _ = parse("function", {"inputSpecs": {"z": {}, "a": {}}, "secrets": {"y": 1, "b": 2}})
    assert list(config.input_specs) == ["z", "a"]
    assert list(config.secrets) == ["y", "b"]


@pytest.mark.parametrize(
    ("value", "code", "path", "message", "hint"),
    [
        pytest.param(
            {"paralelism": 1},
            "PF301",
            ("paralelism",),
            "unknown key 'paralelism'",
            "did you mean 'parallelism'?",
            id="a misspelt key",
        ),
        pytest.param(
            {"archive": "x"},
            "PF301",
            ("archive",),
            "unknown key 'archive'",
            "did you mean 'jar'?",
            id="a key of connectors",
        ),
        pytest.param(
            {"inputSpecs": {"t": {"isRegexPattern": True, "regexPattern": False}}},
            "PF301",
            ("inputSpecs", "t", "isRegexPattern"),
            "unknown key 'isRegexPattern' in t",
            "if it means regexPattern, which is here too, remove one of them",
            id="the name of the Java field beside the key",
        ),
        pytest.param(
            {"producerConfig": {"cryptoConfig": {"encryptionKey": ["k"]}}},
            "PF301",
            ("producerConfig", "cryptoConfig", "encryptionKey"),
            "unknown key 'encryptionKey' in cryptoConfig",
            "did you mean 'encryptionKeys'?",
            id="a misspelt key far down",
        ),
        pytest.param(
            {"inputs": "t"},
            "PF302",
            ("inputs",),
            "inputs must be a list, not a text",
            'write it as a list: ["t"]',
            id="one input without a list",
        ),
        pytest.param(
            {"inputs": ["a", None]}, "PF302", ("inputs", 1), "inputs[1] must be a text, not null", "", id="a null input"
        ),
        pytest.param(
            {"parallelism": "many"},
            "PF302",
            ("parallelism",),
            "parallelism must be a whole number, not a text",
            "",
            id="a word for a number",
        ),
        pytest.param(
            {"parallelism": 1 << 31},
            "PF302",
            ("parallelism",),
            "parallelism must be a whole number that fits in 32 bits",
            "",
            id="a number that is too large",
        ),
        pytest.param(
            {"resources": {"ram": "1Gi"}},
            "PF302",
            ("resources", "ram"),
            "ram must be a whole number, not a text",
            "write bytes without a unit: 1Gi is 1073741824",
            id="a quantity for ram",
        ),
        pytest.param(
            {"resources": {"cpu": "500m"}},
            "PF302",
            ("resources", "cpu"),
            "cpu must be a number, not a text",
            "write cores without a unit: 500m is 0.5",
            id="a quantity for cpu",
        ),
        pytest.param(
            {"autoAck": "on"},
            "PF302",
            ("autoAck",),
            "autoAck must be true or false, not a text",
            "",
            id="a word for a boolean",
        ),
        pytest.param(
            {"customRuntimeOptions": {"jobName": "j"}},
            "PF302",
            ("customRuntimeOptions",),
            "customRuntimeOptions must be a text, not a mapping",
            "it is JSON text: write the mapping as JSON, in quotes",
            id="a mapping for JSON text",
        ),
        pytest.param(
            {"customSchemaInputs": {"t": {"schemaType": "avro"}}},
            "PF302",
            ("customSchemaInputs", "t"),
            "the value of 't' in customSchemaInputs must be a text, not a mapping",
            "it is JSON text: write the mapping as JSON, in quotes",
            id="a mapping for JSON text by topic",
        ),
        pytest.param(
            {"inputSpecs": {"t": 5}},
            "PF302",
            ("inputSpecs", "t"),
            "the value of 't' in inputSpecs must be a mapping, not a number",
            "write a mapping with keys such as schemaType, or {} for the defaults",
            id="a number for a consumer config",
        ),
        pytest.param(
            {"userConfig": f'{{"password": "{SECRET}"}}'},
            "PF302",
            ("userConfig",),
            "userConfig must be a mapping, not a text",
            "write its members as a mapping",
            id="JSON text for a mapping, which is not shown",
        ),
        pytest.param(
            {"processingGuarantees": "atleast_once"},
            "PF303",
            ("processingGuarantees",),
            "unknown value of processingGuarantees: atleast_once",
            "did you mean 'ATLEAST_ONCE'?",
            id="an enum in lower case",
        ),
        pytest.param(
            {"producerConfig": {"compressionType": ["LZ4"]}},
            "PF303",
            ("producerConfig", "compressionType"),
            "unknown value of compressionType: a list",
            "did you mean 'LZ4'?",
            id="a list for an enum",
        ),
        pytest.param(
            {"apiVersion": "v1", "kind": "ConfigMap", "data": {}},
            "PF304",
            ("kind",),
            "this is a Kubernetes object of kind ConfigMap, not a function config",
            "write here what pulsar-admin takes as --function-config-file",
            id="a Kubernetes object",
        ),
        pytest.param(
            [{"name": "a"}, {"name": "b"}],
            "PF304",
            (),
            "a list where one function config is expected",
            "give each config a data key of its own, or a file of its own for render",
            id="a list of configs",
        ),
        pytest.param(
            None,
            "PF304",
            (),
            "the function config is empty",
            "write what pulsar-admin takes as --function-config-file",
            id="nothing",
        ),
        pytest.param(
            "name",
            "PF304",
            (),
            "the function config is not a mapping",
            "write keys with values, such as 'name: my-name'",
            id="a word",
        ),
    ],
)
def test_what_is_wrong_with_the_form_is_told_in_the_words_of_the_config(value, code, path, message, hint):
    config, (problem,) = parse("function", value)
    assert (config is None) == (code == "PF304"), "the rest can be checked unless nothing is there"
    assert (problem.code.id, problem.path, problem.message, problem.hint) == (code, path, message, hint)
    assert problem.at_key == (code == "PF301")


@pytest.mark.parametrize(
    ("given", "read"),
    [
        pytest.param({"inputSpecs": {"t": "avro"}}, {"inputSpecs": {"t": {"schemaType": "avro"}}}, id="a schema type"),
        pytest.param({"parallelism": " ", "autoAck": "", "timeoutMs": "\t"}, {}, id="blanks are null"),
        pytest.param(
            {"producerConfig": {"batchingConfig": {"enabled": None}}},
            {"producerConfig": {"batchingConfig": {"enabled": False}}},
            id="a null that is no boolean is false",
        ),
    ],
)
def test_what_jackson_makes_of_shorthands(given, read):
    config, problems = parse("function", given)
    assert (config.members(), problems) == (read, ())


def test_what_is_wrong_below_a_misspelt_key_is_told_there():
    value = {"resource": {"cpu": 0}, "parallelism": 0, "paralelism": 1}
    _, refused = parse("function", value)
    found = (Problem(codes.TOPIC_INVALID, "", ("resources", "cpu")), Problem(codes.TOPIC_INVALID, "", ("parallelism",)))
    assert [each.path for each in as_written("function", value, refused, found)] == [
        ("resource", "cpu"),
        ("parallelism",),
    ]


def test_all_that_is_wrong_is_told_at_once():
    _, problems = parse("sink", {"inputs": "t", "jar": "x", "timeoutMs": [], "sourceSubscriptionPosition": "first"})
    assert sorted(problem.code.id for problem in problems) == ["PF301", "PF302", "PF302", "PF303"]


@pytest.mark.parametrize("component", ["function", "source", "sink"])
@pytest.mark.parametrize("key", ["secrets", "userConfig", "configs", "schemaProperties", "cryptoKeyReaderConfig"])
def test_a_value_that_may_be_secret_is_never_shown(component, key):
    for value in (SECRET, [SECRET], {"key": [SECRET]}):
        crypto = {"producerConfig": {"cryptoConfig": {key: value}}}
        for given in ({key: value}, {"inputSpecs": {"t": {key: value}}}, crypto):
            _, problems = parse(component, given)
            assert not any(SECRET in problem.message + problem.hint for problem in problems)


@pytest.mark.parametrize("model", ["function", "source", "sink"])
def test_an_empty_config_has_a_form(model):
    config, problems = parse(model, {})
    assert problems == ()
    assert config.members() == {}


def test_keys_are_those_of_yaml():
    assert {"sourceSubscriptionPosition", "negativeAckRedeliveryDelayMs", "topicToSerdeClassName"} <= set(
        known_keys(SinkConfig)
    )
    _, problems = parse("sink", {"class_name": "x"})
    assert [problem.hint for problem in problems] == ["did you mean 'className'?"]


def test_what_is_refused_is_left_out_and_what_is_misspelt_put_right_for_further_checks():
    value = {"clasName": "a.B", "nonsense": 1, "parallelism": "many", "inputs": ["a", {}], "resources": {"cpus": 2}}
    config, problems = parse("function", value)
    assert len(problems) == 5
    assert config.class_name == "a.B"
    assert config.parallelism is None
    assert config.inputs == ("a", "")
    assert config.resources.cpu == 2
    assert value["parallelism"] == "many", "what was given stays as it is"


@pytest.mark.parametrize("value", [True, False])
def test_what_functions_get_prints_of_a_pattern_is_taken(value):
    printed, problems = parse("function", {"inputSpecs": {"t": {"isRegexPattern": value, "schemaType": "json"}}})
    assert (printed, problems) == parse(
        "function", {"inputSpecs": {"t": {"regexPattern": value, "schemaType": "json"}}}
    )
    assert printed.input_specs["t"].regex_pattern is value


def test_a_value_that_is_refused_is_not_missing_too():
    _, problems = parse("function", {"windowConfig": {"windowLengthDurationMs": "30s"}})
    assert [each.code.id for each in problems] == ["PF302"]
    missing = Problem(codes.WINDOW_INVALID, "Window length is not specified", ("windowConfig",))
    other = Problem(codes.CONFIG_VALUE_MISSING, "Function name is not specified", ())
    assert as_written("function", {}, problems, (missing, other)) == (other,)
