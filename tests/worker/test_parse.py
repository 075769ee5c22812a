"""Worker configs as a whole: which runtime factory, what is refused, and in whose words."""

import pytest

from pulsarfn.diagnostics import codes
from pulsarfn.diagnostics.problem import Severity, Text
from pulsarfn.worker.overrides import parse_override
from pulsarfn.worker.parse import DEFAULTS, parse_worker_config
from pulsarfn.worker.worker_config import KUBERNETES_RUNTIME_FACTORY

KUBERNETES = {"functionRuntimeFactoryClassName": KUBERNETES_RUNTIME_FACTORY, "functionRuntimeFactoryConfigs": {}}
PROCESS = "org.apache.pulsar.functions.runtime.process.ProcessRuntimeFactory"

ACCEPTED = {
    "Pulsar's defaults": (DEFAULTS, 9093),
    "the Kubernetes runtime": (KUBERNETES | {"functionRuntimeFactoryConfigs": {"grpcPort": 1}}, 1),
    "the old kubernetesContainerFactory": ({"kubernetesContainerFactory": {"grpcPort": 2}}, 2),
    "the old one with an empty class": (
        {"functionRuntimeFactoryClassName": "", "kubernetesContainerFactory": {}},
        9093,
    ),
    "the old one beside the new one is not looked at": (
        KUBERNETES | {"kubernetesContainerFactory": {"grpcPort": "x"}},
        9093,
    ),
}


@pytest.mark.parametrize(("value", "port"), ACCEPTED.values(), ids=ACCEPTED)
def test_accepted(value, port):
    config, problems = parse_worker_config(value)
    assert problems == ()
    assert config.factory.grpc_port == port


REFUSED = {
    "an empty file": (None, (), "the worker config is empty"),
    "a list": ([], (), "the worker config is not a mapping"),
    "no factory": ({}, ("functionRuntimeFactoryClassName",), "A Function Runtime Factory needs to be set"),
    "null factory configs": (
        {"functionRuntimeFactoryClassName": KUBERNETES_RUNTIME_FACTORY, "functionRuntimeFactoryConfigs": None},
        ("functionRuntimeFactoryConfigs",),
        "functionRuntimeFactoryConfigs is null, with which Pulsar's function worker does not start",
    ),
    "no factory configs": (
        {"functionRuntimeFactoryClassName": KUBERNETES_RUNTIME_FACTORY},
        ("functionRuntimeFactoryConfigs",),
        "functionRuntimeFactoryConfigs is missing, without which Pulsar's function worker does not start",
    ),
    "the process runtime, whose settings are not looked at": (
        {"functionRuntimeFactoryClassName": PROCESS, "functionRuntimeFactoryConfigs": {"logDirectory": "x"}},
        ("functionRuntimeFactoryClassName",),
        f"{PROCESS} runs functions as processes of the worker: pulsarfn only knows the Kubernetes runtime",
    ),
    "an unknown class": (
        {"functionRuntimeFactoryClassName": "com.acme.Nope"},
        ("functionRuntimeFactoryClassName",),
        "User class must be in class path: com.acme.Nope is not Pulsar's KubernetesRuntimeFactory",
    ),
    "threads win over the old Kubernetes": (
        {"threadContainerFactory": {"threadGroupName": "x"}, "kubernetesContainerFactory": {}},
        ("threadContainerFactory",),
        "threadContainerFactory runs functions as threads of the worker: pulsarfn only knows the Kubernetes runtime",
    ),
    "processes win over the old Kubernetes": (
        {"processContainerFactory": {}, "kubernetesContainerFactory": {}},
        ("processContainerFactory",),
        "processContainerFactory runs functions as processes of the worker: pulsarfn only knows the Kubernetes runtime",
    ),
    "a fault in the old Kubernetes is told at its key": (
        {"kubernetesContainerFactory": {"grpcPort": 0}},
        ("kubernetesContainerFactory", "grpcPort"),
        "kubernetesContainerFactory.grpcPort: 0 is not a port: Kubernetes takes 1 to 65535",
    ),
    "an unknown member of a resource limit": (
        KUBERNETES | {"functionInstanceMinResources": {"cpus": 1}},
        ("functionInstanceMinResources", "cpus"),
        "unknown key 'functionInstanceMinResources.cpus'",
    ),
    "a text for a list": (
        KUBERNETES | {"additionalJavaRuntimeArguments": "-Da=1"},
        ("additionalJavaRuntimeArguments",),
        "additionalJavaRuntimeArguments must be a list, not a text",
    ),
    "null among the arguments": (
        KUBERNETES | {"additionalJavaRuntimeArguments": [None]},
        ("additionalJavaRuntimeArguments", 0),
        "additionalJavaRuntimeArguments[0] must be a text, not null",
    ),
    "a text for the customizer's config": (
        KUBERNETES | {"runtimeCustomizerConfig": "x"},
        ("runtimeCustomizerConfig",),
        "runtimeCustomizerConfig must be a mapping, not a text",
    ),
}


@pytest.mark.parametrize(("value", "path", "message"), REFUSED.values(), ids=REFUSED)
def test_refused(value, path, message):
    config, problems = parse_worker_config(value)
    assert config is None
    assert [(each.path, each.message, each.text) for each in problems] == [(path, message, Text.WORKER_CONFIG)]


def test_one_port_for_both_is_only_a_warning_as_kubernetes_takes_it():
    config, (problem,) = parse_worker_config(KUBERNETES | {"functionRuntimeFactoryConfigs": {"grpcPort": 9094}})
    assert config.factory.grpc_port == config.factory.metrics_port == 9094
    assert problem.code.severity == "warning"
    assert problem.message == "grpcPort and metricsPort are both 9094"


def test_all_faults_are_told_each_once():
    value = {
        "functionRuntimeFactoryClassName": "com.acme.Nope",
        "maxPendingAsyncRequests": "many",
        "functionInstanceMaxResources": [],
        "pulsarServiceUlr": "x",
    }
    _, problems = parse_worker_config(value)
    assert [each.path for each in problems] == [
        ("functionRuntimeFactoryClassName",),
        ("maxPendingAsyncRequests",),
        ("functionInstanceMaxResources",),
        ("pulsarServiceUlr",),
    ]


MISSPELT = {
    "a letter missing": ("pulsarServicUrl", "did you mean 'pulsarServiceUrl'?"),
    "another case": ("PulsarServiceURL", "did you mean 'pulsarServiceUrl'?"),
    "a letter too many": ("functionRuntimeFactoryClassNames", "did you mean 'functionRuntimeFactoryClassName'?"),
    "one word for another": ("tlsTrustCertFilePath", "did you mean 'tlsTrustCertsFilePath'?"),
}


@pytest.mark.parametrize(("key", "hint"), MISSPELT.values(), ids=MISSPELT)
def test_misspelt_keys_are_warned_of(key, hint):
    config, problems = parse_worker_config(KUBERNETES | {key: "x"})
    assert config is not None
    assert [(each.code, each.path, each.hint) for each in problems] == [
        (codes.WORKER_CONFIG_KEY_MISSPELT, (key,), hint)
    ]
    assert codes.WORKER_CONFIG_KEY_MISSPELT.severity is Severity.WARNING


@pytest.mark.parametrize(
    "key",
    [
        "tlsEnabled",
        "brokerClientAuthenticationEnabled",
        "functionWebServiceUrl",
        "tlsTrustStore",
        "logDirectory",
        "nosuchkey",
    ],
)
def test_other_keys_are_not_warned_of(key):
    assert parse_worker_config(KUBERNETES | {key: "x"})[1] == ()


def test_overrides_come_over_the_config_and_are_blamed_for_their_faults():
    overrides = tuple(
        map(parse_override, ["functionRuntimeFactoryConfigs.grpcPort=70000", "pulsarServiceUrl=pulsar://set"])
    )
    config, problems = parse_worker_config(KUBERNETES | {"pulsarServiceUrl": "pulsar://file"}, overrides=overrides)
    assert config is None
    assert [each.path for each in problems] == [("functionRuntimeFactoryConfigs", "grpcPort")]
    config, problems = parse_worker_config(KUBERNETES | {"pulsarServiceUrl": "pulsar://file"}, overrides=overrides[1:])
    assert (config.broker_url, problems) == ("pulsar://set", ())


def test_no_message_holds_a_value_that_may_be_secret():
    secret = "topsecret"
    value = KUBERNETES | {
        "brokerClientAuthenticationParameters": {secret: secret},
        "authenticationEnabled": secret,
        "maxPendingAsyncRequests": secret,
        "functionRuntimeFactoryConfigs": {"grpcPort": secret, "cpuOverCommitRatio": secret},
    }
    _, problems = parse_worker_config(value)
    assert len(problems) == 5
    assert not [each for each in problems if secret in each.message + each.hint]
