"""The topology of a stream: full names of topics, what a component reads and writes, and who reads what another writes."""

import pytest
import yaml

from pulsarfn.analysis.topology import flow_of, topology
from pulsarfn.component.config.topics import full_name
from pulsarfn.component.stages import expand_component
from pulsarfn.component.surroundings import Surroundings
from pulsarfn.worker.parse import DEFAULTS, parse_worker_config
from pulsarfn.worker.providers import worker_of

URLS = {"pulsarServiceUrl": "pulsar://b:6650", "pulsarWebServiceUrl": "http://b:8080"}
FUNCTION = {"className": "a.F", "jar": "function://public/default/f@v1"}
SINK = {"className": "a.S", "archive": "sink://public/default/s@v1"}


def objects(component, text, base):
    config, _ = parse_worker_config(DEFAULTS | URLS)
    worker, _ = worker_of(config)
    expanded, problems = expand_component(
        component, base | yaml.safe_load(text), worker=worker, surroundings=Surroundings()
    )
    assert not problems
    return expanded


def function(text):
    return objects("function", text, FUNCTION)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("in", "persistent://public/default/in"),
        ("a/b/c", "persistent://a/b/c"),
        ("persistent://a/b/c", "persistent://a/b/c"),
        ("Non-Persistent://a/b/c", "non-persistent://a/b/c"),
    ],
)
def test_the_full_name_of_a_topic(written, name):
    assert full_name(written) == name


def test_all_that_a_function_reads_and_writes():
    flow = flow_of(
        function(
            """
            name: f
            inputs: [in, a/b/c]
            topicsPattern: a/b/x.*
            inputSpecs: {in: {receiverQueueSize: 5}, "d.*": {regexPattern: true}}
            output: out
            logTopic: log
            maxMessageRetries: 3
            deadLetterTopic: dead
            windowConfig: {windowLengthCount: 10, lateDataTopic: late}
            subName: own
            parallelism: 2
            """
        )
    )
    assert [(each.name, each.path, each.at_key, each.is_pattern) for each in flow.inputs] == [
        ("persistent://public/default/in", ("inputs", 0), False, False),
        ("persistent://a/b/c", ("inputs", 1), False, False),
        ("persistent://a/b/x.*", ("topicsPattern",), False, True),
        ("persistent://public/default/d.*", ("inputSpecs", "d.*"), True, True),
    ]
    assert [each.name for each in flow.outputs] == [
        "persistent://public/default/out",
        "persistent://public/default/late",
    ]
    assert (flow.log_topic.path, flow.dead_letter_topic.path) == (("logTopic",), ("deadLetterTopic",))
    assert (str(flow), flow.subscription, flow.parallelism) == ("function public/default/f", "own", 2)


def test_a_sink_writes_to_no_topic_and_a_source_reads_none():
    sink = flow_of(objects("sink", "{name: s, inputs: [in], sourceSubscriptionName: own}", SINK))
    source = flow_of(objects("source", "{name: s, topicName: out}", SINK))
    assert ([each.written for each in sink.inputs], sink.subscription, sink.outputs) == (["in"], "own", ())
    assert (source.inputs, source.subscription, [each.path for each in source.outputs]) == ((), "", [("topicName",)])


def test_the_subscription_is_called_as_the_component_unless_it_has_a_name():
    assert flow_of(function("{tenant: t, namespace: n, name: f, inputs: [in]}")).subscription == "t/n/f"
    assert flow_of(function("{name: f, inputs: [in], subName: ' '}")).subscription == "public/default/f"


@pytest.mark.parametrize(
    ("reads", "written", "does"),
    [
        ("inputs: [x]", "persistent://public/default/x", True),
        ("inputs: [x]", "non-persistent://public/default/x", False),
        ("inputs: [x-partition-3]", "x", True),
        ("inputs: [x-partition-3]", "x-partition-0", False),
        ("topicsPattern: persistent://public/default/x.*", "xy", True),
        ("topicsPattern: public/default/x.*", "xy-partition-1", True),
        ("topicsPattern: public/default/x.*", "public/other/xy", False),
        ("topicsPattern: public/default/x.*", "non-persistent://public/default/xy", False),
        ("topicsPattern: x.*", "xy", False),
        ("topicsPattern: .*x.*", "xy", True),
        ("topicsPattern: 'public/default/(?=x).*'", "xy", False),
    ],
)
def test_who_reads_what_another_writes(reads, written, does):
    found = topology(
        [function(f"{{name: reader, {reads}}}"), function(f"{{name: writer, inputs: [i], output: '{written}'}}")]
    )
    readers = [number for number, _ in found.readers(found.flows[1].output)]
    assert readers == ([0] if does else [])
