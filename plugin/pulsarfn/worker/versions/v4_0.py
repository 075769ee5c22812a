"""Pulsar 4.0, the oldest version whose rules are known."""

from pulsarfn.worker.versions.rules import Rules

RULES = Rules("4.0")
