"""functions_worker.yml: defaults, null, what is derived."""

import pytest

from pulsarfn.stream.scalars import as_written
from pulsarfn.worker.worker_config import ResourceLimits, WorkerConfig


def _config(**keys):
    return WorkerConfig.read(keys)


DEFAULTS = {
    "pulsar_functions_cluster": "standalone",
    "broker_url": "",
    "admin_url": "",
    "state_storage_service_url": None,
    "package_directory": "/pulsar/download/pulsar_functions",
    "max_pending_async_requests": 1000,
    "expose_admin_client_enabled": False,
    "ignore_unknown_config_fields": False,
    "additional_java_runtime_arguments": (),
    "forward_source_message_property": True,
    "function_instance_min_resources": None,
    "function_instance_resource_change_in_lock_step": False,
    "authentication_enabled": False,
    "use_tls": False,
    "tls_trust_certs_file_path": "",
    "function_auth_provider_class_name": None,
    "runtime_customizer_class_name": None,
    "runtime_customizer_config": None,
    "secrets_provider_configurator_class_name": None,
}


@pytest.mark.parametrize(("name", "default"), DEFAULTS.items(), ids=DEFAULTS)
def test_defaults(name, default):
    assert getattr(_config(), name) == default


DERIVED = {
    "the factory's broker URL wins": (
        {"pulsarServiceUrl": "pulsar://w", "functionRuntimeFactoryConfigs": {"pulsarServiceUrl": "pulsar://f"}},
        "broker_url",
        "pulsar://f",
    ),
    "the worker's broker URL where the factory's is empty": (
        {"pulsarServiceUrl": "pulsar://w", "functionRuntimeFactoryConfigs": {"pulsarServiceUrl": ""}},
        "broker_url",
        "pulsar://w",
    ),
    "the factory's admin URL wins": (
        {"pulsarWebServiceUrl": "http://w", "functionRuntimeFactoryConfigs": {"pulsarAdminUrl": "http://f"}},
        "admin_url",
        "http://f",
    ),
    "the worker's admin URL": ({"pulsarWebServiceUrl": "http://w"}, "admin_url", "http://w"),
    "no download directory, as in Pulsar's functions_worker.yml": (
        {},
        "package_directory",
        "/pulsar/download/pulsar_functions",
    ),
    "a download directory that is null": ({"downloadDirectory": None}, "package_directory", "/pulsar"),
    "an empty download directory": ({"downloadDirectory": ""}, "package_directory", "/pulsar"),
    "a relative download directory": (
        {"downloadDirectory": "dl", "functionRuntimeFactoryConfigs": {"pulsarRootDir": "/p"}},
        "package_directory",
        "/p/dl",
    ),
    "an absolute download directory": ({"downloadDirectory": "/dl"}, "package_directory", "/dl"),
    "no cluster, as in Pulsar's functions_worker.yml": ({}, "pulsar_functions_cluster", "standalone"),
    "a cluster that is null": ({"pulsarFunctionsCluster": None}, "pulsar_functions_cluster", None),
    "an empty state storage URL stays": ({"stateStorageServiceUrl": ""}, "state_storage_service_url", ""),
    "null is false, quirk of a primitive": (
        {"forwardSourceMessageProperty": None},
        "forward_source_message_property",
        False,
    ),
    "null is 0, quirk of a primitive": ({"maxPendingAsyncRequests": None}, "max_pending_async_requests", 0),
    "null is no arguments": ({"additionalJavaRuntimeArguments": None}, "additional_java_runtime_arguments", ()),
    "arguments": (
        {"additionalJavaRuntimeArguments": ["-Da=1", 5]},
        "additional_java_runtime_arguments",
        ("-Da=1", "5"),
    ),
    "texts of the environment": ({"authenticationEnabled": "true"}, "authentication_enabled", True),
    "a text is as it was written": (
        {"pulsarFunctionsCluster": as_written(1.1, "1.10")},
        "pulsar_functions_cluster",
        "1.10",
    ),
    "unknown keys are ignored": ({"workerId": {"x": 1}}, "broker_url", ""),
}


@pytest.mark.parametrize(("keys", "name", "expected"), DERIVED.values(), ids=DERIVED)
def test_derived(keys, name, expected):
    assert getattr(_config(**keys), name) == expected


LIMITS = {
    "absent members have Pulsar's defaults": ({}, (1.0, 1073741824, 10737418240)),
    "null switches a check off": ({"cpu": None, "ram": 1}, (None, 1, 10737418240)),
    "texts of the environment are numbers": ({"cpu": "0.5", "ram": "1000", "disk": "1"}, (0.5, 1000, 1)),
}


@pytest.mark.parametrize(("members", "expected"), LIMITS.values(), ids=LIMITS)
def test_resource_limits(members, expected):
    limits = _config(functionInstanceMinResources=members).function_instance_min_resources
    assert (limits.cpu, limits.ram, limits.disk) == expected


@pytest.mark.parametrize("model", [WorkerConfig, ResourceLimits], ids=["worker", "limits"])
def test_every_key_is_described(model):
    assert [key for key, field in model.FIELDS.items() if not field.description] == []


def test_no_representation_holds_credentials():
    secret = "topsecret"
    config = _config(brokerClientAuthenticationParameters=secret, clientAuthenticationParameters=secret)
    assert secret not in repr(config)
