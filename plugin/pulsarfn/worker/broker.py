"""The worker config of a function worker embedded in the broker: values of the broker override the worker's own.

Sources: `PulsarService.initializeWorkerConfigFromBrokerConfig` of pulsar-broker 4.2.4, and for the broker's keys in the
environment ``bin/apply-config-from-env.py``. Every key of the list is set, whatever functions_worker.yml has; none
is only filled in. `PulsarService.startWorkerService` also sets the worker's pulsarServiceUrl and pulsarWebServiceUrl
to the broker pod's own address, which is not known here and which is wrong after the next restart of the broker
(apache/pulsar#6880): pulsarfn does not change these two.
"""

from collections.abc import Iterator, Mapping

from pulsarfn.diagnostics import codes
from pulsarfn.diagnostics.problem import Path, Problem, Text
from pulsarfn.values import Value
from pulsarfn.worker.env_script import EnvConfig

_BROKER_KEYS = frozenset({"functionsWorkerEnabled", "brokerServicePort", "brokerServicePortTls"})
_TEXTS = {
    "brokerClientAuthenticationPlugin": "brokerClientAuthenticationPlugin",
    "brokerClientAuthenticationParameters": "brokerClientAuthenticationParameters",
    "brokerClientTrustCertsFilePath": "brokerClientTrustCertsFilePath",
    "tlsTrustCertsFilePath": "tlsTrustCertsFilePath",
}
_VERIFICATION = "tlsEnableHostnameVerification"
_BOOLEANS = {
    "authenticationEnabled": "authenticationEnabled",
    "tlsAllowInsecureConnection": "tlsAllowInsecureConnection",
    _VERIFICATION: "tlsHostnameVerificationEnabled",
}
_CLUSTER, _BROKERS_CLUSTER = "pulsarFunctionsCluster", "clusterName"


def is_broker(pairs: Mapping[str, str]) -> bool:
    """Whether the environment is that of a broker, which embeds its function worker."""
    return not _BROKER_KEYS.isdisjoint(pairs)


def hand_over(config: EnvConfig, pairs: Mapping[str, str]) -> EnvConfig:
    """Return the worker config with the values of the broker; `pairs` is the broker's environment.

    A broker without clusterName does not start, so the worker keeps its own cluster name. Whether host names are
    verified is the default of the version if the broker does not set it; the default is the same for both.
    """
    handed: dict[str, Value] = {}
    origins: dict[Path, str] = {}
    for key, broker_key in {**_TEXTS, **_BOOLEANS, _CLUSTER: _BROKERS_CLUSTER}.items():
        variable = next((name for name in (f"PULSAR_PREFIX_{broker_key}", broker_key) if name in pairs), None)
        if variable is not None:
            origins[(key,)] = variable
        text = pairs[variable].strip() if variable is not None else ""
        if key in _BOOLEANS:
            handed[key] = text.lower() == "true"
        elif key != _CLUSTER or text:
            handed[key] = text
    problems = (*config.problems, *_overridden(config, handed))
    value = config.value | handed
    if (_VERIFICATION,) not in origins:
        del value[_VERIFICATION]
    return config._replace(value=value, origins=config.origins | origins, problems=problems)


def _overridden(config: EnvConfig, handed: Mapping[str, Value]) -> Iterator[Problem]:
    for key, value in handed.items():
        given = config.value.get(key)
        if given is None or given == value or str(given).strip().lower() == str(value).lower():
            continue
        broker_key = _BOOLEANS.get(key) or _TEXTS.get(key) or _BROKERS_CLUSTER
        variable = config.origins.get((key,), f"PF_{key}")
        yield Problem(
            codes.EMBEDDED_WORKER_KEY_IGNORED,
            f"{variable} has no effect: a function worker embedded in the broker takes the broker's own {broker_key}",
            (key,),
            f"set {broker_key} instead",
            text=Text.WORKER_CONFIG,
        )
