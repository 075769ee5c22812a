"""The Apache Pulsar chart's ConfigMaps, as Helm rendered them: plain, JWT + TLS, standalone function worker."""

import pytest
import yaml

from pulsarfn.worker.parse import parse_worker_config
from pulsarfn.worker.sources import CLASS_NAME_KEY, FILE_KEY, choose, read_environment

IMAGE = "apachepulsar/pulsar-all:4.0.12"
TOKEN = "org.apache.pulsar.client.impl.auth.AuthenticationToken"

COMMON = {
    "pulsar_functions_cluster": "pulsar",
    "state_storage_service_url": None,
    "function_auth_provider_class_name": None,
    "runtime_customizer_class_name": None,
    "package_directory": "/pulsar/download/pulsar_functions",
}
SECURE = {
    "broker_url": "pulsar+ssl://pulsar-broker:6651/",
    "authentication_enabled": True,
    "tls_trust_certs_file_path": "/pulsar/certs/ca/ca.crt",
    "tls_allow_insecure_connection": False,
    "tls_enable_hostname_verification": None,
}
EXPECTED = {
    "pulsar-chart": COMMON
    | {
        "broker_url": "pulsar://pulsar-broker:6650/",
        "admin_url": "http://pulsar-broker:8080/",
        "authentication_enabled": False,
        "broker_client_authentication_plugin": "",
        "broker_client_authentication_parameters": "",
        "tls_trust_certs_file_path": "",
        "use_tls": False,
    },
    "pulsar-chart-jwt-tls": COMMON
    | SECURE
    | {
        "admin_url": "https://pulsar-broker:8443/",
        "broker_client_authentication_plugin": TOKEN,
        "broker_client_authentication_parameters": "file:///pulsar/tokens/broker/token",
        "use_tls": False,
    },
    "pulsar-chart-function-worker": COMMON
    | SECURE
    | {
        "admin_url": "https://pulsar-function-worker:6751/",
        "broker_client_authentication_plugin": TOKEN,
        "broker_client_authentication_parameters": "file:///pulsar/tokens/function-worker/token",
        "use_tls": True,
    },
}
FACTORY = {
    "image_pull_policy": "IfNotPresent",
    "kube_namespace": "pulsar",
    "pulsar_root_dir": "/pulsar",
    "install_user_code_dependencies": True,
    "expected_metrics_collection_interval": 30,
    "submitting_inside_pod": True,
    "grpc_port": 9093,
    "metrics_port": 9094,
}


class ChartMap:
    """A ConfigMap of the stream that holds PF_ keys."""

    provided = False

    def __init__(self, content):
        self.name, self.data = content["metadata"]["name"], content["data"]


def _config_maps(shared, stream):
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    documents = yaml.load_all((shared / "streams" / f"{stream}.yaml").read_text(encoding="utf-8"), Loader=loader)
    return [
        ChartMap(content)
        for content in documents
        if content
        and content["kind"] == "ConfigMap"
        and (content.get("data") or {}).keys() & {CLASS_NAME_KEY, FILE_KEY}
    ]


@pytest.mark.parametrize(("stream", "expected"), EXPECTED.items(), ids=EXPECTED)
def test_worker_config_of_the_chart(shared, stream, expected):
    source, not_chosen = choose(None, _config_maps(shared, stream), place=str)
    env_config = read_environment(source.data)
    config, problems = parse_worker_config(env_config.value)
    assert (not_chosen, env_config.problems, problems) == ((), (), ())
    assert {name: getattr(config, name) for name in expected} == expected
    assert {name: getattr(config.factory, name) for name in FACTORY} == FACTORY
    assert {config.factory.image(runtime) for runtime in ("JAVA", "PYTHON", "GO")} == {IMAGE}


@pytest.mark.parametrize(
    ("stream", "name"),
    [
        ("pulsar-chart", "pulsar-broker"),
        ("pulsar-chart-jwt-tls", "pulsar-broker"),
        ("pulsar-chart-function-worker", "pulsar-function-worker"),
    ],
)
def test_config_map_of_the_chart(shared, stream, name):
    source, _ = choose(None, _config_maps(shared, stream), place=str)
    assert source.name == name


def test_every_value_of_a_chart_comes_from_a_key_of_its_config_map(shared):
    (source,) = _config_maps(shared, "pulsar-chart-jwt-tls")
    config = read_environment(source.data)
    assert set(config.origins.values()) <= set(source.data)
    assert config.origins["authenticationEnabled",] == "authenticationEnabled"
    assert config.origins["functionRuntimeFactoryConfigs", "pulsarAdminUrl"] == (
        "PF_functionRuntimeFactoryConfigs_pulsarAdminUrl"
    )
