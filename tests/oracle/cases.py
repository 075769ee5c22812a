"""The oracle's cases as inputs of pulsarfn: driven as README.md describes."""

import json
from typing import NamedTuple

from oracle_files import CA, read_cases

from pulsarfn.pipeline.settings import InputText, Settings
from pulsarfn.worker.auth.base import Credentials

_CONFIGS = {"function": "functionConfig", "source": "sourceConfig", "sink": "sinkConfig"}
_CODE = ("jar", "py", "go", "archive")
_TYPES = {
    "function": {"inputTypeClassName": "typeArg0", "outputTypeClassName": "typeArg1"},
    "sink": {"inputTypeClassName": "typeArg"},
    "source": {"outputTypeClassName": "typeArg"},
}
_OF_THE_CLASS = {"downloadDirectory": "", "pulsarFunctionsCluster": None}
"""The oracle asked the bare Java class, which has no such defaults (contract 9.7)."""


class Case(NamedTuple):
    """One case: what pulsarfn is given."""

    component: str
    config: InputText
    settings: Settings


def read_case(name: str) -> Case:
    """The case of that name as pulsarfn is given it."""
    case = read_cases()[name]
    component, worker = case["componentType"], {**_OF_THE_CLASS, **case["workerConfig"]}
    config = dict(case[_CONFIGS[component]])
    package = case.get("package") or {}
    _rename(config, _CODE, package.get("originalFileName"))
    _rename(config, ("transformFunction",), package.get("transformOriginalFileName"))
    extracted = case.get("extracted") or {}
    for key, source in _TYPES[component].items():
        if extracted.get(source) and not config.get(key):
            config[key] = extracted[source]
    names_ca = "fixtures/ca.pem" in (worker.get("tlsTrustCertsFilePath"), worker.get("brokerClientTrustCertsFilePath"))
    settings = Settings(
        worker_config=InputText("functions_worker.yml", json.dumps(worker).encode()),
        credentials=Credentials(
            token=(case.get("auth") or {}).get("token", ""),
            trust_certs=CA.read_bytes() if names_ca else b"",
        ),
    )
    text = case.get("configText")
    given = InputText(f"{name}.yaml", text.encode()) if text else InputText(f"{name}.json", json.dumps(config).encode())
    return Case(component, given, settings)


def _rename(config, fields, file_name):
    for field in fields:
        if config.get(field) and file_name and not config[field].startswith("builtin://"):
            config[field] = f"/tmp/{file_name}"
