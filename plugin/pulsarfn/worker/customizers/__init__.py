"""The manifest customizers by the class name that configures them. A new one: a module, a line here, a test."""

from pulsarfn.worker.customizers import basic
from pulsarfn.worker.customizers.base import Customizer

CUSTOMIZERS: dict[str, Customizer] = {customizer.NAME: customizer for customizer in (basic,)}

DEFAULT = basic.NAME
"""Where no class is configured the reference ignores customRuntimeOptions; pulsarfn honours them (contract 9.6)."""
