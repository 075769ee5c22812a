"""The runtime languages by Pulsar's name of them. A new one: a module, a line here, a test."""

from pulsarfn.component.runtimes import go, java, python
from pulsarfn.component.runtimes.base import Runtime

RUNTIMES: dict[str, Runtime] = {runtime.NAME: runtime for runtime in (java, python, go)}
