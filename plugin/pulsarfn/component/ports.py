"""The ports of the servers that a pod calls, for its network policy."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from pulsarfn.component.package import Package
from pulsarfn.patterns import pattern
from pulsarfn.provenance import derived
from pulsarfn.worker.worker_config import WorkerConfig

_URL: Final = pattern(r"\s*([A-Za-z][A-Za-z0-9+.-]*)://([^/?#\s]*).*", re.DOTALL)
_PORT: Final = pattern(r"(?:[^\[\]:]*|\[[^\]]*\])(?::([0-9]{1,5}))?")
_DEFAULTS: Final = {"pulsar": 6650, "pulsar+ssl": 6651, "http": 80, "https": 443, "bk": 4181}
_MOST = 65535


def ports_of_servers(worker: WorkerConfig, packages: Iterable[Package | None]) -> tuple[int, ...]:
    """Return the ports of the brokers, of their admin API, of the state storage and of web servers with packages, each once."""
    urls = [worker.broker_url, worker.admin_url, worker.state_storage_service_url or ""]
    urls += [each.url for each in packages if each is not None and each.source == "http"]
    return tuple(dict.fromkeys(port for url in urls for port in ports_of_url(url)))


def ports_of_url(url: str) -> Iterator[int]:
    """Return the ports of a URL, which may name several hosts (``pulsar://a:6650,b:6651``); the default of its scheme if it has none."""
    return (derived(port, url) for port in _ports(url))


@lru_cache(1024)
def _ports(url: str) -> tuple[int, ...]:
    match = _URL.fullmatch(url)
    if match is None:
        return ()
    ports, default = list[int](), _DEFAULTS.get(match[1].lower(), 0)
    for host in match[2].rpartition("@")[2].replace(";", ",").split(","):
        found = _PORT.fullmatch(host)
        port = int(found[1] or default) if found is not None else 0
        if 0 < port <= _MOST:
            ports.append(port)
    return tuple(ports)
