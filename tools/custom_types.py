"""Makes the table of the types of custom resources: ``python tools/custom_types.py``.

It needs Go, which downloads the modules of the operators. From each module it reads the CustomResourceDefinition of the kind.
"""

import json
import subprocess
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from kubernetes_types import Member, lines

TABLE = Path(__file__).parent.parent / "plugin" / "pulsarfn" / "kubernetes" / "custom_types.json"


class Crd(NamedTuple):
    """A kind, and the file of its definition in a module."""

    kind: str
    module: str
    file: str


_PROMETHEUS = "github.com/prometheus-operator/prometheus-operator@v0.85.0"
_KEDA = "github.com/kedacore/keda/v2@v2.18.1"
CRDS = (
    Crd("PodMonitor", _PROMETHEUS, "example/prometheus-operator-crd/monitoring.coreos.com_podmonitors.yaml"),
    Crd("ScaledObject", _KEDA, "config/crd/bases/keda.sh_scaledobjects.yaml"),
    Crd("TriggerAuthentication", _KEDA, "config/crd/bases/keda.sh_triggerauthentications.yaml"),
)


def main() -> None:
    """Write the table."""
    kinds, types = dict[str, str](), dict[str, dict[str, Member]]()
    for each in CRDS:
        definition = yaml.safe_load((directory(each.module) / each.file).read_text())["spec"]
        version = next(one for one in definition["versions"] if one["storage"])
        kinds[each.kind] = f"{definition['group']}/{version['name']}"
        described = version["schema"]["openAPIV3Schema"]
        described["properties"].pop("status", None)
        _Types(types).add(each.kind, described)
    modules = ", ".join(dict.fromkeys(each.module for each in CRDS))
    TABLE.write_text("\n".join(lines({"version": modules, "kinds": kinds, "types": dict(sorted(types.items()))})))


def directory(module: str) -> Path:
    """Return the folder of a Go module, which is downloaded if it is not there."""
    done = subprocess.run(["go", "mod", "download", "-json", module], check=True, stdout=subprocess.PIPE)
    return Path(json.loads(done.stdout)["Dir"])


class _Types:
    """The types of the table; a type of the same members as another one is that one."""

    def __init__(self, types: dict[str, dict[str, Member]]) -> None:
        self.types = types

    def add(self, name: str, described: dict[str, Any]) -> str:
        """Add the type of a mapping, and return its name."""
        if described["properties"].keys() == {"matchExpressions", "matchLabels"}:
            return "LabelSelector"
        members = {
            key: "ObjectMeta"
            if key == "metadata" and "kind" in described["properties"]
            else self._member(f"{name}{key[0].upper()}{key[1:]}", each, required=key in described.get("required", ()))
            for key, each in described["properties"].items()
        }
        same = next((each for each, found in self.types.items() if found == members), name)
        self.types[same] = members
        return same

    def _member(self, name: str, described: dict[str, Any], *, required: bool) -> Member:
        type_ = self._type(name, described)
        more: dict[str, Any] = {"enum": described["enum"]} if "enum" in described else {}
        if "pattern" in described and type_ == "string":
            more["pattern"] = described["pattern"]
        if required:
            more["required"] = True
        return {"type": type_, **more} if more else type_

    def _type(self, name: str, described: dict[str, Any]) -> str:
        if described.get("x-kubernetes-int-or-string"):
            return "Quantity" if "pattern" in described else "IntOrString"
        if described["type"] == "array":
            return f"[]{self._type(name, described['items'])}"
        if described["type"] != "object":
            return {"int32": "int32", "int64": "int64"}.get(described.get("format", ""), described["type"])
        if "properties" in described:
            return self.add(name, described)
        further = described.get("additionalProperties")
        return f"{{}}{self._type(name, further)}" if isinstance(further, dict) else "any"


if __name__ == "__main__":
    main()
