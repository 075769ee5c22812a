"""``python -m pulsarfn``."""

from pulsarfn.entry import run

run()
