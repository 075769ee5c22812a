"""What decides each field of the generated objects, by Pulsar's own rules; where nothing was given, what stands there then.

A field that none of these describes was put there by a customizer.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from pulsarfn.diagnostics.problem import Path

_ALWAYS = "always so"
_LABELS = "labels: Pulsar's own, customLabels of the worker config, extraLabels of the customizer; the carrier's"
_AUTH = "function auth provider"


class Rule(NamedTuple):
    """How a field comes about.

    Attributes:
        words: what decides it, for people.
        otherwise: where the value comes from when nothing was given: always so, or Pulsar's default.
    """

    words: str
    otherwise: str = _ALWAYS


CUSTOMIZER = Rule("manifest customizer", "the runtime customizer that the worker config names")
HEAD = Rule("what the instance is told of the component", "member by member:")
EMBEDDED = Rule("what the instance is told of the component", "Pulsar's default, or its rule for such a component")

_RULES = (
    ("apiVersion", Rule("what Pulsar's Kubernetes runtime creates")),
    ("kind", Rule("what Pulsar's Kubernetes runtime creates")),
    ("metadata.name", Rule("name of the object: from the component's, or jobName")),
    (
        "metadata.namespace",
        Rule(
            "jobNamespace of customRuntimeOptions, runtimeCustomizerConfig, functionRuntimeFactoryConfigs; the carrier; -n"
        ),
    ),
    ("metadata.labels.component", Rule(_LABELS, "what the carrier says that its configs are")),
    ("metadata.labels.*", Rule(_LABELS, "Pulsar's default for a name that is not given")),
    ("metadata.annotations.*", Rule("annotations: the carrier's, extraAnnotations of the customizer")),
    ("data.token", Rule(_AUTH, "the deployer's token: --auth-token-file or PULSARFN_AUTH_TOKEN")),
    ("data.*", Rule(_AUTH, "the CA of the brokers: --trust-certs-file")),
    ("spec.clusterIP", Rule("headless: each pod gets a name of its own")),
    ("spec.ports.*.port", Rule("grpcPort of functionRuntimeFactoryConfigs")),
    ("spec.ports.*.*", Rule("port at which an instance is asked how it is")),
    ("spec.selector.matchLabels.component", Rule("selector", "what the carrier says that its configs are")),
    ("spec.selector.matchLabels.*", Rule("selector: Pulsar's labels and customLabels", "Pulsar's default for a name")),
    ("spec.selector.component", Rule("selector", "what the carrier says that its configs are")),
    ("spec.selector.*", Rule("selector: Pulsar's labels and customLabels", "Pulsar's default for a name")),
    ("spec.serviceName", Rule("name of the Service")),
    ("spec.replicas", Rule("parallelism of the config", "Pulsar's default: one instance")),
    ("spec.podManagementPolicy", Rule("instances do not wait for one another")),
    ("spec.template.metadata.labels.component", Rule(_LABELS, "what the carrier says that its configs are")),
    ("spec.template.metadata.labels.*", Rule(_LABELS, "Pulsar's default for a name that is not given")),
    ("spec.template.metadata.annotations.prometheus.io/scrape", Rule("for Prometheus")),
    ("spec.template.metadata.annotations.*", Rule("extraAnnotations of the customizer; for Prometheus")),
    ("spec.template.spec.terminationGracePeriodSeconds", Rule("pods are ended at once")),
    ("spec.template.spec.tolerations.*.*", Rule("Pulsar's three tolerations, then the customizer's")),
    ("spec.template.spec.nodeSelector.*", Rule("nodeSelectorLabels of the customizer")),
    ("spec.template.spec.containers.*.name", Rule("name of the container")),
    ("spec.template.spec.containers.*.image", Rule("functionDockerImages, else pulsarDockerImageName")),
    ("spec.template.spec.containers.*.imagePullPolicy", Rule("imagePullPolicy of functionRuntimeFactoryConfigs")),
    ("spec.template.spec.containers.*.command.*", Rule("download the code, find out the number, become the instance")),
    ("spec.template.spec.containers.*.env.*", Rule("environment: POD_NAME, then the secrets of the config")),
    (
        "spec.template.spec.containers.*.resources.limits.cpu",
        Rule("resources.cpu of the config", "Pulsar's default: 1 cpu"),
    ),
    (
        "spec.template.spec.containers.*.resources.limits.memory",
        Rule("resources.ram of the config and percentMemoryPadding", "Pulsar's default: 1 GiB"),
    ),
    (
        "spec.template.spec.containers.*.resources.requests.cpu",
        Rule("resources.cpu divided by cpuOverCommitRatio", "Pulsar's default: 1 cpu"),
    ),
    (
        "spec.template.spec.containers.*.resources.requests.memory",
        Rule("the memory limit divided by memoryOverCommitRatio", "Pulsar's default: 1 GiB"),
    ),
    (
        "spec.template.spec.containers.*.resources.*.*",
        Rule("resourceRequirements of the customizer", CUSTOMIZER.otherwise),
    ),
    ("spec.template.spec.containers.*.ports.*.*", Rule("grpcPort and metricsPort of functionRuntimeFactoryConfigs")),
    ("spec.template.spec.containers.*.volumeMounts.*.*", Rule(_AUTH, f"the {_AUTH}")),
    ("spec.template.spec.volumes.*.*", Rule(_AUTH, f"the {_AUTH}")),
)


def _pattern(text: str) -> re.Pattern[str]:
    """Of a path with dots; ``*`` is one step, and at the end all that follows."""
    inner = re.escape(text).replace(r"\*", "[^\0]+").replace(r"prometheus\.io", "prometheus@io")
    inner = inner.replace(r"\.", "\0").replace("@", r"\.")
    return re.compile(inner.removesuffix("[^\0]+") + ".+" if text.endswith("*") else inner, re.DOTALL)


_COMPILED: Sequence[tuple[re.Pattern[str], Rule]] = [(_pattern(path), rule) for path, rule in _RULES]


def rule_of(path: Path) -> Rule:
    """The rule for a field of a generated object."""
    steps = "\0".join(map(str, path))
    return next((rule for pattern, rule in _COMPILED if pattern.fullmatch(steps)), CUSTOMIZER)
