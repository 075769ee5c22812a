"""The oracle's cases as inputs of pulsarfn: driven as ../shared/oracle/README.md says that the held-back ones are."""

import json
from pathlib import Path
from typing import NamedTuple

from pulsarfn.pipeline.settings import InputText, Settings
from pulsarfn.worker.auth.base import Credentials

_CONFIGS = {"function": "functionConfig", "source": "sourceConfig", "sink": "sinkConfig"}
_CODE = ("jar", "py", "go", "archive")
_TYPES = {
    "function": {"inputTypeClassName": "typeArg0", "outputTypeClassName": "typeArg1"},
    "sink": {"inputTypeClassName": "typeArg"},
    "source": {"outputTypeClassName": "typeArg"},
}


class Case(NamedTuple):
    """One case: what pulsarfn is given."""

    component: str
    config: InputText
    settings: Settings


def read_case(folder: Path, name: str) -> Case:
    """Read ``cases/NAME.json`` of the oracle's folder."""
    case = json.loads((folder / "cases" / f"{name}.json").read_text(encoding="utf-8"))
    component, worker = case["componentType"], case["workerConfig"]
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
            trust_certs=(folder / "fixtures" / "ca.pem").read_bytes() if names_ca else b"",
        ),
    )
    return Case(component, InputText(f"{name}.json", json.dumps(config).encode()), settings)


def _rename(config, fields, file_name):
    for field in fields:
        if config.get(field) and file_name and not config[field].startswith("builtin://"):
            config[field] = f"/tmp/{file_name}"
