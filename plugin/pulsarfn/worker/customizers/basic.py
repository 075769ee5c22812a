"""Pulsar's own customizer (`BasicKubernetesManifestCustomizer`), used when no other is configured (contract 9.6)."""

from pulsarfn.diagnostics.problem import Problem
from pulsarfn.values import Value
from pulsarfn.worker.customizers.base import Customization, CustomizerResult

NAME = "org.apache.pulsar.functions.runtime.kubernetes.BasicKubernetesManifestCustomizer"


def configure(config: Value) -> CustomizerResult:
    """Read runtimeCustomizerConfig: the options of every component, which its customRuntimeOptions override key by key."""
    if config is None:
        return _customise, ()
    from pulsarfn.worker.customizers.basic_options import configured  # noqa: PLC0415 - most worker configs have none

    return configured(config)


def _customise(text: str) -> tuple[Customization, tuple[Problem, ...]]:
    """Return the customization by customRuntimeOptions alone."""
    if not text:
        return Customization(), ()
    from pulsarfn.worker.customizers.basic_options import customised  # noqa: PLC0415 - most components have none

    return customised(text)
