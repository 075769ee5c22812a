"""runtimeCustomizerConfig and customRuntimeOptions: what they take, what they refuse, how they merge."""

from copy import deepcopy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulsarfn.diagnostics import codes
from pulsarfn.diagnostics.problem import Text
from pulsarfn.worker.customizers.custom_runtime_options import CustomRuntimeOptions, parse_custom_runtime_options
from pulsarfn.worker.customizers.options import CustomizerOptions, merge, parse_runtime_customizer_config

FUNCTION = {
    "an empty text": ("", {}),
    "null": ("null", {}),
    "an empty object": ("{}", {}),
    "a lenient object": ("{jobNamespace: 'ns', jobName = my-job}", {"jobNamespace": "ns", "jobName": "my-job"}),
    "a number for a text": ('{"extraLabels": {"n": 5}}', {"extraLabels": {"n": "5"}}),
    "a number keeps its text": ('{"extraLabels": {"v": 1.10}}', {"extraLabels": {"v": "1.10"}}),
    "a boolean for a text": ('{"extraLabels": {"n": true}}', {"extraLabels": {"n": "true"}}),
    "a null for a label": ('{"extraLabels": {"n": null, "m": "x"}}', {"extraLabels": {"n": None, "m": "x"}}),
    "a null for a limit": (
        '{"resourceRequirements": {"limits": {"cpu": null}}}',
        {"resourceRequirements": {"limits": {"cpu": None}}},
    ),
    "a number for a quantity": (
        '{"resourceRequirements": {"limits": {"cpu": 2}}}',
        {"resourceRequirements": {"limits": {"cpu": "2"}}},
    ),
    "every resource name": (
        '{"resourceRequirements": {"limits": {"nvidia.com/gpu": "1"}, "requests": {"hugepages-2Mi": "4Mi"}}}',
        {"resourceRequirements": {"limits": {"nvidia.com/gpu": "1"}, "requests": {"hugepages-2Mi": "4Mi"}}},
    ),
    "a text for seconds": (
        '{"tolerations": [{"tolerationSeconds": "5"}]}',
        {"tolerations": [{"tolerationSeconds": 5}]},
    ),
    "a whole float for seconds": (
        '{"tolerations": [{"tolerationSeconds": 5.0}]}',
        {"tolerations": [{"tolerationSeconds": 5}]},
    ),
    "all of a toleration": (
        "{tolerations: [{key: k, operator: Equal, value: v, effect: NoExecute, tolerationSeconds: 7}]}",
        {
            "tolerations": [
                {"key": "k", "operator": "Equal", "value": "v", "effect": "NoExecute", "tolerationSeconds": 7}
            ]
        },
    ),
    "an option given twice": ('{"jobName": "dup1", "jobName": "dup2"}', {"jobName": "dup2"}),
}

FUNCTION_REFUSED = {
    "a list": ("[]", "must be a JSON object, not a list at line 1 column 1"),
    "a text": ('"str"', "must be a JSON object, not a text at line 1 column 1"),
    "a number": ("12", "must be a JSON object, not a number at line 1 column 1"),
    "a cut text": ('{"jobNamespace":', "not valid JSON: End of input at line 1 column 17"),
    "a list for a text": (
        '{"jobNamespace":["x"]}',
        "jobNamespace must be a text, not a list at line 1 column 17",
    ),
    "a text for a map": (
        '{"extraLabels":"x"}',
        "extraLabels must be a mapping, not a text at line 1 column 16",
    ),
    "a text for a list": (
        '{"tolerations": "x"}',
        "tolerations must be a list, not a text at line 1 column 17",
    ),
    "a boolean for a quantity": (
        "{resourceRequirements: {limits: {cpu: true}}}",
        "resourceRequirements.limits.cpu must be a text, not a boolean: write the quantity in quotes at line 1 column 39",
    ),
    "no quantity": (
        "{resourceRequirements:\n {requests: {cpu: bogus}}}",
        "resourceRequirements.requests.cpu: Unable to parse numeric part of quantity: bogus at line 2 column 19",
    ),
    "a fraction of a second": (
        "{tolerations: [{tolerationSeconds: 5.5}]}",
        "tolerations[0].tolerationSeconds must be a whole number at line 1 column 36",
    ),
    "null among the tolerations": (
        "{tolerations: [null]}",
        "tolerations[0] must be a mapping, not null at line 1 column 16",
    ),
    "a label given twice": ("{extraLabels: {a: 1, a: 2}}", "extraLabels: duplicate key: a at line 1 column 22"),
}


def _dump(options):
    return options.members()


@pytest.mark.parametrize(("text", "expected"), FUNCTION.values(), ids=FUNCTION)
def test_custom_runtime_options(text, expected):
    options, problems = parse_custom_runtime_options(text)
    assert problems == ()
    assert _dump(options) == expected


@pytest.mark.parametrize(("text", "message"), FUNCTION_REFUSED.values(), ids=FUNCTION_REFUSED)
def test_custom_runtime_options_refused(text, message):
    options, problems = parse_custom_runtime_options(text)
    assert options is None
    assert [each.message for each in problems] == [f"customRuntimeOptions: {message}"]
    assert {(each.text, each.path) for each in problems} == {(Text.CONFIG, ("customRuntimeOptions",))}


def test_unknown_members_are_told_with_the_nearest_known_one_and_all_at_once():
    _, problems = parse_custom_runtime_options('{"extraLabls": {}, "tolerations": [{"effects": "x"}], "jobName": []}')
    assert [(each.code, each.message, each.hint) for each in problems] == [
        (
            codes.CUSTOMIZER_OPTION_UNKNOWN,
            "customRuntimeOptions: unknown key 'extraLabls' at line 1 column 2",
            "did you mean 'extraLabels'?",
        ),
        (
            codes.CUSTOMIZER_OPTION_UNKNOWN,
            "customRuntimeOptions: unknown key 'tolerations[0].effects' at line 1 column 37",
            "did you mean 'effect'?",
        ),
        (
            codes.CUSTOMIZER_OPTION_INVALID,
            "customRuntimeOptions: jobName must be a text, not a list at line 1 column 66",
            "",
        ),
    ]


WORKER = {
    "nothing": ({}, {}),
    "a null member": ({"extraLabels": None}, {}),
    "a null inside": ({"extraLabels": {"a": None}}, {}),
    "a number for a text": (
        {"extraLabels": {"n": 5, "f": 1.0, "b": True}},
        {"extraLabels": {"n": "5", "f": "1.0", "b": "true"}},
    ),
    "a float for seconds is cut": (
        {"tolerations": [{"tolerationSeconds": 7.9}]},
        {"tolerations": [{"tolerationSeconds": 7}]},
    ),
    "quantities as texts": (
        {"resourceRequirements": {"limits": {"cpu": "1.5", "nvidia.com/gpu": "1"}}},
        {"resourceRequirements": {"limits": {"cpu": "1500m", "nvidia.com/gpu": "1"}}},
    ),
}

WORKER_REFUSED = {
    "a number for a quantity": (
        {"resourceRequirements": {"limits": {"cpu": 2}}},
        ("resourceRequirements", "limits", "cpu"),
        "runtimeCustomizerConfig.resourceRequirements.limits.cpu must be a text, not a number: write the quantity in quotes",
    ),
    "a text for a list": (
        {"tolerations": "x"},
        ("tolerations",),
        "runtimeCustomizerConfig.tolerations must be a list, not a text",
    ),
    "a text for all": (
        "x",
        (),
        "runtimeCustomizerConfig must be a mapping, not a text",
    ),
    "an unknown member": (
        {"unknownOpt": 1},
        ("unknownOpt",),
        "unknown key 'runtimeCustomizerConfig.unknownOpt'",
    ),
}


@pytest.mark.parametrize(("config", "expected"), WORKER.values(), ids=WORKER)
def test_runtime_customizer_config(config, expected):
    options, problems = parse_runtime_customizer_config(config)
    assert problems == ()
    assert _dump(options) == expected


@pytest.mark.parametrize(("config", "path", "message"), WORKER_REFUSED.values(), ids=WORKER_REFUSED)
def test_runtime_customizer_config_refused(config, path, message):
    options, problems = parse_runtime_customizer_config(config)
    assert options is None
    assert [(each.message, each.path, each.text) for each in problems] == [
        (message, ("runtimeCustomizerConfig", *path), Text.WORKER_CONFIG)
    ]


MERGED = {
    "nothing over nothing": ({}, {}, {}),
    "the worker's alone": (
        {"jobName": "w", "extraLabels": {"a": "w"}},
        {},
        {"jobName": "w", "extraLabels": {"a": "w"}},
    ),
    "the function's alone": ({}, {"jobNamespace": "f"}, {"jobNamespace": "f"}),
    "an empty name overrides nothing": ({"jobName": "w"}, {"jobName": ""}, {"jobName": "w"}),
    "names": ({"jobName": "w", "jobNamespace": "w"}, {"jobName": "f"}, {"jobName": "f", "jobNamespace": "w"}),
    "maps key by key": (
        {"extraLabels": {"a": "w", "b": "w"}, "nodeSelectorLabels": {"n": "w"}, "extraAnnotations": {"x": "w"}},
        {"extraLabels": {"b": "f", "c": "f"}, "nodeSelectorLabels": {"n": "f"}, "extraAnnotations": {"y": "f"}},
        {
            "extraLabels": {"a": "w", "b": "f", "c": "f"},
            "nodeSelectorLabels": {"n": "f"},
            "extraAnnotations": {"x": "w", "y": "f"},
        },
    ),
    "resources key by key": (
        {"resourceRequirements": {"limits": {"cpu": "1", "memory": "1Gi"}}},
        {"resourceRequirements": {"limits": {"memory": "2Gi"}, "requests": {"cpu": "500m"}}},
        {"resourceRequirements": {"limits": {"cpu": "1", "memory": "2Gi"}, "requests": {"cpu": "500m"}}},
    ),
    "a null takes away": (
        {"extraLabels": {"a": "w", "b": "w"}},
        {"extraLabels": {"a": None}},
        {"extraLabels": {"a": None, "b": "w"}},
    ),
    "tolerations behind one another": (
        {"tolerations": [{"key": "w"}]},
        {"tolerations": [{"key": "w"}, {"key": "f"}]},
        {"tolerations": [{"key": "w"}, {"key": "w"}, {"key": "f"}]},
    ),
    "extractLabels means extraLabels": (
        {"extractLabels": {"a": "w"}},
        {"extractLabels": {"b": "f"}},
        {"extraLabels": {"a": "w", "b": "f"}},
    ),
    "extraLabels wins over extractLabels key by key": (
        {},
        {"extraLabels": {"a": "extra"}, "extractLabels": {"a": "extract", "b": "extract"}},
        {"extraLabels": {"a": "extra", "b": "extract"}},
    ),
    "the function's extractLabels win over the worker's extraLabels": (
        {"extraLabels": {"a": "w"}},
        {"extractLabels": {"a": "f"}},
        {"extraLabels": {"a": "f"}},
    ),
}


@pytest.mark.parametrize(("worker", "function", "expected"), MERGED.values(), ids=MERGED)
def test_merge(worker, function, expected):
    merged = merge(CustomizerOptions.read(worker), CustomRuntimeOptions.read(function))
    assert _dump(merged) == expected


_LABELS = st.dictionaries(st.sampled_from("abc"), st.sampled_from("xyz"))
_OPTIONS = st.builds(
    lambda labels, limits, keys: CustomizerOptions.read(
        {
            "extraLabels": labels,
            "resourceRequirements": {"limits": dict.fromkeys(limits, "1")},
            "tolerations": [{"key": key} for key in keys],
        }
    ),
    _LABELS,
    st.lists(st.sampled_from(["cpu", "memory"])),
    st.lists(st.sampled_from("kl"), max_size=3),
)


@given(_OPTIONS, _OPTIONS)
def test_merge_changes_neither_side(worker, function):
    before = deepcopy((worker.members(), function.members()))
    merged = merge(worker, function)
    merged.extra_labels["changed"] = "later"
    assert (worker.members(), function.members()) == before


@given(_OPTIONS)
def test_no_options_change_nothing(options):
    assert merge(options, CustomizerOptions()) == merge(CustomizerOptions(), options)
