"""Bare configs: pulsar-admin's flags for ``render``, and the commands that take such configs with ``--as``."""

import json

import pytest
import yaml

from program import URLS, run
from pulsarfn.cli.pulsar_admin import CONFIG_FILES, FLAGS, spelt_today

FUNCTION = {
    "tenant": "shop",
    "namespace": "orders",
    "name": "enrich",
    "className": "org.example.Enrich",
    "jar": "function://shop/orders/enrich@v1",
    "inputs": ["in", "more"],
    "output": "out",
    "userConfig": {"n": 1, "deep": {"list": [1.5, True, None, "x"]}},
    "resources": {"cpu": 0.5, "ram": 536870912},
    "retainOrdering": True,
    "autoAck": False,
    "windowConfig": {"windowLengthCount": 10},
}
FUNCTION_FLAGS = (
    *("--tenant", "shop", "--namespace", "orders", "--name", "enrich"),
    *("--classname", "org.example.Enrich", "--jar", "function://shop/orders/enrich@v1"),
    *("--inputs", "in,more", "--output", "out", "--user-config", json.dumps(FUNCTION["userConfig"])),
    *("--cpu", "0.5", "--ram", "536870912", "--retain-ordering", "--auto-ack", "false", "--window-length-count", "10"),
)
SINK = {
    "name": "archive",
    "archive": "builtin://jdbc-postgres",
    "inputs": ["in"],
    "sourceSubscriptionName": "archive",
    "sourceSubscriptionPosition": "Earliest",
    "configs": {"jdbcUrl": "jdbc:postgresql://db/x", "batchSize": 10},
    "secrets": {"password": {"path": "db", "key": "password"}},
    "maxMessageRetries": 3,
    "deadLetterTopic": "dead",
    "topicToSchemaType": {"in": "JSON"},
}
SINK_FLAGS = (
    *("--name", "archive", "-t", "jdbc-postgres", "-i", "in", "--subs-name", "archive"),
    *("--subs-position", "Earliest", "--sink-config", json.dumps(SINK["configs"])),
    *("--secrets", json.dumps(SINK["secrets"]), "--max-redeliver-count", "3", "--dead-letter-topic", "dead"),
    *("--custom-schema-inputs", '{"in": "JSON"}'),
)
SOURCE = {
    "name": "orders",
    "archive": "builtin://debezium-mysql",
    "topicName": "out",
    "configs": {"database.hostname": "db"},
    "parallelism": 2,
    "processingGuarantees": "ATMOST_ONCE",
    "schemaType": "JSON",
    "producerConfig": {"maxPendingMessages": 7},
}
SOURCE_FLAGS = (
    *("--name", "orders", "--source-type", "debezium-mysql", "--destination-topic-name", "out"),
    *("--source-config", json.dumps(SOURCE["configs"]), "--parallelism", "2"),
    *("--processing-guarantees", "ATMOST_ONCE", "-st", "JSON", "--producer-config", '{"maxPendingMessages": 7}'),
)
KINDS = {"function": (FUNCTION, FUNCTION_FLAGS), "sink": (SINK, SINK_FLAGS), "source": (SOURCE, SOURCE_FLAGS)}


def render(component, *arguments, config=None, env=None):
    stdin = b"" if config is None else json.dumps(config).encode()
    return run("render", component, *arguments, *URLS, "-q", stdin=stdin, env=env)


@pytest.mark.parametrize("component", KINDS)
def test_flags_say_what_a_file_says(component):
    config, flags = KINDS[component]
    told = render(component, *flags)
    assert (told.status, told.err) == (0, "")
    assert told.out == render(component, "-", config=config).out


def test_flags_win_over_the_file():
    given = FUNCTION | {"name": "other", "resources": {"cpu": 4, "disk": 1}, "inputs": ["other"]}
    told = render("function", "--function-config-file", "-", *FUNCTION_FLAGS, config=given)
    with_disk = FUNCTION | {"resources": {"cpu": 0.5, "disk": 1, "ram": 536870912}}
    assert told.out == render("function", "-", config=with_disk).out


def test_a_fully_qualified_name_replaces_the_three_parts_of_the_file():
    told = render("function", "-", "--fqfn", "a/b/c", config=FUNCTION)
    renamed = FUNCTION | {"tenant": "a", "namespace": "b", "name": "c"}
    assert told.out == render("function", "-", config=renamed).out


def test_a_connector_type_replaces_the_archive_of_the_file():
    given = SINK | {"archive": "local:///x.nar"}
    assert render("sink", "-", "--sink-type", "jdbc-postgres", config=given) == render("sink", "-", config=SINK)


def test_older_spellings():
    given = ("--className", "F", "--userConfig", "{}", "--logTopic", "log", "--autoAck", "true", "--subsName", "s")
    today = ("--classname", "F", "--user-config", "{}", "--log-topic", "log", "--auto-ack", "true", "--subs-name", "s")
    rest = ("--jar", "local:///f.jar", "-i", "in")
    told = render("function", *given, *rest)
    assert told.status == 0
    assert told == render("function", *today, *rest)


def test_the_namespace_of_kubernetes_has_its_own_option():
    for arguments, env in (((*FUNCTION_FLAGS, "-n", "kube"), {}), (FUNCTION_FLAGS, {"PULSARFN_NAMESPACE": "kube"})):
        objects = [*yaml.safe_load_all(render("function", *arguments, env=env).out)]
        assert {each["metadata"]["namespace"] for each in objects} == {"kube"}
        assert {each["metadata"]["labels"]["namespace"] for each in objects} == {"orders"}


@pytest.mark.parametrize(
    ("component", "arguments", "words"),
    [
        ("sink", ("--user-config", "{}"), "--user-config is for a function, not for a sink"),
        ("source", ("-i", "in"), "--inputs is for a function or sink, not for a source"),
        ("function", ("--user-config", "{s3cret: [}"), "--user-config: not JSON, at line 1, column "),
        ("function", ("--retain-ordering=false",), "--retain-ordering"),
        ("function", ("--name", "\udcff"), "--name: the text is not UTF-8"),
        ("function", ("--name", "x", "--set", "pulsarServiceUrl=\udcff"), "the text is not UTF-8"),
        ("function", ("--nmae", "x"), "--nmae"),
        ("function", (), "give a CONFIG, or the flags"),
    ],
)
def test_flags_that_cannot_be(component, arguments, words):
    told = render(component, *arguments)
    assert (told.status, told.out) == (2, "")
    assert words in told.err
    assert "s3cret" not in told.err


@pytest.mark.parametrize(
    ("arguments", "place"),
    [
        (("--parallelism", "0"), "--parallelism"),
        (("--cpu", "lots"), "--cpu"),
        (("--input-specs", '{"t": {"shemaType": "JSON"}}'), "--input-specs"),
        (("--custom-runtime-options", '{"jobNamespac": "x"}'), "--custom-runtime-options"),
        (("--jar", "s3://x/f.jar"), "--jar"),
        (("--fqfn", "a/b"), "--fqfn"),
    ],
)
def test_a_problem_of_a_flag_points_to_it(arguments, place):
    told = render("function", "-", *arguments, config=FUNCTION)
    assert (told.status, told.out) == (1, "")
    assert f"\n  --> {place}\n" in told.err


def test_what_no_flag_says_is_missed_on_the_command_line():
    told = render("sink", "--name", "x")
    assert (told.status, told.out) == (1, "")
    assert "error[PF305]: Sink Package is not provided\n  --> command line\n" in told.err


def test_a_problem_of_the_file_points_into_the_file():
    told = render("function", "-", "--cpu", "1", config=FUNCTION | {"parallelism": 0})
    assert "\n  --> stdin:1:" in told.err


def test_every_flag_sets_a_key_that_there_is():
    for flag in FLAGS:
        assert flag.keys, flag.options
        assert flag.help


OF_PULSAR_ADMIN = {
    "function": """
        --fqfn --tenant --namespace --name --className --classname -t --function-type --cleanup-subscription --jar
        --py --go -i --inputs --topicsPattern --topics-pattern -o --output --producer-config --logTopic --log-topic
        -st --schema-type --customSerdeInputs --custom-serde-inputs --custom-schema-inputs --custom-schema-outputs
        --input-specs --input-type-class-name --outputSerdeClassName --output-serde-classname --output-type-class-name
        --functionConfigFile --function-config-file --processingGuarantees --processing-guarantees --userConfig
        --user-config --retainOrdering --retain-ordering --retain-key-ordering --batch-builder
        --forward-source-message-property --subs-name --subs-position --skip-to-latest --parallelism --cpu --ram
        --disk --windowLengthCount --window-length-count --windowLengthDurationMs --window-length-duration-ms
        --slidingIntervalCount --sliding-interval-count --slidingIntervalDurationMs --sliding-interval-duration-ms
        --autoAck --auto-ack --timeoutMs --timeout-ms --max-message-retries --custom-runtime-options --secrets
        --dead-letter-topic --runtime-flags
    """,
    "source": """
        --tenant --namespace --name -t --source-type --processingGuarantees --processing-guarantees -o
        --destinationTopicName --destination-topic-name --producer-config --batch-builder --deserializationClassName
        --deserialization-classname -st --schema-type --parallelism -a --archive --className --classname
        --sourceConfigFile --source-config-file --cpu --ram --disk --sourceConfig --source-config
        --batch-source-config --custom-runtime-options --secrets --log-topic --runtime-flags
    """,
    "sink": """
        --tenant --namespace --name -t --sink-type --cleanup-subscription -i --inputs --topicsPattern --topics-pattern
        --subsName --subs-name --subs-position --customSerdeInputs --custom-serde-inputs --custom-schema-inputs
        --input-specs --max-redeliver-count --dead-letter-topic --processingGuarantees --processing-guarantees
        --retainOrdering --retain-ordering --parallelism --retain-key-ordering -a --archive --className --classname
        --sinkConfigFile --sink-config-file --cpu --ram --disk --sinkConfig --sink-config --auto-ack --timeout-ms
        --negative-ack-redelivery-delay-ms --custom-runtime-options --secrets --transform-function
        --transform-function-classname --transform-function-config --log-topic --runtime-flags
    """,
}
"""The flags of ``pulsar-admin functions|sources|sinks create`` in Pulsar 4.0.8, as its command line declares them."""


@pytest.mark.parametrize("component", OF_PULSAR_ADMIN)
def test_every_flag_of_pulsar_admin_is_taken(component):
    known = {option for flag in FLAGS if component in flag.keys for option in flag.options} | set(CONFIG_FILES)
    given = OF_PULSAR_ADMIN[component].split()
    assert len(given) > 30
    assert {each for each in given if not {each, f"--{spelt_today(each.lstrip('-'))}"} & known} == set()


@pytest.fixture
def configs(tmp_path):
    (tmp_path / "old.yaml").write_text(json.dumps(FUNCTION))
    (tmp_path / "new.yaml").write_text(json.dumps(FUNCTION | {"output": "elsewhere"}))
    (tmp_path / "bad.yaml").write_text(json.dumps(FUNCTION | {"parallelism": 0}))
    return tmp_path


def test_lint_of_bare_configs(configs):
    told = run("lint", "--as", "function", "old.yaml", *URLS, cwd=configs)
    assert told.status == 0
    assert "warning[PF611]" in told.err
    told = run("lint", "--as", "function", "bad.yaml", *URLS, "-o", "json", cwd=configs)
    assert told.status == 1
    assert "PF306" in {each["code"] for each in json.loads(told.out)["diagnostics"]}
    told = run("lint", "--as", "sink", "old.yaml", *URLS, cwd=configs)
    assert "unknown key 'jar'" in told.err


def test_two_bare_configs_of_one_function_collide(configs):
    told = run("lint", "--as", "function", "old.yaml", "new.yaml", *URLS, cwd=configs)
    assert told.status == 1
    assert "shop/orders/enrich" in told.err


def test_explain_of_bare_configs(configs):
    told = run(
        "explain", "--as", "function", "-f", "old.yaml", "enrich", "--field", "spec.replicas", *URLS, cwd=configs
    )
    assert told.status == 0
    assert "replicas: 1  ← Pulsar's default" in told.out


def test_graph_of_bare_configs(configs):
    told = run("graph", "--as", "function", "old.yaml", *URLS, cwd=configs)
    assert told.status == 0
    assert "enrich<br/>function" in told.out


def test_diff_of_bare_configs(configs):
    told = run("diff", "--as", "function", "old.yaml", "new.yaml", *URLS, cwd=configs)
    assert told.status == 1
    assert told.out.startswith("function shop/orders/enrich: rolls the pods\n")


@pytest.mark.parametrize(
    ("flags", "names"),
    [
        pytest.param(("--namespace", "kube"), ("kube", "pf-public-default-enrich"), id="alone: Kubernetes'"),
        pytest.param(("-n", "kube"), ("kube", "pf-public-default-enrich"), id="the short one: Kubernetes'"),
        pytest.param(("--tenant", "t", "--namespace", "p"), (None, "pf-t-p-enrich"), id="beside --tenant: Pulsar's"),
        pytest.param(
            ("--tenant", "t", "--namespace", "p", "-n", "kube"), ("kube", "pf-t-p-enrich"), id="both, each its own"
        ),
    ],
)
def test_whose_namespace_the_flag_means(flags, names):
    given = ("--name", "enrich", "--classname", "a.B", "--jar", "local:///a.jar", "--inputs", "in")
    done = run("render", "function", *given, *flags, *URLS)
    metadata = [each["metadata"] for each in yaml.safe_load_all(done.out)]
    assert {(each.get("namespace"), each["name"]) for each in metadata} == {names}
