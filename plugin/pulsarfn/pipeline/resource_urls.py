"""The URLs of Pulsar for a resource of Function Mesh: they are in a ConfigMap of the stream that the resource names."""

from collections.abc import Iterator, Mapping

from pulsarfn.diagnostics import codes
from pulsarfn.diagnostics.problem import Path, Problem, Text
from pulsarfn.values import Manifest, mapping
from pulsarfn.worker.overrides import Override
from pulsarfn.worker.worker_config import WorkerConfig

_FACTORY = "functionRuntimeFactoryConfigs"
_KEYS: Mapping[str, tuple[Path, Path]] = {
    "brokerServiceURL": (("pulsarServiceUrl",), (_FACTORY, "pulsarServiceUrl")),
    "webServiceURL": (("pulsarWebServiceUrl",), (_FACTORY, "pulsarAdminUrl")),
}
"""The keys of the ConfigMap, each with the key of the worker config that it sets, and the one that would win over it."""


def urls_of(config_map: Manifest | None, path: Path) -> Iterator[Override]:
    """Return the keys of the worker config that a ConfigMap sets; `path` is where the carrier names it."""
    data = mapping((config_map or {}).get("data"))
    for key, (target, winner) in _KEYS.items():
        if isinstance(data.get(key), str) and data[key]:
            yield Override(winner, None, carrier=path)
            yield Override(target, data[key], carrier=path)


def missing_urls(config: WorkerConfig, name: str, path: Path) -> Iterator[Problem]:
    """Return the problem of a resource whose pods would not know the URLs of Pulsar."""
    given = {"brokerServiceURL": config.broker_url, "webServiceURL": config.admin_url}
    missing = [key for key, url in given.items() if not url]
    if missing:
        message = f"the stream has no ConfigMap {name} with {' and '.join(missing)}"
        if not name:
            message = f"the resource names no ConfigMap with {' and '.join(missing)}"
        options = " ".join(f"--set {_KEYS[key][0][0]}=URL" for key in missing)
        hint = f"add the ConfigMap to the stream, or give {options}"
        yield Problem(codes.RESOURCE_WITHOUT_URLS, message, path, hint, text=Text.CARRIER, names_only=True)
