"""What a broker hands over to the function worker embedded in it."""

import pytest

from pulsarfn.diagnostics import codes
from pulsarfn.worker.broker import hand_over, is_broker
from pulsarfn.worker.env_script import from_env_keys

NOTHING = {
    "brokerClientAuthenticationPlugin": "",
    "brokerClientAuthenticationParameters": "",
    "brokerClientTrustCertsFilePath": "",
    "tlsTrustCertsFilePath": "",
    "authenticationEnabled": False,
    "tlsAllowInsecureConnection": False,
}

HANDED = {
    "nothing but a broker's defaults": ({}, {}),
    "the cluster's name": ({"clusterName": "c"}, {"pulsarFunctionsCluster": "c"}),
    "a worker's own cluster name where the broker has none": (
        {"PF_pulsarFunctionsCluster": "w"},
        {"pulsarFunctionsCluster": "w"},
    ),
    "authentication": ({"authenticationEnabled": "True"}, {"authenticationEnabled": True}),
    "only true is true": ({"authenticationEnabled": "yes"}, {}),
    "plugin and parameters": (
        {"brokerClientAuthenticationPlugin": "p", "brokerClientAuthenticationParameters": " q "},
        {"brokerClientAuthenticationPlugin": "p", "brokerClientAuthenticationParameters": "q"},
    ),
    "TLS": (
        {
            "tlsTrustCertsFilePath": "/ca",
            "brokerClientTrustCertsFilePath": "/bca",
            "tlsAllowInsecureConnection": "true",
            "tlsHostnameVerificationEnabled": "true",
        },
        {
            "tlsTrustCertsFilePath": "/ca",
            "brokerClientTrustCertsFilePath": "/bca",
            "tlsAllowInsecureConnection": True,
            "tlsEnableHostnameVerification": True,
        },
    ),
    "the prefixed form of a key": (
        {"PULSAR_PREFIX_clusterName": "p", "clusterName": "c"},
        {"pulsarFunctionsCluster": "p"},
    ),
    "the URLs and useTls stay the worker's": (
        {"PF_pulsarServiceUrl": "u", "PF_useTls": "true", "brokerServicePort": "6650"},
        {"pulsarServiceUrl": "u", "useTls": "true"},
    ),
}


@pytest.mark.parametrize(("pairs", "expected"), HANDED.values(), ids=HANDED)
def test_handed_over(pairs, expected):
    config = hand_over(from_env_keys(pairs), pairs)
    assert (config.value, config.problems) == (NOTHING | expected, ())


IGNORED = {
    "authentication": ({"PF_authenticationEnabled": "true"}, "authenticationEnabled", "authenticationEnabled"),
    "host names": (
        {"PF_tlsEnableHostnameVerification": "true"},
        "tlsEnableHostnameVerification",
        "tlsHostnameVerificationEnabled",
    ),
    "the CA": (
        {"PF_tlsTrustCertsFilePath": "/w", "tlsTrustCertsFilePath": "/b"},
        "tlsTrustCertsFilePath",
        "tlsTrustCertsFilePath",
    ),
    "the cluster's name": (
        {"PF_pulsarFunctionsCluster": "w", "clusterName": "c"},
        "pulsarFunctionsCluster",
        "clusterName",
    ),
}


@pytest.mark.parametrize(("pairs", "key", "broker_key"), IGNORED.values(), ids=IGNORED)
def test_a_key_of_the_worker_that_has_no_effect_is_warned_of(pairs, key, broker_key):
    (problem,) = hand_over(from_env_keys(pairs), pairs).problems
    assert (problem.code, problem.path) == (codes.EMBEDDED_WORKER_KEY_IGNORED, (key,))
    assert problem.message == (
        f"PF_{key} has no effect: a function worker embedded in the broker takes the broker's own {broker_key}"
    )


EQUAL = {
    "false where the broker says nothing": {"PF_authenticationEnabled": "false"},
    "an empty text where the broker says nothing": {"PF_tlsTrustCertsFilePath": ""},
    "the same name": {"PF_pulsarFunctionsCluster": "c", "clusterName": "c"},
    "the same word in another case": {"PF_authenticationEnabled": "true", "authenticationEnabled": "TRUE"},
}


@pytest.mark.parametrize("pairs", EQUAL.values(), ids=EQUAL)
def test_a_key_that_says_the_same_is_not_warned_of(pairs):
    assert hand_over(from_env_keys(pairs), pairs).problems == ()


def test_values_remember_the_broker_key_they_come_from():
    pairs = {"clusterName": "c", "PULSAR_PREFIX_tlsTrustCertsFilePath": "/ca", "PF_x": "y"}
    origins = hand_over(from_env_keys(pairs), pairs).origins
    assert origins == {
        ("x",): "PF_x",
        ("pulsarFunctionsCluster",): "clusterName",
        ("tlsTrustCertsFilePath",): "PULSAR_PREFIX_tlsTrustCertsFilePath",
    }


@pytest.mark.parametrize(
    ("pairs", "broker"),
    [
        ({"functionsWorkerEnabled": "true"}, True),
        ({"brokerServicePort": "6650"}, True),
        ({"brokerServicePortTls": "6651"}, True),
        ({"PF_workerPort": "6750", "PF_tlsEnabled": "true"}, False),
        ({}, False),
    ],
    ids=["functions enabled", "port", "TLS port", "function worker", "nothing"],
)
def test_brokers_are_known_by_their_keys(pairs, broker):
    assert is_broker(pairs) is broker
