"""Pulsar's admin API over HTTP. The only room that talks to a network; only `pulsarfn import` enters it."""
