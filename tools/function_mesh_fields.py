"""Makes the list of the fields of Function Mesh's resources, from its custom resource definitions.

    .venv/bin/python tools/function_mesh_fields.py FOLDER >tests/function_mesh/fields.txt

FOLDER is `config/crd/bases` of a checkout of Function Mesh. The members of Kubernetes' own types are left out: pulsarfn
checks those against Kubernetes' types.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

_KINDS = {"Function": "functions", "Source": "sources", "Sink": "sinks"}
_OF_KUBERNETES = ("resources", "volumeMounts", "volumeClaimTemplates", "persistentVolumeClaimRetentionPolicy")
_OWN_OF_POD = "liveness"


def main(folder: Path) -> None:
    """Print a line for each field: its kind and its path in the spec."""
    mesh = _spec(folder, "FunctionMesh", "functionmeshes")["properties"]
    for kind, plural in _KINDS.items():
        spec = _spec(folder, kind, plural)
        assert mesh[plural]["items"]["properties"].keys() == spec["properties"].keys(), plural
        for path in _paths(spec, ()):
            print(kind, ".".join(path))  # noqa: T201 - the list
    for key in mesh:
        print("FunctionMesh", key)  # noqa: T201


def _spec(folder: Path, kind: str, plural: str) -> dict[str, Any]:
    definition = yaml.safe_load((folder / f"compute.functionmesh.io_{plural}.yaml").read_text(encoding="utf-8"))
    assert definition["spec"]["names"]["kind"] == kind
    (version,) = definition["spec"]["versions"]
    found: dict[str, Any] = version["schema"]["openAPIV3Schema"]["properties"]["spec"]
    return found


def _paths(schema: dict[str, Any], path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    members = schema.get("properties", {})
    more = schema.get("additionalProperties")
    if isinstance(more, dict) and "properties" in more:
        members = {"*": more}
    if not members or _is_of_kubernetes(path):
        yield path
        return
    for key, each in members.items():
        yield from _paths(each, (*path, key))


def _is_of_kubernetes(path: tuple[str, ...]) -> bool:
    return path[:1] in {(each,) for each in _OF_KUBERNETES} or (
        path[:1] == ("pod",) and path[1:2] not in ((), (_OWN_OF_POD,))
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
