"""The manifest customizers by the class name that configures them. To add one: a module, a line here, a test."""

from pulsarfn.worker.customizers import basic
from pulsarfn.worker.customizers.base import Customizer

CUSTOMIZERS: dict[str, Customizer] = {customizer.NAME: customizer for customizer in (basic,)}

DEFAULT = basic.NAME
"""The customizer if no class is configured. Pulsar then ignores customRuntimeOptions; pulsarfn uses them (contract 9.6)."""
