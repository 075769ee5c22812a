import pytest

from pulsarfn.component.config.infer import infer_function, infer_sink, infer_source
from pulsarfn.component.config.parse import parse
from pulsarfn.component.config.parts import WindowConfig

INFER = {"source": infer_source, "sink": infer_sink}


def inferred(given, *, forward=True):
    config, problems = parse("function", given)
    assert problems == ()
    return infer_function(config, forward_source_message_property=forward)


@pytest.mark.parametrize(
    ("given", "attribute", "expected"),
    [
        pytest.param({}, "tenant", "public", id="the tenant"),
        pytest.param({"tenant": ""}, "tenant", "public", id="an empty tenant"),
        pytest.param({"namespace": ""}, "namespace", "default", id="an empty namespace"),
        pytest.param({"className": "a.b.C"}, "name", "C", id="the name from the class"),
        pytest.param({"className": "C"}, "name", "C", id="the name from a class without a package"),
        pytest.param({"className": "a.b."}, "name", "b", id="the name from a class that ends in a dot"),
        pytest.param({"className": ".."}, "name", "..", id="the name from nothing but dots"),
        pytest.param({}, "name", None, id="no name"),
        pytest.param({}, "parallelism", 1, id="one instance"),
        pytest.param({}, "max_pending_async_requests", 1000, id="pending requests"),
        pytest.param({"jar": "x", "py": "y", "runtime": "GO"}, "runtime", "JAVA", id="jar wins"),
        pytest.param({"py": "x", "go": "y"}, "runtime", "PYTHON", id="then py"),
        pytest.param({"go": "", "runtime": "JAVA"}, "runtime", "GO", id="then go, even an empty one"),
        pytest.param({}, "forward_source_message_property", True, id="properties are forwarded"),
        pytest.param({"windowConfig": {}, "autoAck": True}, "auto_ack", False, id="a window acknowledges"),
    ],
)
def test_what_is_missing_is_inferred(given, attribute, expected):
    assert getattr(inferred(given), attribute) == expected


@pytest.mark.parametrize(
    ("given", "attribute", "expected"),
    [
        pytest.param({"tenant": "t"}, "tenant", "t", id="a tenant"),
        pytest.param({"name": "n", "className": "a.B"}, "name", "n", id="a name"),
        pytest.param({"parallelism": 0}, "parallelism", 0, id="no instances"),
        pytest.param({"runtime": "GO"}, "runtime", "GO", id="a runtime without code"),
        pytest.param({"forwardSourceMessageProperty": False}, "forward_source_message_property", False, id="a refusal"),
        pytest.param({}, "auto_ack", None, id="acknowledgement without a window"),
    ],
)
def test_what_is_given_stays(given, attribute, expected):
    assert getattr(inferred(given), attribute) == expected


def test_the_worker_may_forbid_forwarding():
    given = {"forwardSourceMessageProperty": True}
    assert inferred(given, forward=False).forward_source_message_property is None


@pytest.mark.parametrize(
    ("window", "expected"),
    [
        pytest.param(
            {"windowLengthCount": 5},
            {"window_length_count": 5, "sliding_interval_count": 5},
            id="slides by its length in messages",
        ),
        pytest.param(
            {"windowLengthDurationMs": 5, "slidingIntervalDurationMs": 2},
            {"window_length_duration_ms": 5, "sliding_interval_duration_ms": 2},
            id="slides as it is told",
        ),
        pytest.param(
            {"windowLengthCount": 5, "timestampExtractorClassName": "x.T"},
            {
                "window_length_count": 5,
                "sliding_interval_count": 5,
                "timestamp_extractor_class_name": "x.T",
                "max_lag_ms": 0,
                "watermark_emit_interval_ms": 1000,
            },
            id="goes by the messages' time",
        ),
    ],
)
def test_a_window_is_completed(window, expected):
    config = inferred({"windowConfig": window})
    assert config.window_config == WindowConfig(**expected)


@pytest.mark.parametrize("component", ["source", "sink"])
def test_a_connector_gets_less(component):
    config, _ = parse(component, {"namespace": "", "className": "a.B"})
    completed = INFER[component](config)
    assert completed.members() == {"tenant": "public", "namespace": "", "className": "a.B", "parallelism": 1}


def test_the_config_itself_is_not_changed():
    config, _ = parse("function", {"windowConfig": {"windowLengthCount": 1}})
    infer_function(config, forward_source_message_property=True)
    assert config.tenant is None
    assert config.window_config.sliding_interval_count is None
