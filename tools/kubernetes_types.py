"""Makes the table of Kubernetes' own types: ``python tools/kubernetes_types.py [VERSION]``.

It needs Go, which downloads the module k8s.io/kubernetes. From the module it reads the OpenAPI description (members, merge
keys) and the generated Go source of it (the values of enums, which the description leaves out).
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias

VERSION = "1.36.3"
TABLE = Path(__file__).parent.parent / "plugin" / "pulsarfn" / "kubernetes" / "types.json"
KINDS = {
    "StatefulSet": "io.k8s.api.apps.v1",
    "Service": "io.k8s.api.core.v1",
    "Secret": "io.k8s.api.core.v1",
    "ConfigMap": "io.k8s.api.core.v1",
    "PodDisruptionBudget": "io.k8s.api.policy.v1",
    "HorizontalPodAutoscaler": "io.k8s.api.autoscaling.v2",
    "NetworkPolicy": "io.k8s.api.networking.v1",
    "Job": "io.k8s.api.batch.v1",
}
"""The kinds whose types are in the table."""

_NO_INPUT = ("status", "managedFields")
_PLAIN = {"Quantity", "IntOrString", "Time", "MicroTime"}
_ENUM = re.compile(r'^\t{5}"(\w+)": \{$|^\t{7}Enum: +\[\]interface\{\}\{(.*)\},$', re.MULTILINE)
_SCHEMA = re.compile(r"^func schema_(\w+)\(.*?^}$", re.MULTILINE | re.DOTALL)

Member: TypeAlias = str | dict[str, Any]
"""The type of a member; with its merge key, the values of its enum or its need, a mapping."""


def table(module: Path, version: str) -> dict[str, Any]:
    """The types that the kinds are made of: ``{"version", "kinds": {kind: apiVersion}, "types": {name: {member: type}}}``."""
    description = json.loads((module / "api" / "openapi-spec" / "swagger.json").read_text())["definitions"]
    enums = _enums((module / "pkg" / "generated" / "openapi" / "zz_generated.openapi.go").read_text())
    names = _reachable(description)
    types = {name: _members(name, description[full], enums) for name, full in sorted(names.items())}
    return {"version": version, "kinds": {kind: _api_version(kind, description) for kind in KINDS}, "types": types}


def _api_version(kind: str, description: dict[str, Any]) -> str:
    (found,) = description[f"{KINDS[kind]}.{kind}"]["x-kubernetes-group-version-kind"]
    return f"{found['group']}/{found['version']}".removeprefix("/")


def _reachable(description: dict[str, Any]) -> dict[str, str]:
    """The types that the kinds refer to, by their short names, which no two of them share."""
    names: dict[str, str] = {}
    waiting = [f"{package}.{kind}" for kind, package in KINDS.items()]
    while waiting:
        full = waiting.pop()
        short = full.rpartition(".")[2]
        assert names.setdefault(short, full) == full, (names[short], full)
        for member, each in description[full].get("properties", {}).items():
            found = _reference(each)
            if found and member not in _NO_INPUT and found.rpartition(".")[2] not in _PLAIN | names.keys():
                waiting.append(found)
    return names


def _reference(member: dict[str, Any]) -> str:
    inner = member.get("items") or member.get("additionalProperties") or member
    return inner.get("$ref", "").removeprefix("#/definitions/") if isinstance(inner, dict) else ""


def _members(name: str, described: dict[str, Any], enums: dict[tuple[str, str], list[str]]) -> dict[str, Member]:
    required = described.get("required", ())
    members: dict[str, Member] = {}
    for key, each in described.get("properties", {}).items():
        if key in _NO_INPUT:
            continue
        more: dict[str, Any] = {}
        strategy = each.get("x-kubernetes-patch-strategy", "")
        if "merge" in strategy:
            more["merge"] = each.get("x-kubernetes-patch-merge-key", "")
        if "retainKeys" in strategy:
            more["retainKeys"] = True
        if (name, key) in enums:
            more["enum"] = enums[name, key]
        if key in required:
            more["required"] = True
        members[key] = {"type": _type(each), **more} if more else _type(each)
    return members


def _type(member: dict[str, Any]) -> str:
    if "$ref" in member:
        name: str = member["$ref"].rpartition(".")[2]
        return "string" if name in ("Time", "MicroTime") else name
    if member["type"] == "array":
        return f"[]{_type(member['items'])}"
    if member["type"] == "object":
        return f"{{}}{_type(member['additionalProperties'])}" if "additionalProperties" in member else "any"
    return {"int32": "int32", "int64": "int64"}.get(member.get("format", ""), member["type"])


def _enums(source: str) -> dict[tuple[str, str], list[str]]:
    """The values of the enums in the generated source, by type and member."""
    found = {}
    for schema in _SCHEMA.finditer(source):
        name, member = schema[1].rpartition("_")[2], ""
        for each in _ENUM.finditer(schema[0]):
            if each[1]:
                member = each[1]
            elif schema[1].startswith("k8sio_api_"):
                found[name, member] = re.findall(r'"(.*?)"', each[2])
    return found


def lines(value: dict[str, Any]) -> Iterator[str]:
    """The table as JSON with one line a type, so that a change of a version is a readable diff."""
    types = value["types"]
    yield f'{{"version": "{value["version"]}",\n"kinds": {json.dumps(value["kinds"])},\n"types": {{'
    yield ",\n".join(f"{json.dumps(name)}: {json.dumps(members)}" for name, members in types.items())
    yield "}}\n"


def main(version: str = VERSION) -> None:
    """Write the table."""
    done = subprocess.run(
        ["go", "mod", "download", "-json", f"k8s.io/kubernetes@v{version}"], check=True, stdout=subprocess.PIPE
    )
    TABLE.write_text("\n".join(lines(table(Path(json.loads(done.stdout)["Dir"]), version))))


if __name__ == "__main__":
    main(*sys.argv[1:])
