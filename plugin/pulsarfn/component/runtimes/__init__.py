"""The runtime languages by their Pulsar names. To add one: a module, a line here, a test."""

from pulsarfn.component.runtimes import go, java, python
from pulsarfn.component.runtimes.base import Runtime

RUNTIMES: dict[str, Runtime] = {runtime.NAME: runtime for runtime in (java, python, go)}
