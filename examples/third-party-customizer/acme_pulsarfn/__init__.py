"""Acme's providers for pulsarfn, one module each."""
