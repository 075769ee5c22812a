"""Pulsar 4.1: two more members of the details, on which an instance of 4.0 fails (``Cannot find field: batchingSpec``)."""

from pulsarfn.worker.versions import v4_0

RULES = v4_0.RULES._replace(
    name="4.1",
    config_keys=(("producerConfig", "batchingConfig"), ("inputSpecs", "*", "messagePayloadProcessorConfig")),
)
