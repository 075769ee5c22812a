"""The annotations by which pulsarfn is spoken to, and what can be wrong with them and the metadata beside them (contract 2, 3)."""

from typing import Literal, TypeAlias

Component: TypeAlias = Literal["function", "source", "sink"]

PREFIX = "pulsarfn.io/"
EXPAND = f"{PREFIX}expand"
PROVIDE = f"{PREFIX}provide"
WORKER_CONFIG = f"{PREFIX}worker-config"
AUTH_SECRET = f"{PREFIX}auth-secret"
CA_SECRET = f"{PREFIX}ca-secret"
PULSAR_VERSION = f"{PREFIX}pulsar-version"
SUPPRESS = f"{PREFIX}suppress-"
"""Before a code: the value is the reason why carrier and configs are not told of it."""

COMPONENTS: dict[str, Component] = {"function": "function", "source": "source", "sink": "sink"}
CONSUMED, KEPT = "worker-config", "worker-config-keep"
KINDS = ("ConfigMap", "Secret")

MEANINGS = {
    EXPAND: ("function, source or sink", "A carrier: every data key configures one of these."),
    WORKER_CONFIG: ("NAME", "Of a carrier: the name of the ConfigMap in the stream that is its worker config."),
    AUTH_SECRET: (
        "NAME or NAME/KEY",
        "Of a carrier: an existing Secret with the token, under the key token unless another is named; no Secret is generated.",
    ),
    CA_SECRET: (
        "NAME or NAME/KEY",
        "Of a carrier: an existing Secret with the CA of the brokers, under the key ca.crt unless another is named.",
    ),
    PULSAR_VERSION: (
        "4.2, 5.0.1 and the like",
        "Of a carrier: the version of Pulsar that its pods run, instead of pulsarVersion of the worker config or their image's tag.",
    ),
    PROVIDE: (
        "worker-config or worker-config-keep",
        "A worker config: functions_worker.yml, or PF_ keys. It is taken out of the stream, or kept in it.",
    ),
    f"{SUPPRESS}CODE": (
        "the reason",
        "Of a carrier: it and its configs are not told of the warning, or the finding of pulsarfn lint, that has this code.",
    ),
}
"""What each annotation may say, and what it means, for the reference."""
