"""Pulsar 4.2: the same rules as 4.1."""

from pulsarfn.worker.versions import v4_1

RULES = v4_1.RULES._replace(name="4.2", config_keys=())
