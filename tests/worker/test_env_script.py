"""The PF_ keys of an environment, by the rules of gen-yml-from-env.py."""

import pytest

from pulsarfn.diagnostics import codes
from pulsarfn.worker.env_script import from_env_keys, prefer_factory_configs

NESTED = {
    "nothing": ({}, {}),
    "other variables": ({"clusterName": "x", "PULSAR_MEM": "-Xmx1g", "pf_a": "x"}, {}),
    "a key": ({"PF_pulsarFunctionsCluster": "c"}, {"pulsarFunctionsCluster": "c"}),
    "nested keys": ({"PF_a_b": "1", "PF_a_c_d": "2"}, {"a": {"b": "1", "c": {"d": "2"}}}),
    "values stay texts": (
        {"PF_functionRuntimeFactoryConfigs_grpcPort": "1", "PF_useTls": "true", "PF_x": " y "},
        {"functionRuntimeFactoryConfigs": {"grpcPort": "1"}, "useTls": "true", "x": " y "},
    ),
    "a few numbers": (
        {"PF_workerPort": " 6_750 ", "PF_a_failureCheckFreqMs": "-1"},
        {"workerPort": 6750, "a": {"failureCheckFreqMs": -1}},
    ),
    "a few lists": (
        {"PF_superUserRoles": "a, b,", "PF_a_tlsCiphers": ""},
        {"superUserRoles": ["a", " b", ""], "a": {"tlsCiphers": [""]}},
    ),
    "a doubled underscore makes an empty key": ({"PF_a__b": "x"}, {"a": {"": {"b": "x"}}}),
    "the prefix alone makes an empty key": ({"PF_": "x"}, {"": "x"}),
    "the prefix twice": ({"PF_PF_a": "x"}, {"PF": {"a": "x"}}),
    "containerFactory k8s drops the others": (
        {"PF_containerFactory": "k8s", "PF_processContainerFactory_x": "y", "PF_kubernetesContainerFactory_x": "y"},
        {"kubernetesContainerFactory": {"x": "y"}},
    ),
    "containerFactory process drops the others": (
        {"PF_containerFactory": "process", "PF_threadContainerFactory_x": "y", "PF_kubernetesContainerFactory_x": "y"},
        {},
    ),
    "another containerFactory drops nothing": (
        {"PF_containerFactory": "K8s", "PF_threadContainerFactory_x": "y"},
        {"threadContainerFactory": {"x": "y"}},
    ),
}


@pytest.mark.parametrize(("pairs", "value"), NESTED.values(), ids=NESTED)
def test_nested_keys(pairs, value):
    config = from_env_keys(pairs)
    assert (config.value, config.problems) == (value, ())


def test_keys_stand_in_the_order_of_the_sorted_variables():
    config = from_env_keys({"PF_labels_b": "1", "PF_labels_B": "2", "PF_labels_a": "3", "PF_Z": "4"})
    assert list(config.value) == ["Z", "labels"]
    assert list(config.value["labels"]) == ["B", "a", "b"]


def test_each_value_remembers_its_variable():
    config = from_env_keys({"PF_a_b": "1", "PF_c": "2", "d": "3"})
    assert config.origins == {("a", "b"): "PF_a_b", ("c",): "PF_c"}


FATAL = {
    "a key inside of a text": (
        {"PF_a": "x", "PF_a_b": "y"},
        ("a", "b"),
        "PF_a is a value, so PF_a_b cannot be a key inside of it",
    ),
    "a key deep inside of a text": (
        {"PF_a_b": "x", "PF_a_b_c_d": "y"},
        ("a", "b", "c", "d"),
        "PF_a_b is a value, so PF_a_b_c_d cannot be a key inside of it",
    ),
    "a word for a number": ({"PF_workerPort": "abc"}, ("workerPort",), "PF_workerPort must be a whole number"),
}


@pytest.mark.parametrize(("pairs", "path", "message"), FATAL.values(), ids=FATAL)
def test_what_the_script_dies_of(pairs, path, message):
    problems = from_env_keys(pairs).problems
    assert [(each.code, each.path, each.message) for each in problems] == [
        (codes.ENVIRONMENT_KEYS_CONFLICT, path, message)
    ]


def test_the_old_factory_stands_in_for_the_new_one():
    config = prefer_factory_configs(from_env_keys({"PF_kubernetesContainerFactory_jobNamespace": "ns"}))
    assert config.value["functionRuntimeFactoryConfigs"] == {"jobNamespace": "ns"}
    origin = config.origins["functionRuntimeFactoryConfigs", "jobNamespace"]
    assert (origin, config.problems) == ("PF_kubernetesContainerFactory_jobNamespace", ())


DIFFERING = {
    "equal": ({"jobName": "x"}, {"jobName": "x"}, []),
    "only the new one": ({"jobName": "x"}, {}, []),
    "another value": ({"jobName": "x"}, {"jobName": "y"}, ["jobName"]),
    "only the old one": ({"jobName": "x"}, {"jobName": "x", "k8Uri": "u"}, ["k8Uri"]),
    "nested": ({"customLabels_a": "x"}, {"customLabels_a": "y"}, ["customLabels"]),
}


@pytest.mark.parametrize(("new", "old", "differing"), DIFFERING.values(), ids=DIFFERING)
def test_where_both_are_given_the_new_one_counts_and_differences_are_told(new, old, differing):
    pairs = {f"PF_functionRuntimeFactoryConfigs_{key}": value for key, value in new.items()}
    pairs |= {f"PF_kubernetesContainerFactory_{key}": value for key, value in old.items()}
    before = from_env_keys(pairs)
    after = prefer_factory_configs(before)
    assert after.value == before.value
    assert [(each.code, each.path) for each in after.problems] == [
        (codes.CONTAINER_FACTORY_DIFFERS, ("kubernetesContainerFactory", key)) for key in differing
    ]
