"""functionRuntimeFactoryConfigs: Pulsar's defaults, Jackson's coercions, what is derived, what is refused."""

import pytest

from pulsarfn.models.java_types import VALUE_TEXT
from pulsarfn.worker.factory_config import KubernetesRuntimeFactoryConfig
from pulsarfn.worker.parse import parse_worker_config
from pulsarfn.worker.worker_config import KUBERNETES_RUNTIME_FACTORY


def _factory(configs):
    return KubernetesRuntimeFactoryConfig.read(configs)


def _problems(configs, **more):
    value = {
        "functionRuntimeFactoryClassName": KUBERNETES_RUNTIME_FACTORY,
        "functionRuntimeFactoryConfigs": configs,
        **more,
    }
    return parse_worker_config(value)[1]


DEFAULTS = {
    "job_namespace": "",
    "job_name": "",
    "pulsar_docker_image_name": "apachepulsar/pulsar",
    "image_pull_policy": "IfNotPresent",
    "pulsar_root_dir": "/pulsar",
    "config_admin_cli": "/bin/pulsar-admin",
    "admin_cli": "/pulsar/bin/pulsar-admin",
    "pulsar_service_url": "",
    "install_user_code_dependencies": False,
    "dependencies_directory": "/pulsar/instances/deps",
    "java_instance_jar": "/pulsar/instances/java-instance.jar",
    "python_main": "/pulsar/instances/python-instance/python_instance_main.py",
    "class_path": "/pulsar/lib/*",
    "custom_labels": {},
    "percent_memory_padding": 0,
    "cpu_over_commit_ratio": 1.0,
    "memory_over_commit_ratio": 1.0,
    "grpc_port": 9093,
    "metrics_port": 9094,
    "nar_extraction_directory": "/tmp",
    "kube_namespace": "",
    "expected_metrics_collection_interval": 30,
}


@pytest.mark.parametrize(("name", "default"), DEFAULTS.items(), ids=DEFAULTS)
@pytest.mark.parametrize("empty", ["absent", "null", "empty"])
def test_defaults_where_a_key_is_absent_null_or_empty(name, default, empty):
    aliases = list(KubernetesRuntimeFactoryConfig.FIELDS)
    texts = [key for key, each in KubernetesRuntimeFactoryConfig.FIELDS.items() if each.kind is VALUE_TEXT]
    texts.remove("narExtractionDirectory")
    configs = {"absent": {}, "null": dict.fromkeys(aliases), "empty": dict.fromkeys(texts, "")}[empty]
    assert getattr(_factory(configs), name) == default


COERCED = {
    "a numeric text for a port": ({"grpcPort": "7777"}, "grpc_port", 7777),
    "a float for an int is cut": ({"percentMemoryPadding": 12.7}, "percent_memory_padding", 12),
    "a negative padding": ({"percentMemoryPadding": -10}, "percent_memory_padding", -10),
    "an int for a double": ({"cpuOverCommitRatio": 2}, "cpu_over_commit_ratio", 2.0),
    "a text for a double": ({"cpuOverCommitRatio": " 2.5 "}, "cpu_over_commit_ratio", 2.5),
    "a ratio of zero": ({"memoryOverCommitRatio": 0.0}, "memory_over_commit_ratio", 0.0),
    "a text for a boolean": ({"installUserCodeDependencies": "true"}, "install_user_code_dependencies", True),
    "a number for a boolean": ({"installUserCodeDependencies": 1}, "install_user_code_dependencies", True),
    "a number for a text": ({"jobName": 5}, "job_name", "5"),
    "a float for a text is Java's": ({"customLabels": {"v": 1e7}}, "custom_labels", {"v": "1.0E7"}),
    "a boolean for a text": ({"customLabels": {"v": True}}, "custom_labels", {"v": "true"}),
    "a null label": ({"customLabels": {"v": None, "w": "x"}}, "custom_labels", {"w": "x"}),
    "an empty label": ({"customLabels": {"v": ""}}, "custom_labels", {"v": ""}),
    "an empty NAR directory is none": ({"narExtractionDirectory": ""}, "nar_extraction_directory", ""),
    "a root directory is a plain prefix": ({"pulsarRootDir": "/p/"}, "admin_cli", "/p//bin/pulsar-admin"),
    "a relative dependencies directory": ({"extraFunctionDependenciesDir": "d"}, "dependencies_directory", "/pulsar/d"),
    "an absolute dependencies directory": ({"extraFunctionDependenciesDir": "/d"}, "dependencies_directory", "/d"),
    "an explicit namespace": ({"jobNamespace": "default"}, "kube_namespace", "default"),
    "a class path": ({"functionInstanceClassPath": "/a:/b"}, "class_path", "/a:/b"),
}


@pytest.mark.parametrize(("configs", "name", "expected"), COERCED.values(), ids=COERCED)
def test_coerced_and_derived(configs, name, expected):
    assert getattr(_factory(configs), name) == expected
    assert _problems(configs) == ()


IMAGES = {
    "no map": ({}, "apachepulsar/pulsar"),
    "no map but a name": ({"pulsarDockerImageName": "img:1"}, "img:1"),
    "an empty map": ({"functionDockerImages": {}, "pulsarDockerImageName": "img:1"}, "img:1"),
    "a map without the runtime": ({"functionDockerImages": {"JAVA": "j:1"}, "pulsarDockerImageName": "img:1"}, "img:1"),
    "a map with the runtime": ({"functionDockerImages": {"GO": "g:1"}, "pulsarDockerImageName": "img:1"}, "g:1"),
    "a map with a null": ({"functionDockerImages": {"GO": None}}, "apachepulsar/pulsar"),
}


@pytest.mark.parametrize(("configs", "image"), IMAGES.values(), ids=IMAGES)
def test_image_of_a_runtime(configs, image):
    assert _factory(configs).image("GO") == image


REFUSED = {
    "a word for a port": (
        {"grpcPort": "abc"},
        "grpcPort must be a whole number, not a text",
    ),
    "port 0": ({"metricsPort": 0}, "metricsPort: 0 is not a port: Kubernetes takes 1 to 65535"),
    "port 65536": ({"metricsPort": 65536}, "metricsPort: 65536 is not a port: Kubernetes takes 1 to 65535"),
    "an int beyond 32 bits": (
        {"percentMemoryPadding": 1 << 31},
        "percentMemoryPadding must be a whole number that fits in 32 bits",
    ),
    "a boolean for a number": (
        {"gracePeriodSeconds": True},
        "gracePeriodSeconds must be a whole number, not a boolean",
    ),
    "not a number": (
        {"cpuOverCommitRatio": float("nan")},
        "cpuOverCommitRatio must be a number, which NaN is not",
    ),
    "a mapping for a text": (
        {"jobName": {}},
        "jobName must be a text, not a mapping",
    ),
    "a text for a mapping": (
        {"customLabels": "x"},
        "customLabels must be a mapping, not a text",
    ),
    "a word for a boolean": (
        {"installUserCodeDependencies": "yes"},
        "installUserCodeDependencies must be true or false, not a text",
    ),
    "a list for an audience": (
        {"kubernetesFunctionAuthProviderConfig": {"serviceAccountTokenAudience": ["a"]}},
        (
            "kubernetesFunctionAuthProviderConfig.serviceAccountTokenAudience:"
            " Invalid value for serviceAccountTokenAudience. Expected a string"
        ),
    ),
}


@pytest.mark.parametrize(("configs", "message"), REFUSED.values(), ids=REFUSED)
def test_refused(configs, message):
    problems = _problems(configs)
    assert [each.message for each in problems] == [f"functionRuntimeFactoryConfigs.{message}"]


UNKNOWN = {
    "a misspelt key": ({"jobNamspace": "x"}, ("jobNamspace",), "did you mean 'jobNamespace'?"),
    "a misspelt runtime": (
        {"functionDockerImages": {"java": "x"}},
        ("functionDockerImages", "java"),
        "did you mean 'JAVA'?",
    ),
    "a misspelt key of the auth provider": (
        {"kubernetesFunctionAuthProviderConfig": {"serviceAccountTokenAudiences": "x"}},
        ("kubernetesFunctionAuthProviderConfig", "serviceAccountTokenAudiences"),
        "did you mean 'serviceAccountTokenAudience'?",
    ),
}


@pytest.mark.parametrize(("configs", "path", "hint"), UNKNOWN.values(), ids=UNKNOWN)
def test_unknown_keys_are_errors_with_a_suggestion(configs, path, hint):
    (problem,) = _problems(configs)
    assert (problem.code.id, problem.path, problem.hint) == ("PF402", ("functionRuntimeFactoryConfigs", *path), hint)
    assert problem.at_key


def test_third_parties_auth_providers_have_keys_of_their_own():
    configs = {"kubernetesFunctionAuthProviderConfig": {"vaultRole": "x"}}
    assert _problems(configs, functionAuthProviderClassName="com.acme.Vault") == ()
    assert _factory(configs).auth_provider_config.extra == {"vaultRole": "x"}


EXPIRATIONS = {
    "an int": (600, 600),
    "a long": (600000000000, 600000000000),
    "a decimal text": ("3600", 3600),
    "a float": (1.5, None),
    "a word": ("abc", None),
    "a boolean": (True, None),
    "an empty text": ("", None),
    "a text with a blank": (" 600", None),
}


@pytest.mark.parametrize(("given", "seconds"), EXPIRATIONS.values(), ids=EXPIRATIONS)
def test_expiration_of_the_service_account_token(given, seconds):
    configs = {"kubernetesFunctionAuthProviderConfig": {"serviceAccountTokenExpirationSeconds": given}}
    messages = [each.message for each in _problems(configs)]
    if seconds is not None:
        assert messages == []
        assert _factory(configs).auth_provider_config.service_account_token_expiration_seconds == seconds
    else:
        (message,) = messages
        assert message.endswith(": Invalid value for serviceAccountTokenExpirationSeconds. Expected a long")


@pytest.mark.parametrize("model", [KubernetesRuntimeFactoryConfig], ids=["factory"])
def test_every_key_is_described(model):
    assert [key for key, field in model.FIELDS.items() if not field.description] == []
