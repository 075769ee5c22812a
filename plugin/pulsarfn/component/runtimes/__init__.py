"""The runtime languages by their Pulsar names. To add one: a module, a line here, a test."""

from collections.abc import Mapping

from pulsarfn.component.runtimes.base import Runtime
from pulsarfn.worker.registry import Modules

RUNTIMES: Mapping[str, Runtime] = Modules(
    {
        "JAVA": "pulsarfn.component.runtimes.java",
        "PYTHON": "pulsarfn.component.runtimes.python",
        "GO": "pulsarfn.component.runtimes.go",
    }
)
