"""The worker configs and customizer options of the oracle: accepted and refused as Pulsar's own classes do."""

import pytest
from differences import NOT_YET
from oracle_files import read_cases, read_results

from pulsarfn.diagnostics.problem import Severity
from pulsarfn.worker.customizers.custom_runtime_options import parse_custom_runtime_options
from pulsarfn.worker.customizers.options import parse_runtime_customizer_config
from pulsarfn.worker.parse import parse_worker_config

NAMES = [name for name in read_cases() if name not in NOT_YET]

_UNKNOWN_KEY = "contract 9.4: unknown keys are errors"
_PORT = "contract 9.2: ports out of range are errors"
REFUSED_ON_PURPOSE = {
    "cust-b-12": _UNKNOWN_KEY,
    "cust-w-12": _UNKNOWN_KEY,
    "krf-53-metricsPort-go": _PORT,
    "krf-53-metricsPort-java": _PORT,
    "krf-53-metricsPort-python": _PORT,
    "krf-54-metricsPort-go": _PORT,
    "krf-54-metricsPort-java": _PORT,
    "krf-54-metricsPort-python": _PORT,
    "krf-61-nosuchkey-java": _UNKNOWN_KEY,
    "min-customizer-labels-list": "contract 9.4: a list is not a mapping",
    "min-customizer-toleration-null": "contract 9.2: null is no toleration",
}

CLASSES_LOOKED_UP_ELSEWHERE = {
    "auth-badclass": "auth.PROVIDERS",
    "auth-cleartext": "auth.PROVIDERS",
    "cust-badclass": "customizers.CUSTOMIZERS",
    "cust-notcustomizer": "customizers.CUSTOMIZERS",
    "sec-badclass": "secrets_providers.PROVIDERS",
    "sec-nameconfig": "secrets_providers.PROVIDERS",
}
ACCEPTED_ON_PURPOSE = {"auth-sa-exp-0": "contract 9.2: an integer is a fine expiry"}


def _problems(name):
    case = read_cases()[name]
    config, problems = parse_worker_config(case["workerConfig"])
    options = None if config is None else config.runtime_customizer_config
    problems += () if options is None else parse_runtime_customizer_config(options)[1]
    component = next(case[key] for key in ("functionConfig", "sourceConfig", "sinkConfig") if key in case)
    options = component.get("customRuntimeOptions")
    if isinstance(options, str) and case["workerConfig"].get("runtimeCustomizerClassName"):
        problems += parse_custom_runtime_options(options)[1]
    return [each for each in problems if each.code.severity is Severity.ERROR]


def _refusal(name):
    return read_results()[name].get("error")


def test_the_oracle_is_there():
    assert len(NAMES) >= 964


@pytest.mark.slow
def test_worker_configs_are_refused_where_the_reference_refuses_them():
    wrong = {}
    for name in NAMES:
        error = _refusal(name)
        at_start = error is not None and error["stage"] in ("workerConfig", "factory")
        if (
            at_start
            and name not in CLASSES_LOOKED_UP_ELSEWHERE
            and bool(_problems(name)) == (name in ACCEPTED_ON_PURPOSE)
        ):
            wrong[name] = error["message"]
    assert wrong == {}


def test_worker_configs_are_accepted_where_the_reference_accepts_them():
    refused = {name: [each.message for each in _problems(name)] for name in NAMES if _refusal(name) is None}
    assert sorted(name for name, messages in refused.items() if messages) == sorted(REFUSED_ON_PURPOSE)


@pytest.mark.parametrize("name", [name for name in NAMES if name.startswith("cust-raw")])
def test_raw_custom_runtime_options_are_taken_or_refused_as_by_gson(name):
    assert bool(_problems(name)) == (_refusal(name) is not None)
